/** What one row says of sales and cash, read strictly and purely; undefined for rows that say nothing of them. */
import { wallMsOf, type Entry } from '#domain/journal/journal.ts';
import {
  addedTo,
  integerOf,
  integerOrNull,
  partOrNull,
  partsOf,
  RowNotUnderstood,
  textOf,
  textOrNull,
  wordOf,
} from '../project/row-fields.ts';
import type { RowOf } from '../store/port.ts';
import { NOTHING_SOLD, type DaySums } from './sums.ts';
import type { CASH_SESSION, DAY_CLOSING, SOLD_TICKET, TICKET_PAYMENT } from './tables.ts';

type SessionChange = Partial<Omit<RowOf<typeof CASH_SESSION>, 'chain_id' | 'business_day' | 'session_id'>>;
/** A row without its chain, which the caller knows. */
type Of<Row> = Omit<Row, 'chain_id'>;

export interface SalesFact {
  readonly businessDay: string;
  readonly sums: DaySums;
  readonly ticket?: Of<RowOf<typeof SOLD_TICKET>>;
  readonly payment?: Of<RowOf<typeof TICKET_PAYMENT>>;
  readonly session?: { readonly sessionId: string; readonly change: SessionChange };
  readonly closing?: Of<RowOf<typeof DAY_CLOSING>>;
}

const TRANSACTIONS = ['sale', 'refund'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Kinds of rows that this reads. */
export const SALES_KINDS = [
  'ticket-validated',
  'payment-received',
  'cash-rounded',
  'session-opened',
  'session-suspended',
  'session-resumed',
  'session-blind-closed',
  'count-begun',
  'count-abandoned',
  'cash-counted',
  'session-closed',
  'day-closed',
] as const;

/** Reads a row. Throws RowNotUnderstood where it says what nobody can add up. Training rows say nothing. */
export function salesFactOf(entry: Entry): SalesFact | undefined {
  if (entry.family === 'X') return undefined;
  switch (entry.kind) {
    case 'ticket-validated':
      return ticketFact(entry);
    case 'payment-received':
      return paymentFact(entry, textOf(entry.payload, 'method'));
    case 'cash-rounded':
      return paymentFact(entry, 'cash-rounding');
    case 'session-opened': {
      const floatMinor = integerOrNull(entry.payload, 'float_minor');
      const opened = { opened_at_ms: atOf(entry), opened_by: operatorOf(entry), float_minor: floatMinor };
      return sessionFact(entry, { state: 'open', ...opened });
    }
    case 'session-suspended':
      return sessionFact(entry, { state: 'suspended' });
    case 'session-resumed':
    case 'count-abandoned':
      return sessionFact(entry, { state: 'open' });
    case 'session-blind-closed':
      return sessionFact(entry, { state: 'blind-closed' });
    case 'count-begun':
      return sessionFact(entry, { state: 'counting' });
    case 'cash-counted':
      return sessionFact(entry, { state: 'counted', ...countOf(entry), counted_by: operatorOf(entry) });
    case 'session-closed':
      return sessionFact(entry, closeOf(entry));
    case 'day-closed':
      return closingFact(entry);
    default:
      return undefined;
  }
}

function ticketFact(entry: Entry): SalesFact {
  const { payload } = entry;
  const kind = wordOf(payload, 'transaction', TRANSACTIONS);
  const atMs = atOf(entry);
  const localMs = atMs + integerOf(payload, 'utc_offset_minutes') * MINUTE_MS;
  const businessDay = entry.business_day === undefined ? localDay(localMs) : dayOf(entry.business_day);
  const localHour = Math.floor((((localMs % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS);
  const grossMinor = integerOf(payload, 'gross_minor');
  const ticket = {
    seq: entry.seq,
    ticket_id: textOf(payload, 'ticket_id'),
    ticket_number: textOf(payload, 'ticket_number'),
    transaction_kind: kind,
    at_ms: atMs,
    business_day: businessDay,
    local_hour: localHour,
    operator: operatorOf(entry),
    currency: textOf(payload, 'currency'),
    gross_minor: grossMinor,
    net_minor: integerOf(payload, 'net_minor'),
    vat_minor: integerOf(payload, 'vat_minor'),
    due_minor: integerOrNull(payload, 'due_minor') ?? grossMinor,
    discount_minor: integerOrNull(payload, 'discount_minor') ?? 0,
    article_count: integerOf(payload, 'article_count'),
    is_demonstration: payload['demonstration'] === true,
  };
  const isSale = kind === 'sale';
  const sums: DaySums = {
    ...NOTHING_SOLD,
    sale_count: isSale ? 1 : 0,
    refund_count: isSale ? 0 : 1,
    gross_minor: grossMinor,
    refund_minor: isSale ? 0 : grossMinor,
    net_minor: ticket.net_minor,
    vat_minor: ticket.vat_minor,
    discount_minor: ticket.discount_minor,
    article_count: ticket.article_count,
    basket_count: isSale && (grossMinor !== 0 || ticket.article_count !== 0) ? 1 : 0,
    stored_value_minor: addedTo(ticket.due_minor, -grossMinor),
    last_at_ms: atMs,
    hours: JSON.stringify([{ hour: localHour, count: 1, grossMinor }]),
  };
  return { businessDay, sums, ticket };
}

function paymentFact(entry: Entry, method: string): SalesFact {
  const { payload } = entry;
  const businessDay = entry.business_day === undefined ? localDay(atOf(entry)) : dayOf(entry.business_day);
  const amountMinor = integerOf(payload, 'amount_minor');
  const methods = JSON.stringify([{ method, count: 1, amountMinor }]);
  const ticket_id = textOf(payload, 'ticket_id');
  const payment = { seq: entry.seq, ticket_id, business_day: businessDay, method, amount_minor: amountMinor };
  return { businessDay, sums: { ...NOTHING_SOLD, methods }, payment };
}

function sessionFact(entry: Entry, change: SessionChange): SalesFact {
  const businessDay = dayOf(textOf(entry.payload, 'business_day'));
  return { businessDay, sums: NOTHING_SOLD, session: { sessionId: textOf(entry.payload, 'session_id'), change } };
}

function countOf(entry: Entry): SessionChange {
  const methods = partsOf(entry.payload, 'methods').map((part) => ({
    method: textOf(part, 'method'),
    expected_minor: integerOf(part, 'expected_minor'),
    counted_minor: integerOf(part, 'counted_minor'),
    difference_minor: integerOf(part, 'difference_minor'),
  }));
  const differenceMinor = methods.reduce((sum, { difference_minor }) => sum + difference_minor, 0);
  if (!Number.isSafeInteger(differenceMinor)) throw new RowNotUnderstood('a difference that no drawer can hold');
  return {
    is_counted: true,
    count_number: integerOf(entry.payload, 'count_number'),
    methods: JSON.stringify(methods),
    difference_minor: differenceMinor,
  };
}

function closeOf(entry: Entry): SessionChange {
  const { payload } = entry;
  const closed = { state: 'closed', closed_at_ms: atOf(entry), closed_by: operatorOf(entry) };
  if (payload['counted'] !== true) return { ...closed, reason: textOrNull(payload, 'reason') };
  const drawer = partOrNull(payload, 'drawer');
  return {
    ...closed,
    ...countOf(entry),
    reason: textOrNull(payload, 'reason'),
    deposit_minor: integerOf(payload, 'deposit_minor'),
    next_float_minor: integerOf(payload, 'next_float_minor'),
    ...(drawer === null ? {} : { float_minor: integerOf(drawer, 'float_minor') }),
  };
}

function closingFact(entry: Entry): SalesFact {
  const { payload } = entry;
  const businessDay = dayOf(textOf(payload, 'business_day'));
  const closing = {
    business_day: businessDay,
    seq: entry.seq,
    z_number: integerOf(payload, 'z_number'),
    at_ms: atOf(entry),
    gross_minor: integerOf(payload, 'gross_minor'),
    net_minor: integerOf(payload, 'net_minor'),
    vat_minor: integerOf(payload, 'vat_minor'),
    perpetual_net_minor: integerOf(payload, 'perpetual_net_minor'),
    perpetual_absolute_minor: integerOf(payload, 'perpetual_absolute_minor'),
    perpetual_ticket_count: integerOf(payload, 'perpetual_ticket_count'),
  };
  return { businessDay, sums: NOTHING_SOLD, closing };
}

/** Null where nobody is named. */
function operatorOf({ operator }: Entry): string | null {
  return operator === undefined || operator === '' ? null : textOf({ operator }, 'operator');
}

function atOf(entry: Entry): number {
  const atMs = wallMsOf(entry.at);
  if (atMs === undefined) throw new RowNotUnderstood('at is no time');
  return atMs;
}

function dayOf(text: string): string {
  if (!DAY.test(text)) throw new RowNotUnderstood('business_day is no day');
  return text;
}

function localDay(localMs: number): string {
  return new Date(localMs).toISOString().slice(0, 10);
}
