/**
 * In-store codes: EAN-13 that begin with 02 or 20 to 29. GS1 leaves them to each country and most countries to the shop,
 * so that what stands in them is a setting: patterns like `21PPPPPWWWWWC` (GS1 General Specifications §2.1.13).
 *
 *   0-9  as they are        P  number of the product       C  check digit of the whole code
 *   W    weight or volume    E  price                       V  check digit of the price or weight
 */
import { checkDigit } from './gtin.ts';
import type { CodedFigure } from './gs1/trade-item.ts';

export interface InStorePattern {
  readonly pattern: string;
  /** Places behind the point of W (in the unit of the product) or E (in the currency of the shop). */
  readonly decimals: number;
}

export type PatternFlaw =
  /** Not thirteen of the letters, W and E together, or a letter that stands in two places. */
  | 'form'
  /** Does not begin with 02 or 20 to 29. */
  | 'prefix'
  | 'decimals'
  /** V is worked out for four or five digits only. */
  | 'verifier'
  /** Some code would fit this one and an earlier one. */
  | 'overlap';

export type PatternsReading =
  | { readonly kind: 'patterns'; readonly patterns: readonly InStorePattern[] }
  | { readonly kind: 'flaw'; readonly why: PatternFlaw; readonly word: string };

export type InStoreReading =
  | {
      readonly kind: 'coded';
      /** Digits of the product's number, zeros kept. */
      readonly item: string;
      /** The code with zeros for weight, price and verifier: how some shops keep the product. */
      readonly zeroGtin14: string;
      readonly measure?: CodedFigure;
      readonly price?: CodedFigure;
    }
  /** The price or weight does not fit its own check digit. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'no-pattern' };

const CODE_DIGITS = 13;
const DECIMALS_MAX = 3;

/** Whether a GTIN-14 is a code that a shop gives itself. */
export function isInStore(gtin14: string): boolean {
  return /^0(02|2\d)/.test(gtin14);
}

/** Patterns from their text, `21PPPPPWWWWWC:3 22PPPPPEEEEEC:2`: the pattern, a colon and its decimals. */
export function parsePatterns(text: string): PatternsReading {
  const patterns: InStorePattern[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const [pattern = '', places = '', ...more] = word.split(':');
    const decimals = /^\d$/.test(places) && more.length === 0 ? Number(places) : DECIMALS_MAX + 1;
    const why = flawOf({ pattern, decimals }, patterns);
    if (why !== null) return { kind: 'flaw', why, word };
    patterns.push({ pattern, decimals });
  }
  return { kind: 'patterns', patterns };
}

/** The text that {@link parsePatterns} reads. */
export function patternsText(patterns: readonly InStorePattern[]): string {
  return patterns.map(({ pattern, decimals }) => `${pattern}:${decimals}`).join(' ');
}

/** What the one pattern that fits makes of an in-store code. */
export function readInStore(gtin14: string, patterns: readonly InStorePattern[]): InStoreReading {
  const code = gtin14.slice(1);
  const found = patterns.find(({ pattern }) => fits(code, pattern));
  if (found === undefined) return { kind: 'no-pattern' };
  const { pattern, decimals } = found;
  const of = (letter: string): string => [...code].filter((_, at) => pattern[at] === letter).join('');
  const [weight, price, verifier] = [of('W'), of('E'), of('V')];
  if (verifier !== '' && verifierDigit(weight + price) !== verifier) return { kind: 'damaged' };
  const zeroed = [...code].map((digit, at) => (/[WEV]/.test(pattern.charAt(at)) ? '0' : digit)).join('');
  return {
    kind: 'coded',
    item: of('P'),
    zeroGtin14: `0${zeroed.slice(0, -1)}${checkDigit(zeroed.slice(0, -1))}`,
    ...(weight === '' ? {} : { measure: { digits: weight, decimals } }),
    ...(price === '' ? {} : { price: { digits: price, decimals } }),
  };
}

function flawOf({ pattern, decimals }: InStorePattern, before: readonly InStorePattern[]): PatternFlaw | null {
  const letters = pattern.replace(/^\d+/, '').replace(/(.)\1+/g, '$1');
  const isWhole =
    pattern.length === CODE_DIGITS && /^\d+[PWEV]+C$/.test(pattern) && new Set(letters).size === letters.length;
  if (!isWhole || !letters.includes('P') || letters.includes('W') === letters.includes('E')) return 'form';
  if (/VV/.test(pattern)) return 'form';
  if (!/^(02|2\d|2P)/.test(pattern)) return 'prefix';
  if (decimals > DECIMALS_MAX) return 'decimals';
  if (letters.includes('V') && ![4, 5].includes(pattern.replace(/[^WE]/g, '').length)) return 'verifier';
  return before.some((other) => overlaps(pattern, other.pattern)) ? 'overlap' : null;
}

function overlaps(one: string, other: string): boolean {
  return [...one].every((letter, at) => !/\d/.test(letter) || !/\d/.test(other.charAt(at)) || letter === other[at]);
}

function fits(code: string, pattern: string): boolean {
  return [...pattern].every((letter, at) => !/\d/.test(letter) || letter === code[at]);
}

/**
 * Check digit of a price or weight of four or five digits (GS1 General Specifications §7.9.2 to §7.9.4). Each digit is
 * weighted by a table: times two less the tens, times three, times five with the tens added or taken away.
 */
export function verifierDigit(digits: string): string {
  const at = (index: number): number => Number(digits.charAt(index));
  const twoLess = (digit: number): number => (2 * digit - Math.floor((2 * digit) / 10)) % 10;
  const fiveMore = (digit: number): number => (5 * digit + Math.floor((5 * digit) / 10)) % 10;
  const fiveLess = (digit: number): number => (((5 * digit - Math.floor((5 * digit) / 10)) % 10) + 10) % 10;
  if (digits.length === 4) return String((3 * (twoLess(at(0)) + twoLess(at(1)) + 3 * at(2) + fiveLess(at(3)))) % 10);
  const sum = fiveMore(at(0)) + twoLess(at(1)) + fiveLess(at(2)) + fiveMore(at(3)) + twoLess(at(4));
  const missing = (10 - (sum % 10)) % 10;
  return String([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].findIndex((digit) => fiveLess(digit) === missing));
}
