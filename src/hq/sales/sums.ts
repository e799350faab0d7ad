/** Sums of a day, added up purely: of a chain from its rows, of a store from its chains. */
import { addedTo } from '../project/row-fields.ts';

export interface HourSum {
  /** 0 to 23. */
  readonly hour: number;
  readonly count: number;
  readonly grossMinor: number;
}

export interface MethodSum {
  /** A tender method, or `cash-rounding`. */
  readonly method: string;
  readonly count: number;
  readonly amountMinor: number;
}

/** As the tables hold them. */
export interface DaySums {
  readonly sale_count: number;
  readonly refund_count: number;
  readonly gross_minor: number;
  readonly refund_minor: number;
  readonly net_minor: number;
  readonly vat_minor: number;
  readonly discount_minor: number;
  readonly article_count: number;
  readonly basket_count: number;
  readonly stored_value_minor: number;
  readonly last_at_ms: number | null;
  readonly hours: string;
  readonly methods: string;
}

export const NOTHING_SOLD: DaySums = {
  sale_count: 0,
  refund_count: 0,
  gross_minor: 0,
  refund_minor: 0,
  net_minor: 0,
  vat_minor: 0,
  discount_minor: 0,
  article_count: 0,
  basket_count: 0,
  stored_value_minor: 0,
  last_at_ms: null,
  hours: '[]',
  methods: '[]',
};

export function hoursOf(sums: Pick<DaySums, 'hours'>): readonly HourSum[] {
  return JSON.parse(sums.hours) as readonly HourSum[];
}

export function methodsOf(sums: Pick<DaySums, 'methods'>): readonly MethodSum[] {
  return JSON.parse(sums.methods) as readonly MethodSum[];
}

/** Both together. Throws RowNotUnderstood where a sum leaves what a number holds. */
export function addedSums(left: DaySums, right: DaySums): DaySums {
  return sumOf([left, right]);
}

const COUNTED = [
  ...(['sale_count', 'refund_count', 'gross_minor', 'refund_minor', 'net_minor', 'vat_minor'] as const),
  ...(['discount_minor', 'article_count', 'basket_count', 'stored_value_minor'] as const),
];

/** All together, also where they are those of ten thousand stores. Throws RowNotUnderstood as `addedSums` does. */
export function sumOf(all: Iterable<DaySums>): DaySums {
  const counts = new Map(COUNTED.map((name) => [name, 0]));
  const hours = new Map<number, HourSum>();
  const methods = new Map<string, MethodSum>();
  let lastMs: number | null = null;
  for (const sums of all) {
    for (const name of COUNTED) counts.set(name, addedTo(counts.get(name) ?? 0, Number(sums[name])));
    lastMs = latest(lastMs, sums.last_at_ms);
    for (const { hour, count, grossMinor } of hoursOf(sums)) {
      const before = hours.get(hour);
      const gross = addedTo(before?.grossMinor ?? 0, grossMinor);
      hours.set(hour, { hour, count: (before?.count ?? 0) + count, grossMinor: gross });
    }
    for (const { method, count, amountMinor } of methodsOf(sums)) {
      const before = methods.get(method);
      const amount = addedTo(before?.amountMinor ?? 0, amountMinor);
      methods.set(method, { method, count: (before?.count ?? 0) + count, amountMinor: amount });
    }
  }
  return {
    ...NOTHING_SOLD,
    ...Object.fromEntries(counts),
    last_at_ms: lastMs,
    hours: JSON.stringify([...hours.values()].sort((one, other) => one.hour - other.hour)),
    methods: JSON.stringify([...methods.values()].sort((one, other) => (one.method < other.method ? -1 : 1))),
  };
}

function latest(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right;
  return Math.max(left, right);
}
