/** New P-256 keys out of a port of chance, so that a seeded run makes the same ones again. */
import { createECDH, createPrivateKey, type KeyObject } from 'node:crypto';
import type { Random } from '#base/random.ts';

const SCALAR_BYTES = 32;
const POINT_BYTES = 65;

/** A P-256 private key. Of 2^32 random scalars one is no key (SP 800-186, section 3.2.1.3): the next one is taken. */
export function freshKey(random: Pick<Random, 'bytes'>): KeyObject {
  for (;;) {
    const scalar = random.bytes(SCALAR_BYTES);
    const exchange = createECDH('prime256v1');
    try {
      exchange.setPrivateKey(scalar);
    } catch {
      continue;
    }
    const point = exchange.getPublicKey();
    const half = (POINT_BYTES - 1) / 2;
    return createPrivateKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        d: Buffer.from(scalar).toString('base64url'),
        x: point.subarray(1, 1 + half).toString('base64url'),
        y: point.subarray(1 + half).toString('base64url'),
      },
    });
  }
}

/** A private key as it is kept: PKCS #8, DER. */
export function keyBytes(privateKey: KeyObject): Uint8Array {
  return new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }));
}

/** The private key that `keyBytes` wrote. Throws where it is none. */
export function keyOfBytes(bytes: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(bytes), format: 'der', type: 'pkcs8' });
}
