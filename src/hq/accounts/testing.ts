/**
 * Headquarters for tests of what rows mean there. A till is no more than rows that somebody writes down; the runner goes on a
 * cursor for each projector and chain as the real one does, and lists a row that was not understood.
 */
import { present } from '#base/assert.ts';
import { seededRandom } from '#base/testing.ts';
import type { CallAnswer, CallInput } from '#contract/sync/sync.ts';
import { atText, type Entry, type Family, type Payload } from '#domain/journal/journal.ts';
import type { Caller, HqCore, SyncHandlers } from '../core.ts';
import { openOrganisation, organisation } from '../identity/identity.ts';
import { CHAIN, JOURNAL_ROW } from '../ingest/tables.ts';
import { PERSONS_PROJECTOR, personHandlers } from '../persons/persons.ts';
import type { Projector } from '../project/projector.ts';
import { PROJECTOR_CURSOR, UNPROJECTED } from '../project/tables.ts';
import { REFUNDS_PROJECTOR, refundHandlers } from '../refunds/refunds.ts';
import { STOCK_PROJECTOR, stockHandlers } from '../stock/stock.ts';
import type { HqStore, RowOf } from '../store/port.ts';
import { ACCOUNTS_PROJECTOR, grantHandlers } from './accounts.ts';
import { ACCOUNT } from './tables.ts';

const PROJECTORS: readonly Projector[] = [ACCOUNTS_PROJECTOR, PERSONS_PROJECTOR, STOCK_PROJECTOR, REFUNDS_PROJECTOR];
const HANDLERS: SyncHandlers<Handled> = { ...grantHandlers, ...personHandlers, ...stockHandlers, ...refundHandlers };
type Handled = 'hold' | 'lease' | 'persons' | 'stock' | 'ticket' | 'reserve';

/** The instant at which every test begins. */
export const START_MS = Date.UTC(2026, 10, 22, 9);

/** Rows of one chain, as a till would sign them. */
export interface TestChain {
  readonly chainId: string;
  readonly tillId: string;
  readonly storeId: string;
  readonly rows: Entry[];
}

export interface TestHq {
  readonly core: HqCore;
  /** The clock of headquarters. */
  nowMs: number;
  /** Streams that were told to have changed. */
  readonly told: string[];
  chain(chainId: string, options?: { readonly tillId?: string; readonly storeId?: string }): Promise<TestChain>;
  /** Delivers a chain's rows from the first that is not there yet up to `seq`, all of them unless given. */
  deliver(chain: TestChain, seq?: number): Promise<void>;
  /** Applies rows again that were applied already. */
  repeat(chain: TestChain, seqs: readonly number[]): Promise<void>;
  ask<Name extends Handled>(chain: TestChain, name: Name, input: CallInput<Name>): Promise<CallAnswer<Name>>;
  account(accountId: string): Promise<RowOf<typeof ACCOUNT>>;
}

/** Writes a row to a chain; its number in the chain is the answer. */
export function write(
  chain: TestChain,
  kind: string,
  payload: object,
  options: { readonly family?: Family; readonly atMs?: number } = {},
): number {
  const seq = chain.rows.length + 1;
  chain.rows.push({
    v: 1,
    chain_id: chain.chainId,
    seq,
    entry_id: `${chain.chainId}-${seq}`,
    till_id: chain.tillId,
    taxpayer_id: 'taxpayer',
    key_id: 'key',
    family: options.family ?? (kind === 'ticket-validated' ? 'T' : 'M'),
    family_seq: seq,
    kind,
    at: atText(options.atMs ?? START_MS + seq * 1_000),
    payload: payload as Payload,
    prev_hash: '0'.repeat(64),
    hash: '0'.repeat(64),
    signature: 'none',
  });
  return seq;
}

/** Headquarters over a store. */
export async function testHq(store: HqStore): Promise<TestHq> {
  const hq: { nowMs: number } = { nowMs: START_MS };
  const told: string[] = [];
  const core: HqCore = {
    store,
    clock: {
      wallMs: () => hq.nowMs,
      monotonicMs: () => hq.nowMs,
      after: (_delayMs, then) => {
        const timer = setImmediate(then);
        return () => {
          clearImmediate(timer);
        };
      },
    },
    random: seededRandom('headquarters'),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    streamChanged: (stream) => told.push(stream),
    verifyRows: () => Promise.reject(new Error('these tests push no signed rows')),
  };
  await openOrganisation(core, { name: 'Essai', currencyCode: 'EUR', timeZone: 'Europe/Paris' });
  return Object.assign(hq, {
    core,
    told,
    chain: (chainId: string, options = {}) => openChain(core, chainId, options),
    deliver: (chain: TestChain, seq = chain.rows.length) => deliver(core, chain, seq),
    repeat: (chain: TestChain, seqs: readonly number[]) => repeat(core, chain, seqs),
    ask: <Name extends Handled>(chain: TestChain, name: Name, input: CallInput<Name>) => ask(core, chain, name, input),
    account: async (accountId: string) =>
      present(await core.store.read.get(ACCOUNT, [accountId]), `account ${accountId}`),
  });
}

async function openChain(
  core: HqCore,
  chainId: string,
  options: { readonly tillId?: string; readonly storeId?: string },
): Promise<TestChain> {
  const { organisationId } = await organisation(core.store.read);
  const { tillId = `till-of-${chainId}`, storeId = 'lyon' } = options;
  const row: RowOf<typeof CHAIN> = {
    chain_id: chainId,
    organisation_id: organisationId,
    till_id: tillId,
    store_id: storeId,
    ordinal: 1,
    key_id: 'key',
    public_key: new Uint8Array(),
    state: 'open',
    stop_reason: null,
    stop_seq: null,
    seq: 0,
    hash: '',
    head: null,
    taxpayer_id: null,
    continues_chain_id: null,
    continues_seq: null,
    continues_hash: null,
    superseded_by: null,
    branch_of: null,
    branch_seq: null,
    branch_from: null,
    announced_at_ms: START_MS,
    last_push_ms: null,
  };
  await core.store.transact((transaction) => transaction.put(CHAIN, [row]));
  return { chainId, tillId, storeId, rows: [] };
}

async function deliver(core: HqCore, chain: TestChain, seq: number): Promise<void> {
  const rows = chain.rows.slice(0, seq);
  await core.store.transact((transaction) => transaction.insert(JOURNAL_ROW, rows.map(journalRow)));
  for (const projector of PROJECTORS) {
    const key = [chain.chainId, projector.name];
    const cursor = (await core.store.read.get(PROJECTOR_CURSOR, key))?.seq ?? 0;
    const next = rows.slice(cursor);
    if (next.length === 0) continue;
    try {
      await step(core, projector, chain, next);
    } catch {
      for (const row of next) await stepAlone(core, projector, chain, row);
    }
  }
}

async function repeat(core: HqCore, chain: TestChain, seqs: readonly number[]): Promise<void> {
  const rows = seqs.flatMap((seq) => chain.rows[seq - 1] ?? []);
  for (const projector of PROJECTORS)
    await core.store.transact((transaction) => projector.apply(core, transaction, ofKinds(projector, rows), chain));
}

async function step(core: HqCore, projector: Projector, chain: TestChain, rows: readonly Entry[]): Promise<void> {
  await core.store.transact(async (transaction) => {
    await transaction.lock(PROJECTOR_CURSOR, [chain.chainId, projector.name]);
    const understood = ofKinds(projector, rows);
    if (understood.length > 0) await projector.apply(core, transaction, understood, chain);
    const seq = rows.at(-1)?.seq ?? 0;
    await transaction.put(PROJECTOR_CURSOR, [{ chain_id: chain.chainId, projector: projector.name, seq }]);
  });
}

async function stepAlone(core: HqCore, projector: Projector, chain: TestChain, row: Entry): Promise<void> {
  try {
    await step(core, projector, chain, [row]);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
    const listed = { chain_id: chain.chainId, projector: projector.name, seq: row.seq };
    await core.store.transact(async (transaction) => {
      await transaction.put(UNPROJECTED, [{ ...listed, kind: row.kind, reason, at_ms: core.clock.wallMs() }]);
      await transaction.put(PROJECTOR_CURSOR, [listed]);
    });
  }
}

function ofKinds(projector: Projector, rows: readonly Entry[]): readonly Entry[] {
  return rows.filter(({ kind }) => projector.kinds.includes(kind));
}

function journalRow(row: Entry): RowOf<typeof JOURNAL_ROW> {
  const { chain_id, seq, entry_id, family, kind, at, hash, signature } = row;
  const line = JSON.stringify(row);
  return { chain_id, seq, entry_id, family, kind, business_day: null, at, hash, signature, line, received_at_ms: 0 };
}

async function ask<Name extends Handled>(
  core: HqCore,
  chain: TestChain,
  name: Name,
  input: CallInput<Name>,
): Promise<CallAnswer<Name>> {
  const { organisationId } = await organisation(core.store.read);
  const caller: Caller = { tillId: chain.tillId, storeId: chain.storeId, organisationId };
  return HANDLERS[name](core, caller, input);
}
