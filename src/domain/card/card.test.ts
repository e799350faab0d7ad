import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CardNotation, cardNumberOf, notationsOf, numbersWritten, sameCard } from './card.ts';

const uidOf = (bytes: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .filter((uid) => uid.slice(-3).some((byte) => byte !== 0))
    .map((uid) => Buffer.from(uid).toString('hex'));

test('no. 19: one card under the notations of its readers is the same card (the field’s example 51e69621)', () => {
  assert.deepEqual(cardNumberOf('51E69621', 'hex'), { uid: '51e69621' });
  assert.deepEqual(cardNumberOf('2196E651', 'hex-reversed'), { uid: '51e69621' });
  assert.deepEqual(cardNumberOf('1374066209', 'decimal-10'), { uid: '51e69621' });
  assert.deepEqual(cardNumberOf('0563537489', 'decimal-10-reversed'), { uid: '51e69621' });
  assert.deepEqual(cardNumberOf('51:e6:96:21', 'hex'), { uid: '51e69621' });
  assert.deepEqual(notationsOf('51e69621'), {
    hex: '51e69621',
    'hex-reversed': '2196e651',
    'decimal-10': '1374066209',
    'decimal-10-reversed': '0563537489',
    'decimal-8': '15111713',
    'decimal-3-5': '230,38433',
  });
});

test('no. 19: what a reader writes of a card is read back as that card, in every notation', () => {
  fc.assert(
    fc.property(fc.oneof(uidOf(4), uidOf(7), uidOf(10)), (uid) => {
      for (const [notation, text] of Object.entries(notationsOf(uid)) as [CardNotation, string][]) {
        const read = cardNumberOf(text, notation);
        assert.ok(read !== null, `${notation} ${text}`);
        if (uid.length === 8) assert.ok((read.mayBe ?? [read.uid]).some((number) => sameCard(number, uid) !== 'no'));
        if (!/8|3-5/.test(notation)) assert.deepEqual(read, { uid });
        assert.ok(numbersWritten(text).some(({ number }) => sameCard(number, uid) !== 'no' || uid.length > 8));
      }
    }),
    { numRuns: 2_000 },
  );
});

test('no. 19: leading zeros are part of a number, whether the reader writes them or not', () => {
  assert.deepEqual(cardNumberOf('0000123456', 'decimal-10'), { uid: '0001e240' });
  assert.deepEqual(cardNumberOf('123456', 'decimal-10'), { uid: '0001e240' });
  assert.deepEqual(cardNumberOf('00a1b2c3', 'hex'), { uid: '00a1b2c3' });
  assert.deepEqual(cardNumberOf('4:a1:2:c3', 'hex'), { uid: '04a102c3' });
});

test('no. 19: a zero dropped somewhere in a number is shown in every place that it may have had', () => {
  assert.deepEqual(cardNumberOf('4a1b2c3', 'hex'), {
    uid: '04a1b2c3',
    mayBe: ['04a1b2c3', '4a01b2c3', '4a1b02c3', '4a1b2c03'],
  });
});

test('no. 19: a text that may be several cards says so, and nobody guesses', () => {
  const read = cardNumberOf('0563537489');
  assert.deepEqual(read, {
    uid: '0563537489',
    mayBe: ['0563537489', '2196e651', '8974536305', '51e69621'],
  });
  assert.deepEqual(cardNumberOf('51e69621'), { uid: '51e69621', mayBe: ['51e69621', '2196e651'] });
});

test('no. 19: a number of three bytes leaves the first of four open, and is never one card by itself', () => {
  assert.deepEqual(cardNumberOf('230,38433', 'decimal-3-5'), { uid: '00e69621', mayBe: ['00e69621', '??e69621'] });
  assert.deepEqual(cardNumberOf('15111713', 'decimal-8'), { uid: '00e69621', mayBe: ['00e69621', '??e69621'] });
  assert.equal(sameCard('??e69621', '51e69621'), 'perhaps');
  assert.equal(sameCard('??e69621', '51e69622'), 'no');
});

test('the same number is the same card; back to front, or with the maker’s byte before it, a person decides', () => {
  assert.equal(sameCard('51e69621', '51e69621'), 'yes');
  assert.equal(sameCard('51e69621', '2196e651'), 'perhaps');
  assert.equal(sameCard('0451e69621', '51e69621'), 'perhaps');
  assert.equal(sameCard('51e69621', '0451e69621'), 'perhaps');
  assert.equal(sameCard('04a1b2c3d4e580', 'a1b2c3d4'), 'no');
});

test('what is no number of a card is none: pieces, words, too much, nothing but zeros', () => {
  for (const text of [
    '',
    '  ',
    '12',
    '0000000000',
    '00000000',
    'bonjour',
    '3017620422003',
    'g1a2b3c4',
    'a'.repeat(65),
  ]) {
    for (const notation of [undefined, 'decimal-10', 'decimal-8', 'decimal-3-5'] as const) {
      assert.equal(cardNumberOf(text, notation), null, `${text} ${notation}`);
    }
  }
  assert.equal(cardNumberOf('4294967296', 'decimal-10'), null);
  assert.equal(cardNumberOf('256,00001', 'decimal-3-5'), null);
  assert.equal(cardNumberOf('001,65536', 'decimal-3-5'), null);
  assert.equal(cardNumberOf('16777216', 'decimal-8'), null);
});
