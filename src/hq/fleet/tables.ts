/** Stores, tills, their enrolment, and what is wrong with them. */
import { bytes, flag, int, nullableInt, nullableText, table, text } from '../store/port.ts';

export const STORE = table({
  name: 'store',
  about: 'A store of the organisation.',
  key: ['organisation_id', 'store_id'],
  columns: {
    organisation_id: text,
    store_id: text,
    name: text,
    /** IANA: dated prices begin by it. */
    time_zone: text,
    created_at_ms: int,
  },
});

export const TILL = table({
  name: 'till',
  about: 'A till that was enrolled: where it stands, and the key that signs its calls.',
  key: ['till_id'],
  columns: {
    till_id: text,
    organisation_id: text,
    store_id: text,
    name: text,
    /** `active`, `suspended` or `retired`. */
    state: text,
    state_reason: nullableText,
    state_changed_at_ms: int,
    /** SubjectPublicKeyInfo. */
    request_key: bytes,
    enrolled_at_ms: int,
    software_version: text,
    /** The chain that it writes, as it last said; null for one that is being built anew. */
    chain_id: nullableText,
  },
});

export const TILL_OF_STORE = table({
  name: 'till_of_store',
  about: 'Which tills stand in a store.',
  key: ['organisation_id', 'store_id', 'till_id'],
  columns: { organisation_id: text, store_id: text, till_id: text },
});

export const TILL_REPORT = table({
  name: 'till_report',
  about: 'What a till last said of itself.',
  key: ['till_id'],
  columns: {
    till_id: text,
    last_seen_ms: int,
    version: text,
    chain_id: text,
    seq: int,
    /** The last row of that chain which it knew headquarters to hold. */
    acked_seq: int,
    unsent: int,
    oldest_unsent_ms: nullableInt,
    price_list_ms: nullableInt,
    copy_state: text,
    /** Canonical list of `{id, kind, name, state}`. */
    devices: text,
    /** How far the till's wall clock was from that of headquarters. */
    clock_ahead_ms: int,
  },
});

export const FLEET_WORD = table({
  name: 'fleet_word',
  about: 'Words of the names of stores and tills, folded, for the search. Without a till: the store’s own.',
  key: ['organisation_id', 'word', 'store_id', 'till_id'],
  columns: { organisation_id: text, word: text, store_id: text, till_id: text },
});

export const ENROLMENT_CODE = table({
  name: 'enrolment_code',
  about: 'Codes for one enrolment each, by their keyed hash.',
  key: ['code_hash'],
  columns: {
    code_hash: text,
    organisation_id: text,
    store_id: text,
    till_name: text,
    /** The till that is enrolled again, or built anew; null for a new one. */
    till_id: nullableText,
    expires_at_ms: int,
    /** Who used it: asking again with the same key gives the same answer. */
    used_by_till_id: nullableText,
    used_by_key: nullableText,
    created_at_ms: int,
  },
});

export const FLEET_ALARM = table({
  name: 'fleet_alarm',
  about: 'Something about a till that somebody must look at, once for each thing.',
  key: ['organisation_id', 'alarm_id'],
  columns: {
    organisation_id: text,
    /** What it is about, so that it is raised once: kind, chain and place. */
    alarm_id: text,
    kind: text,
    till_id: text,
    store_id: text,
    chain_id: nullableText,
    detail: text,
    raised_at_ms: int,
    is_settled: flag,
    settled_at_ms: nullableInt,
    settled_by: nullableText,
  },
});

export const FLEET_TABLES = [STORE, TILL, TILL_OF_STORE, TILL_REPORT, FLEET_WORD, ENROLMENT_CODE, FLEET_ALARM];
