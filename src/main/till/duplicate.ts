/**
 * A numbered and signed copy of a ticket: one C row and one print job, together.
 */
import type { JobId } from '#base/brand.ts';
import type { DuplicatePayload } from '#domain/journal/journal.ts';
import type { TicketRecord, Transaction } from '#main/store/port.ts';
import { type TillCore, newId, rowOf } from './core.ts';
import { DEMONSTRATION } from './demonstration.ts';
import { utcOffsetMinutes } from './local-time.ts';
import { receiptOf } from './receipt.ts';
import type { Station } from './station.ts';

/** Appends the next copy of `ticket` and its job. Inside a transaction. */
export function addDuplicate(
  core: TillCore,
  transaction: Transaction,
  copy: {
    readonly station: Station;
    readonly ticket: TicketRecord;
    readonly deviceId: string;
    readonly reason: DuplicatePayload['reason'];
  },
): { readonly copyNumber: number; readonly jobId: JobId } {
  const { station, ticket } = copy;
  const jobId = newId<JobId>(core);
  const copyNumber = ticket.copies + 1;
  const payload: DuplicatePayload = {
    ticket_id: ticket.ticketId,
    ticket_number: ticket.number,
    ticket_entry_id: ticket.entry.entry_id,
    ticket_hash: ticket.entry.hash,
    copy_number: copyNumber,
    reason: copy.reason,
    station_id: station.id,
    job_id: jobId,
    utc_offset_minutes: utcOffsetMinutes(core.ports.clock.wallMs(), core.shop.timeZone),
    demonstration: DEMONSTRATION,
  };
  const entry = transaction.append(
    rowOf(core, transaction, { station, family: 'C', kind: 'duplicate-printed', payload }),
  );
  transaction.addJob({
    jobId,
    kind: 'duplicate',
    state: 'queued',
    deviceId: copy.deviceId,
    document: receiptOf(core, transaction, {
      ticket: ticket.entry,
      payments: transaction.payments(ticket.ticketId),
      copy: entry,
    }),
    ticketId: ticket.ticketId,
    ticketNumber: ticket.number,
  });
  return { copyNumber, jobId };
}
