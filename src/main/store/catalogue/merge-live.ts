/** Puts the live changes of a shop into a catalogue that is being built, as they are visible now. */
import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import type { FeedMark } from './feed-mark.ts';
import { PRODUCT_COLUMNS } from './format.ts';
import { LIVE_COLUMNS, type LiveRow, livePath } from './live-format.ts';
import { assertLive } from './live-reader.ts';
import type { PriceRow } from './price-row.ts';

interface Taken {
  readonly live: Database;
  readonly database: Database;
  readonly through: number;
  readonly applied: number;
}

/**
 * `database` holds the version in force, whose mark is given; gives the mark of what it becomes. The till may go on writing
 * changes meanwhile: those are of later checkpoints, and stay where they are.
 */
export function mergeLive({
  folder,
  database,
  mark,
}: {
  readonly folder: string;
  readonly database: Database;
  readonly mark: FeedMark;
}): FeedMark {
  const path = livePath(folder);
  if (mark.liveId === null || !existsSync(path)) return mark;
  const live = new Sqlite(path, { readonly: true, fileMustExist: true });
  try {
    assertLive(path, live);
    const meta = live.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck();
    // One view of the file from here to the end.
    live.exec('BEGIN');
    if (meta.get('live_id') !== mark.liveId) return mark;
    const applied = Number(meta.get('applied'));
    const hqTime = meta.get('hq_time_ms');
    mergeProducts({ live, database, through: mark.through, applied });
    mergePrices({ live, database, through: mark.through, applied });
    return { ...mark, through: applied, hqTimeMs: hqTime === undefined ? mark.hqTimeMs : Number(hqTime) };
  } finally {
    live.close();
  }
}

/** First everything changed goes, then what is left of it comes: a barcode may have gone from one product to another. */
function mergeProducts({ live, database, through, applied }: Taken): void {
  const latest = live.prepare<[number, number], LiveRow>(
    `SELECT ${LIVE_COLUMNS}, max(seq) FROM product WHERE seq > ? AND seq <= ? GROUP BY id`,
  );
  const rowOf = database.prepare<[string], { rank: number; gtins: string }>(
    'SELECT rank, gtins FROM product WHERE id = ?',
  );
  const remove = database.prepare<[number], unknown>('DELETE FROM product WHERE rank = ?');
  const removeGtin = database.prepare<[number, number], unknown>('DELETE FROM gtin WHERE gtin = ? AND rank = ?');
  const freePlu = database.prepare<[string], unknown>('UPDATE product SET plu = NULL WHERE plu = ?');
  const insert = database.prepare<(string | number | null)[]>(
    `INSERT INTO product (rank, ${PRODUCT_COLUMNS}) VALUES (?${', ?'.repeat(PRODUCT_COLUMNS.split(',').length)})`,
  );
  const takeGtin = database.prepare<[number, number], unknown>(
    'INSERT OR REPLACE INTO gtin (gtin, rank) VALUES (?, ?)',
  );
  for (const { id } of latest.iterate(through, applied)) {
    const before = rowOf.get(id);
    if (before === undefined) continue;
    remove.run(before.rank);
    for (const gtin of before.gtins.split(' ')) if (gtin !== '') removeGtin.run(Number(gtin), before.rank);
  }
  for (const row of latest.iterate(through, applied)) {
    if (row.gone === 1) continue;
    if (row.plu !== null) freePlu.run(row.plu);
    insert.run(
      row.rank,
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
      row.stock_milli,
    );
    for (const gtin of row.gtins.split(' ')) if (gtin !== '') takeGtin.run(Number(gtin), row.rank);
  }
}

function mergePrices({ live, database, through, applied }: Taken): void {
  const latest = live.prepare<[number, number], PriceRow>(
    `SELECT product_id, store_id, from_ms, price_minor, max(seq) FROM price WHERE seq > ? AND seq <= ?
      GROUP BY product_id, store_id, from_ms`,
  );
  const put = database.prepare<[string, string, number, number], unknown>(
    'INSERT OR REPLACE INTO price (product_id, store_id, from_ms, price_minor) VALUES (?, ?, ?, ?)',
  );
  const drop = database.prepare<[string, string, number], unknown>(
    'DELETE FROM price WHERE product_id = ? AND store_id = ? AND from_ms = ?',
  );
  for (const { product_id, store_id, from_ms, price_minor } of latest.iterate(through, applied)) {
    if (price_minor === null) drop.run(product_id, store_id, from_ms);
    else put.run(product_id, store_id, from_ms, price_minor);
  }
}
