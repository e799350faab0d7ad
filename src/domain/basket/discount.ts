/**
 * What a discount or another price takes off. Pure arithmetic; who may give how much is asked elsewhere with
 * `shareBasisPoints` and `belowListBasisPoints`.
 */
import { divideFloor, divideRoundHalfAway } from '#domain/money/money.ts';
import { WHOLE_BASIS_POINTS } from './limits.ts';
import type { Discount } from './lines.ts';

const WHOLE = BigInt(WHOLE_BASIS_POINTS);

/**
 * What is taken off `baseMinor`: of a percentage the part rounded half away from zero, of an amount itself, never more than
 * the base nor than the part that its giver may take off.
 */
export function takenOffMinor(discount: Discount | undefined, baseMinor: number): number {
  if (discount === undefined) return 0;
  if (discount.kind === 'percent') return divideRoundHalfAway(BigInt(baseMinor) * BigInt(discount.value), WHOLE);
  const most = BigInt(discount.basisPointsMax ?? WHOLE_BASIS_POINTS);
  return Math.min(discount.value, divideFloor(BigInt(baseMinor) * most, WHOLE).quotient);
}

/** Whether a discount takes something off and not more than there is. */
export function isDiscountOf(discount: Pick<Discount, 'kind' | 'value'>, baseMinor: number): boolean {
  const most = discount.kind === 'percent' ? WHOLE_BASIS_POINTS : baseMinor;
  return Number.isSafeInteger(discount.value) && discount.value > 0 && discount.value <= most && baseMinor > 0;
}

/** The part of `baseMinor` that a valid discount takes off, in basis points, rounded up: what is held against a limit. */
export function shareBasisPoints(discount: Pick<Discount, 'kind' | 'value'>, baseMinor: number): number {
  return discount.kind === 'percent' ? discount.value : partRoundedUp(discount.value, baseMinor);
}

/** How far a price lies below that of the list, in basis points, rounded up; 0 where it does not. */
export function belowListBasisPoints(listMinor: number, priceMinor: number): number {
  return priceMinor >= listMinor ? 0 : partRoundedUp(listMinor - priceMinor, listMinor);
}

function partRoundedUp(part: number, whole: number): number {
  return -divideFloor(-BigInt(part) * WHOLE, BigInt(whole)).quotient;
}
