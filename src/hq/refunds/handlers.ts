/** What tills ask about tickets of other tills, and the lines they reserve before they refund them. */
import type { CallAnswer, CallInput } from '#contract/sync/sync.ts';
import { chainMark } from '#domain/barcode/barcode.ts';
import { mayAsk } from '../accounts/chains.ts';
import type { Caller, HqCore, SyncHandlers } from '../core.ts';
import { placeNames } from '../fleet/place-names.ts';
import { isRecovering } from '../identity/identity.ts';
import { CHAIN } from '../ingest/tables.ts';
import type { HqReads, HqTransaction, Key } from '../store/port.ts';
import { ticketLines } from './rows.ts';
import { OPEN_RESERVATION, REFUND_NUMBER, REFUND_RESERVATION, REFUND_TICKET } from './tables.ts';
import {
  readBook,
  RESERVED_MS,
  type SaleOfTicket,
  salesOf,
  soldOf,
  takenOf,
  type TicketBook,
  type TicketRow,
} from './ticket-book.ts';

/** Tickets of one number that are looked at: so many at once, and so often, the latest of all. */
const SAME_NUMBER_PAGE = 500;
const SAME_NUMBER_PAGES = 20;

type Reserve = CallInput<'reserve'>;
type Reserved = CallAnswer<'reserve'>;
type Refusal = Extract<Reserved, { readonly kind: 'refused' }>['reason'];

export const refundHandlers: SyncHandlers<'ticket' | 'reserve'> = {
  ticket: (core, caller, input) => findTicket(core.store.read, caller, input),
  reserve: (core, caller, input) =>
    core.store.transact(async (transaction): Promise<Reserved> => {
      const ticket = await transaction.lock(REFUND_TICKET, [input.ticketId]);
      if (ticket === undefined) return refused('unknown-ticket');
      const book = await readBook(transaction, ticket);
      const before = book.reservations.find((each) => each.reservation_id === input.reservationId);
      if (before !== undefined) {
        const isSame = before.chain_id === input.chainId && (before.state === 'open' || before.state === 'used');
        return isSame ? { kind: 'granted', expiresAtMs: before.expires_at_ms } : refused('not-allowed');
      }
      const why = await refusedBecause(transaction, caller, input, book);
      if (why !== null) return refused(why);
      return reserve(core, transaction, caller, input);
    }),
};

function refused(reason: Refusal): Reserved {
  return { kind: 'refused', reason };
}

async function refusedBecause(
  transaction: HqTransaction,
  caller: Caller,
  input: Reserve,
  book: TicketBook,
): Promise<Refusal | null> {
  if (!(await mayAsk(transaction, caller, input.chainId))) return 'not-allowed';
  // A reservation made after the backup may be out on any ticket.
  if (await isRecovering(transaction)) return 'recovering';
  const sold = soldOf(book.ticket);
  if (sold === null) return 'unknown-ticket';
  const taken = takenOf(book);
  const isLeft = [...wantedOf(input)].every(
    ([lineId, quantity]) => (taken.get(lineId) ?? 0) + quantity <= (sold.get(lineId) ?? 0),
  );
  return isLeft ? null : 'already-refunded';
}

async function reserve(
  core: HqCore,
  transaction: HqTransaction,
  caller: Caller,
  { reservationId, ticketId, chainId, ...input }: Reserve,
): Promise<Reserved> {
  const nowMs = core.clock.wallMs();
  const expiresAtMs = nowMs + RESERVED_MS;
  await transaction.put(REFUND_RESERVATION, [
    {
      ticket_id: ticketId,
      reservation_id: reservationId,
      chain_id: chainId,
      till_id: caller.tillId,
      store_id: caller.storeId,
      lines: JSON.stringify(Object.fromEntries(wantedOf(input))),
      reserved_at_ms: nowMs,
      expires_at_ms: expiresAtMs,
      state: 'open',
      closed_by: null,
      reason: null,
    },
  ]);
  await transaction.put(OPEN_RESERVATION, [{ chain_id: chainId, ticket_id: ticketId, reservation_id: reservationId }]);
  return { kind: 'granted', expiresAtMs };
}

/** Thousandths by line, a line that is named twice once. */
function wantedOf({ lines }: Pick<Reserve, 'lines'>): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  for (const { lineId, quantityMilli } of lines) wanted.set(lineId, (wanted.get(lineId) ?? 0) + quantityMilli);
  return wanted;
}

async function findTicket(reads: HqReads, caller: Caller, input: CallInput<'ticket'>): Promise<CallAnswer<'ticket'>> {
  const found = await ticketOf(reads, caller, input);
  const rows = found === undefined ? [] : await ticketLines(reads, found.sale);
  if (found === undefined || rows.length === 0) return { kind: 'unknown' };
  const { ticket } = found;
  const book = await readBook(reads, ticket);
  const refunds: string[] = [];
  const seen = new Set<string>();
  for (const { chain_id: chainId, entry_seq: seq } of book.lines) {
    if (seen.has(`${chainId} ${seq}`)) continue;
    seen.add(`${chainId} ${seq}`);
    refunds.push(...(await ticketLines(reads, { chainId, seq })));
  }
  // What is kept for the very till that asks is its own to bring back.
  const taken = [...takenOf(book, caller.tillId)].map(([lineId, quantityMilli]) => ({ lineId, quantityMilli }));
  const place = { storeId: ticket.store_id ?? '', tillId: ticket.till_id ?? '' };
  const names = await placeNames(reads, { organisationId: caller.organisationId, ...place });
  return { kind: 'found', ...place, ...names, rows: [...rows], refunds, taken };
}

interface FoundSale {
  readonly ticket: TicketRow;
  /** The row that is meant, of a ticket that more than one sold. */
  readonly sale: SaleOfTicket;
}

/**
 * By its id, else by the number on the receipt. Each till counts its own tickets, so that many have the same number: the one
 * whose chain has the mark of the receipt is meant. Without a mark the caller finds its own by itself, so that those of other
 * tills of its store come first, then those of other stores, the latest of each.
 */
async function ticketOf(
  reads: HqReads,
  caller: Caller,
  { ticketId, number, mark }: CallInput<'ticket'>,
): Promise<FoundSale | undefined> {
  if (ticketId !== undefined) {
    const ticket = await reads.get(REFUND_TICKET, [ticketId]);
    const sales = ticket === undefined ? [] : salesOf(ticket);
    const sale = sales.find((each) => each.number === number) ?? sales[0];
    return ticket && sale && { ticket, sale };
  }
  if (number === undefined) return undefined;
  for await (const page of salesOfNumber(reads, number)) {
    const meant = mark === undefined ? page : await withMark(reads, page, mark);
    const rank = ({ ticket }: FoundSale): number => {
      if (ticket.till_id === caller.tillId) return mark === undefined ? 2 : 0;
      return ticket.store_id === caller.storeId ? 0 : 1;
    };
    const [best] = meant.toSorted((one, other) => rank(one) - rank(other));
    if (best !== undefined) return best;
  }
  return undefined;
}

/** The sales of a number, the latest first, in pages; the first of them holds every till of all but the largest companies. */
async function* salesOfNumber(reads: HqReads, number: string): AsyncGenerator<readonly FoundSale[]> {
  let after: Key | undefined;
  for (let page = 0; page < SAME_NUMBER_PAGES; page += 1) {
    const range = { prefix: [number], reverse: true, limit: SAME_NUMBER_PAGE, ...(after && { after }) };
    const found = await reads.scan(REFUND_NUMBER, range);
    const last = found.at(-1);
    if (last === undefined) return;
    after = [last.ticket_number, last.at_ms, last.ticket_id];
    const tickets = await reads.getMany(
      REFUND_TICKET,
      found.map(({ ticket_id }) => [ticket_id]),
    );
    const byId = new Map(tickets.map((ticket) => [ticket.ticket_id, ticket]));
    yield found.flatMap(({ ticket_id: id }) => {
      const ticket = byId.get(id);
      return ticket === undefined
        ? []
        : salesOf(ticket).flatMap((sale) => (sale.number === number ? [{ ticket, sale }] : []));
    });
  }
}

/** Those whose chain has the mark; a branch of a fork prints that of the chain itself. */
async function withMark(reads: HqReads, found: readonly FoundSale[], mark: string): Promise<readonly FoundSale[]> {
  const chainIds = [...new Set(found.map(({ sale }) => sale.chainId))];
  const chains = await reads.getMany(
    CHAIN,
    chainIds.map((chainId) => [chainId]),
  );
  const printed = new Map(chains.map(({ chain_id, branch_of }) => [chain_id, branch_of ?? chain_id]));
  return found.filter(({ sale }) => chainMark(printed.get(sale.chainId) ?? sale.chainId) === mark);
}
