/**
 * Sales as they can come back, and what came back of them. A reservation is used up by the refund that names it; a line that came back
 * more often than it was sold is listed, whoever was first.
 */
import { divideRoundHalfAway } from '#domain/money/money.ts';
import { exposureOf, type ExposureRow } from '../accounts/ledger.ts';
import { sourceOf } from '../accounts/project.ts';
import { EXPOSURE } from '../accounts/tables.ts';
import type { Source } from '../accounts/facts.ts';
import type { Projector } from '../project/projector.ts';
import { compareText, keyText } from '../store/order.ts';
import type { HqTransaction } from '../store/port.ts';
import { refundFactOf, type RefundFact } from './facts.ts';
import {
  lockTicket,
  RESERVED_MS,
  refundedOf,
  salesOf,
  soldOf,
  type LineRow,
  type ReservationRow,
  type SaleOfTicket,
  type TicketBook,
  type TicketRow,
} from './ticket-book.ts';
import { OPEN_RESERVATION, REFUND_LINE, REFUND_NUMBER, REFUND_RESERVATION, REFUND_TICKET } from './tables.ts';

export const REFUNDS_PROJECTOR: Projector = {
  name: 'refunds',
  kinds: ['ticket-validated', 'refund-reserved', 'refund-released'],
  apply: async (_core, transaction, rows, chain) => {
    const facts = rows.flatMap((row) => refundFactOf(row, sourceOf(row, chain)) ?? []);
    const sales = facts.filter((fact) => fact.kind === 'sold');
    const others = facts.filter((fact) => fact.kind !== 'sold');
    const known = await enterSales(transaction, sales);
    const tickets = new Set([...known, ...others].map(({ ticketId }) => ticketId));
    for (const ticketId of [...tickets].sort(compareText)) {
      let book = await lockTicket(transaction, ticketId);
      const sold = known.find((fact) => fact.ticketId === ticketId);
      if (sold !== undefined) book = await nowSold(transaction, book, sold);
      for (const fact of others) if (fact.ticketId === ticketId) book = await apply(transaction, book, fact);
    }
    return [];
  },
};

type Sold = Extract<RefundFact, { readonly kind: 'sold' }>;
type Refunded = Extract<RefundFact, { readonly kind: 'refunded' }>;

/** Enters sales; those of which something was known already (a refund came before, or the same row) are the answer. */
async function enterSales(transaction: HqTransaction, sales: readonly Sold[]): Promise<readonly Sold[]> {
  const byTicket = new Map(sales.toReversed().map((fact) => [fact.ticketId, fact]));
  if (byTicket.size === 0) return [];
  const entered = await transaction.insert(REFUND_TICKET, [...byTicket.values()].map(ticketRow));
  const fresh = new Set(entered.map(keyText));
  const numbers = [...byTicket.values()].map(({ number, ticketId, from }) => ({
    ticket_number: number,
    at_ms: from.atMs,
    ticket_id: ticketId,
  }));
  await transaction.insert(REFUND_NUMBER, numbers);
  return [...byTicket.values()].filter(({ ticketId }) => !fresh.has(ticketId));
}

function ticketRow({ ticketId, from, number, lines }: Sold): TicketRow {
  const sale: SaleOfTicket = { chainId: from.chainId, seq: from.seq, number, lines };
  return {
    ticket_id: ticketId,
    store_id: from.storeId,
    till_id: from.tillId,
    sales: JSON.stringify([sale]),
  };
}

/**
 * The sale comes after its refund: what came back beyond it shows now. Or it comes for the second time: from the same row, which
 * says nothing new, or from another branch of a till whose disk was put back, where as much was sold again.
 */
async function nowSold(transaction: HqTransaction, book: TicketBook, fact: Sold): Promise<TicketBook> {
  const before = salesOf(book.ticket);
  if (before.some(({ chainId, seq }) => chainId === fact.from.chainId && seq === fact.from.seq)) return book;
  const entered = ticketRow(fact);
  const isFirst = before.length === 0;
  const ticket = isFirst ? entered : { ...book.ticket, sales: JSON.stringify([...before, ...salesOf(entered)]) };
  await transaction.put(REFUND_TICKET, [ticket]);
  if (isFirst) await expose(transaction, beyond({ ...book, ticket, lines: [] }, book.lines));
  return { ...book, ticket };
}

async function apply(
  transaction: HqTransaction,
  book: TicketBook,
  fact: Exclude<RefundFact, Sold>,
): Promise<TicketBook> {
  const { from } = fact;
  if (fact.kind === 'reserved') return reserved(transaction, book, fact);
  if (fact.kind === 'released') return close(transaction, book, { ...fact, state: 'released' });
  const rows = fact.lines.map((line): LineRow => ({
    ticket_id: fact.ticketId,
    line_id: line.lineId,
    chain_id: from.chainId,
    entry_seq: from.seq,
    n: line.n,
    quantity_milli: line.quantityMilli,
    gross_minor: line.grossMinor,
    currency: fact.currency,
    at_ms: from.atMs,
    store_id: from.storeId,
    till_id: from.tillId,
  }));
  const inserted = new Set((await transaction.insert(REFUND_LINE, rows)).map(keyText));
  const fresh = rows.filter((row) =>
    inserted.has(keyText([row.ticket_id, row.line_id, row.chain_id, row.entry_seq, row.n])),
  );
  if (fresh.length === 0) return book;
  if (!isAllowed(book, fact)) await expose(transaction, [onTheLimit(fact)]);
  await expose(transaction, beyond(book, fresh));
  const after = { ...book, lines: [...book.lines, ...fresh] };
  if (fact.reservationId === null) return after;
  return close(transaction, after, { reservationId: fact.reservationId, from, state: 'used' });
}

/** Whether the till sold it itself, or has the lines reserved. A reservation that is not known here was lost with a backup. */
function isAllowed(book: TicketBook, fact: Refunded): boolean {
  if (!fact.isForeign && isOwn(book.ticket, fact.from)) return true;
  if (fact.reservationId === null) return false;
  const reservation = reservationOf(book, fact.reservationId);
  return (
    reservation === undefined || (reservation.chain_id === fact.from.signedChainId && reservation.state === 'open')
  );
}

function isOwn(ticket: TicketRow, from: Source): boolean {
  const sales = salesOf(ticket);
  return sales.length === 0 || ticket.till_id === from.tillId || sales.some(({ chainId }) => chainId === from.chainId);
}

function reservationOf(book: TicketBook, reservationId: string): ReservationRow | undefined {
  return book.reservations.find((each) => each.reservation_id === reservationId);
}

/**
 * A reservation that headquarters does not know: it came back from an older backup. What the chain wrote down that it has
 * reserved is nobody else's, until a later row of it or somebody's decision frees it.
 */
async function reserved(
  transaction: HqTransaction,
  book: TicketBook,
  { reservationId, from, lines }: Extract<RefundFact, { readonly kind: 'reserved' }>,
): Promise<TicketBook> {
  if (reservationOf(book, reservationId) !== undefined) return book;
  const open: ReservationRow = {
    ticket_id: book.ticket.ticket_id,
    reservation_id: reservationId,
    chain_id: from.signedChainId,
    till_id: from.tillId,
    store_id: from.storeId,
    lines: JSON.stringify(lines),
    reserved_at_ms: from.atMs,
    expires_at_ms: from.atMs + RESERVED_MS,
    state: 'open',
    closed_by: null,
    reason: null,
  };
  await transaction.put(REFUND_RESERVATION, [open]);
  const { chain_id, ticket_id, reservation_id } = open;
  await transaction.put(OPEN_RESERVATION, [{ chain_id, ticket_id, reservation_id }]);
  return { ...book, reservations: [...book.reservations, open] };
}

/** Used or given back. One that is not known yet is written down as closed: the question for it may still be on its way. */
async function close(
  transaction: HqTransaction,
  book: TicketBook,
  end: { readonly reservationId: string; readonly from: Source; readonly state: 'used' | 'released' },
): Promise<TicketBook> {
  const { reservationId, from, state } = end;
  const known = reservationOf(book, reservationId);
  if (known !== undefined && (known.chain_id !== from.signedChainId || known.state !== 'open')) return book;
  const closed: ReservationRow = {
    ticket_id: book.ticket.ticket_id,
    reservation_id: reservationId,
    chain_id: from.signedChainId,
    till_id: from.tillId,
    store_id: from.storeId,
    lines: '{}',
    reserved_at_ms: from.atMs,
    expires_at_ms: from.atMs,
    closed_by: null,
    reason: null,
    ...known,
    state,
  };
  await transaction.put(REFUND_RESERVATION, [closed]);
  await transaction.remove(OPEN_RESERVATION, [[from.signedChainId, book.ticket.ticket_id, reservationId]]);
  const others = book.reservations.filter((each) => each.reservation_id !== reservationId);
  return { ...book, reservations: [...others, closed] };
}

/** A refund of another chain's ticket without a reservation: within the shop's limit at best. */
function onTheLimit(fact: Refunded): ExposureRow {
  return {
    ...exposureOf(fact.from),
    n: 0,
    kind: 'refund-limit',
    account_id: null,
    ticket_id: fact.ticketId,
    line_id: null,
    unit: fact.currency,
    amount: fact.grossMinor,
  };
}

/** What `fresh` lines brought back beyond what was sold, in money. */
function beyond(book: TicketBook, fresh: readonly LineRow[]): readonly ExposureRow[] {
  const sold = soldOf(book.ticket);
  if (sold === null) return [];
  const back = new Map(refundedOf(book));
  return fresh.flatMap((row): readonly ExposureRow[] => {
    const before = back.get(row.line_id) ?? 0;
    const after = before + row.quantity_milli;
    back.set(row.line_id, after);
    const most = sold.get(row.line_id) ?? 0;
    const tooMuch = Math.max(0, after - most) - Math.max(0, before - most);
    if (tooMuch === 0) return [];
    const { chain_id: chainId, entry_seq: seq, at_ms: atMs, store_id: storeId, till_id: tillId } = row;
    const amount = divideRoundHalfAway(BigInt(row.gross_minor) * BigInt(tooMuch), BigInt(row.quantity_milli));
    return [
      {
        ...exposureOf({ chainId, seq, atMs, storeId, tillId }),
        n: row.n,
        kind: 'double-refund',
        account_id: null,
        ticket_id: row.ticket_id,
        line_id: row.line_id,
        unit: row.currency,
        amount,
      },
    ];
  });
}

async function expose(transaction: HqTransaction, rows: readonly ExposureRow[]): Promise<void> {
  if (rows.length > 0) await transaction.insert(EXPOSURE, rows);
}
