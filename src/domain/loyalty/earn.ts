/**
 * What a ticket earns: points for each whole `perMinor` of what was really paid, all discounts taken off. A deposit is given
 * back one day and earns nothing; what sells or loads stored value earns nothing, or one euro would earn twice.
 *
 * One rounding: the paid amounts are weighed exactly by category, tier and date, and the sum is cut down to whole `perMinor`.
 */
import { assert } from '#base/assert.ts';
import { divideFloor } from '#domain/money/money.ts';
import type { LoyaltySettings } from '#domain/settings/settings.ts';
import { tierOf } from './tier.ts';

const ONCE_BASIS_POINTS = 10_000;

/** A line of the ticket, as it is paid. */
export interface EarningLine {
  readonly kind: 'product' | 'deposit' | 'voucher';
  readonly category?: string;
  /** Discounts taken off. */
  readonly grossMinor: number;
}

export interface EarningTicket {
  readonly lines: readonly EarningLine[];
  /** The shop's date, `2026-11-22`. */
  readonly localDate: string;
  /** Points earned in the twelve months before: what the tier follows from. */
  readonly earnedInYear: number;
  /** What all lines come to, discounts taken off; loads of stored value are beside them, and no gift card pays for one. */
  readonly grossMinor: number;
  /** What gift cards pay of it; a purse is the member's own money and earns. */
  readonly giftCardMinor: number;
}

/**
 * Points of a ticket: ⌊Σ paid·category · tier · date · share / perMinor⌋ · points, where `share` is what is not paid by gift
 * card, if gift cards earn nothing. Never negative.
 */
export function earnedPoints(rules: LoyaltySettings, ticket: EarningTicket): number {
  if (!rules.enabled) return 0;
  const weighed = ticket.lines.reduce((sum, line) => sum + weightOf(rules, line), 0n);
  if (weighed <= 0n) return 0;
  const tier = tierOf(rules, ticket.earnedInYear)?.factorBasisPoints ?? ONCE_BASIS_POINTS;
  const share = shareThatEarns(rules, ticket);
  if (share.of === 0n) return 0;
  const { quotient: steps } = divideFloor(
    weighed * BigInt(tier) * BigInt(dateFactor(rules, ticket.localDate)) * share.paid,
    share.of * BigInt(rules.perMinor) * BigInt(ONCE_BASIS_POINTS) ** 3n,
  );
  const points = steps * rules.points;
  assert(Number.isSafeInteger(points), 'points stay within safe integers');
  return points;
}

/** What a line counts for: its paid amount times the factor of its category in basis points. */
export function weightOf(rules: LoyaltySettings, line: EarningLine): bigint {
  if (line.kind !== 'product') return 0n;
  const category = rules.categories.find((rule) => rule.category === line.category);
  return BigInt(line.grossMinor) * BigInt(category?.factorBasisPoints ?? ONCE_BASIS_POINTS);
}

/** Of overlapping dates the best for the member counts, not their product. */
function dateFactor(rules: LoyaltySettings, localDate: string): number {
  const factors = rules.dates
    .filter(({ from, to }) => from <= localDate && localDate <= to)
    .map(({ factorBasisPoints }) => factorBasisPoints);
  return factors.length === 0 ? ONCE_BASIS_POINTS : Math.max(...factors);
}

/** A gift card pays for each part of the ticket alike. */
function shareThatEarns(rules: LoyaltySettings, ticket: EarningTicket): { readonly paid: bigint; readonly of: bigint } {
  if (rules.giftCardsEarn || ticket.giftCardMinor === 0) return { paid: 1n, of: 1n };
  assert(
    ticket.giftCardMinor > 0 && ticket.giftCardMinor <= ticket.grossMinor,
    'a gift card pays no more than the lines come to',
  );
  return { paid: BigInt(ticket.grossMinor - ticket.giftCardMinor), of: BigInt(ticket.grossMinor) };
}
