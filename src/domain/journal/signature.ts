/**
 * Signatures of the journal: ES256 (ECDSA, P-256, SHA-256) in IEEE P1363 form, 32 bytes r then 32 bytes s. For one
 * (r, s) that verifies, (r, n − s) verifies too; only the low one counts, so that nobody can respell a signature.
 */
import { assert } from '#base/assert.ts';

import { joinBytes, utf8 } from './bytes.ts';

export const SIGNATURE_BYTES = 64;

/** What is signed: this and the 32 bytes of the row's hash, so that a signature means a journal row and nothing else. */
const SIGNED_PREFIX = utf8('comptoir-journal-v1\0');

/** Order of P-256 (NIST SP 800-186, section 3.2.1.3). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const HALF_ORDER = ORDER >> 1n;

/** The hash functions and keys that a pure journal borrows. */
export interface JournalCrypto {
  sha256(bytes: Uint8Array): Uint8Array;
  /** Whether `signature` (r‖s) is one of `message` by the P-256 key whose SubjectPublicKeyInfo is `publicKey`. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

/** Signs messages with the till's journal key. */
export interface JournalSigner {
  readonly keyId: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** r‖s as the library makes it; the journal lowers s itself. */
  sign(message: Uint8Array): Uint8Array;
}

/** The message that a row's signature is over. */
export function signedMessage(hash: Uint8Array): Uint8Array {
  return joinBytes(SIGNED_PREFIX, hash);
}

/** The same signature with the lower of its two possible s. */
export function lowered(signature: Uint8Array): Uint8Array {
  assert(signature.length === SIGNATURE_BYTES, 'an ES256 signature has 64 bytes');
  const s = scalarOf(signature);
  if (s <= HALF_ORDER) return signature;
  const low = (ORDER - s).toString(16).padStart(64, '0');
  const lower = signature.slice();
  for (let at = 0; at < 32; at++) lower[32 + at] = parseInt(low.slice(2 * at, 2 * at + 2), 16);
  return lower;
}

/** Whether the s of a 64-byte signature is the low one. */
export function isLow(signature: Uint8Array): boolean {
  return signature.length === SIGNATURE_BYTES && scalarOf(signature) <= HALF_ORDER;
}

function scalarOf(signature: Uint8Array): bigint {
  let s = 0n;
  for (let at = 32; at < SIGNATURE_BYTES; at++) s = (s << 8n) | BigInt(signature[at] ?? 0);
  return s;
}
