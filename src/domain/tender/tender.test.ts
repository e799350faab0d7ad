import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { present } from '#base/assert.ts';
import { currencyOf } from '#domain/money/money.ts';
import { quickAmounts, settle } from './tender.ts';

const EUR = present(currencyOf('EUR'), 'EUR');
const MAD = present(currencyOf('MAD'), 'MAD');
const TND = present(currencyOf('TND'), 'TND');
const cash = (...amounts: readonly number[]) =>
  amounts.map((tenderedMinor) => ({ method: 'cash' as const, tenderedMinor }));

test('several tenders pay in turn, and what the last ones need not pay is change', () => {
  const settlement = settle({ totalMinor: 1550, currency: EUR, payments: cash(1000, 1000, 50) });
  assert.ok(settlement.kind === 'settled');
  assert.deepEqual(
    settlement.payments.map((payment) => [payment.amountMinor, payment.changeMinor]),
    [
      [1000, 0],
      [550, 450],
      [0, 50],
    ],
  );
  assert.equal(settlement.changeMinor, 500);
});

test('too little money is refused with what is missing', () => {
  assert.deepEqual(settle({ totalMinor: 1000, currency: EUR, payments: cash(999) }), {
    kind: 'refused',
    reason: 'tendered_short',
    params: { missingMinor: 1 },
  });
});

test('money that cannot exist is refused: negative, fractional, absurd, or smaller than the smallest coin', () => {
  const refused = { kind: 'refused', reason: 'amount_invalid', params: { cashUnitMinor: 10 } };
  for (const tenderedMinor of [-10, 10.5, Number.NaN, Number.POSITIVE_INFINITY, 3_017_620_422_000, 15]) {
    assert.deepEqual(settle({ totalMinor: 10, currency: MAD, payments: cash(tenderedMinor) }), refused);
  }
  assert.deepEqual(settle({ totalMinor: 10, currency: MAD, payments: [] }), refused);
});

test('the legal limit of cash is refused above it and not at it', () => {
  assert.equal(
    settle({ totalMinor: 100_000, currency: EUR, payments: cash(100_000), cashLimitMinor: 100_000 }).kind,
    'settled',
  );
  assert.deepEqual(settle({ totalMinor: 100_001, currency: EUR, payments: cash(200_000), cashLimitMinor: 100_000 }), {
    kind: 'refused',
    reason: 'cash_limit',
    params: { limitMinor: 100_000 },
  });
});

test('a ticket that costs nothing is settled with nothing', () => {
  const settlement = settle({ totalMinor: 0, currency: EUR, payments: cash(0) });
  assert.ok(settlement.kind === 'settled' && settlement.changeMinor === 0);
});

test('payments and rounding always add up to the total, and change to what was given too much', () => {
  const tenders = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 200_000 }),
      fc.constantFrom(EUR, MAD, TND),
      tenders,
      (totalMinor, currency, given) => {
        const payments = cash(...given.map((amount) => amount * currency.cashUnitMinor));
        const settlement = settle({ totalMinor, currency, payments });
        if (settlement.kind === 'refused') return;
        const paidMinor = settlement.payments.reduce((sum, payment) => sum + payment.amountMinor, 0);
        assert.equal(paidMinor + settlement.roundingMinor, totalMinor);
        assert.ok(Math.abs(settlement.roundingMinor) * 2 <= currency.cashUnitMinor);
        assert.equal(settlement.tenderedMinor - paidMinor, settlement.changeMinor);
        assert.ok(settlement.changeMinor >= 0 && settlement.changeMinor % currency.cashUnitMinor === 0);
        for (const payment of settlement.payments) {
          assert.ok(payment.amountMinor >= 0 && payment.changeMinor >= 0);
          assert.equal(payment.amountMinor + payment.changeMinor, payment.tenderedMinor);
        }
      },
    ),
  );
});

test('quick amounts are the exact one and the next sums that notes make', () => {
  assert.deepEqual(quickAmounts(1235, EUR), [1235, 1500, 2000, 5000, 10000, 20000]);
  assert.deepEqual(quickAmounts(2000, EUR), [2000, 5000, 10000, 20000, 50000]);
  assert.deepEqual(quickAmounts(4469, MAD), [4470, 5000, 6000, 10000, 20000]);
  assert.deepEqual(quickAmounts(0, EUR), []);
});

test('every quick amount settles the ticket that it is offered for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.constantFrom(EUR, MAD, TND), (totalMinor, currency) => {
      for (const amount of quickAmounts(totalMinor, currency))
        assert.equal(settle({ totalMinor, currency, payments: cash(amount) }).kind, 'settled');
    }),
  );
});
