/**
 * Signatures over a text that a contract spells out (a call, an acknowledgement, a grant): ES256 in the same form as those
 * of the journal, r‖s with the low s. The first line of each text names its purpose, so that a signature means nothing else.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { fromBase64Url, isLow, lowered, toBase64Url } from '#domain/journal/journal.ts';
import { journalCrypto, journalSigner } from './journal-crypto.ts';

/** The signature of `text` by a P-256 key, base64url of 64 bytes. */
export function signText(privateKey: KeyObject, text: string): string {
  return toBase64Url(lowered(journalSigner(privateKey).sign(Buffer.from(text, 'utf8'))));
}

/** Whether `signature` is one of `text` by the key whose SubjectPublicKeyInfo is `publicKey`. Never throws. */
export function isSignedText(publicKey: Uint8Array, text: string, signature: string): boolean {
  const raw = fromBase64Url(signature);
  if (raw === undefined || !isLow(raw)) return false;
  return journalCrypto.verify(publicKey, Buffer.from(text, 'utf8'), raw);
}

/** SubjectPublicKeyInfo (DER) of a key's public half. */
export function publicKeyOf(privateKey: KeyObject): Uint8Array {
  return new Uint8Array(createPublicKey(privateKey).export({ type: 'spki', format: 'der' }));
}
