/** Journals as headquarters holds them. */
import { entryOf, parseRow, type Entry } from '#domain/journal/journal.ts';
import { assert } from '#base/assert.ts';
import type { HqReads, RowOf } from '../store/port.ts';
import { JOURNAL_ROW } from './tables.ts';

export type JournalRow = RowOf<typeof JOURNAL_ROW>;

/** Rows of a chain after a seq, in order. */
export async function journalRows(
  reads: HqReads,
  options: { readonly chainId: string; readonly after: number; readonly limit: number },
): Promise<readonly JournalRow[]> {
  const { chainId, after, limit } = options;
  return reads.scan(JOURNAL_ROW, { prefix: [chainId], from: after + 1, limit });
}

/** The row as an entry. A Bug where what was stored after its verification is no row any more. */
export function entryOfLine(line: string): Entry {
  const row = parseRow(line);
  assert(!('reason' in row), 'a stored row reads as it was verified');
  return entryOf(row);
}

/** Entries of a chain after a seq, in order. */
export async function entriesOf(
  reads: HqReads,
  options: { readonly chainId: string; readonly after: number; readonly limit: number },
): Promise<readonly Entry[]> {
  return (await journalRows(reads, options)).map(({ line }) => entryOfLine(line));
}
