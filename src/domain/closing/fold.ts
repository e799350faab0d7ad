/**
 * The figures of a session or a day, one row after the other: what an X reads and what a Z signs. A period sums what its
 * tickets say and never works anything out again from sums (BOI-TVA-DECLA-30-10-30 asks for the cumulated totals of what
 * was recorded): VAT of a day is the VAT of its tickets, added up.
 *
 * Pure and incremental: the state after n rows is all that is needed for row n + 1, so that a busy day is never read again.
 * Training (family X) changes nothing; rows of the first version have no discounts, no vouchers, no float, and are read all
 * the same.
 */
import { type Drawer, drawerAfter, EMPTY_DRAWER } from '#domain/cash-session/cash-session.ts';
import {
  type DayClosedPayload,
  type Entry,
  payloadOf,
  type SumPayload,
  type SumWithRefundsPayload,
  type TenderMethod,
} from '#domain/journal/journal.ts';
import { foldTicket } from './fold-ticket.ts';
import { add, counted, oneOf, plus } from './sums.ts';

type VatRow = DayClosedPayload['vat'][number];
type SessionSummary = DayClosedPayload['sessions'][number];
export type StoredValueMethod = 'gift-card' | 'purse';

/** Everything that the rows of a period said so far. */
export interface ClosingState {
  readonly rowCount: number;
  /** First and last row in the chain that wrote the last of them. */
  readonly place: { readonly chainId: string; readonly firstSeq: number; readonly lastSeq: number } | null;
  readonly firstTicketNumber: string | null;
  readonly lastTicketNumber: string | null;
  readonly sales: SumPayload;
  readonly refunds: SumPayload;
  readonly netMinor: number;
  readonly vatMinor: number;
  readonly vat: ReadonlyMap<number, VatRow>;
  readonly articleCount: number;
  readonly methods: ReadonlyMap<TenderMethod, SumWithRefundsPayload>;
  readonly cashRoundingMinor: number;
  /** Paid and no turnover: gift cards and purses sold or loaded whose VAT is due when they are spent. */
  readonly besideTurnoverMinor: number;
  readonly categories: ReadonlyMap<string, SumPayload>;
  readonly operators: ReadonlyMap<string, SumWithRefundsPayload>;
  readonly hours: ReadonlyMap<number, SumPayload>;
  readonly discounts: SumPayload;
  readonly priceOverrides: SumPayload;
  readonly voidedLines: SumPayload;
  readonly cancelledTickets: SumPayload;
  readonly drawerOpenings: number;
  readonly duplicates: number;
  readonly approvals: number;
  readonly storedValue: { readonly loadedMinor: number; readonly spentMinor: number; readonly returnedMinor: number };
  readonly points: {
    readonly earned: number;
    readonly redeemed: number;
    readonly takenBack: number;
    readonly givenBack: number;
    readonly expired: number;
  };
  readonly cashMoved: { readonly payIn: SumPayload; readonly payOut: SumPayload; readonly safeDrop: SumPayload };
  readonly drawer: Drawer;
  /** Confirmed counts so far: the next one has the next number. */
  readonly countNumber: number;
  readonly sessions: readonly SessionSummary[];
  readonly openedBy: ReadonlyMap<string, string>;
  /** By session, who confirmed its last count. */
  readonly countedBy: ReadonlyMap<string, string>;
  /** What the accounts of stored value say was paid with them: the counterpart of what the payments say. */
  readonly ledger: ReadonlyMap<StoredValueMethod, number>;
  /** Movements of the last ticket that its payments have not named yet, by account. */
  readonly unpaid: { readonly ticketId: string; readonly byAccount: ReadonlyMap<string, number> } | null;
}

const NONE: SumPayload = { count: 0, amount_minor: 0 };

/** A period in which nothing happened. */
export const EMPTY_CLOSING: ClosingState = {
  rowCount: 0,
  place: null,
  firstTicketNumber: null,
  lastTicketNumber: null,
  sales: NONE,
  refunds: NONE,
  netMinor: 0,
  vatMinor: 0,
  vat: new Map(),
  articleCount: 0,
  methods: new Map(),
  cashRoundingMinor: 0,
  besideTurnoverMinor: 0,
  categories: new Map(),
  operators: new Map(),
  hours: new Map(),
  discounts: NONE,
  priceOverrides: NONE,
  voidedLines: NONE,
  cancelledTickets: NONE,
  drawerOpenings: 0,
  duplicates: 0,
  approvals: 0,
  storedValue: { loadedMinor: 0, spentMinor: 0, returnedMinor: 0 },
  points: { earned: 0, redeemed: 0, takenBack: 0, givenBack: 0, expired: 0 },
  cashMoved: { payIn: NONE, payOut: NONE, safeDrop: NONE },
  drawer: EMPTY_DRAWER,
  countNumber: 0,
  sessions: [],
  openedBy: new Map(),
  countedBy: new Map(),
  ledger: new Map(),
  unpaid: null,
};

/** What a fold reads of a row. */
export type FoldedEntry = Pick<
  Entry,
  'chain_id' | 'seq' | 'family' | 'kind' | 'at' | 'payload' | 'operator' | 'session_id'
>;

/** The figures after `entry`, the next row of the period. */
export function foldRow(state: ClosingState, entry: FoldedEntry): ClosingState {
  const placed = { ...state, rowCount: state.rowCount + 1, place: placeAfter(state.place, entry) };
  if (entry.family === 'X') return placed;
  const next = { ...placed, drawer: drawerAfter(state.drawer, entry) };
  switch (entry.kind) {
    case 'ticket-validated':
      return foldTicket(next, entry);
    case 'payment-received':
      return foldPayment(next, entry);
    case 'cash-rounded':
      return {
        ...next,
        cashRoundingMinor: next.cashRoundingMinor + payloadOf(entry, 'cash-rounded').amount_minor,
      };
    case 'cash-moved':
      return foldMovement(next, entry);
    case 'line-voided': {
      const { lines, gross_minor: grossMinor } = payloadOf(entry, 'line-voided');
      const count = lines.filter(({ kind }) => kind !== 'deposit').length;
      return { ...next, voidedLines: plus(next.voidedLines, { count, amount_minor: grossMinor }) };
    }
    case 'ticket-cancelled': {
      const grossMinor = payloadOf(entry, 'ticket-cancelled').gross_minor;
      return { ...next, cancelledTickets: counted(next.cancelledTickets, grossMinor) };
    }
    case 'drawer-opened':
      return { ...next, drawerOpenings: next.drawerOpenings + 1 };
    case 'duplicate-printed':
    case 'closing-duplicate-printed':
      return { ...next, duplicates: next.duplicates + 1 };
    case 'approval-given':
      return { ...next, approvals: next.approvals + 1 };
    case 'points-expired': {
      const { points } = next;
      return {
        ...next,
        points: { ...points, expired: points.expired - payloadOf(entry, 'points-expired').amount },
      };
    }
    case 'session-opened': {
      const sessionId = payloadOf(entry, 'session-opened').session_id;
      return { ...next, openedBy: new Map(next.openedBy).set(sessionId, entry.operator ?? '') };
    }
    case 'cash-counted':
      return {
        ...next,
        countNumber: next.countNumber + 1,
        countedBy: new Map(next.countedBy).set(payloadOf(entry, 'cash-counted').session_id, entry.operator ?? ''),
      };
    case 'session-closed':
      return foldSession(next, entry);
    default:
      return next;
  }
}

function placeAfter(place: ClosingState['place'], entry: FoldedEntry): ClosingState['place'] {
  const { chain_id: chainId, seq } = entry;
  const firstSeq = place?.chainId === chainId ? place.firstSeq : seq;
  return { chainId, firstSeq, lastSeq: seq };
}

function foldPayment(state: ClosingState, entry: FoldedEntry): ClosingState {
  const row = payloadOf(entry, 'payment-received');
  const amountMinor = row.amount_minor;
  const methods = add(state.methods, row.method, oneOf(amountMinor < 0, amountMinor));
  const paid = { ...state, methods };
  const { unpaid } = state;
  if ((row.method !== 'gift-card' && row.method !== 'purse') || row.account_id === undefined) return paid;
  const movedMinor = unpaid?.ticketId === row.ticket_id ? unpaid.byAccount.get(row.account_id) : undefined;
  if (unpaid === null || movedMinor === undefined) return paid;
  const byAccount = new Map(unpaid.byAccount);
  byAccount.delete(row.account_id);
  const ledger = new Map(state.ledger).set(row.method, (state.ledger.get(row.method) ?? 0) - movedMinor);
  return { ...paid, ledger, unpaid: { ...unpaid, byAccount } };
}

function foldMovement(state: ClosingState, entry: FoldedEntry): ClosingState {
  const { movement, amount_minor: amountMinor } = payloadOf(entry, 'cash-moved');
  const { cashMoved } = state;
  switch (movement) {
    case 'pay-in':
      return { ...state, cashMoved: { ...cashMoved, payIn: counted(cashMoved.payIn, amountMinor) } };
    case 'pay-out':
      return { ...state, cashMoved: { ...cashMoved, payOut: counted(cashMoved.payOut, amountMinor) } };
    case 'safe-drop':
      return { ...state, cashMoved: { ...cashMoved, safeDrop: counted(cashMoved.safeDrop, amountMinor) } };
  }
}

function foldSession(state: ClosingState, entry: FoldedEntry): ClosingState {
  const row = payloadOf(entry, 'session-closed');
  const openedBy = state.openedBy.get(row.session_id) ?? '';
  const summary: SessionSummary = row.counted
    ? {
        session_id: row.session_id,
        opened_by: row.opened_by,
        counted_by: state.countedBy.get(row.session_id) ?? entry.operator ?? '',
        counted: true,
        differences: row.methods.map(({ method, difference_minor: minor }) => ({ method, difference_minor: minor })),
        deposit_minor: row.deposit_minor,
      }
    : { session_id: row.session_id, opened_by: openedBy, counted: false, differences: [], deposit_minor: 0 };
  return { ...state, sessions: [...state.sessions, summary] };
}
