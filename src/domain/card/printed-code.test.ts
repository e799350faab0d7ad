import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { printedCode, readPrintedCode } from './card.ts';

const digits = fc.stringMatching(/^\d{16}$/);

test('a printed code is read back as scanners and people give it', () => {
  const code = printedCode('1234567890123456');
  assert.match(code, /^GC-\d{18}$/);
  for (const typed of [code, code.toLowerCase(), code.replace('-', ''), ` ${code.slice(0, 9)} ${code.slice(9)} `])
    assert.equal(readPrintedCode(typed), code, typed);
  assert.equal(readPrintedCode(code.slice(0, -1)), null);
  assert.equal(readPrintedCode('TK-T1-000042'), null);
});

test('a wrong digit, or two that changed places, is no code', () => {
  fc.assert(
    fc.property(digits, fc.integer({ min: 3, max: 20 }), fc.integer({ min: 1, max: 9 }), (drawn, at, by) => {
      const code = printedCode(drawn);
      assert.equal(readPrintedCode(code), code);
      const wrong = [...code];
      wrong[at] = String((Number(wrong[at]) + by) % 10);
      assert.equal(readPrintedCode(wrong.join('')), null);
      const swapped = [...code];
      const next = at === 20 ? 3 : at + 1;
      [swapped[at], swapped[next]] = [swapped[next] ?? '', swapped[at] ?? ''];
      if (at !== 20 && swapped.join('') !== code) assert.equal(readPrintedCode(swapped.join('')), null);
    }),
  );
});
