import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Random } from '#base/random.ts';
import { fromBase64Url, toBase64Url } from '#domain/journal/journal.ts';
import { freshKey, keyBytes, keyOfBytes } from './fresh-key.ts';
import { isSignedText, publicKeyOf, signText } from './request-signature.ts';
import { sealSecrets, unsealSecrets } from './sealed-secrets.ts';
import { seal, unseal } from './sealing.ts';

/** Bytes 1, 1, 1 … then 2, 2, 2 …: keys that every run makes again. */
function countingRandom(first: number): Random {
  let next = first;
  return { bytes: (count) => new Uint8Array(count).fill(next++), uuid: () => String(next++) };
}

const reader = freshKey(countingRandom(1));
const ephemeral = freshKey(countingRandom(2));
const plain = new TextEncoder().encode('{"secrets":[{"id":"k1","hex":"00"}]}');
const purpose = 'comptoir-secrets-v1';

/** Made once by this code; the sealed one is also read by a second reader below. They hold the format still. */
const GOLDEN = {
  readerPublic:
    'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEb_A7lJJBzh2t1DUZ5pYOCoW0GmmgXDKBA6orzhWUyhY8T3U6Vb8B3FP2wLDH7ueLQMb_fSWpbiKCuYnO9xwUSg',
  sealed:
    'BFUPRxAD89-Xw99QaseX9nIfsaH7e49vg9IkSYplyI4kE2CT1wEuUJpzcVy9CwCjzA_0tcAbP_oZar' +
    'H7MnA2uOYvq7RVqAd5LNc3cRVxZPhXsTrgKE07w6_A2Ge0xVC8Wjk9Kdr4Zvv0VFRtZO4jY5e-7Y3k',
  text: 'comptoir-request-v1\nreport\ntill-1\nchallenge\n1\n00',
  signature: '02bUmN4SVqkPWjsmut4WnrVAKsQZzhnrUpNKbte4i9Ja5iEP7h002NkJVe0553v_mWdb_pGa-0T__B8cSI7SIQ',
};

test('what is sealed reads its reader and nobody else, for its purpose, and unchanged', () => {
  const sealed = seal({ plain, reader: publicKeyOf(reader), purpose, ephemeral });
  assert.ok(sealed !== undefined);
  assert.deepEqual(unseal({ sealed, reader, purpose }), plain);
  assert.equal(unseal({ sealed, reader: ephemeral, purpose }), undefined);
  assert.equal(unseal({ sealed, reader, purpose: 'other' }), undefined);
  const bytes = fromBase64Url(sealed) ?? new Uint8Array();
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.equal(unseal({ sealed: toBase64Url(changed), reader, purpose }), undefined, `byte ${at}`);
    assert.equal(unseal({ sealed: toBase64Url(bytes.subarray(0, at)), reader, purpose }), undefined);
  }
  assert.equal(unseal({ sealed: 'not base64url!', reader, purpose }), undefined);
});

test('nothing is sealed to what is no P-256 key', () => {
  const good = publicKeyOf(reader);
  const offCurve = good.slice();
  offCurve[90] = (offCurve[90] ?? 0) ^ 1;
  for (const wrong of [new Uint8Array(), good.subarray(1), offCurve, new Uint8Array(91)]) {
    assert.equal(seal({ plain, reader: wrong, purpose, ephemeral }), undefined);
  }
});

test('golden vectors: a sealed message and a signature of this version are read by every later one', () => {
  assert.equal(toBase64Url(publicKeyOf(reader)), GOLDEN.readerPublic);
  assert.equal(seal({ plain, reader: publicKeyOf(reader), purpose, ephemeral }), GOLDEN.sealed);
  assert.deepEqual(unseal({ sealed: GOLDEN.sealed, reader, purpose }), plain);
  assert.equal(isSignedText(publicKeyOf(reader), GOLDEN.text, GOLDEN.signature), true);
});

test('the golden message is read by a second reader, written after docs/spec/sync.md and over Web Crypto', async () => {
  const { subtle } = globalThis.crypto;
  const sealed = Buffer.from(GOLDEN.sealed, 'base64url');
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const point = new Uint8Array(sealed.subarray(0, 65));
  const other = await subtle.importKey('raw', point, curve, false, []);
  const own = await subtle.importKey('pkcs8', Buffer.from(keyBytes(reader)), curve, false, ['deriveBits']);
  const shared = await subtle.deriveBits({ name: 'ECDH', public: other }, own, 256);
  const source = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits']);
  const salt = Buffer.concat([point, publicKeyOf(reader).slice(-65)]);
  const info = new TextEncoder().encode(purpose);
  const bits = await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, source, 8 * 44);
  const key = await subtle.importKey('raw', bits.slice(0, 32), 'AES-GCM', false, ['decrypt']);
  const opened = await subtle.decrypt(
    { name: 'AES-GCM', iv: bits.slice(32) },
    key,
    new Uint8Array(sealed.subarray(65)),
  );
  assert.deepEqual(new Uint8Array(opened), plain);
});

test('secrets come back as they were sealed, two of one id among them, and nothing else is taken for secrets', () => {
  const key = (id: string, byte: number) => ({ id, bytes: new Uint8Array(32).fill(byte) });
  const secret = { ...key('k7', 7), older: [key('k1', 1), key('k1', 2)] };
  const random = countingRandom(3);
  const sealed = sealSecrets({ secret, reader: publicKeyOf(reader), random }) ?? '';
  assert.deepEqual(unsealSecrets({ sealed, reader }), secret);
  assert.equal(unsealSecrets({ sealed, reader: ephemeral }), undefined);
  for (const wrong of ['', '[]', '{}', '{"secrets":[]}', '{"secrets":[{"id":"k1","hex":"00"}]}', '{"secrets":[1]}']) {
    const message = seal({ plain: Buffer.from(wrong), reader: publicKeyOf(reader), purpose, ephemeral }) ?? '';
    assert.equal(unsealSecrets({ sealed: message, reader }), undefined, wrong);
  }
});

test('a signature is of one text, by one key, in one spelling', () => {
  for (let round = 0; round < 20; round++) {
    const signature = signText(reader, `text ${round}`);
    assert.equal(isSignedText(publicKeyOf(reader), `text ${round}`, signature), true);
    assert.equal(isSignedText(publicKeyOf(reader), `text ${round}.`, signature), false);
    assert.equal(isSignedText(publicKeyOf(ephemeral), `text ${round}`, signature), false);
    assert.equal(isSignedText(publicKeyOf(reader), `text ${round}`, `${signature}=`), false);
    assert.equal(isSignedText(publicKeyOf(reader), `text ${round}`, highTwin(signature)), false);
  }
  for (const wrong of ['', 'AAAA', '%', 'A'.repeat(86)]) {
    assert.equal(isSignedText(publicKeyOf(reader), 'text', wrong), false);
    assert.equal(isSignedText(new Uint8Array([1, 2, 3]), 'text', wrong), false);
  }
});

test('a key comes back from its bytes, and one seed makes one key', () => {
  assert.deepEqual(publicKeyOf(keyOfBytes(keyBytes(reader))), publicKeyOf(reader));
  assert.deepEqual(publicKeyOf(freshKey(countingRandom(1))), publicKeyOf(reader));
  assert.throws(() => keyOfBytes(new Uint8Array(10)));
  // 0xff… is beyond the order of the curve and no key: the next scalar is taken.
  let calls = 0;
  const random: Pick<Random, 'bytes'> = { bytes: (count) => new Uint8Array(count).fill(calls++ === 0 ? 0xff : 1) };
  assert.deepEqual(publicKeyOf(freshKey(random)), publicKeyOf(reader));
});

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The other of the two signatures that would verify. */
function highTwin(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url');
  const s = ORDER - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  return Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]).toString(
    'base64url',
  );
}
