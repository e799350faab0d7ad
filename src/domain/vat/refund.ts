/**
 * What a partial refund gives back. Each share is the difference of two cumulative ones, so that refunding everything,
 * in any number of steps, gives back exactly the gross, the net and the VAT of the sale.
 */
import { assert } from '#base/assert.ts';
import { divideRoundHalfAway } from '#domain/money/money.ts';

/** A line as it was sold. Amounts are those of its journal row. */
interface RefundableLine {
  readonly quantityMilli: number;
  readonly grossMinor: number;
  readonly vatMinor: number;
}

interface RefundShare {
  readonly grossMinor: number;
  readonly netMinor: number;
  readonly vatMinor: number;
}

/**
 * The share of `refundMilli` after `refundedMilli` of the line were refunded before, as positive amounts. The
 * quantities are thousandths of the unit and never exceed together what was sold.
 */
export function refundShare(
  line: RefundableLine,
  refund: { readonly refundedMilli: number; readonly refundMilli: number },
): RefundShare {
  const after = refund.refundedMilli + refund.refundMilli;
  assert(refund.refundedMilli >= 0 && refund.refundMilli > 0, 'a refund takes back something');
  assert(after <= line.quantityMilli, 'no more is refunded than was sold');
  const shareOf = (amountMinor: number, quantityMilli: number): number =>
    divideRoundHalfAway(BigInt(amountMinor) * BigInt(quantityMilli), BigInt(line.quantityMilli));
  const grossMinor = shareOf(line.grossMinor, after) - shareOf(line.grossMinor, refund.refundedMilli);
  const vatMinor = shareOf(line.vatMinor, after) - shareOf(line.vatMinor, refund.refundedMilli);
  return { grossMinor, netMinor: grossMinor - vatMinor, vatMinor };
}
