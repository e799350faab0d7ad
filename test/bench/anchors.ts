/**
 * Raw anchors: what this machine does at this minute with nothing of ours in between. Every time is read beside them.
 */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { median } from './figure.ts';

/** Median milliseconds of one overwrite of `bytes` and one fsync, in a file beside the till's own. */
export function writeAndSyncMs(file: string, bytes: number, times: number): number {
  const block = Buffer.alloc(bytes, 7);
  const descriptor = openSync(file, 'w');
  try {
    // A log that is used again and again is overwritten, not grown: so is this.
    writeSync(descriptor, block, 0, bytes, 0);
    fsyncSync(descriptor);
    return median(
      repeat(times, () => {
        writeSync(descriptor, block, 0, bytes, 0);
        fsyncSync(descriptor);
      }),
    );
  } finally {
    closeSync(descriptor);
    rmSync(file);
  }
}

/** Median milliseconds of SHA-256 over a megabyte. */
export function hashMegabyteMs(times: number): number {
  const block = Buffer.alloc(1_000_000, 7);
  return median(repeat(times, () => createHash('sha256').update(block).digest()));
}

/** Milliseconds of each of `times` runs. */
export function repeat(times: number, work: () => void): readonly number[] {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const from = performance.now();
    work();
    taken.push(performance.now() - from);
  }
  return taken;
}
