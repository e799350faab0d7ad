/**
 * The tests that GS1's syntax dictionary names for the parts of a value (GS1 Barcode Syntax Tests; GS1 General
 * Specifications §3 and §7). Those that need lists which other bodies change at will are named and not made here: no
 * sale depends on them.
 */
import { hasValidCheckDigit } from '../gtin.ts';

type Linter = (text: string) => boolean;

/** Lists of countries, currencies, packages and North American coupons: passed unseen. */
export const UNTESTED_LINTERS: readonly string[] = [
  'iso3166',
  'iso3166999',
  'iso3166alpha2',
  'iso4217',
  'packagetype',
  'couponcode',
  'couponposoffer',
];

const CSET_82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const CHARACTERS: Readonly<Record<'N' | 'X' | 'Y' | 'Z', RegExp>> = {
  N: /^[0-9]*$/,
  X: /^[!"%-?A-Z_a-z]*$/,
  Y: /^[#\-/0-9A-Z]*$/,
  Z: /^[-0-9A-Z_a-z]*=*$/,
};

const LINTERS: Readonly<Record<string, Linter>> = {
  csum: hasValidCheckDigit,
  csumalpha: hasValidCheckPair,
  // A company prefix has at least four digits today; which ones are given out is not known here.
  gcppos1: (text) => /^\d{4}/.test(text),
  gcppos2: (text) => /^.\d{4}/.test(text),
  yymmdd: (text) => isDay(2000 + Number(text.slice(0, 2)), text.slice(2)),
  yymmd0: (text) => isDay(2000 + Number(text.slice(0, 2)), text.slice(2), { orNone: true }),
  yyyymmdd: (text) => isDay(Number(text.slice(0, 4)), text.slice(4)),
  hhmi: (text) => isBelow(text.slice(0, 2), 24) && isBelow(text.slice(2), 60),
  hh: (text) => isBelow(text, 24),
  mi: (text) => isBelow(text, 60),
  ss: (text) => isBelow(text, 60),
  iso5218: (text) => /^[0129]$/.test(text),
  yesno: (text) => /^[01]$/.test(text),
  winding: (text) => /^[019]$/.test(text),
  zero: (text) => /^0+$/.test(text),
  nonzero: (text) => !/^0+$/.test(text),
  nozeroprefix: (text) => text === '0' || !text.startsWith('0'),
  hasnondigit: (text) => /\D/.test(text),
  hyphen: (text) => /^-+$/.test(text),
  importeridx: (text) => /^[-0-9A-Z_a-z]$/.test(text),
  mediatype: (text) => /^(0[1-9]|10|8\d|9\d)$/.test(text),
  latitude: (text) => Number(text) <= 1_800_000_000,
  longitude: (text) => Number(text) <= 3_600_000_000,
  pcenc: (text) => !/%(?![0-9A-Fa-f]{2})/.test(text),
  pieceoftotal: (text) => isPlaceIn(text.slice(0, 2), text.slice(2)),
  posinseqslash: (text) => /^\d\/\d$/.test(text) && isPlaceIn(text.slice(0, 1), text.slice(2)),
  iban: isIban,
};

/** Whether `text` has only characters of `type`. */
export function isOfType(type: 'N' | 'X' | 'Y' | 'Z', text: string): boolean {
  return CHARACTERS[type].test(text);
}

/** Whether the linter `name` lets `text` pass. */
export function passes(name: string, text: string): boolean {
  const linter = LINTERS[name];
  return linter === undefined || linter(text);
}

/** Whether a linter of this name is made here. */
export function isLinter(name: string): boolean {
  return Object.hasOwn(LINTERS, name);
}

/** The days of a month of the Gregorian calendar, 0 for what is no month. */
export function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

function isDay(year: number, monthAndDay: string, options: { readonly orNone?: true } = {}): boolean {
  const day = Number(monthAndDay.slice(2));
  return (
    day <= daysIn(year, Number(monthAndDay.slice(0, 2))) &&
    (day > 0 || (options.orNone === true && daysIn(year, Number(monthAndDay.slice(0, 2))) > 0))
  );
}

function isBelow(text: string, limit: number): boolean {
  return Number(text) < limit;
}

function isPlaceIn(place: string, total: string): boolean {
  return Number(place) > 0 && Number(place) <= Number(total);
}

/** Check character pair of alphanumeric keys: prime weights, modulo 1021 (GS1 General Specifications §7.9.5). */
function hasValidCheckPair(text: string): boolean {
  const [body, pair] = [text.slice(0, -2), text.slice(-2)];
  let sum = 0;
  let prime = 1;
  for (let at = body.length - 1; at >= 0; at -= 1) {
    prime = primeAfter(prime);
    sum += prime * CSET_82.indexOf(body.charAt(at));
  }
  const pairs = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  const check = sum % 1021;
  return pair === `${pairs.charAt(check >> 5)}${pairs.charAt(check & 31)}`;
}

function primeAfter(number: number): number {
  for (let next = number + 1; ; next += 1) {
    let divisor = 2;
    while (divisor * divisor <= next && next % divisor !== 0) divisor += 1;
    if (divisor * divisor > next) return next;
  }
}

/** ISO 13616: country and check digits behind the account, letters as 10 to 35, modulo 97 is 1. */
function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[0-9A-Z]+$/.test(text)) return false;
  const digits = [...`${text.slice(4)}${text.slice(0, 4)}`].map((letter) => parseInt(letter, 36)).join('');
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}
