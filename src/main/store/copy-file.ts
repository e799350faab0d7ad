/**
 * Files of the second copy: `<place>/<till_id>/<chain_id>.jsonl`, one row a line, each line the canonical JSON of the
 * whole row. A line without its end was being written when the light went out and does not count; neither does one with
 * a zero byte in it, which is a block that never reached the disk, nor whatever comes after it.
 */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the catalogue beside the rows. */
export const CATALOGUE_COPY = 'catalogue.db';

const SLICE_BYTES = 256 * 1024;
const LINE_FEED = 10;

/** The folder of one till in the place chosen for the second copy. */
export function copyFolder(place: string, tillId: string): string {
  return join(place, encodeURIComponent(tillId));
}

/** The file of one chain. */
export function copyPath(folder: string, chainId: string): string {
  return join(folder, `${encodeURIComponent(chainId)}.jsonl`);
}

/** Bytes of a chain's copy; null where there is none. */
export function copyBytes(folder: string, chainId: string): number | null {
  const path = copyPath(folder, chainId);
  return existsSync(path) ? statSync(path).size : null;
}

/** The whole lines within the first `bytes` of a chain's copy, one after the other. */
export function copyLines(folder: string, chainId: string, bytes: number): Generator<string> {
  return wholeLines(copyPath(folder, chainId), bytes);
}

/** The whole lines of a file, or of its first `bytes`, up to a torn one. */
export function* wholeLines(path: string, bytes = Infinity): Generator<string> {
  const file = openSync(path, 'r');
  try {
    let held: Buffer = Buffer.alloc(0);
    const slice = Buffer.alloc(SLICE_BYTES);
    for (let at = 0; at < bytes;) {
      const count = readSync(file, slice, 0, Math.min(SLICE_BYTES, bytes - at), at);
      if (count === 0) return;
      at += count;
      held = Buffer.concat([held, slice.subarray(0, count)]);
      let from = 0;
      for (let end = held.indexOf(LINE_FEED); end >= 0; end = held.indexOf(LINE_FEED, from)) {
        const line = held.subarray(from, end);
        if (line.includes(0)) return;
        yield line.toString('utf8');
        from = end + 1;
      }
      held = held.subarray(from);
    }
  } finally {
    closeSync(file);
  }
}
