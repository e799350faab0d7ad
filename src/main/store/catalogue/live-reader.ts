/**
 * The live changes, open for reading: what is visible of them beside one base. Whoever writes them tells when a checkpoint
 * became visible; nothing is looked up for that at a scan.
 */
import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import type { Database, Statement } from 'better-sqlite3';
import { assert } from '#base/assert.ts';
import { Fault } from '#base/fault.ts';
import type { PriceChange } from '#domain/catalogue/catalogue.ts';
import {
  IS_SAME_RANK,
  LIVE_APPLICATION_ID,
  LIVE_COLUMNS,
  LIVE_FORMAT_VERSION,
  type LiveRow,
  rankOfRow,
  rowIdOf,
} from './live-format.ts';
import { priceChangeOf, type PriceRow } from './price-row.ts';
import { type SearchSource, termsStatement } from './search-source.ts';
import { type ProductRow, TERMS_MAX } from './format.ts';

const CACHE_KIB = 4 * 1024;

export interface LiveReader {
  readonly liveId: string;
  readonly applied: number;
  /** Headquarters' time of the last checkpoint. */
  readonly hqTimeMs: number | null;
  readonly hasProducts: boolean;
  readonly hasPrices: boolean;
  /** Products of base and changes together; null where no checkpoint is visible. */
  readonly count: number | null;
  /** A product as it was changed last, also one that is gone; undefined where the base still says it. */
  current(id: string): LiveRow | undefined;
  /** The same for a row of the base, which is found by its rank: a till asks that at each scan. */
  currentOf(row: Pick<ProductRow, 'id' | 'rank'>): LiveRow | undefined;
  byGtin(gtin: number): LiveRow | undefined;
  byPlu(plu: string): LiveRow | undefined;
  /** Products with ranks above one, as they are: those that the base has not. */
  above(rank: number): Iterable<LiveRow>;
  prices(productId: string): readonly PriceChange[];
  readonly source: SearchSource;
  /** Takes what became visible, or the base that is in force now, into account. */
  look(through: number): void;
  close(): void;
}

/**
 * Opens the changes at `path` as they stand beside a base that has those up to `through`. Null where there is no such file.
 * Throws catalogue.unreadable where it is none of ours, and what SQLite throws.
 */
export function openLiveReader(path: string, through: number): LiveReader | null {
  if (!existsSync(path)) return null;
  const database = new Sqlite(path, { readonly: true, fileMustExist: true });
  try {
    assertLive(path, database);
    database.pragma(`cache_size = -${CACHE_KIB}`);
    return readerOf(database, through);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Throws catalogue.unreadable where an open file is none of live changes. */
export function assertLive(path: string, database: Database): void {
  const application: unknown = database.pragma('application_id', { simple: true });
  const format: unknown = database.pragma('user_version', { simple: true });
  if (application === LIVE_APPLICATION_ID && format === LIVE_FORMAT_VERSION) return;
  throw new Fault('catalogue.unreadable', `${path} holds no live changes of format ${LIVE_FORMAT_VERSION}`);
}

/**
 * Of several changes of one product the latest that is visible; between the two numbers, bound in this order. The signs keep SQLite
 * from going by the index of checkpoints, through all changes of one.
 */
const IS_LATEST = `+product.seq > ? AND +product.seq <= ? AND NOT EXISTS (
  SELECT 1 FROM product AS newer WHERE ${IS_SAME_RANK} AND +newer.seq > product.seq AND +newer.seq <= ?)`;

function readerOf(database: Database, firstThrough: number): LiveReader {
  const meta = database.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck();
  const current: Statement<[string, number, number], LiveRow> = database.prepare(
    `SELECT ${LIVE_COLUMNS} FROM product WHERE id = ? AND seq > ? AND seq <= ? ORDER BY seq DESC LIMIT 1`,
  );
  // Versions of one product are few and lie beside each other: sorting them costs nothing, and no index may be gone by instead.
  const currentAt: Statement<[number, number, number, number], LiveRow> = database.prepare(
    `SELECT ${LIVE_COLUMNS} FROM product WHERE row_id >= ? AND row_id < ? AND +seq > ? AND +seq <= ?
      ORDER BY +seq DESC LIMIT 1`,
  );
  // Two seeks of one statement each cost half of what one with both does.
  const rowsWithGtin = database.prepare<[number], number>('SELECT row_id FROM gtin WHERE gtin = ?').pluck();
  const byPlu: Statement<[string, number, number, number], LiveRow> = database.prepare(
    `SELECT ${LIVE_COLUMNS} FROM product WHERE plu = ? AND gone = 0 AND ${IS_LATEST}`,
  );
  const prices: Statement<[string, number, number], PriceRow> = database.prepare(
    `SELECT product_id, store_id, from_ms, price_minor FROM price
      WHERE product_id = ? AND seq > ? AND seq <= ? ORDER BY product_id, store_id, from_ms, seq`,
  );
  const above: Statement<[number, number, number, number], LiveRow> = database.prepare(
    `SELECT ${LIVE_COLUMNS} FROM product WHERE row_id >= ? AND gone = 0 AND ${IS_LATEST} ORDER BY row_id`,
  );
  const anyProduct = database.prepare<[number, number], 1>('SELECT 1 FROM product WHERE seq > ? AND seq <= ? LIMIT 1');
  const anyPrice = database.prepare<[number, number], 1>('SELECT 1 FROM price WHERE seq > ? AND seq <= ? LIMIT 1');
  const state = { through: firstThrough, applied: 0, hasProducts: false, hasPrices: false };
  look(firstThrough);

  return {
    liveId: meta.get('live_id') ?? '',
    get applied() {
      return state.applied;
    },
    get hqTimeMs() {
      const text = meta.get('hq_time_ms');
      return text === undefined ? null : Number(text);
    },
    get hasProducts() {
      return state.hasProducts;
    },
    get hasPrices() {
      return state.hasPrices;
    },
    get count() {
      const text = state.hasProducts ? meta.get('count') : undefined;
      return text === undefined ? null : Number(text);
    },
    current: (id) => current.get(id, state.through, state.applied),
    currentOf({ id, rank }) {
      const row = atRank(rank);
      assert(row === undefined || row.id === id, 'a change has the rank of its product');
      return row;
    },
    byGtin: (gtin) => newest(productsWithGtin(gtin)),
    byPlu: (plu) => newest(byPlu.all(plu, state.through, state.applied, state.applied)),
    above: (rank) => above.iterate(rowIdOf(rank + 1, 0), state.through, state.applied, state.applied),
    prices: (productId) => latestPrices(prices.all(productId, state.through, state.applied)).map(priceChangeOf),
    source: sourceOf(database, state),
    look,
    close: () => database.close(),
  };

  function atRank(rank: number): LiveRow | undefined {
    return currentAt.get(rowIdOf(rank, 0), rowIdOf(rank + 1, 0), state.through, state.applied);
  }

  /** Products that have the code as they are now: one that had it in an earlier change only is none of them. */
  function productsWithGtin(gtin: number): readonly LiveRow[] {
    const ranks = new Set(rowsWithGtin.all(gtin).map(rankOfRow));
    return [...ranks].flatMap((rank) => {
      const row = atRank(rank);
      const has = row?.gone === 0 && row.gtins.split(' ').some((own) => Number(own) === gtin);
      return has ? [row] : [];
    });
  }

  /** One view of the file until the next look: a lock for each statement costs more than what it reads. */
  function look(through: number): void {
    if (database.inTransaction) database.exec('COMMIT');
    database.exec('BEGIN');
    state.through = through;
    state.applied = Number(meta.get('applied') ?? 0);
    state.hasProducts = anyProduct.get(through, state.applied) !== undefined;
    state.hasPrices = anyPrice.get(through, state.applied) !== undefined;
  }
}

/** Of prices in the order of their keys and checkpoints the last of each key. */
function latestPrices(rows: readonly PriceRow[]): readonly PriceRow[] {
  return rows.filter((row, at) => {
    const next = rows[at + 1];
    return next?.store_id !== row.store_id || next.from_ms !== row.from_ms;
  });
}

/** A code belongs to one product, and of a mistake of headquarters the later counts. Sorting in SQL cost more than finding. */
function newest(rows: readonly LiveRow[]): LiveRow | undefined {
  return rows.reduce<LiveRow | undefined>(
    (best, row) => (best !== undefined && best.seq > row.seq ? best : row),
    undefined,
  );
}

function sourceOf(database: Database, state: { readonly through: number; readonly applied: number }): SearchSource {
  const byWords: Statement<[string, number, number, number, number], LiveRow> = database.prepare(
    `SELECT ${LIVE_COLUMNS} FROM name_word CROSS JOIN product ON product.row_id = name_word.rowid
      WHERE name_word MATCH ? AND gone = 0 AND ${IS_LATEST} ORDER BY name_word.rowid LIMIT ?`,
  );
  const byPlu: Statement<[string, string, number, number, number, number], LiveRow> = database.prepare(
    `SELECT ${LIVE_COLUMNS} FROM product WHERE plu >= ? AND plu < ? AND gone = 0 AND ${IS_LATEST} ORDER BY plu LIMIT ?`,
  );
  const byGtin: Statement<[number, number, number, number, number, number], LiveRow> = database.prepare(
    `SELECT ${LIVE_COLUMNS} FROM gtin CROSS JOIN product ON product.row_id = gtin.row_id
      WHERE gtin.gtin >= ? AND gtin.gtin < ? AND gone = 0 AND ${IS_LATEST} ORDER BY gtin.gtin LIMIT ?`,
  );
  const anyWord: Statement<[string], unknown> = database.prepare(
    'SELECT 1 FROM name_word WHERE name_word MATCH ? LIMIT 1',
  );
  const termsByKey = termsStatement(database);
  return {
    byWords: (match, limit) => byWords.all(match, state.through, state.applied, state.applied, limit),
    hasWord: (match) => anyWord.get(match) !== undefined,
    termsUnder: (key) => termsByKey.iterate(key, key, key + TERMS_MAX),
    byPlu: (from, to, limit) => byPlu.all(from, to, state.through, state.applied, state.applied, limit),
    byGtin: (from, to, limit) => byGtin.all(from, to, state.through, state.applied, state.applied, limit),
  };
}
