/**
 * Spending of one account by one ticket: whether it is allowed now, and under what. Where headquarters has to be asked, the
 * question is stored and its answer is a turn of its own; nobody waits here.
 */
import { assert } from '#base/assert.ts';
import type { AccountId, TicketId } from '#base/brand.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import {
  type AllowedPart,
  type SpendingDecision,
  type SpendingRefusal,
  decideSpending,
} from '#domain/authority/authority.ts';
import type { HoldQuestion } from '#main/store/authority-port.ts';
import type { StoreReads } from '#main/store/port.ts';
import type { TillCore } from '../core.ts';
import { holderParams } from './holders.ts';
import { floorLimit, offlineSpending } from './limits.ts';

/** What one ticket spends of one account. */
export interface Spending {
  readonly ticketId: TicketId;
  readonly accountId: AccountId;
  /** `points`, or a currency. */
  readonly unit: string;
  /** All of it together; positive. */
  readonly amount: number;
}

/**
 * Why a spending cannot be prepared, or null: allowed already, or asked for. For the moment when it is put on the ticket, so that
 * the answer is there when it is paid.
 */
export function prepareSpending(core: TillCore, spending: Spending): Refusal | null {
  const decision = decided(core, core.ports.store, spending);
  if (decision.kind === 'refused') return refusal(spending, decision);
  if (decision.kind === 'ask' && lastQuestion(core, spending)?.state !== 'asked')
    core.authority.ask(spending, decision.missing);
  return null;
}

/** Why the ticket cannot spend it now, or null. Asks where that was not done: whoever pays again finds the answer. */
export function refusedSpending(core: TillCore, spending: Spending): Refusal | null {
  const decision = decided(core, core.ports.store, spending);
  if (decision.kind === 'refused') return refusal(spending, decision);
  if (decision.kind !== 'ask') return null;
  const last = lastQuestion(core, spending);
  const isFresh = last !== undefined && core.hq.trustedMs() - last.askedAtMs < REFUSED_MS;
  if (last?.state === 'refused' && last.amount <= decision.missing) {
    if (isFresh) return saidNo(core, spending, last);
    core.authority.drop([last]);
  }
  if (last?.state !== 'asked') core.authority.ask(spending, decision.missing);
  if (last?.state !== 'asked' || last.holders.length === 0) return refuse('spending_asked');
  const { unit } = spending;
  return refuse('spending_asked', { why: whyOf('spend-asked-back', unit), ...holderParams(core, last, unit) });
}

/** What allows a spending that was not refused in this turn; empty where this till needs no word of anybody. */
export function allowedParts(core: TillCore, reads: StoreReads, spending: Spending): readonly AllowedPart[] {
  const decision = decided(core, reads, spending);
  if (decision.kind === 'own') return [];
  assert(decision.kind === 'allowed', `what is paid was allowed in the same turn: ${decision.kind}`);
  return decision.parts;
}

/** Whoever changes what is to be spent wants to hear of it anew. */
export function forgetRefusals(core: TillCore, ticketId: TicketId): void {
  const refused = core.ports.store.authority.questionsOfTicket(ticketId).filter(({ state }) => state === 'refused');
  if (refused.length > 0) core.authority.drop(refused);
}

/** The decision as things stand. */
export function decided(core: TillCore, reads: StoreReads, spending: Spending): SpendingDecision {
  const { ticketId, accountId, unit, amount } = spending;
  const authority = reads.authority.authorityOf(accountId);
  if (authority === 'own') return { kind: 'own' };
  const isUnanswered = questionsOf(reads, spending).some(({ state }) => state === 'unknown');
  return decideSpending({
    authority,
    ticketId,
    wanted: amount,
    grants: reads.authority.grants(accountId),
    isReachable: core.hq.status().link === 'online' && !isUnanswered,
    nowMs: core.hq.trustedMs(),
    floor: { limit: floorLimit(offlineSpending(core), unit), used: reads.authority.floorUsed(accountId) },
  });
}

/** The holds that were asked for a ticket and an account, in order. */
export function questionsOf(
  reads: StoreReads,
  { ticketId, accountId }: Pick<Spending, 'ticketId' | 'accountId'>,
): readonly HoldQuestion[] {
  return reads.authority
    .questionsOfTicket(ticketId)
    .filter((question): question is HoldQuestion => question.kind === 'hold' && question.accountId === accountId);
}

function lastQuestion(core: TillCore, spending: Spending): HoldQuestion | undefined {
  return questionsOf(core.ports.store, spending)
    .filter(({ state }) => state === 'asked' || state === 'refused')
    .at(-1);
}

/** What headquarters refused so long ago it is asked for again, where somebody still wants it: the till that had it may be back. */
const REFUSED_MS = 15_000;

const WHY: Readonly<Record<SpendingRefusal, string>> = {
  'away-no-allowance': 'spend-away',
  'allowance-short': 'spend-short',
  'allowance-expired': 'spend-expired',
};

function refusal({ unit }: Spending, refused: Extract<SpendingDecision, { readonly kind: 'refused' }>): Refusal {
  return refuse('spending_refused', { why: whyOf(WHY[refused.reason], unit), ...available(unit, refused.available) });
}

function saidNo(core: TillCore, { unit }: Spending, question: HoldQuestion): Refusal {
  const { reason, available: left, holders } = question;
  const isInUse = reason === 'held-elsewhere' && holders.every(({ kind }) => kind === 'hold');
  return refuse('spending_refused', {
    why: whyOf(isInUse ? 'spend-hq-in-use' : `spend-hq-${reason ?? 'not-allowed'}`, unit),
    ...available(unit, left ?? 0),
    ...holderParams(core, question, unit),
  });
}

/** Words that name an amount are others for points than for money. */
function whyOf(why: string, unit: string): string {
  return unit === 'points' && WITH_AMOUNT.has(why) ? `${why}-points` : why;
}

const WITH_AMOUNT: ReadonlySet<string> = new Set([
  'spend-short',
  'spend-asked-back',
  'spend-hq-insufficient',
  'spend-hq-held-elsewhere',
  'spend-hq-in-use',
]);

function available(unit: string, amount: number): Readonly<Record<string, number>> {
  return unit === 'points' ? { count: Math.max(0, amount) } : { availableMinor: Math.max(0, amount) };
}
