/**
 * Whether this till may spend so much of an account, and under what: as its own authority, under a hold that was asked for this
 * ticket, inside a lease that was granted before, or inside a floor limit that the merchant set. Amounts are points or minor
 * units of the account, times milliseconds of the trusted clock.
 *
 * A lease goes first, the one that ends soonest before the others: it is there without asking. Then the holds of this ticket,
 * then the floor, and that only while headquarters does not answer: while it does, it is asked.
 */
import type { AccountAuthority } from './authority-of.ts';

/** A hold or a lease of the present chain, as its rows say. */
export interface HeldGrant {
  readonly kind: 'hold' | 'lease';
  readonly grantId: string;
  /** What nobody spent of it; positive. */
  readonly left: number;
  readonly expiresAtMs: number;
  /** The ticket that a hold was asked for; of a lease null. */
  readonly ticketId: string | null;
}

export interface SpendingSituation {
  readonly authority: AccountAuthority;
  readonly ticketId: string;
  /** Positive. */
  readonly wanted: number;
  readonly grants: readonly HeldGrant[];
  /** Whether headquarters answers, as far as the till knows. */
  readonly isReachable: boolean;
  readonly nowMs: number;
  /** How much may be spent of one account without any word of headquarters, and how much was already that it does not know of. */
  readonly floor: { readonly limit: number; readonly used: number };
}

/** What allows a part of what is spent. */
export type AllowedPart =
  | { readonly kind: 'hold' | 'lease'; readonly grantId: string; readonly amount: number }
  | { readonly kind: 'floor'; readonly amount: number };

/**
 * `away-no-allowance`: headquarters does not answer, and nothing was granted here. `allowance-short`: what was granted, or the
 * floor, is less than that. `allowance-expired`: what was granted is over.
 */
export type SpendingRefusal = 'away-no-allowance' | 'allowance-short' | 'allowance-expired';

export type SpendingDecision =
  | { readonly kind: 'own' }
  /** `parts` add up to what is wanted. */
  | { readonly kind: 'allowed'; readonly parts: readonly AllowedPart[] }
  /** Headquarters has to be asked to hold so much more. */
  | { readonly kind: 'ask'; readonly missing: number }
  | { readonly kind: 'refused'; readonly reason: SpendingRefusal; readonly available: number };

/** Decides; pure. */
export function decideSpending(situation: SpendingSituation): SpendingDecision {
  const { authority, wanted, grants, isReachable, nowMs } = situation;
  if (authority === 'own') return { kind: 'own' };
  const usable = grants.filter((grant) => isUsable(grant, situation));
  const granted = taken(usable, wanted);
  const missing = wanted - sumOf(granted);
  if (missing === 0) return { kind: 'allowed', parts: granted };
  if (isReachable) return { kind: 'ask', missing };
  const floorLeft = Math.max(0, situation.floor.limit - situation.floor.used);
  if (missing <= floorLeft) return { kind: 'allowed', parts: [...granted, { kind: 'floor', amount: missing }] };
  const available = sumOf(granted) + floorLeft;
  if (available > 0) return { kind: 'refused', reason: 'allowance-short', available };
  const isOver = grants.some((grant) => grant.left > 0 && grant.expiresAtMs <= nowMs);
  return { kind: 'refused', reason: isOver ? 'allowance-expired' : 'away-no-allowance', available: 0 };
}

function isUsable({ kind, left, expiresAtMs, ticketId }: HeldGrant, situation: SpendingSituation): boolean {
  return left > 0 && expiresAtMs > situation.nowMs && (kind === 'lease' || ticketId === situation.ticketId);
}

function taken(grants: readonly HeldGrant[], wanted: number): readonly AllowedPart[] {
  const parts: AllowedPart[] = [];
  let missing = wanted;
  for (const { kind, grantId, left } of grants.toSorted(inOrder)) {
    if (missing === 0) break;
    const amount = Math.min(left, missing);
    parts.push({ kind, grantId, amount });
    missing -= amount;
  }
  return parts;
}

function inOrder(one: HeldGrant, other: HeldGrant): number {
  if (one.kind !== other.kind) return one.kind === 'lease' ? -1 : 1;
  if (one.expiresAtMs !== other.expiresAtMs) return one.expiresAtMs - other.expiresAtMs;
  return one.grantId < other.grantId ? -1 : 1;
}

function sumOf(parts: readonly AllowedPart[]): number {
  return parts.reduce((sum, { amount }) => sum + amount, 0);
}
