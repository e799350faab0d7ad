/**
 * Rows for one push: as many as fit, read in slices so short that whoever scans meanwhile does not feel them.
 */
import type { ChainId } from '#base/brand.ts';
import { rowText } from '#domain/journal/journal.ts';
import { PUSH_ROWS_MAX } from '#contract/sync/sync.ts';
import type { Store } from '#main/store/port.ts';

/** Writing and hashing a body takes as long as it is; one of this length takes some two milliseconds, and none of it waits. */
const BATCH_CHARACTERS = 200_000;
const SLICE_ROWS = 25;

export interface Batch {
  readonly rows: readonly string[];
  /** Of the last row in it. */
  readonly seq: number;
  /** The next row is not there, and later ones are: nothing can follow. */
  readonly isAtHole: boolean;
}

/**
 * Rows of a chain after `seq`, at most `limit`; empty at its end, and where a row is missing. `between` lets everybody else
 * have their turn.
 */
export async function readBatch(
  store: Pick<Store, 'rowsAfter'>,
  options: {
    readonly chainId: ChainId;
    readonly seq: number;
    readonly limit?: number;
    readonly between: () => Promise<void>;
  },
): Promise<Batch> {
  const { chainId, limit = PUSH_ROWS_MAX, between } = options;
  const rows: string[] = [];
  let { seq } = options;
  let characters = 0;
  for (;;) {
    const slice = store.rowsAfter(chainId, seq, Math.min(SLICE_ROWS, limit - rows.length));
    for (const row of slice) {
      if (row.seq !== seq + 1) return { rows, seq, isAtHole: true };
      const text = rowText(row);
      if (rows.length > 0 && characters + text.length > BATCH_CHARACTERS) return { rows, seq, isAtHole: false };
      rows.push(text);
      characters += text.length;
      seq = row.seq;
    }
    if (slice.length < SLICE_ROWS || rows.length >= limit) return { rows, seq, isAtHole: false };
    await between();
  }
}
