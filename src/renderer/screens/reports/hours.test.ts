import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutGaps } from './hours.ts';

test('an hour without a sale between two with one is there, empty, and none is before the first or after the last', () => {
  const sums = [
    { key: '11', count: 2, amountMinor: 500 },
    { key: '09', count: 1, amountMinor: 100 },
  ];
  assert.deepEqual(withoutGaps(sums), [
    { hour: 9, count: 1, amountMinor: 100 },
    { hour: 10, count: 0, amountMinor: 0 },
    { hour: 11, count: 2, amountMinor: 500 },
  ]);
  assert.deepEqual(withoutGaps([]), []);
});
