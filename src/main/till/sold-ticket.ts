/** A sale and what came back of it, read from the store for whoever brings something back. */
import { payloadOf } from '#domain/journal/journal.ts';
import { type RefundedBefore, type SoldTicket, pointsRefunded } from '#domain/refund/refund.ts';
import type { StoreReads, TicketRecord } from '#main/store/port.ts';

/** The sale as its rows say; null for a refund, of which nothing can be brought back. */
export function soldTicket(reads: StoreReads, record: TicketRecord): SoldTicket | null {
  const ticket = payloadOf(record.entry, 'ticket-validated');
  if (ticket.transaction === 'refund') return null;
  const rows = reads.payments(record.ticketId);
  return {
    ticket,
    payments: rows.filter(({ kind }) => kind === 'payment-received').map((row) => payloadOf(row, 'payment-received')),
    roundingMinor: rows
      .filter(({ kind }) => kind === 'cash-rounded')
      .reduce((sum, row) => sum + payloadOf(row, 'cash-rounded').amount_minor, 0),
  };
}

/** What came back of it so far. */
export function refundedBefore(reads: StoreReads, { ticketId }: Pick<TicketRecord, 'ticketId'>): RefundedBefore {
  return {
    milliByLine: reads.refundedMilli(ticketId),
    payments: reads.refundedPayments(ticketId),
    points: pointsRefunded(reads.refundsOf(ticketId).map((row) => payloadOf(row, 'ticket-validated'))),
  };
}
