/**
 * Writes the products of a shop as a file that the import takes back.
 */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { Fault } from '#base/fault.ts';
import type { Delimiter } from '#domain/catalogue/catalogue.ts';
import { delimitedLine, productFileHeader, productFileLine } from '#domain/catalogue/catalogue.ts';
import { readFeedMark } from './feed-mark.ts';
import type { ProductRow } from './format.ts';
import { PRODUCT_COLUMNS, recordOf } from './format.ts';
import { livePath } from './live-format.ts';
import { type LiveReader, openLiveReader } from './live-reader.ts';
import { currentVersion, versionPath } from './pointer.ts';
import { guarded, openReadOnly } from './reader.ts';

/** Spreadsheets take a CSV file for UTF-8 only if it says so. */
const BYTE_ORDER_MARK = '\ufeff';
const PIECE_CHARACTERS = 64 * 1024;

/**
 * Writes all products to `path`: semicolons and a byte order mark for `.csv`, tabs for any other name, decimal commas.
 * The file appears whole or not at all. Throws catalogue.unreadable, or what the disk says of `path`.
 */
export function exportProducts({
  folder,
  path,
  exponent,
}: {
  readonly folder: string;
  readonly path: string;
  readonly exponent: number;
}): { readonly count: number } {
  const version = currentVersion(folder);
  if (version === 0) throw new Fault('catalogue.unreadable', `nothing was ever imported into ${folder}`);
  const isCsv = path.toLowerCase().endsWith('.csv');
  const delimiter: Delimiter = isCsv ? ';' : '\t';
  const aside = `${path}.part`;
  return guarded(versionPath(folder, version), () => {
    const database = openReadOnly(versionPath(folder, version));
    const mark = readFeedMark(database);
    const live = mark.liveId === null ? null : openLiveReader(livePath(folder), mark.through);
    try {
      const changes = live?.liveId === mark.liveId ? live : null;
      const count = writeAside(aside, rowsOf(database, changes), {
        delimiter,
        exponent,
        mark: isCsv ? BYTE_ORDER_MARK : '',
      });
      renameSync(aside, path);
      return { count };
    } catch (error) {
      rmSync(aside, { force: true });
      throw error;
    } finally {
      live?.close();
      database.close();
    }
  });
}

/** The products in their order: of the base as they are now, then those that came since. */
function* rowsOf(database: Database, live: LiveReader | null): Iterable<ProductRow> {
  let rankLast = 0;
  for (const row of database
    .prepare<[], ProductRow>(`SELECT rank, ${PRODUCT_COLUMNS} FROM product ORDER BY rank`)
    .iterate()) {
    rankLast = row.rank;
    const change = live?.currentOf(row);
    if (change === undefined) yield row;
    else if (change.gone === 0) yield change;
  }
  if (live !== null) yield* live.above(rankLast);
}

function writeAside(
  aside: string,
  rows: Iterable<ProductRow>,
  {
    delimiter,
    exponent,
    mark,
  }: {
    readonly delimiter: Delimiter;
    readonly exponent: number;
    readonly mark: string;
  },
): number {
  const file = openSync(aside, 'w');
  try {
    let piece = mark + delimitedLine(productFileHeader(), delimiter);
    let count = 0;
    for (const row of rows) {
      piece += delimitedLine(productFileLine(recordOf(row), exponent), delimiter);
      count += 1;
      if (piece.length < PIECE_CHARACTERS) continue;
      writeFileSync(file, piece);
      piece = '';
    }
    writeFileSync(file, piece);
    fsyncSync(file);
    return count;
  } finally {
    closeSync(file);
  }
}
