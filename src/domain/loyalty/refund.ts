/**
 * Points of a refund. Both shares are differences of cumulative ones, so that bringing everything back, in any number of
 * steps, takes back exactly what was earned and gives back exactly what was redeemed.
 *
 *   kept        ⌊earned · weight that stays / whole weight⌋: as many as what stays would have earned, cut down likewise
 *   given back  ⌊redeemed · points' discount that came back / whole of it⌋: what had paid for what came back
 *
 * The weight of a line is what was paid for it times the factor of its category. Where the rules have changed so far that
 * nothing of the ticket weighs anything, the paid amounts alone decide.
 */
import { assert } from '#base/assert.ts';
import { divideFloor, divideRoundHalfAway } from '#domain/money/money.ts';
import type { LoyaltySettings } from '#domain/settings/settings.ts';
import { type EarningLine, weightOf } from './earn.ts';

/** A line as it was sold, with what of it came back. Amounts are those of its row, positive. */
export interface RefundedLine extends EarningLine {
  readonly quantityMilli: number;
  /** The line's share of the discount for points (`kind: 'points'`); 0 for none. */
  readonly pointsDiscountMinor: number;
  readonly refundedBeforeMilli: number;
  readonly refundMilli: number;
}

/** What the ticket's balance movements say, both positive. */
export interface PointsOfTicket {
  readonly earned: number;
  readonly redeemed: number;
}

export interface RefundedPoints {
  /** Of those earned; positive. The balance may go below zero, and is then a debt. */
  readonly takenBack: number;
  /** Of those redeemed; positive. */
  readonly givenBack: number;
}

/** What the present refund takes back and gives back. */
export function refundedPoints(
  rules: LoyaltySettings,
  ticket: PointsOfTicket & { readonly lines: readonly RefundedLine[] },
): RefundedPoints {
  const whole = state(rules, ticket.lines, (line) => line.quantityMilli);
  const before = state(rules, ticket.lines, (line) => line.refundedBeforeMilli);
  const after = state(rules, ticket.lines, (line) => {
    assert(line.refundMilli >= 0 && line.refundedBeforeMilli >= 0, 'a refund takes back something');
    assert(line.refundedBeforeMilli + line.refundMilli <= line.quantityMilli, 'no more comes back than was sold');
    return line.refundedBeforeMilli + line.refundMilli;
  });
  const kept = (back: Weighed): number =>
    whole.weight === 0n
      ? back.isAll
        ? 0
        : ticket.earned
      : floorShare(ticket.earned, whole.weight - back.weight, whole.weight);
  const given = (back: Weighed): number =>
    whole.discount === 0n
      ? back.isAll
        ? ticket.redeemed
        : 0
      : floorShare(ticket.redeemed, back.discount, whole.discount);
  return { takenBack: kept(before) - kept(after), givenBack: given(after) - given(before) };
}

interface Weighed {
  readonly weight: bigint;
  readonly discount: bigint;
  readonly isAll: boolean;
}

/** What of the ticket has come back when so much of each line has. */
function state(
  rules: LoyaltySettings,
  lines: readonly RefundedLine[],
  milliOf: (line: RefundedLine) => number,
): Weighed {
  const weighs = lines.some((line) => weightOf(rules, line) > 0n);
  const weight = (line: RefundedLine): bigint => {
    const back = { ...line, grossMinor: partOf(line.grossMinor, milliOf(line), line.quantityMilli) };
    return weighs ? weightOf(rules, back) : back.kind === 'product' ? BigInt(back.grossMinor) : 0n;
  };
  return {
    weight: lines.reduce((sum, line) => sum + weight(line), 0n),
    discount: lines.reduce(
      (sum, line) => sum + BigInt(partOf(line.pointsDiscountMinor, milliOf(line), line.quantityMilli)),
      0n,
    ),
    isAll: lines.every((line) => line.kind !== 'product' || milliOf(line) === line.quantityMilli),
  };
}

function partOf(amount: number, milli: number, wholeMilli: number): number {
  assert(wholeMilli > 0, 'a line that was sold has a quantity');
  return divideRoundHalfAway(BigInt(amount) * BigInt(milli), BigInt(wholeMilli));
}

function floorShare(points: number, part: bigint, whole: bigint): number {
  return divideFloor(BigInt(points) * part, whole).quotient;
}
