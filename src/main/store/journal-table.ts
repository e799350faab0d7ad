/** The journal's own table: rows in and out, exactly as they were sealed. */
import {
  fromBase64Url,
  fromHex,
  headAfter,
  toBase64Url,
  toHex,
  type ChainHead,
  type Row,
} from '#domain/journal/journal.ts';
import { present } from '#base/assert.ts';

import type { Sqlite } from './database.ts';
import { statement } from './statement.ts';

/** A row and its place in the file, which counts through all chains of this till. */
export interface PlacedRow {
  readonly position: number;
  readonly row: Row;
}

export interface JournalTable {
  insert(position: number, row: Row): void;
  /** The latest row of the file; undefined in an empty one. */
  last(): PlacedRow | undefined;
  at(position: number): Row | undefined;
  /** Rows of one chain after `seq`, in order. */
  after(chainId: string, seq: number, limit: number): readonly Row[];
  /** Rows of a business day at places above `after` and up to `to`, in order, and those of no day before it was opened. */
  ofDay(
    day: { readonly businessDay: string; readonly openedPosition: number },
    after: number,
    to: number,
    limit: number,
  ): readonly PlacedRow[];
  /** The row of a family by its number there. */
  ofFamily(chainId: string, family: Row['family'], familySeq: number): PlacedRow | undefined;
  genesis(chainId: string): Row | undefined;
  /** Where a chain stands, family by family; undefined for a chain without rows. */
  head(chainId: string): ChainHead | undefined;
  /** All chains of the file, the oldest first. */
  chainIds(): readonly string[];
}

/** A row as SQLite holds it. */
export interface SqlRow {
  readonly position: number;
  readonly v: number;
  readonly chain_id: string;
  readonly seq: number;
  readonly entry_id: string;
  readonly till_id: string;
  readonly taxpayer_id: string;
  readonly key_id: string;
  readonly business_day: string | null;
  readonly session_id: string | null;
  readonly family: Row['family'];
  readonly family_seq: number;
  readonly kind: string;
  readonly at: string;
  readonly payload: string;
  readonly operator: string | null;
  readonly prev_hash: Uint8Array;
  readonly hash: Uint8Array;
  readonly signature: Uint8Array;
}

export const ROW_COLUMNS = `position, v, chain_id, seq, entry_id, till_id, taxpayer_id, key_id, business_day, session_id,
  family, family_seq, kind, at, payload, operator, prev_hash, hash, signature`;

/** The statements of the journal on one connection. */
export function journalTable(sqlite: Sqlite): JournalTable {
  const insert = statement(
    sqlite,
    `INSERT INTO journal (${ROW_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const last = statement<SqlRow>(sqlite, `SELECT ${ROW_COLUMNS} FROM journal ORDER BY position DESC LIMIT 1`);
  const at = statement<SqlRow>(sqlite, `SELECT ${ROW_COLUMNS} FROM journal WHERE position = ?`);
  const after = statement<SqlRow>(
    sqlite,
    `SELECT ${ROW_COLUMNS} FROM journal WHERE chain_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
  );
  const ofDay = statement<SqlRow>(
    sqlite,
    `SELECT ${ROW_COLUMNS} FROM journal WHERE position > ? AND position <= ?
        AND (business_day = ? OR business_day IS NULL AND position < ?) ORDER BY position LIMIT ?`,
  );
  const ofFamily = statement<SqlRow>(
    sqlite,
    `SELECT ${ROW_COLUMNS} FROM journal WHERE chain_id = ? AND family = ? AND family_seq = ?`,
  );
  // One step of an index for each family, however long the chain is.
  const lastOfFamily = statement<SqlRow>(
    sqlite,
    `SELECT ${ROW_COLUMNS} FROM journal WHERE chain_id = ? AND family = ? ORDER BY family_seq DESC LIMIT 1`,
  );
  const lastOfChain = statement<SqlRow>(
    sqlite,
    `SELECT ${ROW_COLUMNS} FROM journal WHERE chain_id = ? ORDER BY seq DESC LIMIT 1`,
  );
  const nextChain = statement<{ readonly chain_id: string }>(
    sqlite,
    'SELECT chain_id FROM journal WHERE chain_id > ? ORDER BY chain_id LIMIT 1',
  );

  function genesis(chainId: string): SqlRow | undefined {
    return after.get(chainId, 0, 1);
  }

  return {
    insert: (position, row) => insert.run(...columnsOf(position, row)),
    last: () => {
      const found = last.get();
      return found && { position: found.position, row: rowOfSql(found) };
    },
    at: (position) => {
      const found = at.get(position);
      return found && rowOfSql(found);
    },
    after: (chainId, seq, limit) => after.all(chainId, seq, limit).map(rowOfSql),
    ofDay: ({ businessDay, openedPosition }, above, to, limit) =>
      ofDay
        .all(above, to, businessDay, openedPosition, limit)
        .map((found) => ({ position: found.position, row: rowOfSql(found) })),
    ofFamily: (chainId, family, familySeq) => {
      const found = ofFamily.get(chainId, family, familySeq);
      return found && { position: found.position, row: rowOfSql(found) };
    },
    genesis: (chainId) => {
      const found = genesis(chainId);
      return found && rowOfSql(found);
    },
    head: (chainId) => {
      let head: ChainHead | undefined;
      for (const family of ['T', 'I', 'P', 'B', 'G', 'L', 'C', 'A', 'X', 'M']) {
        const found = lastOfFamily.get(chainId, family);
        if (found !== undefined) head = headAfter(head, rowOfSql(found));
      }
      const found = lastOfChain.get(chainId);
      return found && headAfter(head, rowOfSql(found));
    },
    chainIds: () => {
      const found: { readonly chainId: string; readonly position: number }[] = [];
      for (let next = nextChain.get(''); next !== undefined; next = nextChain.get(next.chain_id)) {
        found.push({ chainId: next.chain_id, position: genesis(next.chain_id)?.position ?? 0 });
      }
      return found.sort((left, right) => left.position - right.position).map(({ chainId }) => chainId);
    },
  };
}

/** A stored row in the form in which it is hashed. */
export function rowOfSql(found: SqlRow): Row {
  return {
    v: found.v,
    chain_id: found.chain_id,
    seq: found.seq,
    entry_id: found.entry_id,
    till_id: found.till_id,
    taxpayer_id: found.taxpayer_id,
    key_id: found.key_id,
    ...(found.business_day === null ? {} : { business_day: found.business_day }),
    ...(found.session_id === null ? {} : { session_id: found.session_id }),
    family: found.family,
    family_seq: found.family_seq,
    kind: found.kind,
    at: found.at,
    payload: found.payload,
    ...(found.operator === null ? {} : { operator: found.operator }),
    prev_hash: toHex(found.prev_hash),
    hash: toHex(found.hash),
    signature: toBase64Url(found.signature),
  };
}

function columnsOf(position: number, row: Row): (string | number | Uint8Array | null)[] {
  return [
    position,
    row.v,
    row.chain_id,
    row.seq,
    row.entry_id,
    row.till_id,
    row.taxpayer_id,
    row.key_id,
    row.business_day ?? null,
    row.session_id ?? null,
    row.family,
    row.family_seq,
    row.kind,
    row.at,
    row.payload,
    row.operator ?? null,
    present(fromHex(row.prev_hash), 'prev_hash'),
    present(fromHex(row.hash), 'hash'),
    present(fromBase64Url(row.signature), 'signature'),
  ];
}
