/**
 * The amounts that a customer is likely to hand over, for one touch each.
 */
import { roundToCashUnit } from '#domain/money/money.ts';
import type { Currency } from '#domain/money/money.ts';

const QUICK_AMOUNTS_MAX = 6;

/**
 * The exact amount first, then the next higher sums that notes of one kind make, smallest first: 12.35 euros give
 * 12.35, 15, 20, 50, 100 and 200. Empty for a ticket that costs nothing.
 */
export function quickAmounts(totalMinor: number, currency: Currency): readonly number[] {
  const exactMinor = roundToCashUnit(totalMinor, currency);
  if (exactMinor <= 0) return [];
  const rounded = currency.denominationsMinor
    .filter((noteMinor) => noteMinor >= currency.smallestNoteMinor)
    .map((noteMinor) => exactMinor + ((noteMinor - (exactMinor % noteMinor)) % noteMinor));
  const distinct = [...new Set([exactMinor, ...rounded])];
  return distinct.sort((left, right) => left - right).slice(0, QUICK_AMOUNTS_MAX);
}
