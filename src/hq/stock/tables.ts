/** What each store has. */
import { flag, int, nullableInt, nullableText, table, text } from '../store/port.ts';

export const STOCK = table({
  name: 'stock',
  about: 'What a store has of a product: the sum of its movements. Locked by whoever adds one.',
  key: ['store_id', 'product_id'],
  columns: {
    store_id: text,
    product_id: text,
    quantity_milli: int,
    /** Whether anything but sales and refunds is known of it: a figure below zero means little before. */
    was_counted: flag,
    /** Up to which row of each chain this goes: JSON, chain to seq. */
    includes: text,
    /** By the clock here. */
    as_of_ms: int,
  },
});

export const STOCK_MOVEMENT = table({
  name: 'stock_movement',
  about: 'A change of a stock, once: by the row and the place in it that say so.',
  key: ['store_id', 'product_id', 'at_ms', 'chain_id', 'entry_seq', 'n'],
  columns: {
    store_id: text,
    product_id: text,
    /** As the till's clock said: the order on the page, and nothing else. */
    at_ms: int,
    chain_id: text,
    entry_seq: int,
    n: int,
    entry_id: text,
    till_id: text,
    /** `sale`, `refund`, `received`, `counted`. */
    kind: text,
    quantity_milli: int,
    /** Of a count: what was found, and up to which rows what it was compared with went (JSON). */
    counted_milli: nullableInt,
    known_through: nullableText,
    /** Ticket number, or the reference of a delivery. */
    reference: nullableText,
  },
});

export const STOCK_BELOW = table({
  name: 'stock_below_zero',
  about: 'Products that a store has sold more of than it has.',
  key: ['store_id', 'product_id'],
  columns: { store_id: text, product_id: text, quantity_milli: int, was_counted: flag, since_ms: int },
});

export const STOCK_TABLES = [STOCK, STOCK_MOVEMENT, STOCK_BELOW] as const;
