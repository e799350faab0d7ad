/**
 * The only divisions of the till, on exact integers, and its one rounding: half away from zero.
 */
import { assert } from '#base/assert.ts';

/** Quotient rounded half away from zero, exactly, for integers of any size whose quotient is a safe integer. */
export function divideRoundHalfAway(numerator: bigint, denominator: bigint): number {
  assert(denominator > 0n, 'a divisor is positive');
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  const result = Number(numerator < 0n ? -rounded : rounded);
  assert(Number.isSafeInteger(result), 'an amount stays within safe integers');
  return result === 0 ? 0 : result;
}

/** Quotient rounded towards minus infinity and what is left over, which is never negative. */
export function divideFloor(
  numerator: bigint,
  denominator: bigint,
): { readonly quotient: number; readonly remainder: bigint } {
  assert(denominator > 0n, 'a divisor is positive');
  const remainder = ((numerator % denominator) + denominator) % denominator;
  const quotient = Number((numerator - remainder) / denominator);
  assert(Number.isSafeInteger(quotient), 'an amount stays within safe integers');
  return { quotient, remainder };
}
