/**
 * A discount on the whole ticket lowers the gross of its lines, so that each rate carries its part of it (a discount is
 * a lower price, and the base of VAT is the price paid: Directive 2006/112/EC, art. 79 b).
 */
import { assert } from '#base/assert.ts';
import { allocate } from '#domain/money/money.ts';

/**
 * The part of `discountMinor` that each line bears, in proportion to its gross, by largest remainder with ties to the
 * earlier line. The parts add up to the discount and none exceeds its line. Line grosses are not negative; a container
 * deposit is given back whole one day and bears nothing: its caller passes 0 for it.
 */
export function shareDiscount(discount: {
  readonly discountMinor: number;
  readonly grossesMinor: readonly number[];
}): readonly number[] {
  const { discountMinor, grossesMinor } = discount;
  const whole = grossesMinor.reduce((sum, gross) => sum + gross, 0);
  assert(discountMinor >= 0 && discountMinor <= whole, 'a discount is between nothing and the whole ticket');
  return allocate({ amountMinor: discountMinor, weights: grossesMinor });
}
