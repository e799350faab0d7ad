/**
 * Expiry: points that were earned before an instant and not spent since are lost. Those earned first are spent first, so that
 * what has expired is what was credited before the instant, less everything that was ever debited.
 */
import { assert } from '#base/assert.ts';
import type { LoyaltySettings } from '#domain/settings/settings.ts';
import { monthsBeforeMs } from './months.ts';

/** Points credited at or before this instant are too old; null where points never expire. */
export function expiryCutoffMs(rules: LoyaltySettings, nowMs: number): number | null {
  return rules.expiryMonths === null ? null : monthsBeforeMs(nowMs, rules.expiryMonths);
}

/**
 * How many points have expired, as a positive number; 0 for none, and 0 again once they are debited. What a refund took back
 * counts as spent. Never more than the balance: what was credited later only adds to it.
 */
export function expiredPoints(flow: { readonly creditedUntil: number; readonly debited: number }): number {
  assert(flow.creditedUntil >= 0 && flow.debited >= 0, 'credits and debits are sums of positive numbers');
  return Math.max(0, flow.creditedUntil - flow.debited);
}
