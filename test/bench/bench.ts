/**
 * The benchmarks, one after the other: the machine is theirs in turn, and nothing of ours runs beside what is measured.
 */
import { commitFigures } from './commit.ts';
import type { Figure } from './figure.ts';
import { lookupFigures } from './lookup.ts';
import { receiptFigures } from './receipt.ts';
import { receiptsFigures } from './receipts.ts';
import { scanFigures } from './scan.ts';
import { scannersFigures } from './scanners.ts';
import type { Scale } from './scale.ts';
import { startFigures } from './start.ts';

const PARTS: Readonly<Record<string, (scale: Scale) => readonly Figure[] | Promise<readonly Figure[]>>> = {
  scan: scanFigures,
  commit: commitFigures,
  lookup: lookupFigures,
  start: startFigures,
  receipt: receiptFigures,
  scanners: scannersFigures,
  receipts: receiptsFigures,
};

export interface BenchOptions {
  /** Only the part of this name. */
  readonly only?: string | undefined;
  readonly progress?: (part: string) => void;
}

/** All figures of a run. */
export async function bench(scale: Scale, options: BenchOptions = {}): Promise<readonly Figure[]> {
  const { only } = options;
  if (only !== undefined && PARTS[only] === undefined)
    throw new Error(`no part is called ${only}; there are ${Object.keys(PARTS).join(', ')}`);
  const figures: Figure[] = [];
  for (const [name, part] of Object.entries(PARTS)) {
    if (only !== undefined && only !== name) continue;
    options.progress?.(name);
    figures.push(...(await part(scale)));
  }
  return figures;
}
