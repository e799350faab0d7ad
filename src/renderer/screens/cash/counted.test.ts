import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countsOf, piecesOf, rollOf, sumOf, withMore } from './counted.ts';

test('a number, or piles of it, is a count in any digits; anything else is none', () => {
  assert.equal(piecesOf('12'), 12);
  assert.equal(piecesOf('12+8'), 20);
  assert.equal(piecesOf('12+'), 12);
  assert.equal(piecesOf('١٢'), 12);
  assert.equal(piecesOf(''), 0);
  for (const text of ['-3', '1,5', 'abc', '1++2', '123456', '99999+1']) assert.equal(piecesOf(text), null, text);
});

test('what was typed is sent largest first and without the denominations of which there is none', () => {
  assert.deepEqual(countsOf({ 100: '3', 5000: '1+1', 20: '' }), [
    { denominationMinor: 5000, count: 2 },
    { denominationMinor: 100, count: 3 },
  ]);
  assert.equal(countsOf({ 100: '3', 50: '-1' }), null);
});

test('the sum follows what was typed, and a field that cannot be read counts for nothing', () => {
  assert.equal(sumOf({ 2000: '4', 50: '3', 10: 'x' }), 8_150);
});

test('a bundle or a roll is added to what stands there, and never to what cannot be read', () => {
  assert.equal(withMore('3', 10), '13');
  assert.equal(withMore('12+8', 25), '45');
  assert.equal(withMore('-', 10), '-');
  assert.equal(rollOf(200, 'EUR'), 25);
  assert.equal(rollOf(2000, 'EUR'), null);
  assert.equal(rollOf(100, 'MAD'), null);
});
