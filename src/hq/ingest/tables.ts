/** The journals of all tills, as they were signed, and where each chain stands. */
import { bytes, flag, int, nullableInt, nullableText, table, text } from '../store/port.ts';

export const CHAIN = table({
  name: 'chain',
  about: 'Where a chain stands. Locked by whoever adds to it.',
  key: ['chain_id'],
  columns: {
    chain_id: text,
    organisation_id: text,
    till_id: text,
    store_id: text,
    ordinal: int,
    key_id: text,
    /** SubjectPublicKeyInfo of the journal key. */
    public_key: bytes,
    /** `open`, or `stopped`: until somebody has looked, or for good where it forked. */
    state: text,
    /** `forked` or `flawed`, and the row that stopped it. */
    stop_reason: nullableText,
    stop_seq: nullableInt,
    /** The last row; 0 and empty where there is none. */
    seq: int,
    hash: text,
    /** JSON of the domain's `ChainHead`: what the next row is checked against. */
    head: nullableText,
    /** As its genesis says. */
    taxpayer_id: nullableText,
    continues_chain_id: nullableText,
    continues_seq: nullableInt,
    continues_hash: nullableText,
    /** The chain that goes on from this one. */
    superseded_by: nullableText,
    /** Of a chain that forked: this is another branch, under an id of headquarters' own, from after `branch_seq`. */
    branch_of: nullableText,
    branch_seq: nullableInt,
    /** What it parts from: the chain itself, or another branch of it. */
    branch_from: nullableText,
    announced_at_ms: int,
    last_push_ms: nullableInt,
  },
});

export const CHAIN_OF_TILL = table({
  name: 'chain_of_till',
  about: 'The chains of a till, in their order; branches of forks among them.',
  key: ['till_id', 'ordinal', 'chain_id'],
  columns: { till_id: text, ordinal: int, chain_id: text },
});

export const CHAIN_OF_ORGANISATION = table({
  name: 'chain_of_organisation',
  about: 'All chains, for what must hear of each of them.',
  key: ['organisation_id', 'chain_id'],
  columns: { organisation_id: text, chain_id: text, till_id: text, store_id: text, is_branch: flag },
});

export const JOURNAL_ROW = table({
  name: 'journal_row',
  about: 'A row of a journal, whole, as its till signed it.',
  key: ['chain_id', 'seq'],
  columns: {
    chain_id: text,
    seq: int,
    entry_id: text,
    family: text,
    kind: text,
    business_day: nullableText,
    at: text,
    hash: text,
    signature: text,
    /** The canonical text of the whole row. */
    line: text,
    received_at_ms: int,
  },
});

export const SUSPECT = table({
  name: 'suspect',
  about: 'Rows that were not taken: they do not fit what is held, or nobody signed them. Raw.',
  key: ['chain_id', 'seq', 'line_sha256'],
  columns: {
    chain_id: text,
    /** Where the row would stand. */
    seq: int,
    line_sha256: text,
    line: bytes,
    reason: text,
    detail: text,
    received_at_ms: int,
  },
});

export const RECOVERY = table({
  name: 'recovery',
  about: 'Chains that headquarters, back from a backup, has not heard of yet, or not to the end.',
  key: ['organisation_id', 'chain_id'],
  columns: {
    organisation_id: text,
    chain_id: text,
    till_id: text,
    store_id: text,
    /** The furthest row that its till told of; null until it told a head. */
    until_seq: nullableInt,
    /** JSON of the heads that were told, `{"seq", "hash"}` each: everything up to every one of them must be taken and projected. */
    heads: nullableText,
  },
});

export const WRITE_OFF = table({
  name: 'recovery_write_off',
  about: 'Chains that somebody decided not to wait for any more.',
  key: ['organisation_id', 'chain_id', 'incarnation'],
  columns: { organisation_id: text, chain_id: text, incarnation: text, written_off_by: text, reason: text, at_ms: int },
});

export const INGEST_TABLES = [CHAIN, CHAIN_OF_TILL, CHAIN_OF_ORGANISATION, JOURNAL_ROW, SUSPECT, RECOVERY, WRITE_OFF];
