/** Code 128: the runs a text is cut into, and symbols worked out by hand from ISO/IEC 15417. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { code128Runs, code128Widths } from './barcode.ts';

const runs = (text: string) => (code128Runs(text) ?? []).map(({ set, text: piece }) => `${set}:${piece}`).join(' ');

test('digits go two by two where that makes the symbol shorter', () => {
  assert.equal(runs('TK-72649101000002'), 'B:TK- C:72649101000002');
  assert.equal(runs('TK-000002'), 'B:TK- C:000002');
  assert.equal(runs('TK-2-000137'), 'B:TK-2- C:000137');
  assert.equal(runs('AB123'), 'B:AB123');
  assert.equal(runs('AB12345'), 'B:AB1 C:2345');
  assert.equal(runs('12345AB'), 'C:1234 B:5AB');
  assert.equal(runs('A12345B1234567C'), 'B:A12345B1 C:234567 B:C');
  assert.equal(code128Runs('é'), null);
  assert.equal(code128Runs(''), null);
});

test('a symbol in set C, and one that changes from B to C, have the values and the check symbol of the standard', () => {
  // Start C 105, 12, 34; check (105 + 12 + 2 × 34) mod 103 = 82; stop.
  assert.equal(code128Widths('1234'), ['211232', '112232', '131123', '121241', '2331112'].join(''));
  // Start B 104, A 33, CODE C 99, 20, 26; check (104 + 33 + 198 + 60 + 104) mod 103 = 87; stop.
  assert.equal(
    code128Widths('A2026'),
    ['211214', '111323', '113141', '221231', '321221', '421112', '2331112'].join(''),
  );
});
