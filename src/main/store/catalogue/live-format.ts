/**
 * The file of live changes beside the catalogue (`catalogue/live.db`): what headquarters changed since the base in force was
 * built. A change is a row of its own with the number of the checkpoint that brought it (`seq`), so that a checkpoint of any
 * size is written in slices and becomes visible by one number in `meta`:
 *
 *   seq <= through (of the base)   is in the base already: nothing reads it, it is removed in pauses
 *   seq <= applied                 counts; of several of one product or price, the latest
 *   seq >  applied                 is being written; after a crash it is removed before anything else
 *
 * `row_id` is rank and seq in one integer: the index of words gives rows in the order of popularity without sorting.
 */
import { join } from 'node:path';
import { BEGINNING_LETTERS_MAX, PRODUCT_COLUMNS, type ProductRow } from './format.ts';

/** "CPLV" in ASCII: this file is live changes of ours. */
export const LIVE_APPLICATION_ID = 0x43504c56;
export const LIVE_FORMAT_VERSION = 1;

const LIVE_FILE = 'live.db';
/** Room for checkpoints beside a rank, in one integer of 2^53. */
const SEQS = 2 ** 24;

/** A row of `product` with what is known of the change. */
export interface LiveRow extends ProductRow {
  readonly seq: number;
  /** The product is no longer there. */
  readonly gone: number;
  /** Its words are in this file's index; else they are those of the base. */
  readonly searched: number;
}

export function livePath(folder: string): string {
  return join(folder, LIVE_FILE);
}

export function rowIdOf(rank: number, seq: number): number {
  return rank * SEQS + (seq % SEQS);
}

/** The rank in a row id. */
export function rankOfRow(rowId: number): number {
  return Math.floor(rowId / SEQS);
}

/** As SQL: the rank of `product.row_id`. */
export const RANK_OF_ROW = `product.row_id / ${SEQS}`;

/** As SQL: whether `newer` is of the same product as `product`, found by the integer that both lie by. */
export const IS_SAME_RANK =
  `newer.row_id >= product.row_id / ${SEQS} * ${SEQS}` + ` AND newer.row_id < (product.row_id / ${SEQS} + 1) * ${SEQS}`;

const BEGINNINGS = Array.from({ length: BEGINNING_LETTERS_MAX }, (_, at) => at + 1).join(' ');

export const LIVE_COLUMNS = `${RANK_OF_ROW} AS rank, ${PRODUCT_COLUMNS}, seq, gone, searched`;

export const LIVE_SCHEMA = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE product (
    row_id INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    searched INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    brand TEXT,
    gtins TEXT NOT NULL,
    plu TEXT,
    unit TEXT NOT NULL,
    price_minor INTEGER NOT NULL,
    vat_rate_basis_points INTEGER NOT NULL,
    category TEXT,
    age_limit_years INTEGER,
    deposit_minor INTEGER,
    meal_voucher INTEGER NOT NULL,
    stock_milli INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX product_id ON product (id, seq);
  CREATE INDEX product_seq ON product (seq);
  CREATE INDEX product_plu ON product (plu) WHERE plu IS NOT NULL;
  CREATE TABLE gtin (
    gtin INTEGER NOT NULL,
    row_id INTEGER NOT NULL,
    PRIMARY KEY (gtin, row_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE price (
    product_id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    price_minor INTEGER,
    PRIMARY KEY (product_id, store_id, from_ms, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX price_seq ON price (seq);
  CREATE VIRTUAL TABLE name_word
    USING fts5(text, content='', contentless_delete=1, tokenize='ascii', detail=none, prefix='${BEGINNINGS}');
  CREATE TABLE term (term_id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, documents INTEGER NOT NULL) STRICT;
  CREATE TABLE shortened (key INTEGER PRIMARY KEY) STRICT;
`;
