/** Rows of a session by its own day and id: a session that waits for its count is not the one that is open now. */
import { branded, type JobId } from '#base/brand.ts';
import type { ApprovedAction, Family, NewEntry, PayloadByKind } from '#domain/journal/journal.ts';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import type { SessionRecord, Transaction } from '#main/store/port.ts';
import { appendApproval } from '../approval.ts';
import { type Command, newId, rowOf, type TillCore } from '../core.ts';
import type { Station } from '../station.ts';

export type SessionPeriod = Pick<SessionRecord, 'sessionId' | 'businessDay'>;

/** A row of `session`. */
export function rowInSession<Kind extends keyof PayloadByKind>(
  core: TillCore,
  transaction: Transaction,
  row: {
    readonly session: SessionPeriod;
    readonly station: Station;
    readonly family: Family;
    readonly kind: Kind;
    readonly payload: PayloadByKind[Kind];
  },
): NewEntry {
  const { session, ...rest } = row;
  return { ...rowOf(core, transaction, rest), businessDay: session.businessDay, sessionId: session.sessionId };
}

/** What somebody else let pass in a session. */
export interface SessionApproval {
  readonly session: SessionPeriod;
  readonly action: ApprovedAction;
  readonly reason: string;
  readonly about: Readonly<Record<string, string | number>>;
}

/** The id of the approval of this command as a row of `session`; undefined where none is needed. */
export function approvalInSession(
  core: TillCore,
  transaction: Transaction,
  command: Command,
  approval: SessionApproval | null,
): string | undefined {
  if (approval === null) return undefined;
  const { session, ...rest } = approval;
  const period = { businessDay: session.businessDay, sessionId: session.sessionId };
  return appendApproval(core, transaction, command, { ...rest, period });
}

/** Puts a document into the print queue; null where it is not wanted or there is no printer. */
export function addPrint(
  core: TillCore,
  transaction: Transaction,
  print: { readonly kind: 'slip' | 'report'; readonly document: () => ReceiptDocument },
): JobId | null {
  const printer = core.hardware.receiptPrinter();
  if (printer === null) return null;
  const jobId = newId<JobId>(core);
  transaction.addJob({
    jobId,
    kind: print.kind,
    state: 'queued',
    deviceId: printer.deviceId,
    document: print.document(),
  });
  return branded<JobId>(jobId);
}

/** The steps of a session have one payload. */
export function stepPayload(
  session: SessionPeriod,
  station: Station,
): { readonly session_id: string; readonly business_day: string; readonly station_id: string } {
  return { session_id: session.sessionId, business_day: session.businessDay, station_id: station.id };
}
