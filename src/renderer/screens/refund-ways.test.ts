import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareBack } from './refund-ways.ts';

const CASH = { method: 'cash', paidMinor: 500, refundableMinor: 1500 } as const;
const CARD = { method: 'card', paidMinor: 1000, refundableMinor: 1000 } as const;
const GIFT = { method: 'gift-card', paidMinor: 300, refundableMinor: 300, accountId: 'a' } as const;

test('the way somebody prefers gives back first, the others what is left', () => {
  assert.deepEqual(shareBack([CASH, CARD, GIFT], { preferred: 1, totalMinor: 1200 }), [
    { method: 'card', amountMinor: 1000, accountId: undefined },
    { method: 'cash', amountMinor: 200, accountId: undefined },
  ]);
});

test('cash and card never give back more together than both took', () => {
  const back = shareBack([CASH, CARD, GIFT], { preferred: 1, totalMinor: 1800 });
  assert.deepEqual(
    back.map(({ method, amountMinor }) => [method, amountMinor]),
    [
      ['card', 1000],
      ['cash', 500],
      ['gift-card', 300],
    ],
  );
});

test('nothing chosen gives back nothing', () => {
  assert.deepEqual(shareBack([CASH], { preferred: 0, totalMinor: 0 }), []);
});
