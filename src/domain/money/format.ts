/**
 * Amounts, quantities and rates as people read them. The till formats by itself, without the locale data of whoever
 * draws the page, so that screen, receipt and second print always say the same.
 *
 * The space inside a French amount is U+00A0: the narrow one (U+202F) of the typographers is in no code page of any
 * receipt printer, this one is in CP437, CP850, CP858, CP1252 and ISO 8859-15. In right-to-left text it keeps the
 * groups of a number together (bidirectional class CS). Arabic of the Maghreb writes western digits with a comma.
 */
import type { Currency } from './currency.ts';
import { divideRoundHalfAway } from './divide.ts';

export type Language = 'fr' | 'en' | 'ar';

const NBSP = '\u00a0';
/** Keeps the sign on the left of its number in right-to-left text. */
const LEFT_TO_RIGHT_MARK = '\u200e';

const SEPARATORS: Readonly<Record<Language, { readonly group: string; readonly point: string }>> = {
  fr: { group: NBSP, point: ',' },
  en: { group: ',', point: '.' },
  ar: { group: NBSP, point: ',' },
};

const SYMBOLS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  EUR: { fr: '€', en: '€', ar: '€' },
  MAD: { fr: 'DH', en: 'MAD', ar: 'د.م.' },
  TND: { fr: 'DT', en: 'TND', ar: 'د.ت' },
  CHF: { fr: 'CHF', en: 'CHF', ar: 'CHF' },
  XOF: { fr: 'FCFA', en: 'XOF', ar: 'FCFA' },
  DZD: { fr: 'DA', en: 'DZD', ar: 'د.ج' },
  GBP: { fr: '£', en: '£', ar: '£' },
  USD: { fr: '$', en: '$', ar: '$' },
};

/** `123450` of EUR as `1 234,50 €` (fr, ar), `€1,234.50` (en). */
export function formatMinor(minor: number, currency: Pick<Currency, 'code' | 'exponent'>, language: Language): string {
  const symbol = SYMBOLS[currency.code]?.[language] ?? currency.code;
  const magnitude = formatDecimal({ value: Math.abs(minor), exponent: currency.exponent, language });
  if (language !== 'en') return `${sign(minor, language)}${magnitude}${NBSP}${symbol}`;
  const gap = /[A-Za-z]$/.test(symbol) ? NBSP : '';
  return `${sign(minor, language)}${symbol}${gap}${magnitude}`;
}

/** An integer with `exponent` decimals, without any unit: `123450`, 2 as `1 234,50` (fr). */
export function formatDecimal(amount: {
  readonly value: number;
  readonly exponent: number;
  readonly language: Language;
}): string {
  const { group, point } = SEPARATORS[amount.language];
  const digits = String(Math.abs(amount.value)).padStart(amount.exponent + 1, '0');
  const whole = digits.slice(0, digits.length - amount.exponent).replace(/\B(?=(\d{3})+$)/g, group);
  const fraction = amount.exponent === 0 ? '' : `${point}${digits.slice(-amount.exponent)}`;
  return `${sign(amount.value, amount.language)}${whole}${fraction}`;
}

/** A quantity without its unit: pieces as `3`, weights and volumes always with three decimals, `0,350`. */
export function formatQuantity(quantityMilli: number, unit: 'piece' | 'kg' | 'l', language: Language): string {
  if (unit === 'piece' && quantityMilli % 1000 === 0) {
    return formatDecimal({ value: divideRoundHalfAway(BigInt(quantityMilli), 1000n), exponent: 0, language });
  }
  return formatDecimal({ value: quantityMilli, exponent: 3, language });
}

/** A rate in basis points as a percentage: `2000` as `20 %` (fr), `550` as `5.5%` (en). */
export function formatRate(rateBasisPoints: number, language: Language): string {
  const whole = formatDecimal({ value: rateBasisPoints, exponent: 2, language });
  return `${whole.replace(/[.,]?0+$/, '')}${language === 'en' ? '' : NBSP}%`;
}

function sign(value: number, language: Language): string {
  if (value >= 0) return '';
  return language === 'ar' ? `${LEFT_TO_RIGHT_MARK}-` : '-';
}
