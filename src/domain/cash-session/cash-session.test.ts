/** Counts, differences, splits and days: what is refused, and what a limit lets pass to the cent. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { present } from '#base/assert.ts';
import { currencyOf } from '#domain/money/money.ts';
import {
  checkCounts,
  closingNeeds,
  compareMethods,
  COUNT_MAX,
  dayAgeOf,
  dayForSession,
  daysBefore,
  openingNeeds,
  splitCash,
} from './cash-session.ts';

const EUR = present(currencyOf('EUR'), 'EUR');
const MAD = present(currencyOf('MAD'), 'MAD');
const TND = present(currencyOf('TND'), 'TND');
const HOUR_MS = 3_600_000;

test('coins and notes of each currency are counted to the minor unit, and none of another is taken', () => {
  const counted = [EUR, MAD, TND].map((currency) =>
    checkCounts(
      currency.denominationsMinor.map((denominationMinor) => ({ denominationMinor, count: 1 })),
      currency,
    ),
  );
  assert.deepEqual(
    counted.map((each) => (each.kind === 'counted' ? each.totalMinor : each)),
    [88_888, 38_880, 88_885],
  );
  for (const [currency, foreignMinor] of [
    [EUR, 25],
    [MAD, 50_000],
    [MAD, 1],
    [TND, 1],
    [EUR, 0],
    [EUR, -100],
  ] as const) {
    const refused = checkCounts([{ denominationMinor: foreignMinor, count: 1 }], currency);
    assert.deepEqual(refused, {
      kind: 'refused',
      reason: 'counts_invalid',
      params: { why: 'foreign', denominationMinor: foreignMinor },
    });
  }
});

test('negative, fractional, absurd and double counts are refused with what is wrong', () => {
  const why = (...counts: readonly number[]): unknown => {
    const result = checkCounts(
      counts.map((count) => ({ denominationMinor: 100, count })),
      EUR,
    );
    return result.kind === 'refused' ? result.params.why : result.totalMinor;
  };
  assert.deepEqual(
    [why(-1), why(0.5), why(Number.NaN), why(Infinity), why(COUNT_MAX + 1), why(1, 1), why(COUNT_MAX), why(0), why()],
    ['negative', 'fraction', 'fraction', 'fraction', 'absurd', 'twice', COUNT_MAX * 100, 0, 0],
  );
});

test('what is counted is kept without the denominations of which there are none, the largest first', () => {
  const counted = checkCounts(
    [
      { denominationMinor: 10, count: 3 },
      { denominationMinor: 5000, count: 2 },
      { denominationMinor: 200, count: 0 },
    ],
    EUR,
  );
  assert.deepEqual(counted, {
    kind: 'counted',
    totalMinor: 10_030,
    denominations: [
      { denomination_minor: 5000, count: 2 },
      { denomination_minor: 10, count: 3 },
    ],
  });
});

test('a difference of exactly zero asks for nothing, one above each limit for its reason and its approval', () => {
  const limits = { closingReasonMinorMax: 100, closingApprovalMinorMax: 300 };
  const needs = (...differences: readonly number[]): string =>
    closingNeeds(
      differences.map((minor) => ({ difference_minor: minor })),
      limits,
    );
  assert.deepEqual(
    [needs(), needs(0), needs(100), needs(-100), needs(101), needs(-300), needs(301), needs(-301)],
    ['nothing', 'nothing', 'nothing', 'nothing', 'reason', 'reason', 'approval', 'approval'],
  );
  assert.equal(needs(0, 0, -500, 0), 'approval', 'any method may ask');
  assert.equal(
    closingNeeds([{ difference_minor: 0 }], { closingReasonMinorMax: 0, closingApprovalMinorMax: 0 }),
    'nothing',
  );
});

test('a float that differs from what was left by more than the limit asks for an approval', () => {
  const limits = { openingDifferenceMinorMax: 50 };
  assert.deepEqual(
    [0, 50, -50, 51, -51].map((minor) => openingNeeds(minor, limits)),
    ['nothing', 'nothing', 'nothing', 'approval', 'approval'],
  );
});

test('each method is held against its own counterpart, and one that nobody counted was found to be nothing', () => {
  const compared = compareMethods(
    new Map([
      ['cash', 1000],
      ['card', 5000],
      ['purse', 0],
    ]),
    [
      { method: 'cash', amountMinor: 680 },
      { method: 'cheque', amountMinor: 200, pieces: 1 },
    ],
  );
  assert.deepEqual(compared, [
    { method: 'cash', expected_minor: 1000, counted_minor: 680, difference_minor: -320 },
    { method: 'card', expected_minor: 5000, counted_minor: 0, difference_minor: -5000 },
    { method: 'cheque', expected_minor: 0, counted_minor: 200, difference_minor: 200, pieces: 1 },
  ]);
});

const counted = [
  { denomination_minor: 5000, count: 2 },
  { denomination_minor: 100, count: 5 },
];
const split = (nextFloatMinor: number, nextFloat: readonly (readonly [number, number])[] = []): unknown => {
  const result = splitCash({
    counted,
    countedMinor: 10_500,
    nextFloatMinor,
    nextFloat: nextFloat.map(([denominationMinor, count]) => ({ denominationMinor, count })),
    currency: EUR,
  });
  return result.kind === 'refused' ? result.params.why : [result.nextFloatMinor, result.depositMinor];
};

test('next float and deposit are the counted cash, and no coin stays that was not there', () => {
  assert.deepEqual(
    split(5500, [
      [5000, 1],
      [100, 5],
    ]),
    [5500, 5000],
  );
  assert.deepEqual(split(10_500), [10_500, 0]);
  assert.deepEqual(split(0), [0, 10_500]);
  assert.equal(split(-1), 'negative');
  assert.equal(split(10_501), 'too-much');
  assert.equal(split(5500, [[5000, 1]]), 'sum');
  assert.equal(split(600, [[100, 6]]), 'coins');
  assert.equal(split(600, [[200, 3]]), 'coins');
  assert.equal(split(5500, [[5000, -1]]), 'negative');
});

test('any split of any count adds up to it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_500 }), (nextFloatMinor) => {
      const result = splitCash({ counted, countedMinor: 10_500, nextFloatMinor, nextFloat: [], currency: EUR });
      assert.ok(result.kind === 'split' && result.depositMinor + result.nextFloatMinor === 10_500);
    }),
  );
});

test('a float that coins cannot make is refused', () => {
  const result = splitCash({ counted: [], countedMinor: 1000, nextFloatMinor: 15, nextFloat: [], currency: MAD });
  assert.ok(result.kind === 'refused' && result.params.why === 'unit');
});

const day = (today: string, openDay: string | null, lastClosedDay: string | null): unknown => {
  const { businessDay, isNew, clockBehindDays } = dayForSession({ today, openDay, lastClosedDay });
  return [businessDay, isNew, clockBehindDays];
};

test('a new day is always later than the last closed one, and a clock far behind it needs somebody who vouches', () => {
  assert.deepEqual(day('2026-11-22', null, null), ['2026-11-22', true, null]);
  assert.deepEqual(day('2026-11-22', null, '2026-11-20'), ['2026-11-22', true, null]);
  assert.deepEqual(day('2026-11-22', null, '2026-11-22'), ['2026-11-23', true, null]);
  assert.deepEqual(day('2026-11-21', null, '2026-11-22'), ['2026-11-23', true, null]);
  assert.deepEqual(day('2026-11-20', null, '2026-11-22'), ['2026-11-23', true, 2]);
  assert.deepEqual(day('2026-02-28', null, '2026-12-31'), ['2027-01-01', true, 306]);
});

test('a second session of a date goes into its day, and the first of a later date begins another', () => {
  assert.deepEqual(day('2026-11-22', '2026-11-22', null), ['2026-11-22', false, null]);
  assert.deepEqual(day('2026-11-22', '2026-11-23', '2026-11-22'), ['2026-11-23', false, null]);
  assert.deepEqual(day('2026-11-23', '2026-11-22', '2026-11-21'), ['2026-11-23', true, null]);
});

test('days are dates, over leap years and year ends', () => {
  assert.deepEqual(
    [daysBefore('2028-03-01', 1), daysBefore('2026-01-01', 1), daysBefore('2026-11-22', 29)],
    ['2028-02-29', '2025-12-31', '2026-10-24'],
  );
});

test('a day says that it is past midnight, that it is ahead of the calendar, and after its longest time that it is too long', () => {
  const age = (hours: number, today: string): string =>
    dayAgeOf({
      businessDay: '2026-11-22',
      openedAtMs: 0,
      nowMs: hours * HOUR_MS,
      today,
      dayHoursMax: 24,
    });
  assert.deepEqual(
    [
      age(1, '2026-11-22'),
      age(16, '2026-11-23'),
      age(24, '2026-11-23'),
      age(24.1, '2026-11-23'),
      age(-9, '2026-11-21'),
    ],
    ['today', 'past-midnight', 'past-midnight', 'too-long', 'ahead'],
  );
});
