/**
 * The catalogue file. It is no migration's business: a version is built whole and never changed, so another format
 * is another version, rebuilt by the next import from the products of the last.
 *
 * `rank` is the row order of search results: SQLite gives the first matches by rowid without sorting, which at a
 * million products is hundreds of times faster than any score. Codes are integers, so that a beginning of a code is a
 * range of them.
 */
import type { ProductId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import type { Product, ProductRecord, Unit } from '#domain/catalogue/catalogue.ts';

/** "CPCT" in ASCII: this file is a catalogue of ours. */
export const APPLICATION_ID = 0x43504354;
export const FORMAT_VERSION = 3;
/** Without prices of a store: what a till brought along that had no headquarters yet. */
export const FORMAT_WITHOUT_PRICES = 2;

export const SCHEMA = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE product (
    rank INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    brand TEXT,
    gtins TEXT NOT NULL,
    plu TEXT,
    unit TEXT NOT NULL CHECK (unit IN ('piece', 'kg', 'l')),
    price_minor INTEGER NOT NULL,
    vat_rate_basis_points INTEGER NOT NULL,
    category TEXT,
    age_limit_years INTEGER,
    deposit_minor INTEGER,
    meal_voucher INTEGER NOT NULL,
    stock_milli INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX product_plu ON product (plu) WHERE plu IS NOT NULL;
  CREATE TABLE gtin (gtin INTEGER PRIMARY KEY, rank INTEGER NOT NULL) STRICT;
  CREATE TABLE price (
    product_id TEXT NOT NULL,
    store_id TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    price_minor INTEGER NOT NULL,
    PRIMARY KEY (product_id, store_id, from_ms)
  ) STRICT, WITHOUT ROWID;
`;

/**
 * The longest beginning of a word that has an index of its own. Up to there matches are read in rank order; beyond it
 * SQLite first collects everything that matches, which took 95 ms for a common word of a million products.
 */
export const BEGINNING_LETTERS_MAX = 12;

const BEGINNINGS = Array.from({ length: BEGINNING_LETTERS_MAX }, (_, at) => at + 1).join(' ');

/** Built last, in one pass over the products. */
export const SEARCH_SCHEMA = `
  CREATE VIRTUAL TABLE name_word USING fts5(text, content='', tokenize='ascii', detail=none, prefix='${BEGINNINGS}');
  CREATE TABLE term (term_id INTEGER PRIMARY KEY, text TEXT NOT NULL, documents INTEGER NOT NULL) STRICT;
  CREATE TABLE shortened (key INTEGER PRIMARY KEY) STRICT;
`;

export const PRODUCT_COLUMNS =
  'id, name, brand, gtins, plu, unit, price_minor, vat_rate_basis_points, category, age_limit_years, deposit_minor, ' +
  'meal_voucher, stock_milli';

/** A row of `product` as the driver gives it. */
export interface ProductRow {
  readonly rank: number;
  readonly id: string;
  readonly name: string;
  readonly brand: string | null;
  readonly gtins: string;
  readonly plu: string | null;
  readonly unit: Unit;
  readonly price_minor: number;
  readonly vat_rate_basis_points: number;
  readonly category: string | null;
  readonly age_limit_years: number | null;
  readonly deposit_minor: number | null;
  readonly meal_voucher: number;
  readonly stock_milli: number | null;
}

/** How many ids a key of `shortened` leaves room for, beside a hash of 32 bits: 2^53 in all. */
export const TERMS_MAX = 2 ** 21;

/** The first key of a shortened word in `shortened`: hash and term id in one integer, so that a row is its key alone. */
export function shortenedKey(form: string): number {
  // FNV-1a over UTF-16 units. Words that collide are told apart by counting their mistakes.
  let hash = 0x811c9dc5;
  for (let at = 0; at < form.length; at += 1) hash = Math.imul(hash ^ form.charCodeAt(at), 0x01000193);
  return (hash >>> 0) * TERMS_MAX;
}

export function productOf(row: ProductRow): Product {
  return {
    id: branded<ProductId>(row.id),
    name: row.name,
    ...(row.brand === null ? {} : { brand: row.brand }),
    gtins: row.gtins === '' ? [] : row.gtins.split(' '),
    ...(row.plu === null ? {} : { plu: row.plu }),
    unit: row.unit,
    priceMinor: row.price_minor,
    vatRateBasisPoints: row.vat_rate_basis_points,
    ...(row.category === null ? {} : { category: row.category }),
    ...(row.age_limit_years === null ? {} : { ageLimitYears: row.age_limit_years }),
    ...(row.deposit_minor === null ? {} : { depositMinor: row.deposit_minor }),
    mealVoucher: row.meal_voucher === 1,
  };
}

/** The product as a file tells it, stock and all. */
export function recordOf(row: ProductRow): ProductRecord {
  const { id: _id, ...record } = productOf(row);
  return row.stock_milli === null ? record : { ...record, stockMilli: row.stock_milli };
}

/** The values of `PRODUCT_COLUMNS` in their order. */
export function valuesOf(id: string, record: ProductRecord): readonly (string | number | null)[] {
  return [
    id,
    record.name,
    record.brand ?? null,
    record.gtins.join(' '),
    record.plu ?? null,
    record.unit,
    record.priceMinor,
    record.vatRateBasisPoints,
    record.category ?? null,
    record.ageLimitYears ?? null,
    record.depositMinor ?? null,
    record.mealVoucher ? 1 : 0,
    record.stockMilli ?? null,
  ];
}
