import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNumber, readEntry } from './entry.ts';

test('a number and a star or a cross is the quantity of the next article, in every script', () => {
  for (const text of ['3*', '3 ×', ' 3* ', '٣*'])
    assert.deepEqual(readEntry(text), { kind: 'multiplier', quantityMilli: 3_000 }, text);
  assert.deepEqual(readEntry('0,450*'), { kind: 'multiplier', quantityMilli: 450 });
  assert.deepEqual(readEntry('0.4501*'), { kind: 'multiplier', quantityMilli: null });
});

test('digits are a code and never a search; a decimal number is none; only letters search', () => {
  assert.deepEqual(readEntry('101'), { kind: 'code', text: '101' });
  assert.deepEqual(readEntry('٣٠١٧٦٢٠٤٢٢٠٠٣'), { kind: 'code', text: '3017620422003' });
  assert.deepEqual(readEntry('0,450'), { kind: 'no-code', text: '0,450' });
  assert.deepEqual(readEntry('*'), { kind: 'no-code', text: '*' });
  assert.deepEqual(readEntry('3x lait'), { kind: 'words', text: '3x lait' });
  assert.deepEqual(readEntry('حليب'), { kind: 'words', text: 'حليب' });
  assert.deepEqual(readEntry('  '), { kind: 'nothing' });
});

test('a number is told from a name by all of it', () => {
  assert.ok(isNumber('12,5') && isNumber('') && !isNumber('12a'));
});
