/**
 * One catalogue file, open for reading. It never changes, so what is read needs no transaction.
 */
import Sqlite from 'better-sqlite3';
import type { Database, Statement } from 'better-sqlite3';
import { Fault } from '#base/fault.ts';
import { type PriceChange, SHORTENED_LETTERS } from '#domain/catalogue/catalogue.ts';
import { type FeedMark, readFeedMark } from './feed-mark.ts';
import type { ProductRow } from './format.ts';
import {
  APPLICATION_ID,
  FORMAT_VERSION,
  FORMAT_WITHOUT_PRICES,
  PRODUCT_COLUMNS,
  shortenedKey,
  TERMS_MAX,
} from './format.ts';
import { priceChangeOf, type PriceRow } from './price-row.ts';
import { baseSource, type RowsNow, type SearchSource, termsStatement } from './search-source.ts';

const CACHE_KIB = 8 * 1024;

/** Functions throw what SQLite throws; `guarded` makes faults of it. */
export interface CatalogueFile {
  readonly path: string;
  byGtin(gtin14: string): ProductRow | undefined;
  byPlu(plu: string): ProductRow | undefined;
  byId(id: string): ProductRow | undefined;
  /** Prices beside the product's own. */
  prices(productId: string): readonly PriceChange[];
  price(productId: string, storeId: string, fromMs: number): number | undefined;
  /** Where search looks, what became of its rows taken into account. */
  source(now: RowsNow): SearchSource;
  /** Whether typing mistakes in this word are forgiven by this file's own vocabulary. */
  hasTerm(text: string): boolean;
  readonly hasPrices: boolean;
  readonly count: number;
  readonly rankLast: number;
  readonly mark: FeedMark;
  close(): void;
}

/** Opens the file at `path`. Throws catalogue.unreadable when it cannot be read. */
export function openCatalogueFile(path: string): CatalogueFile {
  return guarded(path, () => {
    const database = openReadOnly(path);
    try {
      return fileOf(path, database);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** A read-only connection to a catalogue of this format. */
export function openReadOnly(path: string): Database {
  const database = new Sqlite(path, { readonly: true, fileMustExist: true });
  const application: unknown = database.pragma('application_id', { simple: true });
  if (application !== APPLICATION_ID || ![FORMAT_VERSION, FORMAT_WITHOUT_PRICES].includes(formatOf(database))) {
    database.close();
    throw new Fault('catalogue.unreadable', `${path} is not a catalogue of format ${FORMAT_VERSION}`);
  }
  // One lock for all reads instead of one for each: nobody ever writes here.
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma(`cache_size = -${CACHE_KIB}`);
  return database;
}

/** The format of an open catalogue. */
export function formatOf(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

function fileOf(path: string, database: Database): CatalogueFile {
  const columns = `product.rank, ${PRODUCT_COLUMNS}`;
  const byGtin: Statement<[number], ProductRow> = database.prepare(
    `SELECT ${columns} FROM gtin JOIN product ON product.rank = gtin.rank WHERE gtin.gtin = ?`,
  );
  const byPlu: Statement<[string], ProductRow> = database.prepare(`SELECT ${columns} FROM product WHERE plu = ?`);
  const byId: Statement<[string], ProductRow> = database.prepare(`SELECT ${columns} FROM product WHERE id = ?`);
  const count = Number(database.prepare(`SELECT value FROM meta WHERE name = 'count'`).pluck().get());
  const rankLast = Number(database.prepare('SELECT coalesce(max(rank), 0) FROM product').pluck().get());
  const mark = readFeedMark(database);
  const hasPrices =
    formatOf(database) !== FORMAT_WITHOUT_PRICES && database.prepare('SELECT 1 FROM price LIMIT 1').get() !== undefined;
  const prices: Statement<[string], PriceRow> | null = hasPrices
    ? database.prepare('SELECT product_id, store_id, from_ms, price_minor FROM price WHERE product_id = ?')
    : null;

  let termsByKey: ReturnType<typeof termsStatement> | undefined;
  const hasTerm = (text: string): boolean => {
    termsByKey ??= termsStatement(database);
    const key = shortenedKey(text.slice(0, SHORTENED_LETTERS));
    return termsByKey.all(key, key, key + TERMS_MAX).some((term) => term.text === text);
  };

  return {
    path,
    byGtin: (gtin14) => (/^\d{14}$/.test(gtin14) ? byGtin.get(Number(gtin14)) : undefined),
    byPlu: (plu) => byPlu.get(plu),
    byId: (id) => byId.get(id),
    prices: (productId) => prices?.all(productId).map(priceChangeOf) ?? [],
    price: (productId, storeId, fromMs) =>
      prices?.all(productId).find((row) => row.store_id === storeId && row.from_ms === fromMs)?.price_minor ??
      undefined,
    source: (now) => baseSource(database, now),
    hasTerm,
    hasPrices,
    count,
    rankLast,
    mark,
    close: () => database.close(),
  };
}

/** What SQLite says of a damaged or missing file, as a fault. */
export function guarded<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Sqlite.SqliteError)
      throw new Fault('catalogue.unreadable', `${path}: ${error.message}`, { cause: error });
    throw error;
  }
}
