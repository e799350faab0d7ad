/**
 * Counting begins, is given up, or is left for later. From the moment it begins nothing shows what is expected, so that
 * the figure that is found is the one that was counted.
 */
import type { JobId } from '#base/brand.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import type { SessionEvent } from '#domain/cash-session/cash-session.ts';
import { isXDocument } from '#domain/receipt/receipt.ts';
import type { NewJob, Transaction } from '#main/store/port.ts';
import { approvalNeeded } from '../approval.ts';
import { type Command, commit, type Handled, missingRight, newId, sendNow, type TillCore } from '../core.ts';
import { approvalInSession, rowInSession, type SessionApproval, stepPayload } from './in-session.ts';
import { holdAll, openTicketCount } from './open-tickets.ts';
import { sessionChanged, takingUp } from './suspend-session.ts';
import { drawerSessionFor, isRefusal } from './wants.ts';

type Kind = 'count-begun' | 'count-abandoned' | 'session-blind-closed';

/** Begins the count of the session of the drawer, which opens. */
export function beginCount(
  core: TillCore,
  command: Command,
  input: CommandInput<'beginCount'>,
): Handled<Outcome<'beginCount'>> {
  const printer = core.hardware.receiptPrinter();
  const pulse: NewJob | null =
    printer?.drawer === true
      ? { jobId: newId<JobId>(core), kind: 'pulse', state: 'sending', deviceId: printer.deviceId }
      : null;
  const refusal = ticketsInTheWay(core, input);
  const handled = step(core, command, { event: 'begin-count', kind: 'count-begun', refusal, pulse });
  if (handled.outcome.kind === 'done') holdAll(core, command);
  return handled;
}

/**
 * Goes on selling: the count begins anew later, and a confirmed one no longer stands. Whoever has seen what was expected
 * would count the next time with that figure in mind, so that this then takes the right to see it; and selling from the
 * session of somebody else takes the right to take it up, or an approval, by this way too.
 */
export function abandonCount(
  core: TillCore,
  command: Command,
  _input: CommandInput<'abandonCount'>,
): Handled<Outcome<'abandonCount'>> {
  const { station } = command;
  const session = core.ports.store.drawerSession();
  const isConfirmed = (session?.count ?? null) !== null;
  const approval = session === null ? null : takingUp(core, command, session);
  const refusal =
    (isConfirmed ? missingRight(core, station, 'see-expected') : null) ??
    (session !== null && approval !== null && command.approver === null
      ? approvalNeeded(approval.action, { openedBy: session.openedBy })
      : null);
  return step(core, command, { event: 'abandon-count', kind: 'count-abandoned', refusal, approval, pulse: null });
}

/** Ends the session uncounted and frees the drawer for the next one; the count comes later. */
export function blindClose(
  core: TillCore,
  command: Command,
  input: CommandInput<'blindClose'>,
): Handled<Outcome<'blindClose'>> {
  const refusal = ticketsInTheWay(core, input);
  const handled = step(core, command, { event: 'blind-close', kind: 'session-blind-closed', refusal, pulse: null });
  if (handled.outcome.kind === 'done') holdAll(core, command);
  return handled;
}

/** What the last scan or card of a station led to may name an amount. */
function forgetWords(core: TillCore): void {
  for (const station of core.stations.values()) station.notice = null;
}

/**
 * An X that still waits for paper, or that nobody knows the fate of, says what is expected in the drawer that is now to be
 * counted: it is given up for good, and a late word of the printer brings it back no more.
 */
function discardX(transaction: Transaction): void {
  for (const { jobId, kind, document } of transaction.openJobs()) {
    if (kind === 'report' && document !== undefined && isXDocument(document)) {
      transaction.setJobState(jobId, 'discarded');
    }
  }
}

function ticketsInTheWay(core: TillCore, input: { readonly holdTickets: boolean }): Refusal | null {
  const tickets = openTicketCount(core);
  return tickets > 0 && !input.holdTickets ? refuse('tickets_open', { tickets }) : null;
}

function step(
  core: TillCore,
  command: Command,
  change: {
    readonly event: SessionEvent;
    readonly kind: Kind;
    /** What else stands in the way, once the state allows it. */
    readonly refusal: Refusal | null;
    readonly approval?: SessionApproval | null;
    readonly pulse: NewJob | null;
  },
): Handled<{ readonly kind: 'done' }> {
  const session = drawerSessionFor(core, change.event);
  if (isRefusal(session)) return { outcome: session, kept: false };
  if (change.refusal !== null) return { outcome: change.refusal, kept: false };
  const { station } = command;
  const { kind, approval = null, pulse } = change;
  const outcome = commit(core, command, (transaction) => {
    approvalInSession(core, transaction, command, approval);
    const payload = stepPayload(session, station);
    transaction.append(rowInSession(core, transaction, { session, station, family: 'L', kind, payload }));
    if (kind !== 'count-abandoned') discardX(transaction);
    if (pulse !== null) transaction.addJob(pulse);
    return { kind: 'done' as const };
  });
  if (outcome.kind !== 'done') return { outcome, kept: true };
  forgetWords(core);
  sessionChanged(core);
  return {
    outcome,
    kept: true,
    effects: () => (pulse === null ? undefined : sendNow(core, { ...pulse, position: 0 })),
  };
}
