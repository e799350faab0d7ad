import assert from 'node:assert/strict';
import { test } from 'node:test';
import { priceAt, type ListedPrice } from './catalogue.ts';

const of = (storeId: string | null, priceMinor: number, fromMs: number | null): ListedPrice => ({
  storeId,
  priceMinor,
  fromMs,
});

test('a product costs its own price until another begins', () => {
  assert.equal(priceAt(100, [], 5), 100);
  const dated = [of(null, 90, 10), of(null, 80, 20)];
  const asked = [9, 10, 19, 20, 21];
  assert.deepEqual(
    asked.map((atMs) => priceAt(100, dated, atMs)),
    [100, 90, 90, 80, 80],
  );
  assert.deepEqual(
    asked.map((atMs) => priceAt(100, dated.toReversed(), atMs)),
    [100, 90, 90, 80, 80],
  );
});

test('a store that set its own price keeps it whatever all stores do, until its own next one', () => {
  const dated = [of('s', 70, null), of(null, 90, 10), of('s', 60, 30)];
  assert.deepEqual(
    [0, 10, 29, 30].map((atMs) => priceAt(100, dated, atMs)),
    [70, 70, 70, 60],
  );
});
