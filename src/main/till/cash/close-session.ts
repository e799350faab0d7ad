/**
 * Closing a session on the count that was looked at: reason and approval by the size of the difference, and the cash split
 * into what stays for the next session and what goes to the bank. Once; afterwards nothing changes it any more.
 */
import { present } from '#base/assert.ts';
import { branded, type SessionId } from '#base/brand.ts';
import { cleanText } from '#base/text.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { type CashSplit, closingNeeds, drawerPayload, splitCash } from '#domain/cash-session/cash-session.ts';
import { atText, type CashCountedPayload, payloadOf, type SessionClosedPayload } from '#domain/journal/journal.ts';
import { sessionReport } from '#domain/receipt/receipt.ts';
import type { SessionRecord } from '#main/store/port.ts';
import { approvalNeeded } from '../approval.ts';
import { type Command, commit, type Handled, type TillCore } from '../core.ts';
import { DEMONSTRATION } from '../demonstration.ts';
import { utcOffsetMinutes } from '../local-time.ts';
import { operatorName } from '../receipt.ts';
import { bookOf } from './book.ts';
import { addPrint, approvalInSession, rowInSession } from './in-session.ts';
import { sessionChanged } from './suspend-session.ts';
import { refusalOfState } from './wants.ts';

type Input = CommandInput<'closeSession'>;

interface Closing {
  readonly session: SessionRecord;
  readonly count: CashCountedPayload;
  readonly reason: string;
  readonly needsApproval: boolean;
  readonly split: CashSplit;
  /** Who confirmed the count that stands. */
  readonly countedBy: string | undefined;
}

/** Closes a counted session. */
export function closeSession(core: TillCore, command: Command, input: Input): Handled<Outcome<'closeSession'>> {
  const closing = check(core, command, input);
  if ('kind' in closing) return { outcome: closing, kept: false };
  const { session, count, reason, split } = closing;
  const { station } = command;
  // Read before anything is written: the book knows durable rows only.
  const drawer = drawerPayload(bookOf(core).session(session).drawer);
  const outcome = commit(core, command, (transaction) => {
    const about = { session_id: session.sessionId, difference_minor: largestDifference(count) };
    const approval = closing.needsApproval ? ({ session, action: 'closing-difference', reason, about } as const) : null;
    const approvalId = approvalInSession(core, transaction, command, approval);
    const payload: SessionClosedPayload = {
      session_id: session.sessionId,
      business_day: session.businessDay,
      counted: true,
      station_id: station.id,
      opened_by: session.openedBy,
      currency: count.currency,
      count_number: count.count_number,
      methods: count.methods,
      drawer,
      ...(reason === '' ? {} : { reason }),
      ...(approvalId === undefined ? {} : { approval_id: approvalId }),
      next_float_minor: split.nextFloatMinor,
      next_float: split.nextFloat,
      deposit_minor: split.depositMinor,
    };
    const entry = transaction.append(
      rowInSession(core, transaction, { session, station, family: 'G', kind: 'session-closed', payload }),
    );
    const document = (): ReturnType<typeof sessionReport> =>
      sessionReport({
        shop: core.shop,
        closing: entry,
        openedAt: atText(session.openedAtMs),
        openedByLabel: operatorName(transaction, session.openedBy),
        countedByLabel: operatorName(transaction, closing.countedBy),
        closedByLabel: operatorName(transaction, entry.operator),
        ...(approvalId === undefined || command.approver === null ? {} : { approverLabel: command.approver.name }),
        counted: count.cash,
        utcOffsetMinutes: utcOffsetMinutes(core.ports.clock.wallMs(), core.shop.timeZone),
        demonstration: DEMONSTRATION,
        language: core.shop.receiptLanguage,
      });
    const jobId = input.print ? addPrint(core, transaction, { kind: 'report', document }) : null;
    return { kind: 'done' as const, depositMinor: split.depositMinor, jobId };
  });
  if (outcome.kind === 'done') {
    sessionChanged(core);
    core.wakePrinting();
  }
  return { outcome, kept: true };
}

function check(core: TillCore, command: Command, input: Input): Closing | Refusal {
  const session = core.ports.store.session(branded<SessionId>(input.sessionId)) ?? null;
  const refusal = refusalOfState(session, 'close');
  if (refusal !== null) return refusal;
  const { count: row } = present(session, 'a session that can be closed');
  if (row === null) return refuse('session_state', { state: 'uncounted' });
  const count = payloadOf(row, 'cash-counted');
  if (count.count_number !== input.countNumber) return refuse('count_stale', { countNumber: count.count_number });
  const split = splitCash({
    counted: count.cash,
    countedMinor: count.methods.find(({ method }) => method === 'cash')?.counted_minor ?? 0,
    nextFloatMinor: input.nextFloatMinor,
    nextFloat: input.nextFloat,
    currency: core.currency,
  });
  if (split.kind === 'refused') return refuse(split.reason, split.params);
  const { cash } = core.settings();
  const needs = closingNeeds(count.methods, cash);
  const reason = cleanText(input.reason);
  const differenceMinor = largestDifference(count);
  if (needs !== 'nothing' && reason === '') return refuse('reason_missing', { differenceMinor });
  if (needs === 'approval' && command.approver === null)
    return approvalNeeded('closing-difference', { differenceMinor, limitMinor: cash.closingApprovalMinorMax });
  return {
    session: present(session, 'a session'),
    count,
    reason,
    needsApproval: needs === 'approval',
    split,
    countedBy: row.operator,
  };
}

/** The one that decides, with its sign. */
function largestDifference({ methods }: CashCountedPayload): number {
  return methods
    .map((method) => method.difference_minor)
    .reduce((most, minor) => (Math.abs(minor) > Math.abs(most) ? minor : most), 0);
}
