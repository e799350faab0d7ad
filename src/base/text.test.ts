import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cleanText, isBorderText } from './text.ts';

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
