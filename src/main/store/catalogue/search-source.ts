/** Where search looks: one file's words, codes and vocabulary. The base is one, the live changes are another. */
import type { Database, Statement } from 'better-sqlite3';
import type { ProductRow } from './format.ts';
import { PRODUCT_COLUMNS, TERMS_MAX } from './format.ts';

/** How many rows that are no longer what they were are passed over for one answer. */
const PASSED_OVER_MAX = 2_000;

export interface SearchSource {
  /** Products whose words match, in the order of their ranks. */
  byWords(match: string, limit: number): readonly ProductRow[];
  hasWord(match: string): boolean;
  /** Words under one key of the shortened ones. */
  termsUnder(key: number): Iterable<{ readonly text: string; readonly documents: number }>;
  byPlu(from: string, to: string, limit: number): readonly ProductRow[];
  byGtin(from: number, to: number, limit: number): readonly ProductRow[];
}

/** What became of a row of the base since: itself, another in its place, or nothing. */
export interface RowsNow {
  /** Whether anything changed at all; where not, the base is read as fast as it can be. */
  isBaseWhole(): boolean;
  /** A row that was found by its words. */
  named(row: ProductRow): ProductRow | undefined;
  /** A row that was found by a code. */
  coded(row: ProductRow): ProductRow | undefined;
}

/** The base as a source. */
export function baseSource(database: Database, now: RowsNow): SearchSource {
  const columns = `product.rank, ${PRODUCT_COLUMNS}`;
  const byWords: Statement<[string, number], ProductRow> = database.prepare(
    `SELECT ${columns} FROM name_word CROSS JOIN product ON product.rank = name_word.rowid
     WHERE name_word MATCH ? ORDER BY name_word.rowid LIMIT ?`,
  );
  const byPlu: Statement<[string, string, number], ProductRow> = database.prepare(
    `SELECT ${columns} FROM product WHERE plu >= ? AND plu < ? ORDER BY plu LIMIT ?`,
  );
  const byGtin: Statement<[number, number, number], ProductRow> = database.prepare(
    `SELECT ${columns} FROM gtin CROSS JOIN product ON product.rank = gtin.rank
     WHERE gtin.gtin >= ? AND gtin.gtin < ? ORDER BY gtin.gtin LIMIT ?`,
  );
  const anyWord: Statement<[string], unknown> = database.prepare(
    'SELECT 1 FROM name_word WHERE name_word MATCH ? LIMIT 1',
  );
  const termsByKey = termsStatement(database);

  return {
    byWords: (match, limit) =>
      now.isBaseWhole()
        ? byWords.all(match, limit)
        : firstNow(byWords.iterate(match, limit + PASSED_OVER_MAX), limit, (row) => now.named(row)),
    hasWord: (match) => anyWord.get(match) !== undefined,
    termsUnder: (key) => termsByKey.iterate(key, key, key + TERMS_MAX),
    byPlu: (from, to, limit) =>
      now.isBaseWhole()
        ? byPlu.all(from, to, limit)
        : firstNow(byPlu.iterate(from, to, limit + PASSED_OVER_MAX), limit, (row) => now.coded(row)),
    byGtin: (from, to, limit) =>
      now.isBaseWhole()
        ? byGtin.all(from, to, limit)
        : firstNow(byGtin.iterate(from, to, limit + PASSED_OVER_MAX), limit, (row) => now.coded(row)),
  };
}

/** The terms under a key: of either kind of file. */
export function termsStatement(
  database: Database,
): Statement<[number, number, number], { text: string; documents: number }> {
  return database.prepare(
    `SELECT term.text, term.documents FROM shortened CROSS JOIN term ON term.term_id = shortened.key - ?
     WHERE shortened.key >= ? AND shortened.key < ?`,
  );
}

function firstNow(
  rows: Iterable<ProductRow>,
  limit: number,
  became: (row: ProductRow) => ProductRow | undefined,
): readonly ProductRow[] {
  const found: ProductRow[] = [];
  for (const row of rows) {
    const present = became(row);
    if (present !== undefined) found.push(present);
    if (found.length >= limit) break;
  }
  return found;
}
