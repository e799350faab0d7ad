/**
 * Amounts as people type them: comma or point, groups apart by spaces or not. Digits only, never floats.
 */
import { latinDigits } from '#base/text.ts';
import type { Currency } from './currency.ts';

/** No amount of a till is longer: above it the text is not an amount but an accident. */
const DIGITS_MAX = 14;

const AMOUNT = /^(\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)?(?:[.,\u066b](\d*))?$/;

/**
 * The minor units that `text` means in `currency`, or undefined when it is no amount: empty, signed, more decimals than
 * the currency has, two points. `12`, `12,5`, `12.50`, `1 234,50`, `,50` and eastern Arabic digits are understood.
 */
export function parseMinor(text: string, currency: Pick<Currency, 'exponent'>): number | undefined {
  const match = AMOUNT.exec(latinDigits(text.trim()));
  if (match === null) return undefined;
  const whole = (match[1] ?? '').replace(/\D/g, '');
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (whole === '' && (match[2] ?? '') === '') return undefined;
  if (fraction.length > currency.exponent || whole.length > DIGITS_MAX - currency.exponent) return undefined;
  return Number(`${whole}${fraction.padEnd(currency.exponent, '0')}`);
}
