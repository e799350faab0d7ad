/**
 * Writes live changes: a checkpoint in slices under its number, then visible by one small transaction. Whatever is called
 * when: readers see the checkpoint before or this one, whole.
 */
import type { Database } from 'better-sqlite3';
import type { FeedItem } from '#contract/sync/feed.ts';
import { type ProductRecord, indexedWords } from '#domain/catalogue/catalogue.ts';
import { recordOfFeed } from './feed-record.ts';
import { PRODUCT_COLUMNS, type ProductRow, valuesOf } from './format.ts';
import { LIVE_COLUMNS, type LiveRow, rowIdOf } from './live-format.ts';
import { liveVocabulary } from './live-vocabulary.ts';
import { type PriceRow, priceRowOf } from './price-row.ts';
import type { CatalogueFile } from './reader.ts';

/** Rows removed between two looks at the clock. */
const REMOVED_AT_ONCE = 20;

export interface LiveWriter {
  readonly applied: number;
  /** Rows kept: when it is many, they belong into the base. */
  readonly size: { readonly products: number; readonly prices: number };
  /** Writes items from `at` on until `isOver`, in one transaction, invisible still; gives the place of the next. */
  stage(items: readonly FeedItem[], at: number, isOver: () => boolean): number;
  /** Makes visible what was staged. `countBefore`: products visible until now. */
  publish(more: { readonly hqTimeMs: number; readonly countBefore: number }): void;
  /**
   * Removes some of what nobody reads: a checkpoint that was never published, and what the base has. True while there is more;
   * never while something is staged.
   */
  tidy(isOver: () => boolean): boolean;
}

/** The writer on `database`; `base` gives the base in force. */
export function liveWriter(database: Database, base: () => CatalogueFile): LiveWriter {
  const meta = database.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck();
  const putMeta = database.prepare<[string, string], unknown>(
    'INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)',
  );
  const versions = database.prepare<[string], LiveRow>(
    `SELECT ${LIVE_COLUMNS} FROM product WHERE id = ? ORDER BY seq DESC`,
  );
  const insert = database.prepare<(string | number | null)[]>(
    `INSERT INTO product (row_id, seq, gone, searched, ${PRODUCT_COLUMNS})
     VALUES (?, ?, ?, ?${', ?'.repeat(PRODUCT_COLUMNS.split(',').length)})`,
  );
  const remove = database.prepare<[number], unknown>('DELETE FROM product WHERE row_id = ?');
  const insertGtin = database.prepare<[number, number], unknown>(
    'INSERT OR IGNORE INTO gtin (gtin, row_id) VALUES (?, ?)',
  );
  const removeGtin = database.prepare<[number, number], unknown>('DELETE FROM gtin WHERE gtin = ? AND row_id = ?');
  const insertWords = database.prepare<[number, string], unknown>('INSERT INTO name_word (rowid, text) VALUES (?, ?)');
  const removeWords = database.prepare<[number], unknown>('DELETE FROM name_word WHERE rowid = ?');
  const priceOf = database.prepare<[string, string, number], { seq: number; price: number | null }>(
    `SELECT seq, price_minor AS price FROM price
      WHERE product_id = ? AND store_id = ? AND from_ms = ? ORDER BY seq DESC LIMIT 1`,
  );
  const putPrice = database.prepare<[string, string, number, number, number | null], unknown>(
    'INSERT OR REPLACE INTO price (product_id, store_id, from_ms, seq, price_minor) VALUES (?, ?, ?, ?, ?)',
  );
  const removeOlderPrices = database.prepare<[string, string, number, string, string, number, number], unknown>(
    `DELETE FROM price WHERE product_id = ? AND store_id = ? AND from_ms = ? AND seq < (
       SELECT max(seq) FROM price WHERE product_id = ? AND store_id = ? AND from_ms = ? AND seq <= ?)`,
  );
  const leftProducts = database.prepare<[number, number, number], LiveRow>(
    `SELECT ${LIVE_COLUMNS} FROM product WHERE seq <= ? UNION ALL
     SELECT ${LIVE_COLUMNS} FROM product WHERE seq > ? LIMIT ?`,
  );
  const removeLeftPrices = database.prepare<[number, number, number], unknown>(
    `DELETE FROM price WHERE (product_id, store_id, from_ms, seq) IN (
       SELECT product_id, store_id, from_ms, seq FROM price WHERE seq <= ?
       UNION ALL SELECT product_id, store_id, from_ms, seq FROM price WHERE seq > ? LIMIT ?)`,
  );
  const vocabulary = liveVocabulary(database, base);
  const countRows = (table: string): number => Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());

  let applied = Number(meta.get('applied') ?? 0);
  const size = { products: countRows('product'), prices: countRows('price') };
  let rankLast = Number(database.prepare('SELECT coalesce(max(row_id), 0) FROM product').pluck().get());
  rankLast = Math.floor(rankLast / rowIdOf(1, 0));
  let countDelta = 0;
  let staging = false;

  return {
    get applied() {
      return applied;
    },
    size,
    stage(items, from, isOver) {
      staging = true;
      return database.transaction(() => {
        let at = from;
        for (; at < items.length && (at === from || !isOver()); at += 1) {
          const item = items[at];
          if (item?.kind === 'product') stageProduct(item.key, item.value === null ? null : recordOfFeed(item.value));
          else if (item?.kind === 'price') stagePrice(priceRowOf(item));
        }
        return at;
      })();
    },
    publish({ hqTimeMs, countBefore }) {
      database.transaction(() => {
        putMeta.run('applied', String(applied + 1));
        putMeta.run('hq_time_ms', String(hqTimeMs));
        putMeta.run('count', String(countBefore + countDelta));
      })();
      applied += 1;
      countDelta = 0;
      staging = false;
    },
    tidy(isOver) {
      if (staging) return false;
      return database.transaction(() => tidied(isOver))();
    },
  };

  function stageProduct(id: string, record: ProductRecord | null): void {
    const kept = versions.all(id);
    const { through } = base().mark;
    const present = kept.filter(({ seq }) => seq > through);
    const [last] = present;
    const known: ProductRow | undefined = last ?? base().byId(id);
    const wasThere = last === undefined ? known !== undefined : last.gone === 0;
    if (record === null ? !wasThere : wasThere && known !== undefined && isSame(known, id, record)) return;
    countDelta += Number(record !== null) - Number(wasThere);
    const rank = known?.rank ?? freshRank();
    const seq = applied + 1;
    const visible = kept.find((row) => row.seq <= applied);
    for (const row of kept) {
      // Staged once more, or older than what is visible: read by nobody.
      if (row.seq === seq || (visible !== undefined && row.seq < visible.seq)) removeVersion(row);
    }
    const rowId = rowIdOf(rank, seq);
    size.products += 1;
    if (record === null) {
      insert.run(rowId, seq, 1, 0, ...valuesOf(id, NOTHING));
      return;
    }
    const inBase = base().byId(id);
    const isNamedAsBase = inBase?.name === record.name && (inBase.brand ?? undefined) === record.brand;
    // The base may be replaced by one that has an earlier change of this name: once found here, always found here.
    const searched = !isNamedAsBase || present.some((row) => row.gone === 1 || row.searched === 1);
    insert.run(rowId, seq, 0, Number(searched), ...valuesOf(id, record));
    for (const gtin of record.gtins) insertGtin.run(Number(gtin), rowId);
    if (!searched) return;
    const words = indexedWords(record.brand === undefined ? record.name : `${record.name} ${record.brand}`);
    insertWords.run(rowId, words.join(' '));
    vocabulary.add(words);
  }

  function freshRank(): number {
    rankLast = Math.max(rankLast, base().rankLast) + 1;
    return rankLast;
  }

  function removeVersion(row: LiveRow): void {
    const rowId = rowIdOf(row.rank, row.seq);
    remove.run(rowId);
    size.products -= 1;
    for (const gtin of row.gtins.split(' ')) if (gtin !== '') removeGtin.run(Number(gtin), rowId);
    if (row.searched === 1) removeWords.run(rowId);
  }

  function stagePrice({ product_id, store_id, from_ms, price_minor }: PriceRow): void {
    const seq = applied + 1;
    const last = priceOf.get(product_id, store_id, from_ms);
    const isNewer = last !== undefined && last.seq > base().mark.through;
    const before = isNewer ? last.price : (base().price(product_id, store_id, from_ms) ?? null);
    if (before === price_minor) return;
    if (last?.seq !== seq) size.prices += 1;
    putPrice.run(product_id, store_id, from_ms, seq, price_minor);
    const key = [product_id, store_id, from_ms] as const;
    size.prices -= removeOlderPrices.run(...key, ...key, applied).changes;
  }

  function tidied(isOver: () => boolean): boolean {
    const { through } = base().mark;
    for (;;) {
      const rows = leftProducts.all(through, applied, REMOVED_AT_ONCE);
      for (const row of rows) removeVersion(row);
      const prices = removeLeftPrices.run(through, applied, REMOVED_AT_ONCE * 4).changes;
      size.prices -= prices;
      if (rows.length === 0 && prices === 0) break;
      if (isOver()) return true;
    }
    if (size.products === 0) vocabulary.clear();
    return false;
  }
}

/** A product as it is there no more: what a table of products wants of a row. */
const NOTHING: ProductRecord = {
  name: '',
  gtins: [],
  unit: 'piece',
  priceMinor: 0,
  vatRateBasisPoints: 0,
  mealVoucher: false,
};

function isSame(row: ProductRow, id: string, record: ProductRecord): boolean {
  const before = [
    row.id,
    row.name,
    row.brand,
    row.gtins,
    row.plu,
    row.unit,
    row.price_minor,
    row.vat_rate_basis_points,
    row.category,
    row.age_limit_years,
    row.deposit_minor,
    row.meal_voucher,
  ];
  const after = valuesOf(id, record);
  return before.every((value, at) => value === after[at]);
}
