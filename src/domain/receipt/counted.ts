/** Coins and notes on paper, one denomination a row: `12 x 0,50   6,00`. */
import type { DenominationPayload } from '#domain/journal/journal.ts';
import type { Currency, Language } from '#domain/money/money.ts';
import { pair, plainAmount } from './blocks.ts';
import type { ReceiptBlock } from './document.ts';

/** The denominations that were there, the largest first. */
export function countLines(
  counts: readonly DenominationPayload[],
  currency: Currency,
  language: Language,
): readonly ReceiptBlock[] {
  const amount = (minor: number): string => plainAmount(minor, currency, language);
  return counts
    .filter(({ count }) => count !== 0)
    .toSorted((left, right) => right.denomination_minor - left.denomination_minor)
    .map(({ count, denomination_minor: minor }) => pair(`${count} x ${amount(minor)}`, amount(count * minor)));
}
