/** Sales and cash as the rows of each chain say them, written with the rows; and their sums by store and day, written after. */
import { flag, int, nullableInt, nullableText, table, text } from '../store/port.ts';

export const SOLD_TICKET = table({
  name: 'sold_ticket',
  about: 'Tickets, without their lines: those stand in the row of the journal.',
  key: ['chain_id', 'seq'],
  columns: {
    chain_id: text,
    seq: int,
    ticket_id: text,
    ticket_number: text,
    /** `sale` or `refund`; amounts of a refund are negative. */
    transaction_kind: text,
    at_ms: int,
    business_day: text,
    /** 0 to 23, local time of the store. */
    local_hour: int,
    operator: nullableText,
    currency: text,
    gross_minor: int,
    net_minor: int,
    vat_minor: int,
    /** What its payments add up to: stored value that was sold is in it and not in the gross. */
    due_minor: int,
    discount_minor: int,
    article_count: int,
    is_demonstration: flag,
  },
});

export const TICKET_PAYMENT = table({
  name: 'ticket_payment',
  about: 'What tickets were paid with.',
  key: ['chain_id', 'seq'],
  columns: { chain_id: text, seq: int, ticket_id: text, business_day: text, method: text, amount_minor: int },
});

/** Sums of a day. `hours` and `methods` are JSON of `HourSum[]` and `MethodSum[]`. */
const sums = {
  sale_count: int,
  refund_count: int,
  gross_minor: int,
  /** Of the gross, what was brought back: negative. */
  refund_minor: int,
  net_minor: int,
  vat_minor: int,
  discount_minor: int,
  article_count: int,
  /** Sales of something: who only loads a gift card fills no basket. */
  basket_count: int,
  /** Stored value that was sold or loaded: what payments come to beyond the gross. */
  stored_value_minor: int,
  last_at_ms: nullableInt,
  hours: text,
  methods: text,
};

export const TAKINGS_DAY = table({
  name: 'takings_day',
  about: 'Takings of a chain on one business day.',
  key: ['chain_id', 'business_day'],
  columns: { chain_id: text, business_day: text, ...sums },
});

export const CASH_SESSION = table({
  name: 'cash_session',
  about: 'Cash sessions, with what was expected and what was found.',
  key: ['chain_id', 'business_day', 'session_id'],
  columns: {
    chain_id: text,
    business_day: text,
    session_id: text,
    /** `open`, `suspended`, `blind-closed`, `counting`, `counted` or `closed`. */
    state: text,
    opened_at_ms: nullableInt,
    opened_by: nullableText,
    float_minor: nullableInt,
    closed_at_ms: nullableInt,
    closed_by: nullableText,
    /** Who confirmed the count that stands; null while nobody counted. */
    counted_by: nullableText,
    /** Whether anybody counted before it was closed. */
    is_counted: flag,
    count_number: int,
    /** JSON of `{method, expected_minor, counted_minor, difference_minor}[]`. */
    methods: text,
    /** Of all methods together; short is negative. */
    difference_minor: int,
    deposit_minor: nullableInt,
    next_float_minor: nullableInt,
    reason: nullableText,
  },
});

export const DAY_CLOSING = table({
  name: 'day_closing',
  about: 'The Z of each business day.',
  key: ['chain_id', 'business_day'],
  columns: {
    chain_id: text,
    business_day: text,
    seq: int,
    z_number: int,
    at_ms: int,
    gross_minor: int,
    net_minor: int,
    vat_minor: int,
    perpetual_net_minor: int,
    perpetual_absolute_minor: int,
    perpetual_ticket_count: int,
  },
});

export const TAKINGS_CHAIN_OF_STORE = table({
  name: 'takings_chain_of_store',
  about: 'Takings of each chain of a store on one business day: what the sums of the store are made of.',
  key: ['store_id', 'business_day', 'chain_id'],
  columns: { store_id: text, business_day: text, chain_id: text, till_id: text, ...sums },
});

export const TAKINGS_STORE_DAY = table({
  name: 'takings_store_day',
  about: 'Takings of a store on one business day.',
  key: ['business_day', 'store_id'],
  columns: { business_day: text, store_id: text, ...sums },
});

export const SALES_TABLES = [
  SOLD_TICKET,
  TICKET_PAYMENT,
  TAKINGS_DAY,
  CASH_SESSION,
  DAY_CLOSING,
  TAKINGS_CHAIN_OF_STORE,
  TAKINGS_STORE_DAY,
];
