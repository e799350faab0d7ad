/**
 * Figures as people read them. The till works every figure out; here it only gets its digits, its sign and its words.
 */
import { latinDigits } from '#base/text.ts';
import { LOCALES, type TextKey, type Words } from '../text/text.ts';

export { latinDigits };

export interface MoneyOf {
  readonly code: string;
  /** Digits after the point. */
  readonly exponent: number;
}

export interface Formats {
  /** The sign of the currency alone: `€`. */
  readonly symbol: string;
  /** An amount with its currency: `12,50 €`. */
  money(minor: number): string;
  /** The amount alone: `12,50`. */
  amount(minor: number): string;
  /** A coin or a note as people call it: `20 €`, `0,50 €`. */
  coin(minor: number): string;
  /** An amount as axes of a chart have room for it: `1,2 k€`. */
  shortMoney(minor: number): string;
  /** A quantity in thousandths of the unit: `3`, `0,450 kg`. */
  quantity(milli: number, unit: 'piece' | 'kg' | 'l'): string;
  rate(basisPoints: number): string;
  time(ms: number): string;
  /** The day of a moment, in the language's order. */
  date(ms: number): string;
  /** A day in full words. */
  longDate(ms: number): string;
  /** A business day `2026-11-22` in the language's order. */
  day(isoDay: string): string;
  /** A business day where there is little room: `22/11`. */
  shortDay(isoDay: string): string;
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
  const named = { style: 'currency', currency: currency.code, currencyDisplay: 'narrowSymbol' } as const;
  const money = new Intl.NumberFormat(locale, { ...named, ...digits });
  const whole = new Intl.NumberFormat(locale, { ...named, maximumFractionDigits: 0 });
  const short = new Intl.NumberFormat(locale, { ...named, notation: 'compact', maximumFractionDigits: 1 });
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
  const date = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: 'numeric', timeZone });
  const day = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' });
  const shortDay = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', timeZone: 'UTC' });
  return {
    symbol: money.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? currency.code,
    money: (minor) => withMinus(money.format(decimal(minor, currency.exponent))),
    coin: (minor) => (minor % 10 ** currency.exponent === 0 ? whole : money).format(decimal(minor, currency.exponent)),
    shortMoney: (minor) => withMinus(short.format(decimal(minor, currency.exponent))),
    amount: (minor) => withMinus(amount.format(decimal(minor, currency.exponent))),
    quantity: (milli, unit) =>
      unit === 'piece'
        ? plain.format(decimal(milli, 3))
        : `${weight.format(decimal(milli, 3))} ${words.t(`unit.${unit}`)}`,
    rate: (basisPoints) => percent.format(decimal(basisPoints, 4)),
    time: (ms) => time.format(ms),
    date: (ms) => date.format(ms),
    longDate: (ms) => longDate.format(ms),
    day: (isoDay) => day.format(Date.parse(`${isoDay}T00:00:00Z`)),
    // Drawn, not written: the mark that turns a line of text around would turn its digits.
    shortDay: (isoDay) => shortDay.format(Date.parse(`${isoDay}T00:00:00Z`)).replaceAll('\u200f', ''),
    age: (ms) => ageOf(ms, words),
    count: (value) => plain.format(value),
  };
}

/** The minus of typography: a hyphen is too short to be seen beside digits. */
function withMinus(text: string): string {
  return text.replace('-', '−');
}

/** A French number as it is dialled and said, `06 12 34 56 78`; every other as it is kept. */
export function phoneText(phone: string): string {
  const subscriber = /^\+33([1-9]\d{8})$/.exec(phone)?.[1];
  return subscriber === undefined ? phone : `0${subscriber}`.replace(/(\d\d)(?=\d)/g, '$1\u00a0');
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
