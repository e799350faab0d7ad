/** What a careful forger does, who has the database, its key and SQLite: the whole chain signed anew; for tests. */
import type { KeyObject } from 'node:crypto';

import type { Sqlite } from './database.ts';
import {
  entryOf,
  headAfter,
  sealRow,
  type ChainHead,
  type Entry,
  type NewEntry,
  type Payload,
  type Row,
} from '#domain/journal/journal.ts';

import { journalCrypto, journalSigner } from '#node/journal-crypto.ts';
import { journalTable } from './journal-table.ts';

/** The rows as they shall be: each of the journal as it is, changed, left out, or with others behind it. */
export type Forgery = (
  entry: Entry,
) => readonly (Pick<Entry, 'entry_id' | 'family' | 'kind' | 'payload'> & Partial<Entry>)[];

/** Rewrites a single chain from its genesis on, hashed and signed. The journal's triggers must be out of the way. */
export function signAnew(sqlite: Sqlite, key: KeyObject, forge: Forgery): void {
  const journal = journalTable(sqlite);
  const signer = journalSigner(key);
  const rows: Row[] = [];
  for (let row = journal.at(1); row !== undefined; row = journal.at(rows.length + 1)) rows.push(row);
  const [genesis] = rows;
  if (genesis === undefined) return;
  const identity = { chainId: genesis.chain_id, tillId: genesis.till_id, taxpayerId: genesis.taxpayer_id };
  sqlite.exec('DELETE FROM journal');
  let head: ChainHead | undefined;
  let position = 0;
  for (const row of rows) {
    for (const entry of forge(entryOf(row))) {
      const { previous_signature: _previous, ...payload } = entry.payload;
      const keyed: Payload =
        position === 0 ? { ...payload, public_key: Buffer.from(signer.publicKey).toString('base64url') } : payload;
      const sealed = sealRow({
        identity,
        head,
        entry: newEntryOf(entry, keyed),
        at: row.at,
        signer,
        crypto: journalCrypto,
      });
      head = headAfter(head, sealed);
      journal.insert(++position, sealed);
    }
  }
}

function newEntryOf(entry: ReturnType<Forgery>[number], payload: Payload): NewEntry {
  return {
    entryId: entry.entry_id,
    family: entry.family,
    kind: entry.kind,
    payload,
    ...(entry.operator === undefined ? {} : { operator: entry.operator }),
    ...(entry.business_day === undefined ? {} : { businessDay: entry.business_day }),
    ...(entry.session_id === undefined ? {} : { sessionId: entry.session_id }),
  };
}
