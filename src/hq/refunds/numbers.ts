/** The numbers that sales have on their receipts, for pages that list what came of them. */
import type { HqReads } from '../store/port.ts';
import { REFUND_TICKET } from './tables.ts';
import { salesOf } from './ticket-book.ts';

/** By the id of the ticket; one whose sale has not come has none. */
export async function ticketNumbers(
  reads: HqReads,
  ticketIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const tickets = await reads.getMany(
    REFUND_TICKET,
    [...new Set(ticketIds)].map((ticketId) => [ticketId]),
  );
  return new Map(
    tickets.flatMap((ticket) =>
      salesOf(ticket)
        .slice(0, 1)
        .map(({ number }) => [ticket.ticket_id, number] as const),
    ),
  );
}
