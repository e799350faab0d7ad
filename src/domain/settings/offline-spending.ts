/**
 * What tills may spend of stored value and points while headquarters is away. Set at headquarters alone, for all stores or
 * one: a till that works alone is the authority of its accounts and asks nobody. Amounts are minor units of the
 * organisation's currency.
 */
import type { Currency } from '#domain/money/money.ts';

export interface OfflineSpendingSettings {
  /** The most that one till may be granted in advance of one account: of money, and of points. 0: nothing. */
  readonly leaseMinorMax: number;
  readonly leasePointsMax: number;
  /** How long such a grant may be used. Its end forbids the till to spend it; it frees nothing at headquarters. */
  readonly leaseHours: number;
  /** After how long without use a till that is connected gives its lease back. */
  readonly leaseIdleMinutes: number;
  /** What one till may let one account spend beyond any grant: what the merchant is ready to lose. */
  readonly floorMinor: number;
  readonly floorPoints: number;
  /** The most that one refund of a ticket of another till may pay back without headquarters. */
  readonly refundFloorMinor: number;
}

/** Of an organisation that never set it: small grants, so that a cut line is no loss to the customer, and no risk. */
export function firstOfflineSpending(currency: Currency): OfflineSpendingSettings {
  return {
    leaseMinorMax: 20 * 10 ** currency.exponent,
    leasePointsMax: 200,
    leaseHours: 48,
    leaseIdleMinutes: 120,
    floorMinor: 0,
    floorPoints: 0,
    refundFloorMinor: 0,
  };
}
