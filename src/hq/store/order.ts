/**
 * The order of rows, the same on every engine: text by its UTF-8 bytes (PostgreSQL's collation "C"), numbers by size.
 * JavaScript compares UTF-16 code units, which puts U+E000 … U+FFFF after what lies beyond them.
 */
import type { Key, Table } from './port.ts';

/** Which text comes first by UTF-8 bytes: below zero for `a`, zero for the same. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all others. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/** The order of two values of one column of a key. */
export function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number') return a - Number(b);
  return compareText(a, String(b));
}

/** The order of two keys of one table, as far as both go. */
export function compareKeys(a: Key, b: Key): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const order = compareValues(a[at] ?? 0, b[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

/** A key as one text, different for different keys: no text of a row holds U+0000. */
export function keyText(key: Key): string {
  return key.length === 1 ? String(key[0]) : key.join('\u0000');
}

/** The key of a row. */
export function keyOf(table: Table, row: Readonly<Record<string, unknown>>): Key {
  return table.key.map((name) => row[name] as string | number);
}
