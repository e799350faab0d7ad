/**
 * Points of members: what a ticket earns, what points are worth, what expires, and what a refund takes and gives back. Pure
 * arithmetic on integers; who the member is and what the balance is, the store says. Door of the folder.
 */
export { earnedPoints } from './earn.ts';
export type { EarningLine, EarningTicket } from './earn.ts';
export { expiredPoints, expiryCutoffMs } from './expiry.ts';
export { lastDateOf, monthsBeforeMs } from './months.ts';
export { checkRedeem, pointsDiscount, pointsWorthMinor, redeemablePoints } from './redeem.ts';
export type { PointsDiscount, RedeemCheck } from './redeem.ts';
export { refundedPoints } from './refund.ts';
export type { PointsOfTicket, RefundedLine, RefundedPoints } from './refund.ts';
export { missingToNext, rewardsAtHand } from './rewards.ts';
export type { MissingToNext, Reward } from './rewards.ts';
export { TIER_MONTHS, tierOf } from './tier.ts';
export type { Tier } from './tier.ts';
