/** Journals for people: each row with its proof, which is worked out again from the stored bytes with every look. */
import { createHash } from 'node:crypto';
import { parseRow, type Row } from '#domain/journal/journal.ts';
import type { CallAnswer } from '#contract/pages/pages.ts';
import { tillsOf } from '../../fleet/tills.ts';
import { listSuspects } from '../../ingest/suspect.ts';
import { CHAIN, JOURNAL_ROW } from '../../ingest/tables.ts';
import { isSealedRow } from '../../ingest/verify-rows.ts';
import { organisation } from '../../identity/identity.ts';
import { UNPROJECTED, UNPROJECTED_CHAIN } from '../../project/tables.ts';
import type { HqReads, RowOf } from '../../store/port.ts';
import { operatorNames } from './operators.ts';
import { storeNames } from './stores.ts';

type Found = Extract<CallAnswer<'journal'>, { readonly kind: 'found' }>;
type FoundRow = Extract<CallAnswer<'journal-row'>, { readonly kind: 'found' }>;
type Chain = RowOf<typeof CHAIN>;
type Stored = RowOf<typeof JOURNAL_ROW>;

const GENESIS_PREV_HASH = '0'.repeat(64);
const COUNTED_MAX = 500;
const SHOWN_CHARACTERS_MAX = 2_000;
/** Rows read for the few of one family. */
const LOOKED_AT_MAX = 2_000;

export async function chainOf(reads: HqReads, chainId: string): Promise<Chain | undefined> {
  return reads.get(CHAIN, [chainId]);
}

/** Rows of a chain, newest first. */
export async function readJournal(
  reads: HqReads,
  chain: Chain,
  asked: { readonly before: number | null; readonly family: string; readonly limit: number },
): Promise<Found> {
  const { chain_id: chainId } = chain;
  const rows: Stored[] = [];
  let before = asked.before ?? chain.seq + 1;
  for (let lookedAt = 0; rows.length < asked.limit && before > 1 && lookedAt < LOOKED_AT_MAX;) {
    const batch = await reads.scan(JOURNAL_ROW, {
      prefix: [chainId],
      until: before - 1,
      reverse: true,
      limit: asked.limit,
    });
    const last = batch.at(-1);
    if (last === undefined) {
      before = 1;
      break;
    }
    for (const one of batch) {
      if (rows.length >= asked.limit) break;
      before = one.seq;
      if (asked.family === '' || one.family === asked.family) rows.push(one);
    }
    lookedAt += batch.length;
  }
  const earlier = await reads.getMany(
    JOURNAL_ROW,
    rows.map(({ seq }) => keyBefore(chain, seq)),
  );
  const bySeq = new Map([...earlier, ...rows].map((one) => [one.seq, one]));
  const [listed] = await tillsOf(reads, [chain.till_id]);
  const names = await storeNames(reads, [chain.store_id]);
  const suspects = await listSuspects(reads, { chainId, limit: COUNTED_MAX });
  const unprojected = await reads.scan(UNPROJECTED, { prefix: [chainId], limit: COUNTED_MAX });
  return {
    kind: 'found',
    chainId,
    tillName: listed?.till.name ?? chain.till_id,
    storeName: names.get(chain.store_id) ?? chain.store_id,
    state: chain.state === 'stopped' ? 'stopped' : chain.superseded_by === null ? 'open' : 'superseded',
    stopReason: chain.stop_reason,
    stopSeq: chain.stop_seq,
    seq: chain.seq,
    keyId: chain.key_id,
    rows: rows.map((one) => proven(chain, one, bySeq.get(one.seq - 1))),
    before: before > 1 ? before : null,
    suspectCount: suspects.length,
    unprojectedCount: unprojected.length,
  };
}

/** One row, whole. */
export async function readJournalRow(reads: HqReads, chain: Chain, seq: number): Promise<FoundRow | null> {
  const stored = await reads.get(JOURNAL_ROW, [chain.chain_id, seq]);
  if (stored === undefined) return null;
  const earlier = await reads.get(JOURNAL_ROW, keyBefore(chain, seq));
  const row = parseRow(stored.line);
  const isRow = !('reason' in row);
  return {
    kind: 'found',
    row: proven(chain, stored, earlier),
    entryId: stored.entry_id,
    operator: isRow && row.operator !== undefined ? (await operatorNames(reads))(row.operator) : null,
    prevHash: isRow ? row.prev_hash : '',
    signature: stored.signature,
    keyId: isRow ? row.key_id : '',
    receivedAtMs: stored.received_at_ms,
    line: stored.line,
  };
}

/** What was not taken of a chain, and what was taken and not understood. */
export async function readTroubles(reads: HqReads, chainId: string): Promise<CallAnswer<'suspects'>> {
  const suspects = await listSuspects(reads, { chainId, limit: COUNTED_MAX });
  const unprojected = await reads.scan(UNPROJECTED, { prefix: [chainId], limit: COUNTED_MAX });
  return {
    suspects: suspects.map((one) => ({
      seq: one.seq,
      lineSha256: one.line_sha256,
      reason: one.reason,
      detail: one.detail,
      receivedAtMs: one.received_at_ms,
      line: Buffer.from(one.line).toString('utf8').slice(0, SHOWN_CHARACTERS_MAX),
    })),
    unprojected: unprojected.map(({ seq, projector, kind, reason, at_ms }) => ({
      seq,
      projector,
      kind,
      reason,
      atMs: at_ms,
    })),
  };
}

/** Chains with rows that were not understood. */
export async function readUnprojectedChains(reads: HqReads, storeIds: ReadonlySet<string> | null) {
  const { organisationId } = await organisation(reads);
  const listed = await reads.scan(UNPROJECTED_CHAIN, { prefix: [organisationId], limit: COUNTED_MAX });
  const chains = (
    await reads.getMany(
      CHAIN,
      listed.map(({ chain_id }) => [chain_id]),
    )
  ).filter(({ store_id }) => storeIds === null || storeIds.has(store_id));
  const tills = await tillsOf(
    reads,
    chains.map(({ till_id }) => till_id),
  );
  const nameOf = new Map(tills.map(({ till }) => [till.till_id, till.name]));
  const stores = await storeNames(
    reads,
    chains.map(({ store_id }) => store_id),
  );
  return chains.map(({ chain_id, till_id, store_id }) => ({
    chainId: chain_id,
    tillName: nameOf.get(till_id) ?? till_id,
    storeName: stores.get(store_id) ?? store_id,
  }));
}

function proven(chain: Chain, stored: Stored, earlier: Stored | undefined): Found['rows'][number] {
  const row = parseRow(stored.line);
  const isRow = !('reason' in row);
  return {
    seq: stored.seq,
    family: stored.family,
    kind: stored.kind,
    businessDay: stored.business_day,
    at: stored.at,
    hash: stored.hash,
    proof: {
      isHashed: isRow && row.hash === stored.hash && row.seq === stored.seq && row.chain_id === ownId(chain),
      isSigned: isRow && isSealedRow(row, chain.public_key),
      isLinked: isRow && isLinked(row, earlier),
    },
  };
}

/** The other branch of a fork has its rows under an id of headquarters' own; they say the id that both branches have. */
function ownId(chain: Chain): string {
  return chain.branch_of ?? chain.chain_id;
}

/** Where the row before it lies: of a branch's first one, in what it parts from. */
function keyBefore(chain: Chain, seq: number): readonly [string, number] {
  const isBefore = chain.branch_seq !== null && seq - 1 <= chain.branch_seq;
  return [isBefore ? (chain.branch_from ?? ownId(chain)) : chain.chain_id, seq - 1];
}

/** Whether a row names the one before it by hash and signature. */
function isLinked(row: Row, earlier: Stored | undefined): boolean {
  if (row.seq === 1) return row.prev_hash === GENESIS_PREV_HASH;
  if (earlier === undefined) return false;
  const bytes = Buffer.concat([Buffer.from(earlier.hash, 'hex'), Buffer.from(earlier.signature, 'base64url')]);
  return createHash('sha256').update(bytes).digest('hex') === row.prev_hash;
}
