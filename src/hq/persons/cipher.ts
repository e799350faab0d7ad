/**
 * What is known of a person, enciphered under a key of that person alone, as on the till: whoever destroys the key has
 * destroyed every copy of it, also those in a backup of this database that has the record and not the key.
 *
 * AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits each time; the person's id is authenticated with it.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Random } from '#base/random.ts';
import type { SyncPerson } from '#contract/sync/sync.ts';

export const PERSON_KEY_BYTES = 32;

/** Everything a till tells of a person but the id. */
export type KnownPerson = Omit<SyncPerson, 'personId'>;

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** One byte of version, nonce, tag, and the enciphered JSON. */
export function sealPerson(random: Random, personId: string, known: KnownPerson, key: Uint8Array): Uint8Array {
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associated(personId));
  const body = Buffer.concat([cipher.update(JSON.stringify(known), 'utf8'), cipher.final()]);
  return new Uint8Array(Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]));
}

/** The person again; undefined where the key, the id or a single bit is another one. */
export function unsealPerson(personId: string, sealed: Uint8Array, key: Uint8Array): KnownPerson | undefined {
  if (sealed[0] !== VERSION || sealed.length < HEAD_BYTES || key.length !== PERSON_KEY_BYTES) return undefined;
  try {
    const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(associated(personId))
      .setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEAD_BYTES));
    const text = decipher.update(sealed.subarray(HEAD_BYTES), undefined, 'utf8') + decipher.final('utf8');
    return JSON.parse(text) as KnownPerson;
  } catch {
    return undefined;
  }
}

function associated(personId: string): Buffer {
  return Buffer.from(`comptoir-hq-person-v1\0${personId}`, 'utf8');
}
