/**
 * Figures as people read them. The till works every figure out; here it only gets its digits, its sign and its words.
 */
import { LOCALES, type TextKey, type Words } from '../text/text.ts';

export interface MoneyOf {
  readonly code: string;
  /** Digits after the point. */
  readonly exponent: number;
}

export interface Formats {
  /** An amount with its currency: `12,50 €`. */
  money(minor: number): string;
  /** The amount alone: `12,50`. */
  amount(minor: number): string;
  /** A quantity in thousandths of the unit: `3`, `0,450 kg`. */
  quantity(milli: number, unit: 'piece' | 'kg' | 'l'): string;
  rate(basisPoints: number): string;
  time(ms: number): string;
  /** A day in full words. */
  longDate(ms: number): string;
  /** A business day `2026-11-22` in the language's order. */
  day(isoDay: string): string;
  /** How long something lasts, in its largest unit: `3 min`. */
  age(ms: number): string;
  count(value: number): string;
}

/** Formats of a language, a currency and the shop's time zone. */
export function formatsOf(options: {
  readonly words: Words;
  readonly currency: MoneyOf;
  readonly timeZone: string;
}): Formats {
  const { words, currency, timeZone } = options;
  const locale = LOCALES[words.language];
  const digits = { minimumFractionDigits: currency.exponent, maximumFractionDigits: currency.exponent } as const;
  const money = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: currency.code,
    currencyDisplay: 'narrowSymbol',
    ...digits,
  });
  const amount = new Intl.NumberFormat(locale, digits);
  const weight = new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone });
  const longDate = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone,
  });
  const day = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' });
  return {
    money: (minor) => money.format(decimal(minor, currency.exponent)),
    amount: (minor) => amount.format(decimal(minor, currency.exponent)),
    quantity: (milli, unit) =>
      unit === 'piece'
        ? plain.format(decimal(milli, 3))
        : `${weight.format(decimal(milli, 3))} ${words.t(`unit.${unit}`)}`,
    rate: (basisPoints) => percent.format(decimal(basisPoints, 4)),
    time: (ms) => time.format(ms),
    longDate: (ms) => longDate.format(ms),
    day: (isoDay) => day.format(Date.parse(`${isoDay}T00:00:00Z`)),
    age: (ms) => ageOf(ms, words),
    count: (value) => plain.format(value),
  };
}

/** `1250` with exponent 2 as the exact decimal `12.50`, which number formats take without rounding. */
export function decimal(minor: number, exponent: number): Intl.StringNumericLiteral {
  const padded = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const whole = padded.slice(0, padded.length - exponent);
  const text = exponent === 0 ? whole : `${whole}.${padded.slice(-exponent)}`;
  return `${minor < 0 ? '-' : ''}${text}` as Intl.StringNumericLiteral;
}

/**
 * What somebody typed, as an integer of the last decimal place: `12,5` with exponent 2 is 1250. Null where it is no
 * such number. Comma, point, the Arabic separator and Eastern Arabic digits are all read.
 */
export function parseDecimal(text: string, exponent: number): number | null {
  const plain = latinDigits(text.trim()).replace(/[,٫]/g, '.');
  const match = /^(\d{1,10})(?:\.(\d*))?$/.exec(plain);
  if (match === null) return null;
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > exponent) return null;
  return Number(whole + fraction.padEnd(exponent, '0'));
}

/** Digits of any script the markets write, as 0 to 9. */
export function latinDigits(text: string): string {
  return text
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
}

function ageOf(ms: number, words: Words): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const steps: readonly (readonly [limit: number, size: number, key: TextKey])[] = [
    [60, 1, 'age.seconds'],
    [3_600, 60, 'age.minutes'],
    [86_400, 3_600, 'age.hours'],
    [Infinity, 86_400, 'age.days'],
  ];
  const step = steps.find(([limit]) => seconds < limit) ?? steps[0];
  return step === undefined ? '' : words.t(step[2], { count: Math.floor(seconds / step[1]) });
}
