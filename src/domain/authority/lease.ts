/** How large a lease is asked for in advance, so that an account can be spent from while headquarters is away. */

export interface LeaseSituation {
  /** The most that the merchant lets one till hold of one account; 0 for nothing. */
  readonly most: number;
  /** What this till may still spend of leases that last. */
  readonly left: number;
  /** What is on the account and promised to nobody. */
  readonly available: number;
}

/**
 * What to ask for; 0 for nothing. Topped up once half is gone, so that not every sale asks, and never beyond what is free: what one
 * till holds no other can spend.
 */
export function leaseWanted({ most, left, available }: LeaseSituation): number {
  if (left * 2 > most) return 0;
  return Math.max(0, Math.min(most - left, available));
}
