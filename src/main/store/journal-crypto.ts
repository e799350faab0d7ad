/** The journal's hash and signatures by node:crypto. */
import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

import type { JournalCrypto, JournalSigner } from '#domain/journal/journal.ts';

/** Parsed keys by their bytes: one chain checks a million signatures by one key. */
const publicKeys = new Map<string, KeyObject | null>();

export const journalCrypto: JournalCrypto = {
  sha256: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
  verify: (publicKey, message, signature) => {
    const key = p256Key(publicKey);
    return key !== null && verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
  },
};

/** Signs with a P-256 private key. The key id is the beginning of its public half's SHA-256. */
export function journalSigner(privateKey: KeyObject): JournalSigner {
  const publicKey = new Uint8Array(createPublicKey(privateKey).export({ type: 'spki', format: 'der' }));
  return {
    keyId: keyIdOf(publicKey),
    publicKey,
    sign: (message) => new Uint8Array(sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  };
}

/** The name of a key: 32 hexadecimal digits of the SHA-256 of its SubjectPublicKeyInfo. */
export function keyIdOf(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 32);
}

function p256Key(bytes: Uint8Array): KeyObject | null {
  const name = Buffer.from(bytes).toString('base64');
  const known = publicKeys.get(name);
  if (known !== undefined) return known;
  const key = parsedKey(bytes);
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
