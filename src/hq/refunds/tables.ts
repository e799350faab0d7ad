/** Tickets as they can come back, at whichever till. */
import { int, nullableText, table, text } from '../store/port.ts';

export const REFUND_TICKET = table({
  name: 'refund_ticket',
  about: 'A sale, where its rows lie and what of it can come back. Locked by whoever reserves or refunds lines of it.',
  key: ['ticket_id'],
  columns: {
    ticket_id: text,
    /** Null until the sale itself has come: its refund may have come before. */
    store_id: nullableText,
    till_id: nullableText,
    /**
     * JSON: each row that sold it, with thousandths by line, of goods only. More than one where the till's disk was put back
     * while the ticket was open, and it was paid again.
     */
    sales: nullableText,
  },
});

export const REFUND_NUMBER = table({
  name: 'refund_number',
  about: 'Sales by the number on their receipt, which two tills that never met may both have given.',
  key: ['ticket_number', 'at_ms', 'ticket_id'],
  columns: { ticket_number: text, at_ms: int, ticket_id: text },
});

export const REFUND_LINE = table({
  name: 'refund_line',
  about: 'What came back of a line, once: by the refund and the place in it.',
  key: ['ticket_id', 'line_id', 'chain_id', 'entry_seq', 'n'],
  columns: {
    ticket_id: text,
    line_id: text,
    chain_id: text,
    entry_seq: int,
    n: int,
    /** Positive. */
    quantity_milli: int,
    /** With the deposit that followed the goods. */
    gross_minor: int,
    currency: text,
    at_ms: int,
    store_id: text,
    till_id: text,
  },
});

export const REFUND_RESERVATION = table({
  name: 'refund_reservation',
  about:
    'Lines of a ticket that one chain may refund. Its end frees nothing: a row of that chain does, or a write-off.',
  key: ['ticket_id', 'reservation_id'],
  columns: {
    ticket_id: text,
    reservation_id: text,
    chain_id: text,
    till_id: text,
    store_id: text,
    /** JSON: thousandths by line. */
    lines: text,
    reserved_at_ms: int,
    expires_at_ms: int,
    /** `open`, `used`, `released`, `written-off`. */
    state: text,
    closed_by: nullableText,
    reason: nullableText,
  },
});

export const OPEN_RESERVATION = table({
  name: 'open_reservation',
  about: 'Reservations that nobody used or gave back yet, by the chain that has them.',
  key: ['chain_id', 'ticket_id', 'reservation_id'],
  columns: { chain_id: text, ticket_id: text, reservation_id: text },
});

export const REFUND_TABLES = [REFUND_TICKET, REFUND_NUMBER, REFUND_LINE, REFUND_RESERVATION, OPEN_RESERVATION] as const;
