import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { wordsOf } from '../text/text.ts';
import { decimal, formatsOf, parseDecimal, phoneText } from './format.ts';

const EUR = { code: 'EUR', exponent: 2 };
const TND = { code: 'TND', exponent: 3 };
const spaces = (text: string) => text.replace(/[\u00a0\u202f\u200f\u200e]/g, ' ').trim();

test('amounts carry every digit of their currency, in the order of the language', () => {
  const french = formatsOf({ words: wordsOf('fr'), currency: EUR, timeZone: 'Europe/Paris' });
  assert.equal(spaces(french.money(123_456)), '1 234,56 €');
  assert.equal(spaces(french.money(-5)), '−0,05 €');
  const english = formatsOf({ words: wordsOf('en'), currency: TND, timeZone: 'Africa/Tunis' });
  assert.match(english.money(12_500), /12\.500/);
});

test('a coin is called as people call it: without cents where it has none', () => {
  const french = formatsOf({ words: wordsOf('fr'), currency: EUR, timeZone: 'Europe/Paris' });
  assert.deepEqual(
    [2_000, 100, 50].map((minor) => spaces(french.coin(minor))),
    ['20 €', '1 €', '0,50 €'],
  );
  assert.equal(spaces(french.shortMoney(123_456)), '1,2 k €');
});

test('Arabic of the Maghreb is written with the digits of its price tags', () => {
  assert.match(formatsOf({ words: wordsOf('ar'), currency: TND, timeZone: 'Africa/Tunis' }).money(12_500), /12,500/);
});

test('pieces show no decimals, weights three', () => {
  const french = formatsOf({ words: wordsOf('fr'), currency: EUR, timeZone: 'Europe/Paris' });
  assert.equal(french.quantity(3_000, 'piece'), '3');
  assert.equal(spaces(french.quantity(450, 'kg')), '0,450 kg');
});

test('what was typed is read exactly, and what is no number is not read', () => {
  assert.equal(parseDecimal('20', 2), 2_000);
  assert.equal(parseDecimal('20,5', 2), 2_050);
  assert.equal(parseDecimal('20.50', 2), 2_050);
  assert.equal(parseDecimal('٢٠٫٥', 3), 20_500);
  for (const text of ['', ',', '2,345', '1e3', '-5', '20€', '99999999999'])
    assert.equal(parseDecimal(text, 2), null, text);
});

test('an amount written out and read back is the same amount', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_999_999_999 }), fc.constantFrom(0, 2, 3), (minor, exponent) => {
      assert.equal(parseDecimal(decimal(minor, exponent), exponent), minor);
    }),
  );
});

test('the clock on the screen is the shop’s, whatever the machine is set to', () => {
  const noonUtc = Date.UTC(2026, 10, 22, 12);
  assert.equal(formatsOf({ words: wordsOf('fr'), currency: EUR, timeZone: 'Europe/Paris' }).time(noonUtc), '13:00');
  assert.equal(formatsOf({ words: wordsOf('fr'), currency: EUR, timeZone: 'Indian/Reunion' }).time(noonUtc), '16:00');
});

test('a French phone number is shown as it is said, and any other as it is kept', () => {
  assert.equal(spaces(phoneText('+33612345678')), '06 12 34 56 78');
  assert.equal(phoneText('+212612345678'), '+212612345678');
});
