/**
 * The Z: closes one business day of this till, after all its sessions, the oldest day first, once. What it says is the sum
 * of what its tickets say; nothing is written into the day afterwards.
 */
import { refuse } from '#contract/screen/refusal.ts';
import type { Refusal } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { type ClosingState, dayClosedPayload } from '#domain/closing/closing.ts';
import { type DayClosedPayload, payloadOf, type PerpetualTotals } from '#domain/journal/journal.ts';
import type { StoreReads, Transaction } from '#main/store/port.ts';
import { asFault, type Command, commit, type Handled, rowOf, type TillCore } from '../core.ts';
import { DEMONSTRATION } from '../demonstration.ts';
import { utcOffsetMinutes } from '../local-time.ts';
import { bookOf } from './book.ts';
import { isAnythingHidden } from './hidden.ts';
import { addPrint } from './in-session.ts';
import { outstandingNow } from './outstanding.ts';
import { sessionChanged } from './suspend-session.ts';
import { refusalOfState } from './wants.ts';
import { zOf } from './z-print.ts';

type Input = CommandInput<'closeDay'>;

/** Closes a business day. */
export function closeDay(core: TillCore, command: Command, input: Input): Handled<Outcome<'closeDay'>> {
  const { businessDay } = input;
  const { store } = core.ports;
  const refusal = whyNot(store, businessDay);
  if (refusal !== null) return { outcome: refusal, kept: false };
  const isLatest = store.openDay() === businessDay;
  // Read before anything is written: the book knows durable rows only.
  const figures = bookOf(core).day(businessDay);
  const outcome = commit(core, command, (transaction) => {
    const { station } = command;
    const payload = closingOf(core, transaction, { command, businessDay, figures });
    // Commands of this day are over: the same id would no longer mean the same thing.
    if (isLatest) transaction.forgetOutcomes();
    const { sessionId: _none, ...row } = rowOf(core, transaction, {
      station,
      family: 'G',
      kind: 'day-closed',
      payload,
    });
    const entry = transaction.append({ ...row, businessDay });
    const jobId = input.print
      ? addPrint(core, transaction, { kind: 'report', document: () => zOf(core, transaction, { closing: entry }) })
      : null;
    return { kind: 'done' as const, zNumber: payload.z_number, jobId };
  });
  if (outcome.kind !== 'done') return { outcome, kept: true };
  bookOf(core).forget(businessDay);
  if (isLatest) forgetDrafts(core);
  sessionChanged(core);
  core.wakePrinting();
  return { outcome, kept: true };
}

function whyNot(store: StoreReads, businessDay: string): Refusal | null {
  const closing = store.closing(businessDay);
  if (closing !== undefined) {
    const { z_number: zNumber } = payloadOf(closing, 'day-closed');
    return refuse('day_closed', { businessDay, zNumber });
  }
  const [oldest] = store.unclosedDays();
  const sessions = store.sessionsOfDay(businessDay);
  if (oldest === undefined || sessions.length === 0) return refuse('day_not_ready', { businessDay, sessions: 0 });
  if (oldest < businessDay) return refuse('older_day_first', { businessDay: oldest });
  const unready = sessions.filter((session) => refusalOfState(session, 'close-day') !== null);
  if (unready.length > 0) return refuse('day_not_ready', { businessDay, sessions: unready.length });
  // A Z says what holders of accounts are owed now: beside that of another moment it tells what a session being counted sold.
  return isAnythingHidden(store) ? refuse('session_counting') : null;
}

function closingOf(
  core: TillCore,
  transaction: Transaction,
  day: { readonly command: Command; readonly businessDay: string; readonly figures: ClosingState },
): DayClosedPayload {
  const { store, clock } = core.ports;
  const { command, businessDay, figures } = day;
  const before = lastZ(transaction);
  return dayClosedPayload(figures, {
    businessDay,
    zNumber: (before?.z_number ?? 0) + 1,
    currency: core.currency.code,
    stationId: command.station.id,
    utcOffsetMinutes: utcOffsetMinutes(clock.wallMs(), core.shop.timeZone),
    outstanding: outstandingNow(core, transaction),
    chainId: store.identity.chainId,
    headSeq: transaction.head().seq,
    perpetualBefore: perpetualOf(before),
    demonstration: DEMONSTRATION,
  });
}

function lastZ(reads: Pick<StoreReads, 'closings'>): DayClosedPayload | undefined {
  const [last] = reads.closings(1);
  return last === undefined ? undefined : payloadOf(last, 'day-closed');
}

/** Every day of a till is closed in its order, so that before the first Z there is nothing. */
function perpetualOf(before: DayClosedPayload | undefined): PerpetualTotals {
  return {
    netMinor: before?.perpetual_net_minor ?? 0,
    absoluteMinor: before?.perpetual_absolute_minor ?? 0,
    ticketCount: before?.perpetual_ticket_count ?? 0,
  };
}

/** Outcomes beside the drafts are kept for the business day of their commands. */
function forgetDrafts(core: TillCore): void {
  try {
    core.ports.drafts.forgetOutcomes();
  } catch (error) {
    core.notices.raise({ level: 'warning', code: asFault(error).code });
  }
}
