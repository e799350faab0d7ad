/**
 * One catalogue file, open for reading. It never changes, so what is read needs no transaction.
 */
import Sqlite from 'better-sqlite3';
import type { Database, Statement } from 'better-sqlite3';
import type { ProductId } from '#base/brand.ts';
import { Fault } from '#base/fault.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import type { ProductRow } from './format.ts';
import { APPLICATION_ID, FORMAT_VERSION, PRODUCT_COLUMNS, productOf } from './format.ts';
import type { Search } from './search.ts';
import { openSearch } from './search.ts';

const CACHE_KIB = 8 * 1024;

export interface CatalogueFile {
  byGtin(gtin14: string): Product | undefined;
  byPlu(plu: string): Product | undefined;
  byId(id: ProductId): Product | undefined;
  search(text: string, limit: number): readonly Product[];
  importedStockMilli(id: ProductId): number | undefined;
  count(): number;
  close(): void;
}

/** Opens the file at `path`. Throws catalogue.unreadable, now or from any of its functions, when it cannot be read. */
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
  const format: unknown = database.pragma('user_version', { simple: true });
  if (application !== APPLICATION_ID || format !== FORMAT_VERSION) {
    database.close();
    throw new Fault('catalogue.unreadable', `${path} is not a catalogue of format ${FORMAT_VERSION}`);
  }
  // One lock for all reads instead of one for each: nobody ever writes here.
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma(`cache_size = -${CACHE_KIB}`);
  return database;
}

function fileOf(path: string, database: Database): CatalogueFile {
  const columns = `product.rank, ${PRODUCT_COLUMNS}`;
  const byGtin: Statement<[number], ProductRow> = database.prepare(
    `SELECT ${columns} FROM gtin JOIN product ON product.rank = gtin.rank WHERE gtin.gtin = ?`,
  );
  const byPlu: Statement<[string], ProductRow> = database.prepare(`SELECT ${columns} FROM product WHERE plu = ?`);
  const byId: Statement<[string], ProductRow> = database.prepare(`SELECT ${columns} FROM product WHERE id = ?`);
  const count = Number(database.prepare(`SELECT value FROM meta WHERE name = 'count'`).pluck().get());
  let search: Search | undefined;

  return {
    byGtin: (gtin14) => (/^\d{14}$/.test(gtin14) ? one(byGtin, Number(gtin14)) : undefined),
    byPlu: (plu) => one(byPlu, plu),
    byId: (id) => one(byId, id),
    search: (text, limit) =>
      guarded(path, () => {
        search ??= openSearch(database);
        return search.find(text, limit).map(productOf);
      }),
    importedStockMilli: (id) => guarded(path, () => byId.get(id)?.stock_milli ?? undefined),
    count: () => count,
    close: () => database.close(),
  };

  function one<Key>(statement: Statement<[Key], ProductRow>, key: Key): Product | undefined {
    return guarded(path, () => {
      const row = statement.get(key);
      return row === undefined ? undefined : productOf(row);
    });
  }
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
