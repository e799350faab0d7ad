/**
 * What may enter the store, held here for every engine alike: an engine that is stricter than another would make the
 * simulation lie. PostgreSQL knows no U+0000 in text, and a lone surrogate has no UTF-8. Whoever takes text from outside
 * has cleaned it by then, so that what is found here is a bug.
 */
import { assert } from '#base/assert.ts';
import { isStorableText } from '#base/text.ts';
import type { Column, Key, Scan, Table } from './port.ts';
import { compareKeys } from './order.ts';

/** Throws a Bug unless the row has exactly the table's columns, each with a value of its type. */
export function checkRow(table: Table, row: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(table.columns);
  for (const name of names) {
    const column = table.columns[name];
    assert(column !== undefined && fits(column, row[name]), `${table.name}.${name} holds ${said(row[name])}`);
  }
  if (Object.keys(row).length === names.length) return;
  const strange = Object.keys(row).filter((name) => table.columns[name] === undefined);
  assert(strange.length === 0, `${table.name} has no column ${strange.join(', ')}`);
}

/** Throws a Bug unless `key` is a whole key of the table, or with `isPrefix` the beginning of one. */
export function checkKey(table: Table, key: Key, isPrefix = false): void {
  const right = isPrefix ? key.length <= table.key.length : key.length === table.key.length;
  assert(right, `a key of ${table.name} has ${table.key.length} values, not ${key.length}`);
  key.forEach((value, at) => {
    const name = table.key[at] ?? '';
    const column = table.columns[name];
    assert(column !== undefined && fits(column, value), `${table.name}.${name} is asked for ${said(value)}`);
  });
}

/** Throws a Bug unless the scan can be meant. */
export function checkScan(table: Table, scan: Scan): void {
  checkKey(table, scan.prefix, true);
  assert(Number.isSafeInteger(scan.limit) && scan.limit > 0, `a scan of ${table.name} has a limit`);
  if (scan.after !== undefined) {
    checkKey(table, scan.after);
    assert(compareKeys(scan.prefix, scan.after) === 0, `a scan of ${table.name} goes on inside its prefix`);
  }
  const bounds = [scan.from, scan.until].filter((bound) => bound !== undefined);
  for (const bound of bounds) checkKey(table, [...scan.prefix, bound], true);
}

/** Throws a Bug where a key comes twice: what then holds would depend on the engine. `keys` are in order. */
export function checkDistinct(table: Table, keys: readonly Key[]): void {
  for (let at = 1; at < keys.length; at++) {
    const isSame = compareKeys(keys[at - 1] ?? [], keys[at] ?? []) === 0;
    assert(!isSame, `a key of ${table.name} comes twice in one call`);
  }
}

function fits(column: Column<unknown>, value: unknown): boolean {
  if (value === null) return column.nullable;
  switch (column.type) {
    case 'text':
    case 'json':
      return typeof value === 'string' && isStorableText(value);
    case 'int':
      return Number.isSafeInteger(value);
    case 'bytes':
      return value instanceof Uint8Array;
    case 'flag':
      return typeof value === 'boolean';
  }
}

/** Says of what kind a value is, never the value: it may be a person's. */
function said(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? `a text of ${value.length}, maybe with U+0000 or half a character` : typeof value;
}
