/**
 * Where the counted cash goes: what stays in the drawer for the next session, and what is taken out for the bank. The two
 * are the counted cash, to the coin.
 */
import type { DenominationPayload } from '#domain/journal/journal.ts';
import type { Currency } from '#domain/money/money.ts';
import { checkCounts, type Counted, type CountsRefusal } from './counts.ts';

export interface SplitRefusal {
  readonly kind: 'refused';
  readonly reason: 'split_invalid';
  readonly params: {
    /** `sum`: the coins do not make the amount. `coins`: more of one than were counted. */
    readonly why: 'negative' | 'too-much' | 'unit' | 'sum' | 'coins';
    readonly countedMinor: number;
  };
}

export interface CashSplit {
  readonly kind: 'split';
  readonly nextFloatMinor: number;
  readonly nextFloat: readonly DenominationPayload[];
  readonly depositMinor: number;
}

/** The split of what was counted, or why it cannot be made. `nextFloat` may be empty: then only its amount is known. */
export function splitCash(cash: {
  readonly counted: readonly DenominationPayload[];
  readonly countedMinor: number;
  readonly nextFloatMinor: number;
  readonly nextFloat: readonly Counted[];
  readonly currency: Currency;
}): CashSplit | SplitRefusal | CountsRefusal {
  const { countedMinor, nextFloatMinor, currency } = cash;
  const refuse = (why: SplitRefusal['params']['why']): SplitRefusal => ({
    kind: 'refused',
    reason: 'split_invalid',
    params: { why, countedMinor },
  });
  const float = checkCounts(cash.nextFloat, currency);
  if (float.kind === 'refused') return float;
  if (nextFloatMinor < 0) return refuse('negative');
  if (nextFloatMinor > countedMinor) return refuse('too-much');
  if (nextFloatMinor % currency.cashUnitMinor !== 0) return refuse('unit');
  if (cash.nextFloat.length > 0) {
    if (float.totalMinor !== nextFloatMinor) return refuse('sum');
    const there = new Map(cash.counted.map((each) => [each.denomination_minor, each.count]));
    if (float.denominations.some((each) => each.count > (there.get(each.denomination_minor) ?? 0)))
      return refuse('coins');
  }
  return {
    kind: 'split',
    nextFloatMinor,
    nextFloat: float.denominations,
    depositMinor: countedMinor - nextFloatMinor,
  };
}
