import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { present } from '#base/assert.ts';
import { currencyOf } from '#domain/money/money.ts';
import { quickAmounts, settle, SETTLEMENT_ORDER } from './tender.ts';
import type { TenderedPayment } from './tender.ts';

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

const by = (method: TenderedPayment['method'], tenderedMinor: number): TenderedPayment => ({ method, tenderedMinor });

test('whatever was typed first, stored value pays before meal vouchers, those before card and cheque, and cash pays what is left', () => {
  const settlement = settle({
    totalMinor: 10_000,
    currency: EUR,
    payments: [by('cash', 2000), by('card', 3000), by('cheque', 1000), by('meal-voucher', 2500), by('gift-card', 2000)],
    mealVoucherMinorMax: 2500,
    storedValueMinorMax: 10_000,
  });
  assert.ok(settlement.kind === 'settled');
  assert.deepEqual(
    settlement.payments.map(({ method, amountMinor, changeMinor }) => [method, amountMinor, changeMinor]),
    [
      ['gift-card', 2000, 0],
      ['meal-voucher', 2500, 0],
      ['card', 3000, 0],
      ['cheque', 1000, 0],
      ['cash', 1500, 500],
    ],
  );
  assert.deepEqual([settlement.cashTotalMinor, settlement.changeMinor], [1500, 500]);
});

test('what gives no change is refused beyond what is due, with what it can pay', () => {
  const pay = (...payments: readonly TenderedPayment[]) =>
    settle({ totalMinor: 1000, currency: EUR, payments, mealVoucherMinorMax: 600, storedValueMinorMax: 800 });
  const exceeds = (method: string, mostMinor: number) => ({
    kind: 'refused',
    reason: 'tender_exceeds',
    params: { method, mostMinor },
  });
  assert.deepEqual(pay(by('card', 1001)), exceeds('card', 1000));
  assert.deepEqual(pay(by('cheque', 700), by('card', 500)), exceeds('cheque', 500));
  assert.deepEqual(pay(by('gift-card', 900)), exceeds('gift-card', 800));
  assert.deepEqual(pay(by('gift-card', 500), by('purse', 400)), exceeds('purse', 300));
  assert.deepEqual(pay(by('meal-voucher', 500), by('meal-voucher', 200)), {
    kind: 'refused',
    reason: 'meal_voucher_limit',
    params: { mostMinor: 600 },
  });
  assert.deepEqual(pay(by('card', 400)), { kind: 'refused', reason: 'tendered_short', params: { missingMinor: 600 } });
  assert.deepEqual(pay(by('card', 400), by('cash', 599)), {
    kind: 'refused',
    reason: 'tendered_short',
    params: { missingMinor: 1 },
  });
  for (const tenderedMinor of [0, -100, 10.5, Number.NaN])
    assert.deepEqual(pay(by('card', tenderedMinor), by('cash', 1000)), {
      kind: 'refused',
      reason: 'amount_invalid',
      params: { cashUnitMinor: 1 },
    });
});

test('where nobody says what meal vouchers and stored value may pay, they pay nothing', () => {
  assert.equal(settle({ totalMinor: 100, currency: EUR, payments: [by('meal-voucher', 100)] }).kind, 'refused');
  assert.equal(settle({ totalMinor: 100, currency: EUR, payments: [by('purse', 100)] }).kind, 'refused');
});

test('only the part that cash pays is rounded to a coin: a card pays to the last santim', () => {
  const settlement = settle({ totalMinor: 4469, currency: MAD, payments: [by('card', 3000), by('cash', 2000)] });
  assert.ok(settlement.kind === 'settled');
  assert.deepEqual([settlement.cashTotalMinor, settlement.roundingMinor, settlement.changeMinor], [1470, -1, 530]);
  const card = settle({ totalMinor: 4469, currency: MAD, payments: [by('card', 4469)] });
  assert.ok(card.kind === 'settled' && card.roundingMinor === 0);
  const short = settle({ totalMinor: 4469, currency: MAD, payments: [by('card', 4467)] });
  assert.ok(short.kind === 'refused' && short.reason === 'tendered_short', 'what rounding would leave is still owed');
});

test('the legal limit of cash is that of the part paid in cash', () => {
  const pay = (cardMinor: number) =>
    settle({
      totalMinor: 150_000,
      currency: EUR,
      payments: [by('card', cardMinor), by('cash', 150_000 - cardMinor)],
      cashLimitMinor: 100_000,
    }).kind;
  assert.equal(pay(50_000), 'settled');
  assert.equal(pay(49_999), 'refused');
});

test('a ticket that single-purpose vouchers have paid whole needs no further payment', () => {
  const settlement = settle({ totalMinor: 0, currency: EUR, payments: [] });
  assert.ok(settlement.kind === 'settled' && settlement.payments.length === 0);
});

test('however many methods pay, they add up to the total with the rounding, in one order, and only cash gives change', () => {
  const payment = fc.record({
    method: fc.constantFrom(...SETTLEMENT_ORDER),
    tenderedMinor: fc.integer({ min: 0, max: 40_000 }),
  });
  let settled = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60_000 }),
      fc.constantFrom(EUR, MAD, TND),
      fc.array(payment, { maxLength: 5 }),
      fc.boolean(),
      (totalMinor, currency, drawn, isFilled) => {
        const payments = drawn.map(({ method, tenderedMinor }) =>
          by(method, method === 'cash' ? tenderedMinor - (tenderedMinor % currency.cashUnitMinor) : tenderedMinor),
        );
        // Enough cash behind whatever the others pay.
        if (isFilled) payments.push(by('cash', 100_000));
        const mealVoucherMinorMax = 2500;
        const settlement = settle({
          totalMinor,
          currency,
          payments,
          mealVoucherMinorMax,
          storedValueMinorMax: totalMinor,
        });
        if (settlement.kind === 'refused') return;
        settled += 1;
        let paidMinor = settlement.roundingMinor;
        let rank = 0;
        for (const { method, tenderedMinor, amountMinor, changeMinor } of settlement.payments) {
          const at = SETTLEMENT_ORDER.indexOf(method);
          assert.ok(at >= rank);
          rank = at;
          assert.equal(tenderedMinor - changeMinor, amountMinor);
          assert.ok(amountMinor >= 0 && changeMinor >= 0 && (method === 'cash' || changeMinor === 0));
          paidMinor += amountMinor;
        }
        assert.equal(paidMinor, totalMinor);
        assert.equal(settlement.payments.length, payments.length);
        assert.ok(Math.abs(settlement.roundingMinor) * 2 <= currency.cashUnitMinor);
        const meal = settlement.payments.filter(({ method }) => method === 'meal-voucher');
        assert.ok(meal.reduce((sum, { amountMinor }) => sum + amountMinor, 0) <= mealVoucherMinorMax);
      },
    ),
    { numRuns: 5000 },
  );
  assert.ok(settled > 500, `${settled} of them could be settled`);
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
