/**
 * The SQL of the store, made from declarations alone: every value is a parameter, lists are arrays taken apart by
 * UNNEST, and the text of a statement is the same for any number of rows, so that each is prepared once.
 */
import { CATALOG_TYPES } from './ddl.ts';
import type { Key, Scan, Table } from './port.ts';
import { present } from '#base/assert.ts';

/** A statement and what it is called while a connection keeps it prepared. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The row of a key; held for this transaction with `isLocked`. */
export function getStatement(table: Table, key: Key, isLocked: boolean): Statement {
  const where = table.key.map((name, at) => `${name} = $${at + 1}`).join(' AND ');
  const text = `SELECT ${columnList(table)} FROM ${table.name} WHERE ${where}${isLocked ? ' FOR UPDATE' : ''}`;
  return { name: `${isLocked ? 'lock' : 'get'}.${table.name}`, text, values: key };
}

/** The rows of many keys. */
export function getManyStatement(table: Table, keys: readonly Key[]): Statement {
  const columns = Object.keys(table.columns).map((name) => `t.${name}`);
  const text = `SELECT ${columns.join(', ')} FROM ${unnestedKeys(table)} JOIN ${table.name} t ON ${sameKey(table)}`;
  return { name: `many.${table.name}`, text, values: keyArrays(table, keys) };
}

/**
 * The rows of many keys, locked one after the other in the order of the key. Keys that differ in their last column alone are
 * asked for by the others as they are: an engine that shards then knows where they lie.
 */
export function lockManyStatement(table: Table, keys: readonly Key[]): Statement {
  const columns = Object.keys(table.columns).map((name) => `t.${name}`);
  const order = table.key.map((name) => `t.${name}`).join(', ');
  const shared = keys[0]?.slice(0, -1) ?? [];
  const isTogether = keys.every((key) => shared.every((value, at) => key[at] === value));
  if (!isTogether) {
    const from = `${unnestedKeys(table)} JOIN ${table.name} t ON ${sameKey(table)}`;
    const text = `SELECT ${columns.join(', ')} FROM ${from} ORDER BY ${order} FOR UPDATE OF t`;
    return { name: `locks.${table.name}`, text, values: keyArrays(table, keys) };
  }
  const last = present(table.key.at(-1), 'the last column of a key');
  const parts = shared.map((_, at) => `t.${present(table.key[at], 'a column of the key')} = $${at + 1}`);
  const where = [...parts, `t.${last} = ANY($${shared.length + 1}::${sqlType(table, last)}[])`].join(' AND ');
  const text = `SELECT ${columns.join(', ')} FROM ${table.name} t WHERE ${where} ORDER BY ${order} FOR UPDATE`;
  return { name: `together.${table.name}`, text, values: [...shared, keys.map((key) => key.at(-1))] };
}

/** Rows in the order of the key. */
export function scanStatement(table: Table, scan: Scan): Statement {
  const { prefix, after, from, until, limit } = scan;
  const values: unknown[] = [...prefix];
  const conditions = prefix.map((_, at) => `${present(table.key[at], 'a column of the key')} = $${at + 1}`);
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const next = table.key[prefix.length];
  if (next !== undefined && from !== undefined) conditions.push(`${next} >= ${parameter(from)}`);
  if (next !== undefined && until !== undefined) conditions.push(`${next} <= ${parameter(until)}`);
  const isReverse = scan.reverse === true;
  const rest = table.key.slice(prefix.length);
  if (after !== undefined && rest.length > 0) {
    const bounds = after.slice(prefix.length).map(parameter).join(', ');
    conditions.push(`(${rest.join(', ')}) ${isReverse ? '<' : '>'} (${bounds})`);
  }
  const order = table.key.map((name) => (isReverse ? `${name} DESC` : name)).join(', ');
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const text = `SELECT ${columnList(table)} FROM ${table.name}${where} ORDER BY ${order} LIMIT ${parameter(limit)}`;
  const shape = [prefix.length, from, until, after, isReverse || undefined].map((part, at) =>
    at === 0 ? String(part) : part === undefined ? '' : 'xfuar'.charAt(at),
  );
  return { name: `scan.${table.name}.${shape.join('')}`, text, values };
}

/** New rows where their key is free; gives back the keys that were. */
export function insertStatement(table: Table, rows: readonly Row[]): Statement {
  const text = `${insertText(table)} ON CONFLICT (${table.key.join(', ')}) DO NOTHING RETURNING ${table.key.join(', ')}`;
  return { name: `insert.${table.name}`, text, values: columnArrays(table, rows) };
}

/** Rows as they are from now on. */
export function putStatement(table: Table, rows: readonly Row[]): Statement {
  const others = Object.keys(table.columns).filter((name) => !table.key.includes(name));
  // Where the key is all there is, a row that is there already is right; its key must not be updated on engines that shard.
  const action =
    others.length === 0 ? 'NOTHING' : `UPDATE SET ${others.map((name) => `${name} = EXCLUDED.${name}`).join(', ')}`;
  const text = `${insertText(table)} ON CONFLICT (${table.key.join(', ')}) DO ${action}`;
  return { name: `put.${table.name}`, text, values: columnArrays(table, rows) };
}

/** Removes the rows of these keys. */
export function removeStatement(table: Table, keys: readonly Key[]): Statement {
  const text = `DELETE FROM ${table.name} t USING ${unnestedKeys(table)} WHERE ${sameKey(table)}`;
  return { name: `remove.${table.name}`, text, values: keyArrays(table, keys) };
}

type Row = Readonly<Record<string, unknown>>;

function insertText(table: Table): string {
  const names = Object.keys(table.columns);
  const arrays = names.map((name, at) => `$${at + 1}::${sqlType(table, name)}[]`);
  const list = names.join(', ');
  const values = names.map((name) => `u.${name}`).join(', ');
  return `INSERT INTO ${table.name} (${list}) SELECT ${values} FROM unnest(${arrays.join(', ')}) AS u (${list})`;
}

/** `k` is a table of the keys asked for, with the names of their columns. */
function unnestedKeys(table: Table): string {
  const arrays = table.key.map((name, at) => `$${at + 1}::${sqlType(table, name)}[]`);
  return `unnest(${arrays.join(', ')}) AS k (${table.key.join(', ')})`;
}

function sameKey(table: Table): string {
  return table.key.map((name) => `t.${name} = k.${name}`).join(' AND ');
}

function columnList(table: Table): string {
  return Object.keys(table.columns).join(', ');
}

function sqlType(table: Table, name: string): string {
  return CATALOG_TYPES[present(table.columns[name], name).type];
}

function columnArrays(table: Table, rows: readonly Row[]): readonly unknown[] {
  return Object.keys(table.columns).map((name) => rows.map((row) => row[name]));
}

function keyArrays(table: Table, keys: readonly Key[]): readonly unknown[] {
  return table.key.map((_, at) => keys.map((key) => key[at]));
}
