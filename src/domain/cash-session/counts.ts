/**
 * Coins and notes as somebody counted them. What cannot be right is refused with what is wrong, never corrected: a
 * number below zero, half a coin, a note of another currency, more of them than any drawer holds.
 */
import type { DenominationPayload } from '#domain/journal/journal.ts';
import type { Currency } from '#domain/money/money.ts';

/** So many of one denomination, as they are on the wire. */
export interface Counted {
  readonly denominationMinor: number;
  readonly count: number;
}

/** A full roll case holds some thousands of one coin; above this a scan has landed in the field. */
export const COUNT_MAX = 100_000;

export interface CountsRefusal {
  readonly kind: 'refused';
  readonly reason: 'counts_invalid';
  readonly params: {
    readonly why: 'negative' | 'fraction' | 'absurd' | 'foreign' | 'twice';
    readonly denominationMinor: number;
  };
}

export interface CountedCash {
  readonly kind: 'counted';
  readonly totalMinor: number;
  /** Those of which there are any, the largest first. */
  readonly denominations: readonly DenominationPayload[];
}

/** What was counted, or why it cannot have been. */
export function checkCounts(counts: readonly Counted[], currency: Currency): CountedCash | CountsRefusal {
  const seen = new Set<number>();
  for (const { denominationMinor, count } of counts) {
    const why = whyNot({ denominationMinor, count }, { seen, currency });
    if (why !== null) return { kind: 'refused', reason: 'counts_invalid', params: { why, denominationMinor } };
    seen.add(denominationMinor);
  }
  const there = counts.filter(({ count }) => count > 0);
  return {
    kind: 'counted',
    totalMinor: there.reduce((sum, { denominationMinor, count }) => sum + denominationMinor * count, 0),
    denominations: there
      .map(({ denominationMinor, count }) => ({ denomination_minor: denominationMinor, count }))
      .toSorted((left, right) => right.denomination_minor - left.denomination_minor),
  };
}

function whyNot(
  { denominationMinor, count }: Counted,
  { seen, currency }: { readonly seen: ReadonlySet<number>; readonly currency: Currency },
): CountsRefusal['params']['why'] | null {
  if (!currency.denominationsMinor.includes(denominationMinor)) return 'foreign';
  if (seen.has(denominationMinor)) return 'twice';
  if (!Number.isInteger(count)) return 'fraction';
  if (count < 0) return 'negative';
  return count > COUNT_MAX ? 'absurd' : null;
}
