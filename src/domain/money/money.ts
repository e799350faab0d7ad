/**
 * Money: integer minor units of a currency. Exponents and the smallest cash unit are data, and no fraction of a
 * minor unit ever leaves a function.
 */
import { assert } from '#base/assert.ts';

/** What a currency is, as ISO 4217 and its central bank say. */
export interface Currency {
  readonly code: string;
  /** Digits after the point: EUR 2, MAD 2, TND 3 (ISO 4217). */
  readonly exponent: number;
  /** The smallest amount that can be paid in coins, in minor units. */
  readonly cashUnitMinor: number;
  /** Coins and notes in circulation, in minor units, largest first. */
  readonly denominationsMinor: readonly number[];
}

/** Quotient rounded half away from zero, exactly, for integers of any safe size. */
export function divideRoundHalfAway(numerator: bigint, denominator: bigint): number {
  assert(denominator > 0n, 'a divisor is positive');
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  const result = Number(numerator < 0n ? -rounded : rounded);
  assert(Number.isSafeInteger(result), 'an amount stays within safe integers');
  return result === 0 ? 0 : result;
}
