/**
 * PINs. No hash protects four digits, so a PIN is first keyed with a secret that lies outside the database and then
 * hashed slowly. The text names its key: `k1:scrypt:<log2 N>:<salt>:<hash>`.
 */
import { createHmac, randomBytes, scrypt, scryptSync, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

import { Fault } from '#base/fault.ts';
import type { Random } from '#base/random.ts';

import type { OrganisationSecret, SecretKey } from './organisation-secret.ts';

/** What may be a PIN, wherever one is set: four to twelve digits. */
export const PIN = /^\d{4,12}$/;

/** scrypt with N = 2^14, r = 8, p = 1: 16 MB and some 70 ms a guess on a till. */
const COST_LOG2 = 14;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const PIN_HASH = /^(k\d+):scrypt:(\d{1,2}):([A-Za-z0-9_-]+):([A-Za-z0-9_-]+)$/;

const scryptLater = promisify<Buffer, Buffer, number, { N: number }, Buffer>(scrypt);

/** The text to store for a PIN. Takes some 70 ms of this thread; for set-up and the command line. */
export function keyedPinHash(secret: OrganisationSecret, pin: string): string {
  const salt = randomBytes(SALT_BYTES);
  return hashText(secret, salt, scryptSync(keyed(secret, pin), salt, HASH_BYTES, { N: 2 ** COST_LOG2 }));
}

/** The same on another thread: whoever serves others goes on meanwhile. */
export async function keyedPinHashAside(secret: OrganisationSecret, pin: string, random: Random): Promise<string> {
  const salt = Buffer.from(random.bytes(SALT_BYTES));
  return hashText(secret, salt, await scryptLater(keyed(secret, pin), salt, HASH_BYTES, { N: 2 ** COST_LOG2 }));
}

function hashText(secret: OrganisationSecret, salt: Buffer, hash: Buffer): string {
  return `${secret.id}:scrypt:${COST_LOG2}:${salt.toString('base64url')}:${hash.toString('base64url')}`;
}

/**
 * Whether `pin` is the one behind `pinHash`. The slow part runs on another thread, so that the till goes on meanwhile.
 * Rejects with Fault `store.key-missing` where the hash names another key.
 */
export async function checkPin(secret: OrganisationSecret, pinHash: string, pin: string): Promise<boolean> {
  const [, keyId, costLog2, salt, hash] = PIN_HASH.exec(pinHash) ?? [];
  if (keyId === undefined || salt === undefined || hash === undefined) return false;
  const keys = [secret, ...secret.older].filter(({ id }) => id === keyId);
  if (keys.length === 0) throw new Fault('store.key-missing', `a PIN is keyed with ${keyId}, which is not here`);
  const expected = Buffer.from(hash, 'base64url');
  const N = 2 ** Number(costLog2);
  for (const key of keys) {
    const actual = await scryptLater(keyed(key, pin), Buffer.from(salt, 'base64url'), HASH_BYTES, { N });
    if (expected.length === HASH_BYTES && timingSafeEqual(actual, expected)) return true;
  }
  return false;
}

function keyed(key: SecretKey, pin: string): Buffer {
  return createHmac('sha256', key.bytes).update(pin, 'utf8').digest();
}
