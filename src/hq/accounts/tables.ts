/** What headquarters keeps of accounts and cards. Everything of one account lies under its id. */
import { flag, int, nullableInt, nullableText, table, text } from '../store/port.ts';

export const ACCOUNT = table({
  name: 'account',
  about: 'Where an account stands: the sum of its movements. Locked by whoever moves, holds or leases of it.',
  key: ['account_id'],
  columns: {
    account_id: text,
    /** Null until the row that opened it has come: another chain may have moved it before. */
    kind: nullableText,
    unit: nullableText,
    person_id: nullableText,
    voucher: nullableText,
    vat_rate_basis_points: nullableInt,
    expires_on: nullableText,
    /** As the last row to arrive said; `closed` is final. */
    state: text,
    /** Blocked here: no row of a till undoes it. */
    is_blocked_here: flag,
    balance: int,
    /** What open grants may still spend. */
    reserved: int,
    /** Up to which row of each chain this goes: JSON, chain to seq. */
    includes: text,
    opened_by_till: nullableText,
    /** The till that handed it over; headquarters is the authority where that is the one that opened it. */
    handed_over_by_till: nullableText,
    handed_over_by_chain: nullableText,
    handed_over_seq: nullableInt,
    last_at_ms: int,
    /** Leases that other tills wait for: JSON list of their ids; null where nobody does. */
    asked_back: nullableText,
  },
});

export const ACCOUNT_MOVEMENT = table({
  name: 'account_movement',
  about: 'A change of a balance, once: by the row and the place in it that say so.',
  key: ['account_id', 'at_ms', 'chain_id', 'entry_seq', 'n'],
  columns: {
    account_id: text,
    /** As the till's clock said: the order on the page, and nothing else. */
    at_ms: int,
    chain_id: text,
    entry_seq: int,
    n: int,
    entry_id: text,
    amount: int,
    reason: text,
    store_id: text,
    till_id: text,
    ticket_id: nullableText,
    ticket_number: nullableText,
    /** `hold`, `lease`, `floor`; null for what needs none, or came from the till that was the authority itself. */
    authority: nullableText,
    grant_id: nullableText,
    /** When it was added up here: what points expire by, because no till's clock can be off with it. */
    arrived_at_ms: int,
  },
});

export const POINTS_MONTH = table({
  name: 'points_month',
  about: 'In which months points came to which accounts: who is looked at when those are too old.',
  key: ['month', 'account_id'],
  columns: { month: text, account_id: text },
});

export const ACCOUNT_GRANT = table({
  name: 'account_grant',
  about:
    'A hold or a lease. Its end frees nothing: only a row of its chain does, or a write-off that somebody answers for.',
  key: ['account_id', 'grant_id'],
  columns: {
    account_id: text,
    grant_id: text,
    chain_id: text,
    till_id: text,
    store_id: text,
    kind: text,
    unit: text,
    amount: int,
    spent: int,
    /** What the till gave back; what is left of amount, neither spent nor given back, is reserved. */
    returned: int,
    granted_at_ms: int,
    expires_at_ms: int,
    /** `open`, `returned`, `written-off`. */
    state: text,
    closed_at_ms: nullableInt,
    closed_by: nullableText,
    reason: nullableText,
    /** Empty for one that was given back before it was ever granted. */
    signature: text,
  },
});

export const OPEN_GRANT = table({
  name: 'open_grant',
  about: 'Grants that are still reserved, by the chain that has them: what a lost till may still spend.',
  key: ['chain_id', 'account_id', 'grant_id'],
  columns: { chain_id: text, account_id: text, grant_id: text },
});

export const OPEN_GRANT_OF_ACCOUNT = table({
  name: 'open_grant_of_account',
  about: 'Grants that are still reserved, by account: who has the rest of it, however many had some of it before.',
  key: ['account_id', 'chain_id', 'grant_id'],
  columns: { account_id: text, chain_id: text, grant_id: text },
});

export const ACCOUNT_DEBT = table({
  name: 'account_debt',
  about: 'Accounts below zero now, by unit: what claw-backs and floor limits have cost so far.',
  key: ['unit', 'account_id'],
  columns: { unit: text, account_id: text, balance: int, since_ms: int },
});

export const EXPOSURE = table({
  name: 'exposure',
  about:
    'What a partition cost: spent within a floor limit, beyond a grant or without one, refunded twice or on a limit.',
  key: ['month', 'at_ms', 'chain_id', 'entry_seq', 'kind', 'n'],
  columns: {
    /** Of the row, `2026-11`: the pages list month by month. */
    month: text,
    at_ms: int,
    chain_id: text,
    entry_seq: int,
    n: int,
    kind: text,
    store_id: text,
    till_id: text,
    account_id: nullableText,
    ticket_id: nullableText,
    line_id: nullableText,
    unit: nullableText,
    /** Points or minor units; thousandths for lines that came back. */
    amount: int,
  },
});

export const CARD = table({
  name: 'card',
  about: 'A card by its keyed hash: whose it is, and whether it opens anything.',
  key: ['card_id'],
  columns: {
    card_id: text,
    /** Null until the row that assigned it has come. */
    card_hash: nullableText,
    person_id: nullableText,
    account_id: nullableText,
    medium: nullableText,
    state: text,
    is_blocked_here: flag,
    replaced_by: nullableText,
    assigned_at_ms: int,
    includes: text,
  },
});

export const PERSON_ACCOUNT = table({
  name: 'person_account',
  about: 'The accounts of a person; those of one who was merged lie under the survivor.',
  key: ['person_id', 'account_id'],
  columns: { person_id: text, account_id: text },
});

export const PERSON_CARD = table({
  name: 'person_card',
  about: 'The cards of a person; those of one who was merged lie under the survivor.',
  key: ['person_id', 'card_id'],
  columns: { person_id: text, card_id: text },
});

export const DECISION = table({
  name: 'account_decision',
  about: 'What somebody at headquarters decided about an account, a card or a person, with the reason.',
  key: ['subject_id', 'at_ms', 'decision_id'],
  columns: {
    subject_id: text,
    at_ms: int,
    decision_id: text,
    what: text,
    user_id: text,
    reason: text,
    amount: nullableInt,
  },
});

export const ACCOUNT_TABLES = [
  ACCOUNT,
  ACCOUNT_MOVEMENT,
  POINTS_MONTH,
  ACCOUNT_GRANT,
  OPEN_GRANT,
  OPEN_GRANT_OF_ACCOUNT,
  ACCOUNT_DEBT,
  EXPOSURE,
  CARD,
  PERSON_ACCOUNT,
  PERSON_CARD,
  DECISION,
] as const;
