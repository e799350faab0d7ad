import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isIncomplete, isSame, read, UNREADABLE, withItem, withoutItem, written } from './draft.ts';

test('a group with a field that cannot be read, or an empty text, is not sent', () => {
  assert.equal(isIncomplete({ a: 1, list: ['x'], none: null, yes: true }), false);
  assert.equal(isIncomplete({ list: [{ minor: UNREADABLE }] }), true);
  assert.equal(isIncomplete({ list: ['  '] }), true);
});

test('an amount is written without needless decimals and read back the same', () => {
  assert.equal(written(5_000, 2, 'fr'), '50');
  assert.equal(written(1_250, 2, 'fr'), '12,50');
  assert.equal(written(1_250, 2, 'en'), '12.50');
  assert.equal(written(UNREADABLE, 2, 'fr'), '');
  for (const value of [0, 1, 99, 100, 12_345]) {
    assert.equal(read(written(value, 2, 'fr'), { exponent: 2, min: 0, max: 1_000_000 }), value);
  }
});

test('what is too much, too little or no number is unreadable', () => {
  const percent = { exponent: 2, min: 0, max: 10_000 };
  assert.equal(read('12,5', percent), 1_250);
  for (const text of ['100,01', '-1', 'abc', '']) assert.ok(Number.isNaN(read(text, percent)), text);
});

test('lists are changed by place and compared whole', () => {
  assert.deepEqual(withItem(['a', 'b'], 1, 'c'), ['a', 'c']);
  assert.deepEqual(withoutItem(['a', 'b'], 0), ['b']);
  assert.equal(isSame({ a: [1] }, { a: [1] }), true);
  assert.equal(isSame({ a: [1] }, { a: [2] }), false);
});
