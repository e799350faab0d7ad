/**
 * Builds the next version of a catalogue aside: the products of the version in force, then what is put. Nobody sees
 * anything of it before `publish`, and a crash before that leaves what was.
 *
 * A product put again, that is one that shares a barcode or the PLU, keeps its id and its rank and takes the new
 * values. An id is made from the first code and says nothing afterwards.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { assert, present } from '#base/assert.ts';
import { Fault } from '#base/fault.ts';
import type { ProductRecord } from '#domain/catalogue/catalogue.ts';
import { indexedWords, productIdFor } from '#domain/catalogue/catalogue.ts';
import { type FeedMark, NO_FEED, readFeedMark, writeFeedMark } from './feed-mark.ts';
import type { ProductRow } from './format.ts';
import {
  APPLICATION_ID,
  FORMAT_VERSION,
  FORMAT_WITHOUT_PRICES,
  PRODUCT_COLUMNS,
  productOf,
  recordOf,
  SCHEMA,
  SEARCH_SCHEMA,
  valuesOf,
} from './format.ts';
import { buildingPath, currentVersion, nextVersion, publish, removeVersionsBelow, versionPath } from './pointer.ts';
import { mergeLive } from './merge-live.ts';
import type { PriceRow } from './price-row.ts';
import { formatOf, openReadOnly } from './reader.ts';
import { buildVocabulary } from './vocabulary.ts';

const BUILD_CACHE_KIB = 64 * 1024;

/** Where a product is in the version being built. */
export interface KnownProduct {
  readonly rank: number;
  readonly record: ProductRecord;
}

export interface CatalogueBuilder {
  /** Products that hold one of these codes, at most one for each code. */
  known(codes: { readonly gtins: readonly string[]; readonly plu: string | undefined }): readonly KnownProduct[];
  add(record: ProductRecord): { readonly rank: number };
  replace(rank: number, record: ProductRecord): void;
  /** A product under the id that headquarters gave it; again, its newest values. */
  put(id: string, record: ProductRecord): void;
  /** Takes a product out by the id of headquarters. */
  drop(id: string): void;
  /** A price beside the product's own; null takes it back. */
  putPrice(price: PriceRow): void;
  /** Where what is built comes from; without it, where the version in force came from. */
  setMark(mark: FeedMark): void;
  count(): number;
  /** Makes search, puts the version into force, and says how many products it has. */
  publish(): { readonly count: number };
  abandon(): void;
}

/**
 * Begins a version. Throws catalogue.import-failed when another import is at work in this folder, and
 * catalogue.unreadable when the version in force cannot be read.
 */
export function beginCatalogue({
  folder,
  startEmpty = false,
}: {
  readonly folder: string;
  readonly startEmpty?: boolean;
}): CatalogueBuilder {
  mkdirSync(folder, { recursive: true });
  const lock = takeLock(folder);
  const path = buildingPath(folder);
  let database: Database;
  let mark = NO_FEED;
  try {
    removeUnfinished(path);
    database = createFile(path);
    if (!startEmpty) mark = copyCurrent(folder, database);
  } catch (error) {
    lock.close();
    throw error;
  }
  database.exec('BEGIN');
  return builderOf({ folder, path, database, mark, release: () => lock.close() });
}

function builderOf({
  folder,
  path,
  database,
  mark: firstMark,
  release,
}: {
  readonly folder: string;
  readonly path: string;
  readonly database: Database;
  readonly mark: FeedMark;
  readonly release: () => void;
}): CatalogueBuilder {
  const rankByGtin = database.prepare<[number], number>('SELECT rank FROM gtin WHERE gtin = ?').pluck();
  const rankByPlu = database.prepare<[string], number>('SELECT rank FROM product WHERE plu = ?').pluck();
  const byRank = database.prepare<[number], ProductRow>(`SELECT rank, ${PRODUCT_COLUMNS} FROM product WHERE rank = ?`);
  const idTaken = database.prepare<[string], unknown>('SELECT 1 FROM product WHERE id = ?');
  const insert = database.prepare<(string | number | null)[]>(
    `INSERT OR REPLACE INTO product (rank, ${PRODUCT_COLUMNS}) VALUES (?${', ?'.repeat(PRODUCT_COLUMNS.split(',').length)})`,
  );
  const insertGtin = database.prepare<[number, number], unknown>('INSERT INTO gtin (gtin, rank) VALUES (?, ?)');
  const deleteGtin = database.prepare<[number], unknown>('DELETE FROM gtin WHERE gtin = ?');
  const rankById = database.prepare<[string], number>('SELECT rank FROM product WHERE id = ?').pluck();
  const takeGtin = database.prepare<[number, number], unknown>(
    'INSERT OR REPLACE INTO gtin (gtin, rank) VALUES (?, ?)',
  );
  const dropGtin = database.prepare<[number, number], unknown>('DELETE FROM gtin WHERE gtin = ? AND rank = ?');
  const dropRank = database.prepare<[number], unknown>('DELETE FROM product WHERE rank = ?');
  const freePlu = database.prepare<[string, string], unknown>(
    'UPDATE product SET plu = NULL WHERE plu = ? AND id <> ?',
  );
  const setPrice = database.prepare<[string, string, number, number], unknown>(
    'INSERT OR REPLACE INTO price (product_id, store_id, from_ms, price_minor) VALUES (?, ?, ?, ?)',
  );
  const dropPrice = database.prepare<[string, string, number], unknown>(
    'DELETE FROM price WHERE product_id = ? AND store_id = ? AND from_ms = ?',
  );
  let mark = firstMark;
  let rankLast = Number(database.prepare('SELECT coalesce(max(rank), 0) FROM product').pluck().get());

  return { known, add, replace, put, drop, putPrice, setMark, count, publish: finish, abandon };

  function count(): number {
    return Number(database.prepare('SELECT count(*) FROM product').pluck().get());
  }

  function known({
    gtins,
    plu,
  }: {
    readonly gtins: readonly string[];
    readonly plu: string | undefined;
  }): readonly KnownProduct[] {
    const ranks = new Set(gtins.map((gtin) => rankByGtin.get(Number(gtin))));
    if (plu !== undefined) ranks.add(rankByPlu.get(plu));
    ranks.delete(undefined);
    return [...ranks].map((rank) => {
      const row = present(byRank.get(rank as number), `the product of rank ${rank}`);
      return { rank: row.rank, record: recordOf(row) };
    });
  }

  function add(record: ProductRecord): { readonly rank: number } {
    rankLast += 1;
    write(rankLast, freshId(record), record);
    return { rank: rankLast };
  }

  function replace(rank: number, record: ProductRecord): void {
    const before = present(byRank.get(rank), `the product of rank ${rank}`);
    for (const gtin of productOf(before).gtins) deleteGtin.run(Number(gtin));
    write(rank, before.id, record);
  }

  function drop(id: string): void {
    const rank = rankById.get(id);
    if (rank === undefined) return;
    for (const gtin of productOf(present(byRank.get(rank), id)).gtins) dropGtin.run(Number(gtin), rank);
    dropRank.run(rank);
  }

  function put(id: string, record: ProductRecord): void {
    const rank = rankById.get(id);
    if (rank === undefined) rankLast += 1;
    else for (const gtin of productOf(present(byRank.get(rank), id)).gtins) dropGtin.run(Number(gtin), rank);
    // Two products of headquarters under one code are its mistake: the later one has it, and nothing stops.
    if (record.plu !== undefined) freePlu.run(record.plu, id);
    insert.run(rank ?? rankLast, ...valuesOf(id, record));
    for (const gtin of record.gtins) takeGtin.run(Number(gtin), rank ?? rankLast);
  }

  function putPrice({ product_id, store_id, from_ms, price_minor }: PriceRow): void {
    if (price_minor === null) dropPrice.run(product_id, store_id, from_ms);
    else setPrice.run(product_id, store_id, from_ms, price_minor);
  }

  function setMark(next: FeedMark): void {
    mark = next;
  }

  function write(rank: number, id: string, record: ProductRecord): void {
    assert(record.gtins.length > 0 || record.plu !== undefined, 'a product has a barcode or a PLU');
    insert.run(rank, ...valuesOf(id, record));
    for (const gtin of record.gtins) insertGtin.run(Number(gtin), rank);
  }

  function freshId(record: ProductRecord): string {
    for (let turn = 1; ; turn += 1) {
      const id = productIdFor(record, turn);
      if (idTaken.get(id) === undefined) return id;
    }
  }

  function finish(): { readonly count: number } {
    const products = count();
    buildSearch(database);
    database.prepare(`INSERT INTO meta (name, value) VALUES ('count', ?)`).run(String(products));
    writeFeedMark(database, mark);
    database.exec('COMMIT');
    database.close();
    const before = currentVersion(folder);
    publish(folder, nextVersion(folder));
    // The version that a running till reads now stays until that till has moved on.
    removeVersionsBelow(folder, before);
    release();
    return { count: products };
  }

  /** Also after a `publish` that failed half-way. */
  function abandon(): void {
    database.close();
    removeUnfinished(path);
    release();
  }
}

function buildSearch(database: Database): void {
  database.exec(SEARCH_SCHEMA);
  const insert = database.prepare<[number, string], unknown>('INSERT INTO name_word (rowid, text) VALUES (?, ?)');
  const after = database.prepare<[number], { rank: number; name: string; brand: string | null }>(
    'SELECT rank, name, brand FROM product WHERE rank > ? ORDER BY rank LIMIT 1000',
  );
  for (let last = 0, rows = after.all(last); rows.length > 0; rows = after.all(last)) {
    for (const { rank, name, brand } of rows) {
      insert.run(rank, indexedWords(brand === null ? name : `${name} ${brand}`).join(' '));
      last = rank;
    }
  }
  database.exec(`INSERT INTO name_word (name_word) VALUES ('optimize')`);
  buildVocabulary(database);
}

/** The file is worth nothing until it is whole, so it is written without a journal and synced once, at the end. */
function createFile(path: string): Database {
  const database = new Sqlite(path);
  database.pragma('journal_mode = OFF');
  database.pragma('synchronous = OFF');
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('temp_store = MEMORY');
  database.pragma(`cache_size = -${BUILD_CACHE_KIB}`);
  database.pragma(`application_id = ${APPLICATION_ID}`);
  database.pragma(`user_version = ${FORMAT_VERSION}`);
  database.exec(SCHEMA);
  return database;
}

/** Products, prices and mark of the version in force, with what was changed since. */
function copyCurrent(folder: string, database: Database): FeedMark {
  const version = currentVersion(folder);
  if (version === 0) return NO_FEED;
  const path = versionPath(folder, version);
  if (!existsSync(path)) throw new Fault('catalogue.unreadable', `${path}, the version in force, is missing`);
  const old = openReadOnly(path);
  const mark = readFeedMark(old);
  const hasPrices = formatOf(old) !== FORMAT_WITHOUT_PRICES;
  old.close();
  database.prepare('ATTACH ? AS old').run(path);
  database.exec(`
    INSERT INTO product (rank, ${PRODUCT_COLUMNS}) SELECT rank, ${PRODUCT_COLUMNS} FROM old.product ORDER BY rank;
    INSERT INTO gtin (gtin, rank) SELECT gtin, rank FROM old.gtin ORDER BY gtin;
    ${hasPrices ? 'INSERT INTO price SELECT product_id, store_id, from_ms, price_minor FROM old.price;' : ''}
    DETACH old;
  `);
  return mergeLive({ folder, database, mark });
}

function removeUnfinished(path: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}

/** Held by the operating system, so that it ends with the process that has it, however that ends. */
function takeLock(folder: string): Database {
  const lock = new Sqlite(join(folder, 'import.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw new Fault('catalogue.import-failed', 'another import is at work in this folder', { cause: error });
  }
}
