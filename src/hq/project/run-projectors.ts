/**
 * Runs the second step: for each chain with rows that a projector has not seen, batches of them in order, each in a
 * transaction that also moves the cursor. A batch that throws is tried row by row, and a row that is not understood, or meets a
 * bug, is listed and passed; trouble of the store is nobody's row, and is tried again. Two nodes at once wait for each other by
 * the lock on the cursor and do nothing twice.
 */
import { Bug, present } from '#base/assert.ts';
import type { Entry } from '#domain/journal/journal.ts';
import type { HqCore } from '../core.ts';
import type { ChainRow } from '../ingest/announce.ts';
import { entriesOf, entryOfLine } from '../ingest/read-rows.ts';
import { noteProjected } from '../ingest/restored.ts';
import { CHAIN, JOURNAL_ROW } from '../ingest/tables.ts';
import { projectSales, SALES_STEP } from '../sales/project.ts';
import type { HqReads, HqTransaction } from '../store/port.ts';
import { clearPending, pendingChains } from './pending.ts';
import type { ChainOf, Projector } from './projector.ts';
import { RowNotUnderstood } from './row-fields.ts';
import { PROJECTOR_CURSOR, UNPROJECTED, UNPROJECTED_CHAIN } from './tables.ts';
import { listUnprojected, unprojectedOf } from './unprojected.ts';

const BATCH_ROWS = 500;
const REPLAY_MAX = 1_000;
/** Each is a few transactions one after the other: a database has time for others meanwhile. */
const CHAINS_AT_ONCE = 6;

/** One round: a batch of each projector for every pending chain. Whether there is more to do. */
export async function runProjectors(core: HqCore, projectors: readonly Projector[]): Promise<boolean> {
  const chains = [...(await pendingChains(core.store.read))];
  let isMore = false;
  const work = async (): Promise<void> => {
    for (let chainId = chains.shift(); chainId !== undefined; chainId = chains.shift()) {
      if (await projectChain(core, projectors, chainId)) isMore = true;
    }
  };
  await Promise.all(Array.from({ length: CHAINS_AT_ONCE }, work));
  return isMore;
}

/**
 * One batch of each projector for one chain, each from where it stands itself: none waits for another that has a long way to go.
 * A branch comes after the rows that it parts from; no row of it means anything before. Whether there is more to do.
 */
export async function projectChain(core: HqCore, projectors: readonly Projector[], chainId: string): Promise<boolean> {
  const { read } = core.store;
  const chain = present(await read.get(CHAIN, [chainId]), 'a chain with rows');
  const ready = await readyFor(core, projectors, chain);
  const cursors = await cursorsOf(read, chainId, ready);
  const loaded = new Map<number, readonly Entry[]>();
  const idle: { readonly projector: Projector; readonly batch: Batch }[] = [];
  let isMore = ready.length < projectors.length;
  for (const projector of ready) {
    const after = cursors.get(projector.name) ?? 0;
    if (after >= chain.seq) continue;
    const entries = loaded.get(after) ?? (await entriesOf(read, { chainId, after, limit: BATCH_ROWS }));
    loaded.set(after, entries);
    if ((entries.at(-1)?.seq ?? after) < chain.seq) isMore = true;
    if (entries.length === 0) continue;
    const batch = { after, entries };
    const isIdle = !entries.some(({ kind }) => projector.kinds.includes(kind));
    if (isIdle) idle.push({ projector, batch });
    else await runBatch(core, projector, chain, batch);
  }
  if (idle.length > 0) await passOver(core, chainId, idle);
  if (isMore) return true;
  // Another node may have moved a cursor meanwhile, and not as far: what counts is where they all stand.
  const moved = await cursorsOf(read, chainId, projectors);
  if (projectors.some(({ name }) => (moved.get(name) ?? 0) < chain.seq)) return true;
  const { seq } = chain;
  const isMoreElsewhere = await noteProjected(core, { chain, seq, projectors: projectors.map(({ name }) => name) });
  await core.store.transact((transaction) => clearPending(transaction, { chainId, seq }));
  return isMoreElsewhere;
}

/**
 * The projectors that have seen what this chain parts from; all of them where it is no branch. Of the others, goes on with that
 * first: it may not be pending at all, where a projector is newer than its last row.
 */
async function readyFor(
  core: HqCore,
  projectors: readonly Projector[],
  chain: ChainRow,
): Promise<readonly Projector[]> {
  const { branch_from: fromId, branch_seq } = chain;
  if (fromId === null) return projectors;
  const isReadyIn = (seen: ReadonlyMap<string, number>) => (projector: Projector) =>
    (seen.get(projector.name) ?? 0) >= (branch_seq ?? 0);
  if (projectors.every(isReadyIn(await cursorsOf(core.store.read, fromId, projectors)))) return projectors;
  await projectChain(core, projectors, fromId);
  return projectors.filter(isReadyIn(await cursorsOf(core.store.read, fromId, projectors)));
}

async function cursorsOf(
  reads: HqReads,
  chainId: string,
  projectors: readonly Projector[],
): Promise<ReadonlyMap<string, number>> {
  const keys = projectors.map(({ name }) => [chainId, name]);
  return new Map((await reads.getMany(PROJECTOR_CURSOR, keys)).map(({ projector, seq }) => [projector, seq]));
}

interface Batch {
  /** Where the projector's cursor stands. */
  readonly after: number;
  readonly entries: readonly Entry[];
}

async function runBatch(core: HqCore, projector: Projector, chain: ChainRow, batch: Batch): Promise<void> {
  if ((await apply(core, projector, chain, batch)) === null) return;
  let { after } = batch;
  for (const entry of batch.entries) {
    const one = { after, entries: [entry] };
    const trouble = await apply(core, projector, chain, one);
    if (trouble !== null) await pass(core, projector, chain, { ...one, reason: trouble });
    after = entry.seq;
  }
}

/**
 * Applies a batch with its cursor; what was thrown, or null. A cursor that somebody else moved meanwhile is left as it is, and
 * so is everything else.
 */
async function apply(core: HqCore, projector: Projector, chain: ChainRow, batch: Batch): Promise<string | null> {
  const place = chainOf(chain);
  try {
    const streams = await core.store.transact(async (transaction) => {
      if (!(await isAt(transaction, place.chainId, projector, batch.after))) return [];
      const rows = batch.entries.filter(({ kind }) => projector.kinds.includes(kind));
      const touched = rows.length === 0 ? [] : await projector.apply(core, transaction, rows, place);
      await move(transaction, place.chainId, projector, batch);
      return touched;
    });
    for (const stream of new Set(streams)) core.streamChanged(stream);
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

/**
 * What is wrong with a row, where that is why it failed: it was not understood, or there is a bug that it meets every time.
 * Throws the error again where it is anything else: of the store, of the system, or what nobody thought of.
 */
function reasonOf(error: unknown): string {
  const isOfRow = [RowNotUnderstood, Bug, TypeError, RangeError, SyntaxError].some((kind) => error instanceof kind);
  // A SQLSTATE, a system error or a fault: the row is as good as it was.
  if (!(error instanceof Error) || !isOfRow || 'code' in error) throw error;
  return error.message;
}

/** Moves cursors past rows that say nothing to their projectors, together. */
async function passOver(
  core: HqCore,
  chainId: string,
  idle: readonly { readonly projector: Projector; readonly batch: Batch }[],
): Promise<void> {
  const inOrder = [...idle].sort((one, other) => (one.projector.name < other.projector.name ? -1 : 1));
  await core.store.transact(async (transaction) => {
    for (const { projector, batch } of inOrder) {
      if (await isAt(transaction, chainId, projector, batch.after)) await move(transaction, chainId, projector, batch);
    }
  });
}

/** Lists a row that was not understood, and goes past it. */
async function pass(
  core: HqCore,
  projector: Projector,
  chain: ChainRow,
  batch: Batch & { readonly reason: string },
): Promise<void> {
  const nowMs = core.clock.wallMs();
  const { reason } = batch;
  await core.store.transact(async (transaction) => {
    if (!(await isAt(transaction, chain.chain_id, projector, batch.after))) return;
    const rows = batch.entries.map((entry) => ({ entry, reason }));
    await listUnprojected(transaction, { chain, projector: projector.name, rows, nowMs });
    await move(transaction, chain.chain_id, projector, batch);
  });
  const { name } = projector;
  core.log.warn('row.unprojected', { chain: chain.chain_id, seq: batch.entries[0]?.seq, projector: name, reason });
}

/** Locks a cursor; whether it still stands there. */
async function isAt(transaction: HqTransaction, chainId: string, projector: Projector, seq: number): Promise<boolean> {
  const key = { chain_id: chainId, projector: projector.name };
  if (seq === 0) await transaction.insert(PROJECTOR_CURSOR, [{ ...key, seq: 0 }]);
  const cursor = await transaction.lock(PROJECTOR_CURSOR, [chainId, projector.name]);
  return present(cursor, 'the cursor').seq === seq;
}

async function move(transaction: HqTransaction, chainId: string, projector: Projector, batch: Batch): Promise<void> {
  const seq = batch.entries.at(-1)?.seq ?? batch.after;
  await transaction.put(PROJECTOR_CURSOR, [{ chain_id: chainId, projector: projector.name, seq }]);
}

/**
 * Tries the unprojected rows of a chain again, in order, each in a transaction of its own. Their number that were understood
 * now; the others stay listed.
 */
export async function replayUnprojected(
  core: HqCore,
  projectors: readonly Projector[],
  chainId: string,
): Promise<number> {
  const chain = await core.store.read.get(CHAIN, [chainId]);
  if (chain === undefined) return 0;
  let understood = 0;
  for (const listed of await unprojectedOf(core.store.read, { chainId, limit: REPLAY_MAX })) {
    const key = [chainId, listed.projector, listed.seq];
    const row = present(await core.store.read.get(JOURNAL_ROW, [chainId, listed.seq]), 'a row that is listed');
    const entry = entryOfLine(row.line);
    const projector = projectors.find(({ name }) => name === listed.projector);
    if (projector === undefined && listed.projector !== SALES_STEP) continue;
    const nowMs = core.clock.wallMs();
    try {
      const streams = await core.store.transact(async (transaction) => {
        await transaction.lock(CHAIN, [chainId]);
        if ((await transaction.lock(UNPROJECTED, key)) === undefined) return [];
        await transaction.remove(UNPROJECTED, [key]);
        if (projector !== undefined) return projector.apply(core, transaction, [entry], chainOf(chain));
        await projectSales(transaction, { chain, entries: [entry], nowMs });
        return [];
      });
      for (const stream of new Set(streams)) core.streamChanged(stream);
    } catch (error) {
      reasonOf(error);
      continue;
    }
    if ((await core.store.read.get(UNPROJECTED, key)) === undefined) understood++;
  }
  await core.store.transact(async (transaction) => {
    await transaction.lock(CHAIN, [chainId]);
    const left = await unprojectedOf(transaction, { chainId, limit: 1 });
    if (left.length === 0) await transaction.remove(UNPROJECTED_CHAIN, [[chain.organisation_id, chainId]]);
  });
  return understood;
}

function chainOf(chain: ChainRow): ChainOf {
  return { chainId: chain.chain_id, tillId: chain.till_id, storeId: chain.store_id };
}
