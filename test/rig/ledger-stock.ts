/**
 * Stock past the till's own code: the movements of tickets, deliveries and counts added up, held against the projection in all
 * of its tables; a count that is not counted − known is none.
 */
import type Database from 'better-sqlite3';
import type { Row } from '#domain/journal/journal.ts';

interface Movement {
  readonly product_id: string;
  readonly quantity_milli: number;
  readonly counted_milli?: number;
  readonly known_milli?: number;
}

/** Where a row of this kind lists what it moves. */
const LISTS: Readonly<Record<string, string>> = {
  'ticket-validated': 'movements',
  'stock-received': 'movements',
  'stock-counted': 'counts',
};

/** What is wrong with the stock, in words. */
export function stockFlaws(database: Database.Database, rows: readonly Row[]): readonly string[] {
  const flaws: string[] = [];
  const moved = new Map<string, number>();
  for (const row of rows) {
    const list = LISTS[row.kind];
    if (list === undefined || row.family === 'X') continue;
    const payload = JSON.parse(row.payload) as Readonly<Record<string, readonly Movement[] | undefined>>;
    for (const { product_id, quantity_milli, counted_milli, known_milli } of payload[list] ?? []) {
      moved.set(product_id, (moved.get(product_id) ?? 0) + quantity_milli);
      if (row.kind === 'stock-counted' && (counted_milli ?? 0) - (known_milli ?? 0) !== quantity_milli)
        flaws.push(`stock: a count of ${product_id} moves ${quantity_milli}`);
    }
  }
  const [summed, sorted] = ['stock', 'stock_by_product'].map((table) => sums(database, table));
  const late = sums(database, 'stock_movements', 'WHERE position > ifnull((SELECT through FROM stock_through), 0)');
  for (const productId of new Set([...moved.keys(), ...(summed?.keys() ?? []), ...(sorted?.keys() ?? [])])) {
    const expected = moved.get(productId) ?? 0;
    for (const settled of [summed, sorted]) {
      const projected = (settled?.get(productId) ?? 0) + (late.get(productId) ?? 0);
      if (projected !== expected) flaws.push(`stock: ${productId} is ${projected}, its rows say ${expected}`);
    }
  }
  return flaws;
}

function sums(database: Database.Database, table: string, where = ''): ReadonlyMap<string, number> {
  const found = database
    .prepare<[], { product: string; quantity: number }>(
      `SELECT product_id AS product, sum(quantity_milli) AS quantity FROM ${table} ${where} GROUP BY product_id`,
    )
    .all();
  return new Map(found.map(({ product, quantity }) => [product, quantity]));
}
