/**
 * One of our own receipts was scanned: the ticket behind its barcode is shown, for a refund or a copy. It is no article and
 * changes nothing. Every till counts from 000001: a barcode that names another till never finds the ticket of this one.
 */
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import { chainMark, receiptCode, type ReceiptCode } from '#domain/barcode/barcode.ts';
import type { Store, TicketRecord } from '#main/store/port.ts';
import { hiddenNow, isHidden } from './cash/hidden.ts';
import { type TillCore, type Command } from './core.ts';
import { nextNoticeSerial } from './scan-notice.ts';

/** The ticket of this till that a receipt names; undefined where this till, in none of its chains, sold it. */
export function ticketHere(store: Pick<Store, 'ticketByNumber'>, named: ReceiptCode): TicketRecord | undefined {
  const ticket = store.ticketByNumber(named.ticketNumber);
  const isMeant = named.mark === undefined || named.mark === (ticket && chainMark(ticket.entry.chain_id));
  return isMeant ? ticket : undefined;
}

/**
 * Shows the ticket that was read, and says so to whoever scanned; `unknown` is the answer where no such ticket is in this
 * till: an older chain's, another shop's, or a number that nobody printed.
 */
export function showOwnReceipt(core: TillCore, command: Command, unknown: Refusal): Refusal {
  const { store } = core.ports;
  const { station } = command;
  const named = namedBy(unknown);
  const ticket = ticketHere(store, named);
  const serial = nextNoticeSerial(core, station);
  core.changed('basket', station.id);
  if (ticket === undefined && store.hq.link() !== null) {
    // Another till may have sold it: the page asks for it by what was scanned.
    core.elsewhere.lookUp(named);
    const number = named.mark === undefined ? named.ticketNumber : receiptCode(named);
    station.notice = { serial, kind: 'receipt', params: { ticketId: '', number } };
    return unknown;
  }
  const refusal = refusedHere(core, { ticket, named, unknown });
  if (ticket === undefined || refusal !== null) {
    const { reason, params } = refusal ?? unknown;
    station.notice = { serial, kind: 'refused', reason, ...(params === undefined ? {} : { params }) };
    return refusal ?? unknown;
  }
  station.notice = { serial, kind: 'receipt', params: { ticketId: ticket.ticketId, number: ticket.number } };
  return unknown;
}

/** Why it is not shown here, in other words than that it is unknown; null for none. */
function refusedHere(
  { ports: { store } }: TillCore,
  scanned: { readonly ticket: TicketRecord | undefined; readonly named: ReceiptCode; readonly unknown: Refusal },
): Refusal | null {
  const { ticket, named, unknown } = scanned;
  if (ticket !== undefined) return isHidden(hiddenNow(store), ticket.entry) ? refuse('session_counting') : null;
  const isOurs = named.mark === undefined || store.chainIds().some((chainId) => chainMark(chainId) === named.mark);
  return isOurs ? null : { ...unknown, params: { ...unknown.params, why: 'other-till' } };
}

function namedBy({ params }: Refusal): ReceiptCode {
  const mark = params?.['mark'];
  const ticketNumber = String(params?.['number'] ?? '');
  return mark === undefined ? { ticketNumber } : { ticketNumber, mark: String(mark) };
}
