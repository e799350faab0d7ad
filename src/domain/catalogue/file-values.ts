/**
 * Values as people write them in product files, read without guessing: what could mean two things is refused.
 * Each reader gives undefined for what it does not understand.
 */
import { canonicalGtin } from '#domain/barcode/barcode.ts';
import { parseMinor } from '#domain/money/money.ts';
import type { Unit } from './product.ts';
import { foldText } from './words.ts';

/** No country has a higher VAT; Corsica's 0.9 written without its sign must not become ninety. */
const VAT_RATE_BASIS_POINTS_MAX = 5000;
const AGE_YEARS_MAX = 99;

const UNIT_WORDS: Readonly<Record<Unit, readonly string[]>> = {
  piece: [
    'piece',
    'pieces',
    'pce',
    'pc',
    'pcs',
    'unite',
    'u',
    'ea',
    'each',
    'unit',
    'a lunite',
    'a la piece',
    'article',
  ],
  kg: ['kg', 'kilo', 'kilos', 'kilogramme', 'kilogrammes', 'kilogram', 'au kilo', 'au kg', 'poids'],
  l: ['l', 'litre', 'litres', 'liter', 'liters', 'au litre'],
};
const YES = ['oui', 'o', 'yes', 'y', 'vrai', 'true', '1', 'x'];
const NO = ['non', 'n', 'no', 'faux', 'false', '0', '-'];

/** An amount with VAT in minor units; a currency's sign or code may stand beside it. */
export function readAmount(text: string, exponent: number): number | undefined {
  return readDecimal(text.replace(/^[^\d.,+-]{1,4}|[^\d.,]{1,4}$/gu, ''), exponent);
}

/** `20`, `20%`, `5,5` are percent. A bare number below 1 is a fraction (`0.2` is 20 %); with its sign it is percent. */
export function readVatRate(text: string): number | undefined {
  const hasSign = text.trimEnd().endsWith('%');
  const number = hasSign ? text.trimEnd().slice(0, -1) : text;
  const fraction = hasSign ? undefined : readDecimal(number, 4);
  const rate = fraction !== undefined && fraction < 10_000 ? fraction : readDecimal(number, 2);
  return rate !== undefined && rate <= VAT_RATE_BASIS_POINTS_MAX ? rate : undefined;
}

export function readUnit(text: string): Unit | undefined {
  const word = foldText(text)
    .replace(/[^a-z ]/g, '')
    .trim();
  return (Object.keys(UNIT_WORDS) as Unit[]).find((unit) => UNIT_WORDS[unit].includes(word));
}

/** Canonical GTIN-14s, each once; several stand apart by space, `|`, `;`, `,` or `/`. Undefined when one of them is none. */
export function readGtins(text: string): readonly string[] | undefined {
  const cleaned = text.replaceAll("'", '');
  // One code in groups, as it is printed under its bars.
  const whole = canonicalGtin(cleaned.replace(/\s/g, ''));
  if (whole !== undefined) return [whole];
  const gtins = new Set<string>();
  for (const digits of cleaned.split(/[\s|;,/]+/)) {
    if (digits === '') continue;
    const gtin = canonicalGtin(digits);
    if (gtin === undefined) return undefined;
    gtins.add(gtin);
  }
  return [...gtins];
}

export function readPlu(text: string): string | undefined {
  const digits = text.replaceAll("'", '');
  return /^\d{1,6}$/.test(digits) ? digits : undefined;
}

/** Years; null for "none". */
export function readAgeLimit(text: string): number | null | undefined {
  const word = foldText(text).trim();
  if (NO.includes(word)) return null;
  const match = /^\+?(\d{1,2})\s*\+?\s*(ans|years|y|yo)?$/.exec(word);
  const years = Number(match?.[1] ?? Number.NaN);
  return years >= 1 && years <= AGE_YEARS_MAX ? years : undefined;
}

export function readYesNo(text: string): boolean | undefined {
  const word = foldText(text).trim();
  return YES.includes(word) ? true : NO.includes(word) ? false : undefined;
}

/** A stock in thousandths of its unit; a stock may be below zero. */
export function readStock(text: string): number | undefined {
  const negative = /^[-−]/.test(text);
  const milli = readDecimal(negative ? text.slice(1) : text, 3);
  return milli === undefined ? undefined : negative && milli !== 0 ? -milli : milli;
}

/** A decimal number scaled by a power of ten; where both comma and point stand, the last is the decimal one. */
function readDecimal(text: string, exponent: number): number | undefined {
  const comma = text.lastIndexOf(',');
  const point = text.lastIndexOf('.');
  const groups = comma === -1 || point === -1 ? undefined : comma > point ? '.' : ',';
  if (groups === undefined) return parseMinor(text, { exponent });
  const grouped = text.slice(0, Math.max(comma, point));
  const groupsAreThousands = /^\d{1,3}([.,]\d{3})+$/.test(grouped);
  return groupsAreThousands ? parseMinor(text.replaceAll(groups, ''), { exponent }) : undefined;
}
