/** Rewards at hand: discounts with a name, and what is missing to the next of them. */
import type { LoyaltySettings } from '#domain/settings/settings.ts';
import { pointsWorthMinor } from './redeem.ts';

export interface Reward {
  readonly id: string;
  readonly label: string;
  readonly points: number;
  readonly discountMinor: number;
  readonly isReachable: boolean;
}

export interface MissingToNext {
  readonly points: number;
  readonly label: string;
}

/** All rewards, the cheapest first, and which of them the balance reaches. */
export function rewardsAtHand(rules: LoyaltySettings, balance: number): readonly Reward[] {
  if (!rules.enabled) return [];
  return rules.rewards
    .map(({ id, label, points }) => ({
      id,
      label,
      points,
      discountMinor: pointsWorthMinor(rules, points),
      isReachable: balance >= points,
    }))
    .sort((left, right) => left.points - right.points);
}

/** Points to the next reward that the balance does not reach; null where it reaches all. */
export function missingToNext(rules: LoyaltySettings, balance: number): MissingToNext | null {
  const next = rewardsAtHand(rules, balance).find(({ isReachable }) => !isReachable);
  return next === undefined ? null : { points: next.points - balance, label: next.label };
}
