/**
 * What a benchmark says: one figure beside its budget. Absolute times are medians over interleaved rounds, the verdict
 * is taken on the best round (a shared machine only ever makes things slower), growth compares sizes.
 */
export interface Figure {
  readonly name: string;
  readonly budget: string;
  readonly figure: string;
  readonly verdict: 'ok' | 'over';
  /** How it changes with the size of the shop, or "–" where there is but one size. */
  readonly growth: string;
}

/** One measurement repeated over rounds: a number for each round, in the unit of its limit. */
export interface Verdict {
  readonly name: string;
  readonly budget: string;
  readonly unit: string;
  /** What was measured in each round; at most `limit` in the best of them is "ok". */
  readonly rounds: readonly number[];
  readonly limit: number;
  readonly growth?: string;
  /** Said after the figure: the anchors of the same run, the sizes. */
  readonly beside?: string;
}

/** The figure of a measurement. */
export function judge(verdict: Verdict): Figure {
  const best = Math.min(...verdict.rounds);
  const beside = verdict.beside === undefined ? '' : `; ${verdict.beside}`;
  const spread = verdict.rounds.length > 1 ? ` (best ${text(best)})` : '';
  return {
    name: verdict.name,
    budget: verdict.budget,
    figure: `${text(median(verdict.rounds))} ${verdict.unit}${spread}${beside}`,
    verdict: best <= verdict.limit ? 'ok' : 'over',
    growth: verdict.growth ?? '–',
  };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which the given share of `values` lies (nearest rank). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** `10 k → 1 M: ×1.3` for two figures of the same thing at two sizes. */
export function growth(
  from: readonly [size: string, figure: number],
  to: readonly [size: string, figure: number],
): string {
  return `${from[0]} → ${to[0]}: ×${text(to[1] / from[1])}`;
}

/** Three digits that mean something. */
export function text(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toPrecision(3);
}

/** A size as people say it: 10 k, 1 M. */
export function sizeText(count: number): string {
  if (count >= 1_000_000) return `${count / 1_000_000} M`;
  return count >= 1_000 ? `${count / 1_000} k` : String(count);
}
