/** The hours of a day as a chart wants them: without gaps between the first and the last in which something was sold. */
export interface HourSum {
  readonly hour: number;
  readonly count: number;
  readonly amountMinor: number;
}

/** Hours as the till names them (0 to 23), in order, those between them with nothing sold. */
export function withoutGaps(
  sums: readonly { readonly key: string; readonly count: number; readonly amountMinor: number }[],
): readonly HourSum[] {
  const known = sums.map(({ key, count, amountMinor }) => ({ hour: Number.parseInt(key, 10), count, amountMinor }));
  if (known.length === 0 || known.some(({ hour }) => Number.isNaN(hour))) return [];
  const first = Math.min(...known.map(({ hour }) => hour));
  const last = Math.max(...known.map(({ hour }) => hour));
  return Array.from(
    { length: last - first + 1 },
    (_, index) => known.find(({ hour }) => hour === first + index) ?? { hour: first + index, count: 0, amountMinor: 0 },
  );
}
