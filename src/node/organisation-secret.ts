/** The secret of the organisation, with which PINs and the numbers of cards are keyed: a line a key, the present one first. */

import { createHmac } from 'node:crypto';

/** One key of the organisation, and the id by which hashes name it. */
export interface SecretKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The key that is used now, and those that were: what they keyed is still looked up and checked under them. */
export interface OrganisationSecret extends SecretKey {
  readonly older: readonly SecretKey[];
}

/**
 * Set before the text: PINs are keyed with the same secret, and who may enrol the cards 0000 to 9999 must not find in
 * the journal what the PINs are hashed from.
 */
const PURPOSE = 'comptoir-keyed-v1\0';

const SECRET_TEXT = /^(?:k\d+:[0-9a-f]{64}\n)+$/;

/**
 * The keys of a text `k<id>:<64 hexadecimal digits>` a line; null where it holds none, or one line twice. One id may stand
 * there with several keys: two shops that each made a `k1` of their own became one organisation.
 */
export function readSecrets(text: string): OrganisationSecret | null {
  const lines = SECRET_TEXT.test(text) ? text.trimEnd().split('\n') : [];
  const [present, ...older] = lines.map(secretKey);
  if (present === undefined || new Set(lines).size < lines.length) return null;
  return { ...present, older };
}

/** HMAC-SHA-256 (RFC 2104) of a text, with the id of the key before it. */
export function keyedText(text: string, { id, bytes }: SecretKey): string {
  return `${id}:${createHmac('sha256', bytes).update(PURPOSE).update(text, 'utf8').digest('hex')}`;
}

function secretKey(line: string): SecretKey {
  const [id = '', hex = ''] = line.split(':');
  return { id, bytes: Buffer.from(hex, 'hex') };
}
