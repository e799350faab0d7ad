/**
 * On paper: the X of the open session, which is no row and may be printed as often as somebody wants, or a Z once more,
 * which is a numbered duplicate with a row of its own.
 */
import { present } from '#base/assert.ts';
import type { EntryId, JobId } from '#base/brand.ts';
import { refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { drawerPayload } from '#domain/cash-session/cash-session.ts';
import { atText, type ClosingDuplicatePayload, type Entry, payloadOf } from '#domain/journal/journal.ts';
import { xDocument } from '#domain/receipt/receipt.ts';
import { type Command, commit, type Handled, missingRight, newId, refused, rowOf, type TillCore } from '../core.ts';
import { DEMONSTRATION } from '../demonstration.ts';
import { tillName } from '../till-name.ts';
import { utcOffsetMinutes } from '../local-time.ts';
import { operatorName } from '../receipt.ts';
import { bookOf } from './book.ts';
import { xFigures } from './reports.ts';
import { visibleSession } from './visible-session.ts';
import { zOf } from './z-print.ts';

type Print = Handled<Outcome<'printReport'>>;

/** Prints an X (`businessDay` null) or a Z again. */
export function printReport(core: TillCore, command: Command, input: CommandInput<'printReport'>): Print {
  return input.businessDay === null ? printX(core, command) : printZ(core, command, input.businessDay);
}

function printX(core: TillCore, command: Command): Print {
  const missing = missingRight(core, command.station, 'see-expected');
  if (missing !== null) return { outcome: missing, kept: false };
  const session = visibleSession(core);
  if (session === null)
    return refused(core.ports.store.drawerSession() === null ? 'session_needed' : 'session_counting');
  const printer = core.hardware.receiptPrinter();
  if (printer === null) return refused('no_printer');
  const { store, clock } = core.ports;
  const nameOf = (operatorId: string | undefined): string => operatorName(store, operatorId);
  const document = xDocument({
    shop: core.shop,
    tillNumber: tillName(core),
    figures: xFigures(core, session),
    drawer: drawerPayload(bookOf(core).session(session).drawer),
    openedByLabel: nameOf(session.openedBy),
    openedAt: atText(session.openedAtMs),
    operatorLabel: nameOf(command.station.operator?.id),
    at: atText(clock.wallMs()),
    utcOffsetMinutes: utcOffsetMinutes(clock.wallMs(), core.shop.timeZone),
    nameOf,
    demonstration: DEMONSTRATION,
    language: core.shop.receiptLanguage,
  });
  const outcome = commit(core, command, (transaction) => {
    const jobId = newId<JobId>(core);
    transaction.addJob({ jobId, kind: 'report', state: 'queued', deviceId: printer.deviceId, document });
    return { kind: 'done' as const, jobId };
  });
  if (outcome.kind === 'done') core.wakePrinting();
  return { outcome, kept: true };
}

function printZ(core: TillCore, command: Command, businessDay: string): Print {
  const missing = missingRight(core, command.station, 'see-closings');
  if (missing !== null) return { outcome: missing, kept: false };
  const closing = core.ports.store.closing(businessDay);
  if (closing === undefined) return { outcome: refuse('day_not_ready', { businessDay }), kept: false };
  const printer = core.hardware.receiptPrinter();
  if (printer === null) return refused('no_printer');
  const outcome = commit(core, command, (transaction) => {
    const jobId = newId<JobId>(core);
    const copyNumber = transaction.closingCopies(closing) + 1;
    const payload = copyPayload(core, { command, closing, jobId, copyNumber });
    const { station } = command;
    const copy = transaction.append({
      ...rowOf(core, transaction, { station, family: 'C', kind: 'closing-duplicate-printed', payload }),
      entryId: newId<EntryId>(core),
    });
    const document = zOf(core, transaction, { closing, copy });
    transaction.addJob({ jobId, kind: 'report', state: 'queued', deviceId: printer.deviceId, document });
    return { kind: 'done' as const, jobId };
  });
  if (outcome.kind === 'done') core.wakePrinting();
  return { outcome, kept: true };
}

function copyPayload(
  core: TillCore,
  copy: {
    readonly command: Command;
    readonly closing: Entry;
    readonly jobId: JobId;
    readonly copyNumber: number;
  },
): ClosingDuplicatePayload {
  const { closing } = copy;
  const row = payloadOf(closing, 'day-closed');
  return {
    business_day: row.business_day,
    z_number: row.z_number,
    closing_entry_id: closing.entry_id,
    closing_hash: present(closing.hash, 'a hash'),
    copy_number: copy.copyNumber,
    reason: 'asked-for',
    station_id: copy.command.station.id,
    job_id: copy.jobId,
    utc_offset_minutes: utcOffsetMinutes(core.ports.clock.wallMs(), core.shop.timeZone),
    demonstration: DEMONSTRATION,
  };
}
