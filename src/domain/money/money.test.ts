/** Amounts are exact integers: nothing here may ever differ by a cent from what a person works out on paper. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Bug, present } from '#base/assert.ts';
import {
  allocate,
  currencyOf,
  divideFloor,
  divideRoundHalfAway,
  formatDecimal,
  formatMinor,
  formatQuantity,
  formatRate,
  lineGrossMinor,
  parseMinor,
  roundToCashUnit,
  roundTogether,
} from './money.ts';

const EUR = present(currencyOf('EUR'), 'EUR');
const MAD = present(currencyOf('MAD'), 'MAD');
const TND = present(currencyOf('TND'), 'TND');
const XOF = present(currencyOf('XOF'), 'XOF');
const amount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });

test('a quotient is rounded half away from zero on both sides', () => {
  const quotients = [5n, -5n, 4n, -4n, 15n, -15n, 0n].map((numerator) => divideRoundHalfAway(numerator, 10n));
  assert.deepEqual(quotients, [1, -1, 0, 0, 2, -2, 0]);
  assert.throws(() => divideRoundHalfAway(1n, 0n), Bug);
  assert.throws(() => divideRoundHalfAway(10n ** 20n, 1n), Bug);
});

test('a quotient rounded down leaves a remainder that is never negative', () => {
  assert.deepEqual(divideFloor(-7n, 3n), { quotient: -3, remainder: 2n });
  assert.deepEqual(divideFloor(7n, 3n), { quotient: 2, remainder: 1n });
});

test('the price of a quantity is rounded to the minor unit, half away from zero', () => {
  assert.equal(lineGrossMinor({ unitPriceMinor: 125, quantityMilli: 500 }), 63);
  assert.equal(lineGrossMinor({ unitPriceMinor: 235, quantityMilli: 350 }), 82);
  assert.equal(lineGrossMinor({ unitPriceMinor: 199, quantityMilli: 3000 }), 597);
  assert.equal(lineGrossMinor({ unitPriceMinor: 125, quantityMilli: -500 }), -63);
});

test('equal remainders go to the earlier share', () => {
  assert.deepEqual(allocate({ amountMinor: 100, weights: [1, 1, 1] }), [34, 33, 33]);
  assert.deepEqual(allocate({ amountMinor: -100, weights: [1, 1, 1] }), [-34, -33, -33]);
  assert.deepEqual(allocate({ amountMinor: 5, weights: [0, 3, 7] }), [0, 2, 3]);
  assert.deepEqual(allocate({ amountMinor: 0, weights: [0, 0] }), [0, 0]);
  assert.throws(() => allocate({ amountMinor: 1, weights: [0] }), Bug);
  assert.throws(() => allocate({ amountMinor: 1, weights: [-1, 2] }), Bug);
});

test('shares add up to the amount and none is a whole unit away from its exact part', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(amount, weights, (amountMinor, list) => {
      const whole = list.reduce((sum, weight) => sum + BigInt(weight), 0n);
      fc.pre(whole > 0n);
      const parts = allocate({ amountMinor, weights: list });
      assert.equal(
        parts.reduce((sum, part) => sum + part, 0),
        amountMinor,
      );
      parts.forEach((part, index) => {
        const away = BigInt(part) * whole - BigInt(amountMinor) * BigInt(list[index] ?? 0);
        assert.ok(away < whole && away > -whole);
      });
    }),
  );
});

test('a total that is not the rounded sum of its parts is a bug', () => {
  assert.throws(() => roundTogether({ totalMinor: 5, numerators: [1n, 1n], denominator: 2n }), Bug);
});

test('cash is rounded to the smallest coin, half away from zero', () => {
  assert.equal(roundToCashUnit(1235, EUR), 1235);
  assert.deepEqual(
    [1234, 1235, 1236, 4].map((minor) => roundToCashUnit(minor, MAD)),
    [1230, 1240, 1240, 0],
  );
  assert.deepEqual(
    [8147, 8148, 8150].map((minor) => roundToCashUnit(minor, TND)),
    [8145, 8150, 8150],
  );
});

test('the coins of every currency are multiples of its cash unit, largest first, notes among them', () => {
  for (const code of ['EUR', 'MAD', 'TND', 'CHF', 'XOF', 'DZD', 'GBP', 'USD']) {
    const { denominationsMinor, cashUnitMinor, smallestNoteMinor } = present(currencyOf(code), code);
    assert.deepEqual(
      denominationsMinor,
      [...denominationsMinor].sort((left, right) => right - left),
      code,
    );
    assert.ok(
      denominationsMinor.every((coin) => coin % cashUnitMinor === 0),
      code,
    );
    assert.equal(denominationsMinor.at(-1), cashUnitMinor, code);
    assert.ok(denominationsMinor.includes(smallestNoteMinor), code);
  }
  assert.equal(currencyOf('ZZZ'), undefined);
});

test('amounts read as people of each language write them', () => {
  assert.equal(formatMinor(123456789, EUR, 'fr'), '1\u00a0234\u00a0567,89\u00a0€');
  assert.equal(formatMinor(123456789, EUR, 'en'), '€1,234,567.89');
  assert.equal(formatMinor(123456, TND, 'fr'), '123,456\u00a0DT');
  assert.equal(formatMinor(123456, TND, 'en'), 'TND\u00a0123.456');
  assert.equal(formatMinor(1250, MAD, 'ar'), '12,50\u00a0د.م.');
  assert.equal(formatMinor(-5, EUR, 'fr'), '-0,05\u00a0€');
  assert.equal(formatMinor(-5, EUR, 'ar'), '\u200e-0,05\u00a0€');
  assert.equal(formatMinor(1500, XOF, 'fr'), '1\u00a0500\u00a0FCFA');
  assert.equal(formatMinor(7, { code: 'ZZZ', exponent: 2 }, 'fr'), '0,07\u00a0ZZZ');
});

test('quantities and rates are written without superfluous digits', () => {
  assert.equal(formatQuantity(3000, 'piece', 'fr'), '3');
  assert.equal(formatQuantity(350, 'kg', 'fr'), '0,350');
  assert.equal(formatQuantity(2000, 'l', 'en'), '2.000');
  assert.deepEqual(
    [0, 210, 550, 700, 1000, 2000, 10000].map((rate) => formatRate(rate, 'en')),
    ['0%', '2.1%', '5.5%', '7%', '10%', '20%', '100%'],
  );
  assert.equal(formatRate(550, 'fr'), '5,5\u00a0%');
});

test('what people type as an amount is understood, and nothing else', () => {
  const read = ['12', '12,5', '12.50', '1 234,50', '1\u00a0234\u202f567', ',50', '12,', '٣٫٥', ' 7 ', '12,500'].map(
    (text) => parseMinor(text, EUR),
  );
  assert.deepEqual(read, [1200, 1250, 1250, 123450, 123456700, 50, 1200, 350, 700, 1250]);
  const refused = [
    '',
    '.',
    ',',
    '-1',
    '+1',
    '1.2.3',
    '12,505',
    '1e3',
    '0x10',
    '12€',
    '1 23',
    '1,234,5',
    '9'.repeat(15),
    'NaN',
  ];
  assert.deepEqual(
    refused.map((text) => parseMinor(text, EUR)),
    refused.map(() => undefined),
  );
  assert.equal(parseMinor('1,5', XOF), undefined);
  assert.equal(parseMinor('1,505', TND), 1505);
});

test('an amount written without its unit reads back as itself in every language and currency', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 99_999_999_999 }),
      fc.constantFrom(EUR, TND, XOF),
      fc.constantFrom('fr', 'ar'),
      (value, currency, language) => {
        assert.equal(parseMinor(formatDecimal({ value, exponent: currency.exponent, language }), currency), value);
      },
    ),
  );
});
