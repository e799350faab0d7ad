/**
 * Bytes for one reader: ECDH on P-256 with a key of this message only, HKDF-SHA-256, AES-256-GCM. A sealed message is
 * the 65 bytes of the message's public point, then the ciphertext with its 16 bytes of tag; key and nonce both come out of
 * the exchange, which happens once. It says nothing of who sealed it: calls and answers are signed, or pinned, beside it.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { fromBase64Url, toBase64Url } from '#domain/journal/journal.ts';
import { publicKeyOf } from './request-signature.ts';

const POINT_BYTES = 65;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;

/** What precedes the point in the SubjectPublicKeyInfo of a P-256 key (RFC 5480, section 2). */
const POINT_PREFIX = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');

/**
 * Seals `plain` to the reader's public key (SubjectPublicKeyInfo); base64url. `purpose` must be the same at both ends, and
 * `ephemeral` is a P-256 key that is used for nothing else. Undefined where the reader's key is no P-256 key.
 */
export function seal(options: {
  readonly plain: Uint8Array;
  readonly reader: Uint8Array;
  readonly purpose: string;
  readonly ephemeral: KeyObject;
}): string | undefined {
  const { plain, reader, purpose, ephemeral } = options;
  const readerPoint = pointOf(reader);
  const ephemeralPoint = pointOf(publicKeyOf(ephemeral));
  if (readerPoint === undefined || ephemeralPoint === undefined) return undefined;
  const secrets = secretsOf({ own: ephemeral, other: readerPoint, ephemeralPoint, readerPoint, purpose });
  if (secrets === undefined) return undefined;
  const cipher = createCipheriv('aes-256-gcm', secrets.key, secrets.nonce);
  const sealed = Buffer.concat([ephemeralPoint, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return toBase64Url(sealed);
}

/** What was sealed to this key for this purpose; undefined where it was not, or was changed. Never throws. */
export function unseal(options: {
  readonly sealed: string;
  readonly reader: KeyObject;
  readonly purpose: string;
}): Uint8Array | undefined {
  const bytes = fromBase64Url(options.sealed);
  const readerPoint = pointOf(publicKeyOf(options.reader));
  if (bytes === undefined || bytes.length < POINT_BYTES + TAG_BYTES || readerPoint === undefined) return undefined;
  const ephemeralPoint = Buffer.from(bytes.subarray(0, POINT_BYTES));
  const { reader: own, purpose } = options;
  const secrets = secretsOf({ own, other: ephemeralPoint, ephemeralPoint, readerPoint, purpose });
  if (secrets === undefined) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', secrets.key, secrets.nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  try {
    const body = bytes.subarray(POINT_BYTES, bytes.length - TAG_BYTES);
    return new Uint8Array(Buffer.concat([decipher.update(body), decipher.final()]));
  } catch {
    return undefined;
  }
}

function secretsOf(options: {
  readonly own: KeyObject;
  readonly other: Buffer;
  readonly ephemeralPoint: Buffer;
  readonly readerPoint: Buffer;
  readonly purpose: string;
}): { readonly key: Buffer; readonly nonce: Buffer } | undefined {
  const { own, other, ephemeralPoint, readerPoint, purpose } = options;
  let shared: Buffer;
  try {
    const publicKey = createPublicKey({ key: Buffer.concat([POINT_PREFIX, other]), format: 'der', type: 'spki' });
    shared = diffieHellman({ privateKey: own, publicKey });
  } catch {
    return undefined;
  }
  const salt = Buffer.concat([ephemeralPoint, readerPoint]);
  const bytes = Buffer.from(hkdfSync('sha256', shared, salt, purpose, KEY_BYTES + NONCE_BYTES));
  return { key: bytes.subarray(0, KEY_BYTES), nonce: bytes.subarray(KEY_BYTES) };
}

/** The uncompressed point of a P-256 SubjectPublicKeyInfo; undefined for anything else. Whether it lies on the curve shows later. */
function pointOf(publicKey: Uint8Array): Buffer | undefined {
  const bytes = Buffer.from(publicKey);
  const isForm =
    bytes.length === POINT_PREFIX.length + POINT_BYTES && bytes.subarray(0, POINT_PREFIX.length).equals(POINT_PREFIX);
  return isForm ? bytes.subarray(POINT_PREFIX.length) : undefined;
}
