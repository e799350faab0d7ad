/** One ticket in hand, locked: what was sold of it, what came back, what is reserved. */
import { present } from '#base/assert.ts';
import type { HqReads, HqTransaction, RowOf } from '../store/port.ts';
import { REFUND_LINE, REFUND_RESERVATION, REFUND_TICKET } from './tables.ts';

export type TicketRow = RowOf<typeof REFUND_TICKET>;
export type LineRow = RowOf<typeof REFUND_LINE>;
export type ReservationRow = RowOf<typeof REFUND_RESERVATION>;

/** A refund with an approval and a queue behind it; what is not used comes back by a row anyway. */
export const RESERVED_MS = 900_000;

/** No ticket has so many lines that each came back in so many parts. */
const MANY = 10_000;

export interface TicketBook {
  readonly ticket: TicketRow;
  readonly lines: readonly LineRow[];
  readonly reservations: readonly ReservationRow[];
}

/** The ticket locked; put there where nothing was known of it. */
export async function lockTicket(transaction: HqTransaction, ticketId: string): Promise<TicketBook> {
  let ticket = await transaction.lock(REFUND_TICKET, [ticketId]);
  if (ticket === undefined) {
    await transaction.insert(REFUND_TICKET, [unknownTicket(ticketId)]);
    ticket = present(await transaction.lock(REFUND_TICKET, [ticketId]), 'the ticket that was put there');
  }
  return readBook(transaction, ticket);
}

/** Everything that lies under a ticket. */
export async function readBook(reads: HqReads, ticket: TicketRow): Promise<TicketBook> {
  const prefix = [ticket.ticket_id];
  const lines = await reads.scan(REFUND_LINE, { prefix, limit: MANY });
  const reservations = await reads.scan(REFUND_RESERVATION, { prefix, limit: MANY });
  return { ticket, lines, reservations };
}

/** A row that sold a ticket, and thousandths by line of it. */
export interface SaleOfTicket {
  readonly chainId: string;
  readonly seq: number;
  readonly number: string;
  readonly lines: Readonly<Record<string, number>>;
}

/** The rows that sold it, in the order they came in; none where the sale has not come yet. */
export function salesOf({ sales }: TicketRow): readonly SaleOfTicket[] {
  return sales === null ? [] : (JSON.parse(sales) as readonly SaleOfTicket[]);
}

/** Thousandths sold by line; null where the sale has not come yet. */
export function soldOf(ticket: TicketRow): ReadonlyMap<string, number> | null {
  const sales = salesOf(ticket);
  if (sales.length === 0) return null;
  const sold = new Map<string, number>();
  for (const { lines } of sales)
    for (const [lineId, quantity] of Object.entries(lines)) sold.set(lineId, (sold.get(lineId) ?? 0) + quantity);
  return sold;
}

/** Thousandths by line that came back, or that somebody may bring back; of the latter not what is kept for a till, where one is named. */
export function takenOf(book: TicketBook, exceptTillId?: string): ReadonlyMap<string, number> {
  const taken = new Map(refundedOf(book));
  for (const { state, lines, till_id: tillId } of book.reservations) {
    if (state !== 'open' || tillId === exceptTillId) continue;
    const reserved = Object.entries(JSON.parse(lines) as Record<string, number>);
    for (const [lineId, quantity] of reserved) taken.set(lineId, (taken.get(lineId) ?? 0) + quantity);
  }
  return taken;
}

/** Thousandths by line that came back. */
export function refundedOf(book: Pick<TicketBook, 'lines'>): ReadonlyMap<string, number> {
  const back = new Map<string, number>();
  for (const { line_id, quantity_milli } of book.lines) back.set(line_id, (back.get(line_id) ?? 0) + quantity_milli);
  return back;
}

/** A ticket that nothing is known of yet. */
function unknownTicket(ticketId: string): TicketRow {
  return {
    ticket_id: ticketId,
    store_id: null,
    till_id: null,
    sales: null,
  };
}
