/**
 * What is known of a person, enciphered under a key of that person alone: whoever destroys the key has destroyed every
 * copy of it, also those that nobody can reach.
 *
 * AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits each time; the person's id is authenticated with it, so
 * that what stands under one person cannot be put under another.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import type { PersonId } from '#base/brand.ts';

import type { PersonRecord } from './port.ts';

export const PERSON_KEY_BYTES = 32;

/** What stands in the place of a key that was destroyed. */
export const NO_KEY: Uint8Array = new Uint8Array(PERSON_KEY_BYTES);

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** A new key of a person. */
export function newPersonKey(): Uint8Array {
  return randomBytes(PERSON_KEY_BYTES);
}

/** Whether there is a key, and not what is left of one. */
export function isPersonKey(key: Uint8Array): boolean {
  return key.length === PERSON_KEY_BYTES && key.some((byte) => byte !== 0);
}

/** One byte of version, nonce, tag, and the enciphered JSON. */
export function sealPerson(person: PersonRecord, key: Uint8Array): Uint8Array {
  const { personId, ...known } = person;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associated(personId));
  const body = Buffer.concat([cipher.update(JSON.stringify(known), 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
}

/** The person again; undefined where the key, the id or a single bit is another one. */
export function unsealPerson(personId: PersonId, sealed: Uint8Array, key: Uint8Array): PersonRecord | undefined {
  if (sealed[0] !== VERSION || sealed.length < HEAD_BYTES || !isPersonKey(key)) return undefined;
  try {
    const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(associated(personId))
      .setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEAD_BYTES));
    const text = decipher.update(sealed.subarray(HEAD_BYTES), undefined, 'utf8') + decipher.final('utf8');
    return { personId, ...(JSON.parse(text) as Omit<PersonRecord, 'personId'>) };
  } catch {
    return undefined;
  }
}

function associated(personId: PersonId): Buffer {
  return Buffer.from(`comptoir-person-v1\0${personId}`, 'utf8');
}
