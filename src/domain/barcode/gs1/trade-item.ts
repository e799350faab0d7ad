/**
 * What an element list says of the thing in the cashier's hand. Figures stay digits with their decimals until the till
 * knows the currency and the product; dates become days by GS1's own rule for the century.
 */
import { divideRoundHalfAway } from '#domain/money/money.ts';
import { type Gs1Element, printedElements } from './elements.ts';
import { daysIn } from './linters.ts';

/** A figure as a code holds it: `003975` with two decimals is 39.75. */
export interface CodedFigure {
  readonly digits: string;
  readonly decimals: number;
}

/** What a code says beyond which product it is. */
export interface CodedFacts {
  /** The code as it may be shown and kept. */
  readonly text: string;
  /** Net weight or volume; `own` is the unit that the product is sold by (in-store codes do not say one). */
  readonly measure?: CodedFigure & { readonly unit: 'kg' | 'l' | 'own' };
  /** Price of what the code is on. `currencyNumber` is the ISO 4217 number, absent for the currency of the shop. */
  readonly price?: CodedFigure & { readonly currencyNumber?: string };
  readonly count?: number;
  readonly lot?: string;
  readonly serial?: string;
  /** Use by, year to day as the code holds it (`yymmdd`); see {@link gs1Day}. */
  readonly useBy?: string;
  readonly bestBefore?: string;
}

export interface TradeItem extends CodedFacts {
  readonly gtin14: string;
}

/** The trade item of a list, undefined where the list names none (a pallet, a place, a coupon). */
export function tradeItemOf(elements: readonly Gs1Element[]): TradeItem | undefined {
  const of = (ai: string): string | undefined => elements.find((element) => element.ai === ai)?.value;
  const gtin14 = of('01') ?? of('02');
  if (gtin14 === undefined || /^0+$/.test(gtin14)) return undefined;
  const weight = figureOf(elements, '310');
  const volume = figureOf(elements, '315');
  const price = priceOf(elements);
  const count = of('30') ?? of('37');
  return {
    gtin14,
    text: printedElements(elements),
    ...(weight === undefined ? {} : { measure: { ...weight, unit: 'kg' as const } }),
    ...(weight !== undefined || volume === undefined ? {} : { measure: { ...volume, unit: 'l' as const } }),
    ...(price === undefined ? {} : { price }),
    ...(count === undefined ? {} : { count: Number(count) }),
    ...optional('lot', of('10')),
    ...optional('serial', of('21')),
    ...optional('useBy', of('17')),
    ...optional('bestBefore', of('15')),
  };
}

/**
 * The day (`2026-11-22`) that `yymmdd` means as seen from `today`: a year 51 to 99 ahead of ours lies in the century
 * before, one 50 to 99 behind in the century after (GS1 General Specifications §7.12); day 00 is the last of its month.
 * Undefined for what is no day there (29 February of 2100).
 */
export function gs1Day(yymmdd: string, today: string): string | undefined {
  const ourYear = Number(today.slice(0, 4));
  const ahead = Number(yymmdd.slice(0, 2)) - (ourYear % 100);
  const century = ourYear - (ourYear % 100) + (ahead >= 51 ? -100 : ahead <= -50 ? 100 : 0);
  const year = century + Number(yymmdd.slice(0, 2));
  const days = daysIn(year, Number(yymmdd.slice(2, 4)));
  const day = Number(yymmdd.slice(4)) || days;
  if (days === 0 || day > days) return undefined;
  return `${String(year).padStart(4, '0')}-${yymmdd.slice(2, 4)}-${String(day).padStart(2, '0')}`;
}

/** A figure with `decimals` more or fewer, rounded half away from zero: 310n may be finer than a till counts. */
export function rounded(figure: CodedFigure, decimals: number): number {
  const shift = decimals - figure.decimals;
  return shift >= 0
    ? Number(BigInt(figure.digits) * 10n ** BigInt(shift))
    : divideRoundHalfAway(BigInt(figure.digits), 10n ** BigInt(-shift));
}

/** A figure in units of `decimals`, undefined where it is finer than that: no amount is rounded in silence. */
export function exactly(figure: CodedFigure, decimals: number): number | undefined {
  const value = rounded(figure, decimals);
  return Number.isSafeInteger(value) &&
    rounded({ digits: String(value), decimals }, figure.decimals) === Number(figure.digits)
    ? value
    : undefined;
}

/** The figure of the identifiers that begin with these three digits; the fourth says its decimals. */
function figureOf(elements: readonly Gs1Element[], family: string): CodedFigure | undefined {
  const found = elements.find(({ ai }) => ai.length === 4 && ai.startsWith(family));
  return found && { digits: found.value, decimals: Number(found.ai.slice(3)) };
}

/** 392n is in the currency of the shop, 393n begins with the number of its own. */
function priceOf(elements: readonly Gs1Element[]): TradeItem['price'] | undefined {
  const local = figureOf(elements, '392');
  const named = figureOf(elements, '393');
  if (named === undefined) return local;
  return { digits: named.digits.slice(3), decimals: named.decimals, currencyNumber: named.digits.slice(0, 3) };
}

function optional<Name extends string>(name: Name, value: string | undefined): { readonly [name in Name]?: string } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [name in Name]?: string };
}
