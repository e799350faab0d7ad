/**
 * Points for a discount: in whole steps, never more than the balance, never more than the goods of the ticket. A discount
 * lowers the price and with it the base of VAT (Directive 2006/112/EC, art. 79 b); its sharing over the lines is
 * domain/vat's.
 */
import { assert } from '#base/assert.ts';
import { divideFloor } from '#domain/money/money.ts';
import type { LoyaltySettings } from '#domain/settings/settings.ts';

/** Points and the discount that they give. */
export interface PointsDiscount {
  readonly points: number;
  readonly discountMinor: number;
}

export type RedeemCheck =
  | { readonly kind: 'ok'; readonly points: number; readonly discountMinor: number }
  | {
      readonly kind: 'refused';
      readonly reason: 'points_short' | 'points_step' | 'amount_invalid';
      readonly params: Readonly<Record<string, number>>;
    };

/** What so many points are worth as a discount, cut down to whole minor units. */
export function pointsWorthMinor(rules: LoyaltySettings, points: number): number {
  assert(Number.isSafeInteger(points) && points >= 0, 'points are a whole number');
  return divideFloor(BigInt(points) * BigInt(rules.redeemMinor), BigInt(rules.redeemPoints)).quotient;
}

/**
 * The most points that a ticket takes: whole steps within the balance, worth no more than its goods. `goodsMinor` is what its
 * products cost after every other discount.
 */
export function redeemablePoints(
  rules: LoyaltySettings,
  ticket: { readonly balance: number; readonly goodsMinor: number },
): number {
  if (!rules.enabled || ticket.balance <= 0 || ticket.goodsMinor <= 0) return 0;
  const worth = divideFloor(BigInt(ticket.goodsMinor) * BigInt(rules.redeemPoints), BigInt(rules.redeemMinor)).quotient;
  const most = Math.min(ticket.balance, worth);
  return most - (most % rules.redeemStep);
}

/** Whether so many points can be given for a discount on this ticket. 0 takes them back. */
export function checkRedeem(
  rules: LoyaltySettings,
  asked: { readonly points: number; readonly balance: number; readonly goodsMinor: number },
): RedeemCheck {
  const { points, balance } = asked;
  if (points === 0) return { kind: 'ok', points: 0, discountMinor: 0 };
  const most = redeemablePoints(rules, asked);
  if (points < 0) return { kind: 'refused', reason: 'amount_invalid', params: { points } };
  if (points > balance)
    return { kind: 'refused', reason: 'points_short', params: { points, balance: Math.max(0, balance) } };
  if (points % rules.redeemStep !== 0)
    return { kind: 'refused', reason: 'points_step', params: { points, step: rules.redeemStep } };
  if (points > most)
    return { kind: 'refused', reason: 'points_step', params: { points, step: rules.redeemStep, most } };
  return { kind: 'ok', points, discountMinor: pointsWorthMinor(rules, points) };
}

/**
 * What the points chosen for a ticket come to now. A line that goes takes its part of the discount with it: no more points are
 * given than the goods that are left can take.
 */
export function pointsDiscount(
  rules: LoyaltySettings,
  ticket: { readonly points: number; readonly goodsMinor: number },
): PointsDiscount {
  const points = redeemablePoints(rules, { balance: ticket.points, goodsMinor: ticket.goodsMinor });
  return { points, discountMinor: pointsWorthMinor(rules, points) };
}
