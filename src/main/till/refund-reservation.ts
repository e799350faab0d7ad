/**
 * What lets lines of a ticket come back here. Headquarters keeps them for this refund, so that they come back at one till only. A
 * ticket of another till goes without it within what the merchant lets pass while headquarters is away, once somebody approves it; the
 * till that sold a ticket is never stopped by the line, and goes on by itself.
 */
import { type ChainId, type LineId, branded } from '#base/brand.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import { type RefundPlan, grossAt } from '#domain/refund/refund.ts';
import type { ReservationQuestion } from '#main/store/authority-port.ts';
import { offlineSpending } from './authority/authority.ts';
import type { TillCore } from './core.ts';
import type { Returnable } from './returnable.ts';

type Lines = ReservationQuestion['lines'];

export type RefundAllowance =
  /** Headquarters keeps the lines. */
  | { readonly kind: 'reserved'; readonly reservationId: string }
  /** This till sold them, and headquarters cannot say that they came back elsewhere. */
  | { readonly kind: 'own' }
  /** Within the limit; it has to be approved. */
  | { readonly kind: 'floor'; readonly limitMinor: number };

/** Headquarters has to be asked for these lines first, or is being asked. */
export interface ToAsk {
  readonly kind: 'to-ask';
  readonly lines: Lines;
  /** The question that is being asked already. */
  readonly known: string | null;
}

/** What headquarters refused so long ago is asked again; until then somebody may still be typing a PIN. */
const REFUSED_MS = 60_000;

/** What lets them come back, or why they cannot now; asks nobody yet. */
export function refundAllowance(
  core: TillCore,
  ticket: Returnable,
  {
    plan,
    lines,
  }: {
    readonly plan: RefundPlan;
    readonly lines: readonly { readonly lineId: string; readonly quantityMilli: number }[];
  },
): RefundAllowance | ToAsk | Refusal {
  const { ticketId } = ticket;
  const isOwn = ticket.chainId === null;
  if (isOwn && !isAtHeadquarters(core, ticket)) return { kind: 'own' };
  const wanted = merged(lines);
  const question = presentQuestion(core, ticket, wanted);
  if (question?.state === 'granted') return { kind: 'reserved', reservationId: question.questionId };
  if (question?.state === 'refused') {
    if (isOwn && question.reason !== 'already-refunded') return { kind: 'own' };
    core.authority.forgetReservation(question);
    core.authority.drop([question]);
    core.elsewhere.forget(ticketId);
    if (isOwn) core.elsewhere.lookUpOwn(ticketId);
    const why = isOwn ? 'refund-own-already-refunded' : `refund-hq-${question.reason ?? 'not-allowed'}`;
    return refuse('refund_elsewhere', { why });
  }
  if (core.hq.status().link === 'online' && question?.state !== 'unknown')
    return { kind: 'to-ask', lines: wanted, known: question?.questionId ?? null };
  if (isOwn) return { kind: 'own' };
  const limitMinor = offlineSpending(core).refundFloorMinor;
  const amountMinor = plan.totalMinor + grossAt(plan.sold.ticket, plan.refundedBefore.milliByLine);
  return amountMinor <= limitMinor
    ? { kind: 'floor', limitMinor }
    : refuse('refund_elsewhere', { why: 'refund-away', limitMinor });
}

/** Whether headquarters has the row of the sale. While it has not, no other till can find the ticket. */
export function isAtHeadquarters(core: TillCore, { entry }: Returnable): boolean {
  const { store } = core.ports;
  if (store.hq.link() === null || core.hq.line === null) return false;
  return (store.hq.ack(branded<ChainId>(entry.chain_id))?.seq ?? 0) >= entry.seq;
}

/** The question for these very lines. Of what was kept for others, or is over, nobody wants anything any more. */
function presentQuestion(core: TillCore, { ticketId }: Returnable, wanted: Lines): ReservationQuestion | undefined {
  const nowMs = core.hq.trustedMs();
  const { authority } = core.ports.store;
  const open = new Set(authority.openReservations().map(({ reservationId }) => reservationId));
  const questions = authority
    .questionsOfTicket(ticketId)
    .filter((question): question is ReservationQuestion => question.kind === 'reservation');
  const isPresent = ({ questionId, lines, state, untilMs, askedAtMs }: ReservationQuestion): boolean => {
    if (spelled(lines) !== spelled(wanted)) return false;
    // Another station may have used it a moment ago.
    if (state === 'granted') return open.has(questionId) && (untilMs ?? 0) > nowMs;
    return state !== 'refused' || nowMs - askedAtMs < REFUSED_MS;
  };
  for (const question of questions) if (!isPresent(question)) core.authority.forgetReservation(question);
  const present = questions.filter(isPresent);
  return present.find(({ state }) => state === 'granted') ?? present.at(-1);
}

function merged(lines: readonly { readonly lineId: string; readonly quantityMilli: number }[]): Lines {
  const milli = new Map<string, number>();
  for (const { lineId, quantityMilli } of lines) milli.set(lineId, (milli.get(lineId) ?? 0) + quantityMilli);
  return [...milli]
    .map(([lineId, quantityMilli]) => ({ lineId: branded<LineId>(lineId), quantityMilli }))
    .sort((one, other) => (one.lineId < other.lineId ? -1 : 1));
}

function spelled(lines: Lines): string {
  return JSON.stringify(lines.map(({ lineId, quantityMilli }) => [lineId, quantityMilli]));
}
