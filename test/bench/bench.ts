/**
 * The benchmarks, one after the other: the machine is theirs in turn, and nothing of ours runs beside what is measured.
 */
import { commitFigures } from './commit.ts';
import { feedFigures } from './feed.ts';
import type { Figure } from './figure.ts';
import { hqFigures } from './hq.ts';
import { lookupFigures } from './lookup.ts';
import { receiptFigures } from './receipt.ts';
import { receiptsFigures } from './receipts.ts';
import { scanFigures } from './scan.ts';
import { scannersFigures } from './scanners.ts';
import type { Scale } from './scale.ts';
import { startFigures } from './start.ts';

type Part = (
  scale: Scale,
  options: { readonly section?: string; readonly onFigures?: (figures: readonly Figure[]) => void },
) => readonly Figure[] | Promise<readonly Figure[]>;

const PARTS: Readonly<Record<string, Part>> = {
  scan: scanFigures,
  commit: commitFigures,
  lookup: lookupFigures,
  feed: feedFigures,
  start: startFigures,
  receipt: receiptFigures,
  scanners: scannersFigures,
  receipts: receiptsFigures,
  hq: hqFigures,
};

export interface BenchOptions {
  /** Only the part of this name. */
  readonly only?: string | undefined;
  /** Only that section of it. */
  readonly section?: string | undefined;
  readonly progress?: (part: string) => void;
  /** Told of figures as soon as they are there. */
  readonly onFigures?: (figures: readonly Figure[]) => void;
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
    let told: readonly Figure[] = [];
    const tell = (some: readonly Figure[]): void => {
      told = [...told, ...some];
      options.onFigures?.(some);
    };
    const { section } = options;
    const all = await part(scale, { onFigures: tell, ...(section === undefined ? {} : { section }) });
    const rest = all.filter((figure) => !told.includes(figure));
    if (rest.length > 0) options.onFigures?.(rest);
    figures.push(...all);
  }
  return figures;
}
