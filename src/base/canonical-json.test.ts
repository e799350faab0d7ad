import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson, isCanonicalJson, type CanonicalValue } from './canonical-json.ts';

test('keys are ordered by UTF-16 code units, as the worked example of RFC 8785 section 3.2.3 has them', () => {
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
  // U+FB33 decomposes under NFC, so the border would refuse it; the rest of the RFC's list stands.
  const { '\ufb33': _refused, ...rest } = value;
  assert.equal(canonicalJson(rest), '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5}');
});

test('absent fields are left out and minus zero is zero', () => {
  assert.equal(canonicalJson({ b: undefined, a: -0, c: [null, true, 'x"\n'] }), '{"a":0,"c":[null,true,"x\\"\\n"]}');
});

test('fractions, unsafe integers, lone surrogates and decomposed text are bugs', () => {
  for (const value of [0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, '\ud800', 'e\u0301']) {
    assert.throws(() => canonicalJson(value), /canonical JSON holds/);
    assert.throws(() => canonicalJson({ nested: [value] }), /canonical JSON holds/);
  }
});

const canonicalValue = fc.letrec<{ value: CanonicalValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }).map((text) => text.toWellFormed().normalize('NFC')),
    fc.array(tie('value')),
    fc.dictionary(
      fc.string({ maxLength: 8 }).map((text) => text.toWellFormed().normalize('NFC')),
      tie('value'),
    ),
  ),
})).value;

test('canonical text parses back to the same value and is its own canonical form', () => {
  fc.assert(
    fc.property(canonicalValue, (value) => {
      const text = canonicalJson(value);
      assert.equal(canonicalJson(JSON.parse(text) as CanonicalValue), text);
      assert.ok(isCanonicalJson(text));
    }),
    { numRuns: 2_000 },
  );
});

test('the same value in another spelling is not canonical', () => {
  for (const text of [
    '{"b":1,"a":2}',
    '{ "a":1}',
    '{"a":1.0}',
    '{"a":1e2}',
    '{"a":"\\u0041"}',
    '{"a":1',
    '',
    '{"a":1,"a":1}',
    '-0',
  ]) {
    assert.equal(isCanonicalJson(text), false, text);
  }
});
