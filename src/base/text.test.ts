import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cleanText, cutText, isBorderText, isStorableText } from './text.ts';

test('whatever comes in, cleaned text may enter the journal and holds no control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const clean = cleanText(text);
      assert.ok(isBorderText(clean));
      // eslint-disable-next-line no-control-regex -- control characters are what this is about
      assert.doesNotMatch(clean, /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
      assert.equal(cleanText(clean), clean);
    }),
    { numRuns: 5_000 },
  );
});

test('decomposed accents become one letter, an escape sequence becomes a space', () => {
  assert.equal(cleanText('Creme bru\u0302le\u0301e\u001b@ x\r\n'), 'Creme brûlée @ x');
});

test('what a store keeps has no U+0000 and no half of a pair', () => {
  for (const text of ['', 'é', '\u{1f4a9}', "'); DROP TABLE till; --", '\n\u202e'])
    assert.ok(isStorableText(text), text);
  for (const text of ['\u0000', 'a\u0000b', '\ud83d', '\udca9\ud83d']) assert.ok(!isStorableText(text));
});

test('a text is cut to so many units, and never keeps half of a character', () => {
  assert.equal(cutText('caisse', 3), 'cai');
  assert.equal(cutText('caisse', 30), 'caisse');
  assert.equal(cutText('a\u{1f4a9}', 2), 'a\ufffd');
});
