/** A fleet that is only written, not lived: stores with a till each, their day's takings and their journals, as lists read them. */
import { wordsOf } from '#hq/fleet/words.ts';
import { FLEET_ALARM, FLEET_WORD, STORE, TILL, TILL_OF_STORE, TILL_REPORT } from '#hq/fleet/tables.ts';
import type { HqCore } from '#hq/core.ts';
import { organisation } from '#hq/identity/identity.ts';
import { CHAIN, CHAIN_OF_ORGANISATION, CHAIN_OF_TILL, JOURNAL_ROW } from '#hq/ingest/tables.ts';
import { NOTHING_SOLD } from '#hq/sales/sums.ts';
import { CASH_SESSION, DAY_CLOSING, TAKINGS_CHAIN_OF_STORE, TAKINGS_STORE_DAY } from '#hq/sales/tables.ts';

export const FLEET_DAY = '2026-11-22';
const STORES_AT_ONCE = 200;
const ROWS_AT_ONCE = 10_000;
const DAY_MS = Date.UTC(2026, 10, 22, 12);
/** One in so many has something to be looked at. */
const ALARM_EVERY = 200;
const HASH = '0'.repeat(64);

const SUMS = {
  ...NOTHING_SOLD,
  ...{ sale_count: 400, gross_minor: 1_200_000, net_minor: 1_100_000, vat_minor: 100_000, article_count: 4_800 },
  last_at_ms: DAY_MS,
  hours: JSON.stringify(Array.from({ length: 12 }, (_, at) => ({ hour: 8 + at, count: 33, grossMinor: 100_000 }))),
  methods: JSON.stringify(
    ['cash', 'card', 'meal-voucher'].map((method) => ({ method, count: 133, amountMinor: 400_000 })),
  ),
};

/** Writes stores `from` to `until` − 1. */
export async function writeFleet(
  core: HqCore,
  { from, until, rowsOfChain }: { readonly from: number; readonly until: number; readonly rowsOfChain: number },
): Promise<void> {
  const { organisationId } = await organisation(core.store.read);
  for (let at = from; at < until; at += STORES_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(STORES_AT_ONCE, until - at) }, (_, more) => at + more);
    await core.store.transact(async (transaction) => {
      const stores = numbers.map((number) => storeOf(organisationId, number));
      await transaction.insert(
        STORE,
        stores.map(({ store }) => store),
      );
      await transaction.insert(
        FLEET_WORD,
        stores.flatMap(({ words }) => words),
      );
      const tills = numbers.map((number) => tillOf(organisationId, number));
      await transaction.insert(
        TILL,
        tills.map(({ till }) => till),
      );
      await transaction.insert(
        TILL_OF_STORE,
        tills.map(({ ofStore }) => ofStore),
      );
      await transaction.insert(
        TILL_REPORT,
        tills.map(({ report }) => report),
      );
      await transaction.insert(
        FLEET_ALARM,
        tills.flatMap(({ alarms }) => alarms),
      );
      const chains = numbers.map((number) => chainOf(organisationId, number, rowsOfChain));
      await transaction.insert(
        CHAIN,
        chains.map(({ chain }) => chain),
      );
      await transaction.insert(
        CHAIN_OF_TILL,
        chains.map(({ ofTill }) => ofTill),
      );
      await transaction.insert(
        CHAIN_OF_ORGANISATION,
        chains.map(({ ofOrganisation }) => ofOrganisation),
      );
      const days = numbers.map((number) => dayOf(number));
      await transaction.insert(
        TAKINGS_STORE_DAY,
        days.map(({ store }) => store),
      );
      await transaction.insert(
        TAKINGS_CHAIN_OF_STORE,
        days.map(({ chain }) => chain),
      );
      await transaction.insert(
        CASH_SESSION,
        days.map(({ session }) => session),
      );
      await transaction.insert(
        DAY_CLOSING,
        days.map(({ closing }) => closing),
      );
    });
    const rows = numbers.flatMap((number) => Array.from({ length: rowsOfChain }, (_, row) => rowOf(number, row + 1)));
    for (let row = 0; row < rows.length; row += ROWS_AT_ONCE)
      await core.store.transact((transaction) => transaction.insert(JOURNAL_ROW, rows.slice(row, row + ROWS_AT_ONCE)));
  }
}

function idsOf(number: number) {
  const digits = String(number).padStart(6, '0');
  return { store_id: `fleet-${digits}`, till_id: `fleet-till-${digits}`, chain_id: `fleet-chain-${digits}` };
}

function storeOf(organisation_id: string, number: number) {
  const { store_id, till_id } = idsOf(number);
  const name = `Magasin ${number} Quartier ${number % 97}`;
  return {
    store: { organisation_id, store_id, name, time_zone: 'Europe/Paris', created_at_ms: DAY_MS },
    words: [
      ...wordsOf(name).map((word) => ({ organisation_id, word, store_id, till_id: '' })),
      ...wordsOf('Caisse 1').map((word) => ({ organisation_id, word, store_id, till_id })),
    ],
  };
}

function tillOf(organisation_id: string, number: number) {
  const { store_id, till_id, chain_id } = idsOf(number);
  const alarm = {
    ...{ organisation_id, alarm_id: `chain-forked/${chain_id}/1`, kind: 'chain-forked', till_id, store_id, chain_id },
    ...{ detail: '', raised_at_ms: DAY_MS, is_settled: false, settled_at_ms: null, settled_by: null },
  };
  return {
    till: {
      ...{ till_id, organisation_id, store_id, name: 'Caisse 1', state: 'active', state_reason: null, chain_id },
      ...{ state_changed_at_ms: DAY_MS, request_key: new Uint8Array(32), enrolled_at_ms: DAY_MS },
      software_version: '0.1.0',
    },
    ofStore: { organisation_id, store_id, till_id },
    report: {
      ...{
        till_id,
        last_seen_ms: Date.now(),
        version: '0.1.0',
        chain_id,
        seq: 1,
        acked_seq: 1,
        unsent: 0,
        oldest_unsent_ms: null,
      },
      ...{ price_list_ms: DAY_MS, copy_state: 'current', devices: '[]', clock_ahead_ms: 0 },
    },
    alarms: number % ALARM_EVERY === 0 ? [alarm] : [],
  };
}

function chainOf(organisation_id: string, number: number, rows: number) {
  const { store_id, till_id, chain_id } = idsOf(number);
  return {
    chain: {
      ...{ chain_id, organisation_id, till_id, store_id, ordinal: 1, key_id: 'k', public_key: new Uint8Array(32) },
      ...{ state: 'open', stop_reason: null, stop_seq: null, seq: rows, hash: HASH, head: null, taxpayer_id: null },
      ...{ continues_chain_id: null, continues_seq: null, continues_hash: null, superseded_by: null },
      ...{ branch_of: null, branch_seq: null, branch_from: null, announced_at_ms: DAY_MS, last_push_ms: DAY_MS },
    },
    ofTill: { till_id, ordinal: 1, chain_id },
    ofOrganisation: { organisation_id, chain_id, till_id, store_id, is_branch: false },
  };
}

function dayOf(number: number) {
  const { store_id, till_id, chain_id } = idsOf(number);
  const sums = { ...SUMS, gross_minor: SUMS.gross_minor + number };
  return {
    store: { business_day: FLEET_DAY, store_id, ...sums },
    chain: { store_id, business_day: FLEET_DAY, chain_id, till_id, ...sums },
    session: {
      ...{ chain_id, business_day: FLEET_DAY, session_id: `session-${number}`, state: 'closed', opened_at_ms: DAY_MS },
      ...{
        opened_by: null,
        float_minor: 10_000,
        closed_at_ms: DAY_MS,
        closed_by: null,
        counted_by: null,
        is_counted: true,
      },
      ...{ count_number: 1, methods: '[]', difference_minor: 0, deposit_minor: null, next_float_minor: null },
      reason: null,
    },
    closing: {
      ...{ chain_id, business_day: FLEET_DAY, seq: 1, z_number: 1, at_ms: DAY_MS, gross_minor: SUMS.gross_minor },
      ...{ net_minor: SUMS.net_minor, vat_minor: SUMS.vat_minor, perpetual_net_minor: 1, perpetual_absolute_minor: 1 },
      perpetual_ticket_count: 1,
    },
  };
}

function rowOf(number: number, seq: number) {
  const { chain_id } = idsOf(number);
  return {
    ...{
      chain_id,
      seq,
      entry_id: `${chain_id}-${seq}`,
      family: 'T',
      kind: 'ticket-validated',
      business_day: FLEET_DAY,
    },
    ...{ at: '2026-11-22T12:00:00.000Z', hash: HASH, signature: 's', line: '{}', received_at_ms: DAY_MS },
  };
}
