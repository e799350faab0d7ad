/** The tier of a member: by points earned within the last twelve months, whatever was spent of them. */
import type { LoyaltySettings } from '#domain/settings/settings.ts';

export type Tier = LoyaltySettings['tiers'][number];

/** Over so many months the points earned decide the tier. */
export const TIER_MONTHS = 12;

/** The highest tier that so many points reach; null below the first. */
export function tierOf(rules: LoyaltySettings, earnedInYear: number): Tier | null {
  return rules.tiers
    .filter(({ fromPoints }) => fromPoints <= earnedInYear)
    .reduce<Tier | null>((best, tier) => (best === null || tier.fromPoints >= best.fromPoints ? tier : best), null);
}
