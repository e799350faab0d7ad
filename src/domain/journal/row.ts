/**
 * The bytes of a row (docs/spec/journal.md, "Bytes"). Hashed is the RFC 8785 text of one object of exactly the body's
 * fields; the payload is kept as its own RFC 8785 text and spliced in unchanged.
 */
import { canonicalJson, type CanonicalValue } from '#base/canonical-json.ts';

import { joinBytes, utf8 } from './bytes.ts';
import type { Entry, EntryBody } from './entry.ts';

/** A row as it lies in the store or in an export: the payload is its canonical text. */
export type Row = Omit<Entry, 'payload'> & { readonly payload: string };
export type RowBody = Omit<EntryBody, 'payload'> & { readonly payload: string };

/** Fields of the body in the order of RFC 8785 (by UTF-16 code units). */
const BODY_FIELDS = [
  'at',
  'business_day',
  'chain_id',
  'entry_id',
  'family',
  'family_seq',
  'key_id',
  'kind',
  'operator',
  'payload',
  'prev_hash',
  'seq',
  'session_id',
  'taxpayer_id',
  'till_id',
  'v',
] as const satisfies readonly (keyof EntryBody)[];

/** Fields of a whole row in the same order: how a row is written to the second copy and to an export. */
const ROW_FIELDS = [
  'at',
  'business_day',
  'chain_id',
  'entry_id',
  'family',
  'family_seq',
  'hash',
  'key_id',
  'kind',
  'operator',
  'payload',
  'prev_hash',
  'seq',
  'session_id',
  'signature',
  'taxpayer_id',
  'till_id',
  'v',
] as const satisfies readonly (keyof Entry)[];

const KNOWN_FIELDS: ReadonlySet<string> = new Set(ROW_FIELDS);
const OPTIONAL_FIELDS: ReadonlySet<string> = new Set(['business_day', 'session_id', 'operator']);
const INTEGER_FIELDS: ReadonlySet<string> = new Set(['v', 'seq', 'family_seq']);

export const GENESIS_PREV_HASH = '0'.repeat(64);

/** The text whose UTF-8 is hashed. */
export function bodyText(row: RowBody): string {
  return spliced(BODY_FIELDS, row);
}

/** A whole row as one line: its canonical JSON. */
export function rowText(row: Row): string {
  return spliced(ROW_FIELDS, row);
}

/** What `prev_hash` of the next row is the SHA-256 of. */
export function linkBytes(hash: Uint8Array, signature: Uint8Array): Uint8Array {
  return joinBytes(hash, signature);
}

/** The hashed bytes. */
export function bodyBytes(row: RowBody): Uint8Array {
  return utf8(bodyText(row));
}

/** A row with its payload as an object. */
export function entryOf(row: Row): Entry {
  return { ...row, payload: JSON.parse(row.payload) as Entry['payload'] };
}

/** A row with its payload as text. */
export function rowOf(entry: Entry): Row {
  return { ...entry, payload: canonicalJson(entry.payload) };
}

/**
 * The row that one line of an export says; a reason where it is not the canonical text of a row with exactly the
 * fields of the format.
 */
export function parseRow(line: string): Row | { readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { reason: 'the line is not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { reason: 'the line is not an object' };
  const fields = value as Readonly<Record<string, unknown>>;
  const wrong = wrongField(fields);
  if (wrong !== undefined) return { reason: wrong };
  try {
    const row = { ...fields, payload: canonicalJson(fields['payload'] as CanonicalValue) } as unknown as Row;
    return rowText(row) === line ? row : { reason: 'the line is not canonical' };
  } catch {
    return { reason: 'the line is not canonical' };
  }
}

function wrongField(fields: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of Object.keys(fields)) if (!KNOWN_FIELDS.has(name)) return `${name} is no field of a row`;
  for (const name of ROW_FIELDS) {
    const value = fields[name];
    if (value === undefined && OPTIONAL_FIELDS.has(name)) continue;
    if (name === 'payload') {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'payload is not an object';
    } else if (INTEGER_FIELDS.has(name)) {
      if (!Number.isSafeInteger(value)) return `${name} is not an integer`;
    } else if (typeof value !== 'string') {
      return `${name} is not text`;
    }
  }
  return undefined;
}

function spliced(names: readonly (keyof Row)[], row: Partial<Row>): string {
  const parts: string[] = [];
  for (const name of names) {
    const value = row[name];
    if (value === undefined) continue;
    parts.push(`"${name}":${name === 'payload' ? String(value) : canonicalJson(value)}`);
  }
  return `{${parts.join(',')}}`;
}
