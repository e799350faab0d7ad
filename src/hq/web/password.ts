/**
 * Passwords of the pages: scrypt with a salt of each one's own, on another thread and a few at a time, so that a crowd at the
 * door costs neither the tills their turn nor the machine its memory.
 */
import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '#base/random.ts';

/** N = 2^15, r = 8, p = 1: 32 MB and some 100 ms a guess. */
const COST_LOG2 = 15;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const MEMORY_BYTES_MAX = 64 * 1_024 * 1_024;
const HASH = /^scrypt:(\d{1,2}):([\w-]{1,64}):([\w-]{1,64})$/;

const AT_ONCE = 2;
const WAITING_MAX = 24;
let running = 0;
const waiting: (() => void)[] = [];

const scryptLater = promisify<string, Buffer, number, { N: number; maxmem: number }, Buffer>(scrypt);

/** Whether one more password would have to wait behind too many others. */
export function isCrowded(): boolean {
  return waiting.length >= WAITING_MAX;
}

/** The text to store for a password. */
export async function passwordHash(random: Random, password: string): Promise<string> {
  const salt = Buffer.from(random.bytes(SALT_BYTES));
  const hash = await inTurn(() => derived(password, salt, COST_LOG2));
  return `scrypt:${COST_LOG2}:${salt.toString('base64url')}:${hash.toString('base64url')}`;
}

/**
 * Whether `password` is the one behind `stored`. Null stands for a user that there is none of, and takes as long. Whoever is no
 * stranger goes to the head of the queue.
 */
export async function isPassword(
  stored: string | null,
  password: string,
  { isFirst }: { readonly isFirst: boolean },
): Promise<boolean> {
  const [, costLog2, salt, hash] = HASH.exec(stored ?? NOBODY) ?? [];
  if (costLog2 === undefined || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64url');
  const actual = await inTurn(() => derived(password, Buffer.from(salt, 'base64url'), Number(costLog2)), isFirst);
  return stored !== null && expected.length === HASH_BYTES && timingSafeEqual(actual, expected);
}

const NOBODY = `scrypt:${COST_LOG2}:${Buffer.alloc(SALT_BYTES).toString('base64url')}:${Buffer.alloc(HASH_BYTES).toString('base64url')}`;

function derived(password: string, salt: Buffer, costLog2: number): Promise<Buffer> {
  // The same letters typed on another machine may come composed differently.
  return scryptLater(password.toWellFormed().normalize('NFKC'), salt, HASH_BYTES, {
    N: 2 ** costLog2,
    maxmem: MEMORY_BYTES_MAX,
  });
}

async function inTurn<T>(work: () => Promise<T>, isFirst = false): Promise<T> {
  if (running >= AT_ONCE) {
    await new Promise<void>((turn) => (isFirst ? waiting.unshift(turn) : waiting.push(turn)));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
