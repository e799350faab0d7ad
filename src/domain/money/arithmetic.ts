/**
 * What a till does with amounts: multiply by a quantity, share out, round to what coins can pay. Everything is an
 * integer number of minor units; quantities are thousandths of their unit.
 */
import { assert } from '#base/assert.ts';
import type { Currency } from './currency.ts';
import { divideFloor, divideRoundHalfAway } from './divide.ts';

/** Thousandths in one unit of quantity. */
const MILLI = 1000n;

/** Price of a quantity: unit price × quantity, rounded half away from zero to the minor unit. */
export function lineGrossMinor(line: { readonly unitPriceMinor: number; readonly quantityMilli: number }): number {
  return divideRoundHalfAway(BigInt(line.unitPriceMinor) * BigInt(line.quantityMilli), MILLI);
}

/**
 * Shares `amountMinor` in proportion to `weights` by largest remainder: the shares add up to the amount exactly, none
 * is further than one minor unit from its exact part, and equal remainders go to the earlier one. A negative amount
 * is shared as the mirror image of the positive one. Weights are integers, none negative; all zero only for a zero
 * amount.
 */
export function allocate(share: {
  readonly amountMinor: number;
  readonly weights: readonly number[];
}): readonly number[] {
  const { amountMinor, weights } = share;
  if (amountMinor < 0) return allocate({ amountMinor: -amountMinor, weights }).map((part) => (part === 0 ? 0 : -part));
  assert(
    weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0),
    'a weight is a whole number',
  );
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (whole === 0n) {
    assert(amountMinor === 0, 'an amount cannot be shared among nothing');
    return weights.map(() => 0);
  }
  const numerators = weights.map((weight) => BigInt(amountMinor) * BigInt(weight));
  return roundTogether({ totalMinor: amountMinor, numerators, denominator: whole });
}

/**
 * Rounds the exact amounts `numerators / denominator` to integers that add up to `totalMinor`: each is its floor or one
 * more, the extra units go to the largest remainders, equal remainders to the earlier one. The total must be within
 * half a unit of the exact sum; anything else is a Bug.
 */
export function roundTogether(exact: {
  readonly totalMinor: number;
  readonly numerators: readonly bigint[];
  readonly denominator: bigint;
}): readonly number[] {
  const { denominator } = exact;
  const floors = exact.numerators.map((numerator) => divideFloor(numerator, denominator));
  const left = exact.totalMinor - floors.reduce((sum, floor) => sum + floor.quotient, 0);
  assert(left >= 0 && left <= floors.length, 'the total is the rounded sum of its parts');
  const raised = new Set(largestFirst(floors.map((floor) => floor.remainder)).slice(0, left));
  return floors.map((floor, index) => floor.quotient + (raised.has(index) ? 1 : 0));
}

/** What cash can pay: the nearest multiple of the smallest coin, half away from zero. */
export function roundToCashUnit(amountMinor: number, currency: Pick<Currency, 'cashUnitMinor'>): number {
  const unit = BigInt(currency.cashUnitMinor);
  return divideRoundHalfAway(BigInt(amountMinor), unit) * currency.cashUnitMinor;
}

function largestFirst(remainders: readonly bigint[]): readonly number[] {
  return remainders
    .map((remainder, index) => ({ remainder, index }))
    .sort((left, right) =>
      left.remainder === right.remainder ? left.index - right.index : left.remainder > right.remainder ? -1 : 1,
    )
    .map((item) => item.index);
}
