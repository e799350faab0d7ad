/**
 * The journal's hash and signatures by node:crypto. It is asked for signatures in DER and they are taken apart here:
 * its own P1363 form costs as much again as the signature (measured on Node 24).
 */
import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

import type { JournalCrypto, JournalSigner } from '#domain/journal/journal.ts';

/** The SubjectPublicKeyInfo of a P-256 key: 91 bytes, or 59 with its point compressed. */
const PUBLIC_KEY_BYTES_MAX = 91;
/** Keys that are kept parsed; beyond them all are parsed anew. Strangers send keys too. */
const PARSED_KEYS_MAX = 20_000;

/** Parsed keys by their bytes: one chain checks a million signatures by one key. */
const publicKeys = new Map<string, KeyObject | null>();

export const journalCrypto: JournalCrypto = {
  sha256: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
  verify: (publicKey, message, signature) => {
    const key = p256Key(publicKey);
    return key !== null && verify('sha256', message, key, derOf(signature));
  },
};

/** Signers by their keys: to write down the public half of a key costs more than to sign. */
const signers = new WeakMap<KeyObject, JournalSigner>();

/** Signs with a P-256 private key. The key id is the beginning of its public half's SHA-256. */
export function journalSigner(privateKey: KeyObject): JournalSigner {
  const known = signers.get(privateKey);
  if (known !== undefined) return known;
  const signer = signerOf(privateKey);
  signers.set(privateKey, signer);
  return signer;
}

function signerOf(privateKey: KeyObject): JournalSigner {
  const publicKey = new Uint8Array(createPublicKey(privateKey).export({ type: 'spki', format: 'der' }));
  return {
    keyId: keyIdOf(publicKey),
    publicKey,
    sign: (message) => rawOf(sign('sha256', message, privateKey)),
  };
}

/** The name of a key: 32 hexadecimal digits of the SHA-256 of its SubjectPublicKeyInfo. */
export function keyIdOf(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 32);
}

function p256Key(bytes: Uint8Array): KeyObject | null {
  if (bytes.length > PUBLIC_KEY_BYTES_MAX) return null;
  const name = Buffer.from(bytes).toString('base64');
  const known = publicKeys.get(name);
  if (known !== undefined) return known;
  const key = parsedKey(bytes);
  if (publicKeys.size >= PARSED_KEYS_MAX) publicKeys.clear();
  publicKeys.set(name, key);
  return key;
}

function parsedKey(bytes: Uint8Array): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(bytes), format: 'der', type: 'spki' });
    const p256 = key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
    return p256 ? key : null;
  } catch {
    return null;
  }
}

const SCALAR_BYTES = 32;

/** r‖s of a DER signature: SEQUENCE { INTEGER r, INTEGER s }, each as short as it can be. */
function rawOf(der: Uint8Array): Uint8Array {
  const raw = new Uint8Array(2 * SCALAR_BYTES);
  let at = 2;
  for (const end of [SCALAR_BYTES, 2 * SCALAR_BYTES]) {
    const length = der[at + 1] ?? 0;
    const scalar = der.subarray(at + 2, at + 2 + length);
    const digits = scalar.subarray(Math.max(0, length - SCALAR_BYTES));
    raw.set(digits, end - digits.length);
    at += 2 + length;
  }
  return raw;
}

/** The DER form of r‖s. */
function derOf(raw: Uint8Array): Uint8Array {
  const parts = [raw.subarray(0, SCALAR_BYTES), raw.subarray(SCALAR_BYTES)].map((scalar) => {
    const first = Math.min(scalar.findIndex((byte) => byte !== 0) >>> 0, SCALAR_BYTES - 1);
    const digits = scalar.subarray(first);
    // A leading bit would make the integer negative.
    return (digits[0] ?? 0) < 0x80 ? [2, digits.length, ...digits] : [2, digits.length + 1, 0, ...digits];
  });
  return Uint8Array.from([0x30, parts.flat().length, ...parts.flat()]);
}
