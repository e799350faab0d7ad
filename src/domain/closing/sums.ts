/** Sums with the number of what they sum. */
import type { SumPayload, SumWithRefundsPayload } from '#domain/journal/journal.ts';

/** One sale or one refund, by its amount with its sign. */
export function oneOf(isRefund: boolean, amountMinor: number): SumWithRefundsPayload {
  return isRefund
    ? { count: 0, amount_minor: amountMinor, refund_count: 1, refunded_minor: amountMinor }
    : { count: 1, amount_minor: amountMinor, refund_count: 0, refunded_minor: 0 };
}

/** Both together. */
export function plus(sum: SumPayload, more: SumPayload): SumPayload {
  return { count: sum.count + more.count, amount_minor: sum.amount_minor + more.amount_minor };
}

/** The sum with one more. */
export function counted(sum: SumPayload, amountMinor: number): SumPayload {
  return plus(sum, { count: 1, amount_minor: amountMinor });
}

/** The sums by key with `more` added to that of `key`. */
export function add<Key, Sum extends Readonly<Record<string, number>>>(
  sums: ReadonlyMap<Key, Sum>,
  key: Key,
  more: Sum,
): ReadonlyMap<Key, Sum> {
  const before = sums.get(key);
  return new Map(sums).set(key, before === undefined ? more : together(before, more));
}

function together<Sum extends Readonly<Record<string, number>>>(before: Sum, more: Sum): Sum {
  const summed = Object.entries(before).map(([name, value]) => [name, value + (more[name] ?? 0)]);
  return Object.fromEntries(summed) as Sum;
}
