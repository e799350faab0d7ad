/** Stock on one connection: own movements by their projection, and the figure of headquarters beside them. */
import type { Includes } from '#domain/stock/stock.ts';
import type { Sqlite } from './database.ts';
import type { JournalTable } from './journal-table.ts';
import { statement } from './statement.ts';
import type { StockWrites } from './stock-port.ts';

const FORGOTTEN_AT_ONCE = 200;

interface SqlFigure {
  readonly quantityMilli: number;
  readonly includes: string;
  readonly asOfMs: number;
  readonly isCounted: 0 | 1;
}

/** The statements of stock. */
export function stockTable(sqlite: Sqlite, journal: Pick<JournalTable, 'chainIds'>): StockWrites {
  const own = statement<{ readonly quantityMilli: number | null }>(
    sqlite,
    `SELECT sum(quantity_milli) AS quantityMilli FROM (
       SELECT quantity_milli FROM stock WHERE product_id = ?
       UNION ALL
       SELECT quantity_milli FROM stock_movements
        WHERE position > ifnull((SELECT through FROM stock_through), 0) AND product_id = ?)`,
  );
  const kept = statement<{ readonly position: number }>(sqlite, 'SELECT position FROM stock_kept WHERE product_id = ?');
  const figure = statement<SqlFigure>(
    sqlite,
    `SELECT quantity_milli AS quantityMilli, includes, as_of_ms AS asOfMs, is_counted AS isCounted FROM hq_stock
      WHERE product_id = ?`,
  );
  // Two parts, each by its own index: what is settled by product, and the few rows since the last quiet moment.
  const between = statement<{ readonly quantityMilli: number | null }>(
    sqlite,
    `SELECT sum(quantity_milli) AS quantityMilli FROM (
       SELECT quantity_milli FROM stock_by_product WHERE product_id = ? AND position > ? AND position <= ?
       UNION ALL
       SELECT quantity_milli FROM stock_movements
        WHERE position > max(ifnull((SELECT through FROM stock_through), 0), ?) AND position <= ? AND product_id = ?)`,
  );
  const placeOf = statement<{ readonly position: number }>(
    sqlite,
    'SELECT position FROM journal WHERE chain_id = ? AND seq <= ? ORDER BY seq DESC LIMIT 1',
  );
  const firstPlace = statement<{ readonly position: number }>(
    sqlite,
    'SELECT position FROM journal WHERE chain_id = ? ORDER BY seq LIMIT 1',
  );
  const partings = statement<{ readonly afterSeq: number; readonly branchId: string }>(
    sqlite,
    'SELECT after_seq AS afterSeq, branch_id AS branchId FROM hq_partings WHERE chain_id = ? ORDER BY after_seq',
  );
  const put = statement(
    sqlite,
    `INSERT INTO hq_stock (product_id, quantity_milli, includes, as_of_ms, is_counted, snapshot) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (product_id) DO UPDATE SET quantity_milli = excluded.quantity_milli, includes = excluded.includes,
       as_of_ms = excluded.as_of_ms, is_counted = excluded.is_counted, snapshot = excluded.snapshot`,
  );
  const remove = statement(sqlite, 'DELETE FROM hq_stock WHERE product_id = ?');
  const lastSnapshot = statement<{ readonly snapshot: number | null }>(
    sqlite,
    'SELECT max(snapshot) AS snapshot FROM hq_stock',
  );
  const older = statement<{ readonly product_id: string }>(
    sqlite,
    'SELECT product_id FROM hq_stock WHERE snapshot < ? LIMIT ?',
  );

  /** What this till's own rows moved that `includes` does not go up to, chain by chain. */
  function laterMilli(productId: string, includes: Includes): number {
    const chains = journal.chainIds();
    let later = 0;
    chains.forEach((chainId, at) => {
      const next = chains[at + 1];
      const end = next === undefined ? Number.MAX_SAFE_INTEGER : (firstPlace.get(next)?.position ?? 1) - 1;
      // Where the chain parted headquarters has another continuation under its name, and this one under a name of its own.
      const steps = [{ afterSeq: 0, branchId: chainId as string }, ...partings.all(chainId)];
      steps.forEach(({ afterSeq, branchId }, index) => {
        const until = steps[index + 1]?.afterSeq;
        const through = Math.min(Math.max(includes[branchId] ?? 0, afterSeq), until ?? Number.MAX_SAFE_INTEGER);
        const to = until === undefined ? end : placeAfter(chainId, until);
        later += moved(productId, placeAfter(chainId, through), to);
      });
    });
    return later;
  }

  /** The place of the last row of a chain up to `seq`, or the one before its first. */
  function placeAfter(chainId: string, seq: number | undefined): number {
    const found = seq === undefined || seq <= 0 ? undefined : placeOf.get(chainId, seq);
    return found?.position ?? (firstPlace.get(chainId)?.position ?? 1) - 1;
  }

  function moved(productId: string, after: number, to: number): number {
    if (after >= to) return 0;
    return between.get(productId, after, to, after, to, productId)?.quantityMilli ?? 0;
  }

  return {
    ownMilli: (productId) => own.get(productId, productId)?.quantityMilli ?? undefined,
    isKept: (productId) => kept.get(productId) !== undefined,
    atHq(productId) {
      const found = figure.get(productId);
      if (found === undefined) return undefined;
      const includes = JSON.parse(found.includes) as Includes;
      const { quantityMilli, asOfMs } = found;
      const isCounted = found.isCounted === 1;
      return { quantityMilli, laterMilli: laterMilli(productId, includes), includes, asOfMs, isCounted };
    },
    put(productId, said, snapshot) {
      if (said === null) remove.run(productId);
      else {
        const { quantityMilli, includes, asOfMs, isCounted = true } = said;
        put.run(productId, quantityMilli, JSON.stringify(includes), asOfMs, isCounted ? 1 : 0, snapshot);
      }
    },
    lastSnapshot: () => lastSnapshot.get()?.snapshot ?? 0,
    forgetBefore(snapshot) {
      const found = older.all(snapshot, FORGOTTEN_AT_ONCE);
      for (const { product_id: productId } of found) remove.run(productId);
      return found.length === FORGOTTEN_AT_ONCE;
    },
  };
}
