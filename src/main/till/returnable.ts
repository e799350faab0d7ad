/** A sale of which something may come back, whichever till sold it: what it was, and what came back of it so far. */
import { type LineId, type TicketId, branded } from '#base/brand.ts';
import { type Entry, type PayloadByKind, entryOf, parseRow, payloadOf, wallMsOf } from '#domain/journal/journal.ts';
import { type RefundedBefore, type SoldTicket, pointsRefunded } from '#domain/refund/refund.ts';
import type { CallAnswer } from '#contract/sync/sync.ts';
import type { StoreReads } from '#main/store/port.ts';
import type { TillCore } from './core.ts';
import { refundedBefore, soldTicket } from './sold-ticket.ts';

export interface Returnable {
  readonly ticketId: TicketId;
  readonly number: string;
  readonly atMs: number;
  readonly totalMinor: number;
  /** The row of the sale. */
  readonly entry: Entry;
  /** Null of a refund itself, of which nothing comes back. */
  readonly sold: SoldTicket | null;
  readonly before: RefundedBefore;
  /** The chain that sold it, where that is none of this till. */
  readonly chainId: string | null;
  /** The till and the store of that chain, as headquarters calls them. */
  readonly soldAt: SoldAt | null;
}

/** Where a ticket of another till was sold, in words. */
export interface SoldAt {
  readonly tillName: string;
  readonly storeName: string | null;
}

/** What headquarters said of a ticket of another till. */
export type FoundTicket = Extract<CallAnswer<'ticket'>, { readonly kind: 'found' }>;

/** A ticket of this till, or one of another that headquarters was asked about; undefined for neither. */
export function returnable(core: TillCore, ticketId: TicketId): Returnable | undefined {
  const { store } = core.ports;
  const record = store.ticket(ticketId);
  if (record === undefined) {
    const found = core.elsewhere.found(ticketId);
    return found && returnableElsewhere(store, found);
  }
  const { number, atMs, totalMinor, entry } = record;
  const sold = soldTicket(store, record);
  const heard = core.elsewhere.heard(ticketId);
  const before = heard === undefined ? refundedBefore(store, record) : beforeElsewhere(store, heard, ticketId);
  return { ticketId, number, atMs, totalMinor, entry, sold, before, chainId: null, soldAt: null };
}

/** The ticket that headquarters found, with refunds made here that it does not know of yet; undefined where it cannot be read. */
export function returnableElsewhere(store: StoreReads, found: FoundTicket): Returnable | undefined {
  const rows = entriesOf(found.rows);
  const entry = rows.find(({ kind }) => kind === 'ticket-validated');
  if (entry === undefined) return undefined;
  const ticket = payloadOf(entry, 'ticket-validated');
  const ticketId = branded<TicketId>(ticket.ticket_id);
  return {
    ticketId,
    number: ticket.ticket_number,
    atMs: wallMsOf(entry.at) ?? 0,
    totalMinor: ticket.gross_minor,
    entry,
    sold:
      ticket.transaction === 'refund' ? null : { ticket, payments: paymentsOf(rows), roundingMinor: roundingOf(rows) },
    before: beforeElsewhere(store, found, ticketId),
    chainId: entry.chain_id,
    soldAt: { tillName: found.tillName ?? ticket.till_number, storeName: found.storeName ?? null },
  };
}

function beforeElsewhere(store: StoreReads, found: FoundTicket, ticketId: TicketId): RefundedBefore {
  const known = entriesOf(found.refunds);
  const knownIds = new Set(known.map(({ entry_id: entryId }) => entryId));
  const own = store.refundsOf(ticketId).filter(({ entry_id: entryId }) => !knownIds.has(entryId));
  const ownRows = own.flatMap((row) => [
    row,
    ...store.payments(branded<TicketId>(payloadOf(row, 'ticket-validated').ticket_id)),
  ]);
  const rows = [...known, ...ownRows];
  const refunds = rows
    .filter(({ kind }) => kind === 'ticket-validated')
    .map((row) => payloadOf(row, 'ticket-validated'));
  const milliByLine = new Map<string, number>();
  for (const { line_id: lineId, refund_of_line_id: of, quantity_milli: milli } of refunds.flatMap(({ lines }) => lines))
    milliByLine.set(of ?? lineId, (milliByLine.get(of ?? lineId) ?? 0) - milli);
  // What is reserved for another till is as good as brought back there.
  for (const { lineId, quantityMilli } of found.taken)
    milliByLine.set(lineId, Math.max(quantityMilli, milliByLine.get(branded<LineId>(lineId)) ?? 0));
  return {
    milliByLine,
    payments: paymentsOf(rows).map(({ method, account_id: accountId, amount_minor: amountMinor }) => ({
      method,
      ...(accountId === undefined ? {} : { accountId }),
      amountMinor: -amountMinor,
    })),
    points: pointsRefunded(refunds),
  };
}

function entriesOf(lines: readonly string[]): readonly Entry[] {
  return lines.flatMap((line) => {
    const row = parseRow(line);
    return 'reason' in row ? [] : [entryOf(row)];
  });
}

function paymentsOf(rows: readonly Entry[]): readonly PayloadByKind['payment-received'][] {
  return rows.filter(({ kind }) => kind === 'payment-received').map((row) => payloadOf(row, 'payment-received'));
}

function roundingOf(rows: readonly Entry[]): number {
  return rows
    .filter(({ kind }) => kind === 'cash-rounded')
    .reduce((sum, row) => sum + payloadOf(row, 'cash-rounded').amount_minor, 0);
}
