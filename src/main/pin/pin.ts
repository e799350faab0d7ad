/**
 * PINs at rest. No hash protects four digits by itself, so a PIN is keyed with the organisation's secret, which lies
 * beside the till key, and then hashed slowly. The text names the secret: `k1:scrypt:16384:8:1:<salt>:<hash>`.
 */
import { createHmac, randomBytes, scrypt, scryptSync, timingSafeEqual } from 'node:crypto';
import { assert } from '#base/assert.ts';

/** The secret that keys PINs, and the id by which hashes name it. */
export interface PinSecret {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** 16 MiB and about 50 ms on a till's processor: dear for a guesser, short for a cashier. */
const COST = { N: 16_384, r: 8, p: 1 } as const;
const HASH_BYTES = 32;
const SALT_BYTES = 16;
const PIN_DIGITS = /^\d{4,12}$/;

/** Whether a PIN may be set: four to twelve digits. */
export function isPin(pin: string): boolean {
  return PIN_DIGITS.test(pin);
}

/** The text to store for `pin`. Blocks for the time of one hash: for set-up, never for sign-in. */
export function hashPin(pin: string, secret: PinSecret): string {
  assert(isPin(pin), 'a PIN is four to twelve digits');
  const salt = randomBytes(SALT_BYTES);
  const hash = scryptSync(keyed(pin, secret), salt, HASH_BYTES, COST);
  return `${secret.id}:scrypt:${COST.N}:${COST.r}:${COST.p}:${salt.toString('base64url')}:${hash.toString('base64url')}`;
}

/** A check of PINs against stored texts, off the calling thread. */
export interface PinCheck {
  /** False for a wrong PIN, an unknown secret and, after the same time, for no stored text at all. */
  matches(pin: string, stored: string | undefined): Promise<boolean>;
}

/** Checks with the secrets that this till knows, the present and earlier ones. */
export function createPinCheck(secrets: readonly PinSecret[]): PinCheck {
  const nobody: StoredPin = { secretId: '', cost: COST, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };
  return {
    async matches(pin, stored) {
      const parsed = stored === undefined ? undefined : parse(stored);
      const secret = secrets.find((known) => known.id === parsed?.secretId);
      const { cost, salt, hash } = parsed ?? nobody;
      const given = await slowHash(keyed(pin, secret ?? { id: '', bytes: new Uint8Array(HASH_BYTES) }), salt, cost);
      return timingSafeEqual(given, hash) && parsed !== undefined && secret !== undefined;
    },
  };
}

interface StoredPin {
  readonly secretId: string;
  readonly cost: { readonly N: number; readonly r: number; readonly p: number };
  readonly salt: Buffer;
  readonly hash: Buffer;
}

function parse(stored: string): StoredPin | undefined {
  const parts = /^([^:]+):scrypt:(\d{1,7}):(\d{1,2}):(\d{1,2}):([\w-]+):([\w-]+)$/.exec(stored);
  if (parts === null) return undefined;
  const [, secretId = '', N, r, p, salt = '', hash = ''] = parts;
  const read = { secretId, cost: { N: Number(N), r: Number(r), p: Number(p) }, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') };
  return read.hash.length === HASH_BYTES ? read : undefined;
}

function keyed(pin: string, secret: PinSecret): Buffer {
  return createHmac('sha256', secret.bytes).update(`comptoir-pin-v1\0${pin}`).digest();
}

function slowHash(key: Buffer, salt: Buffer, cost: StoredPin['cost']): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(key, salt, HASH_BYTES, { ...cost, maxmem: 64 * 1024 * 1024 }, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}
