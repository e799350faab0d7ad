/**
 * Rows come up. Each is checked before anything is kept; what is there already is compared and counts as taken; what does not
 * follow stops its chain and no other. Two nodes with the same rows agree by the lock on the chain.
 */
import { present } from '#base/assert.ts';
import type { CallAnswer, CallInput } from '#contract/sync/sync.ts';
import { entryOf } from '#domain/journal/journal.ts';
import type { Caller, HqCore } from '../core.ts';
import { raiseAlarm } from '../fleet/alarms.ts';
import { organisation } from '../identity/identity.ts';
import type { HqReads, HqTransaction } from '../store/port.ts';
import { ackOf } from './ack.ts';
import type { ChainRow } from './announce.ts';
import { appendRows, placeOf, wrongGenesis } from './append.ts';
import { openBranch } from './fork.ts';
import { land, suspectLine, type Landing } from './land.ts';
import { stopChain, stopOf } from './stop.ts';
import type { SuspectLine } from './suspect.ts';
import { CHAIN } from './tables.ts';
import { branchesOf, isEnded, isForked, segmentsOf, type Place } from './tree.ts';
import type { Verified } from './verify-rows.ts';

type Answer = CallAnswer<'push'>;

/** Somebody else added rows to the chain while these were being checked, or a branch was opened: looked at again. */
type Moved = { readonly kind: 'moved' };

const ATTEMPTS_MAX = 5;
const BUSY_MS = 1_000;

export async function push(core: HqCore, _caller: Caller, input: CallInput<'push'>): Promise<Answer> {
  const lines = input.rows.map(suspectLine);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const chain = present(await core.store.read.get(CHAIN, [input.chainId]), 'the chain of a call that was let in');
    const outcome = await pushOnce(core, chain, lines);
    if (outcome.kind !== 'moved') return outcome;
  }
  return { kind: 'busy', afterMs: BUSY_MS };
}

/** The chain, what is held of it, and where the lines belong. */
interface Sent {
  readonly root: ChainRow;
  readonly segments: readonly ChainRow[];
}

async function pushOnce(core: HqCore, root: ChainRow, lines: readonly SuspectLine[]): Promise<Answer | Moved> {
  const stop = stopOf(root);
  if (stop !== null) return { kind: 'stopped', ...stop };
  const { read } = core.store;
  const segments = await segmentsOf(read, root);
  const landing = await land(read, [root, ...segments.slice(1)], lines);
  const sent = { root, segments };
  switch (landing.kind) {
    case 'gap':
      return landing;
    case 'held':
      return acked(read, sent, landing.segment, landing.end);
    case 'parts':
      return part(core, root, landing);
    case 'false':
      return refuse(core, landing);
    case 'follows': {
      const stopped = stopOf(landing.segment);
      return stopped === null ? take(core, sent, landing) : { kind: 'stopped', ...stopped };
    }
  }
}

/** Takes lines that go on at the end of a chain, or of a branch of it. */
async function take(
  core: HqCore,
  sent: Sent,
  { segment, rest }: Extract<Landing, { readonly kind: 'follows' }>,
): Promise<Answer | Moved> {
  const nowMs = core.clock.wallMs();
  const from = placeOf(segment);
  const lines = rest.map(({ line }) => line);
  const checked = await core.verifyRows({ from, publicKey: segment.public_key, lines });
  const flaw = flawOf(segment, checked);
  const good = flaw === null ? checked.rows : checked.rows.slice(0, flaw.index);
  return core.store.transact(async (transaction) => {
    const locked = present(await transaction.lock(CHAIN, [segment.chain_id]), 'a chain that was there');
    if (locked.seq !== segment.seq || locked.hash !== segment.hash || locked.state !== segment.state)
      return { kind: 'moved' };
    let after = locked;
    const { head, origin } = checked;
    if (good.length > 0 && head !== null && origin !== null) {
      const batch = { rows: good, lines: lines.slice(0, good.length), head, origin };
      after = await appendRows(transaction, locked, batch, nowMs);
      await watchWakening(transaction, after, nowMs);
    }
    if (flaw === null) return acked(transaction, sent, after, after);
    const seq = after.seq + 1;
    const suspects = rest.slice(good.length, good.length + 1).map((line) => ({ ...line, seq }));
    return stopChain(transaction, after, { seq, detail: flaw.detail, lines: suspects }, nowMs);
  });
}

/** The signed word that rows are held up to a place, and how. */
async function acked(
  reads: HqReads,
  { root, segments }: Sent,
  segment: ChainRow,
  { seq, hash }: Place,
): Promise<Answer> {
  if (seq === 0) return { kind: 'gap', seq: 0 };
  const ack = ackOf(await organisation(reads), { chainId: root.chain_id, seq, hash });
  return { kind: 'acked', ack, isEnded: isEnded(root), branches: branchesOf(segments, segment) };
}

/** Opens a branch for rows that part from what is held; then they are looked at again, and follow. */
async function part(
  core: HqCore,
  root: ChainRow,
  { segment: from, first }: Extract<Landing, { readonly kind: 'parts' }>,
): Promise<Moved> {
  const nowMs = core.clock.wallMs();
  const isNew = await core.store.transact(async (transaction) => {
    const locked = present(await transaction.lock(CHAIN, [root.chain_id]), 'a chain that was there');
    if (stopOf(locked) !== null) return false;
    return openBranch(transaction, { root: locked, from, first, nowMs });
  });
  if (isNew) core.log.warn('chain.forked', { chain: root.chain_id, seq: first.seq });
  return { kind: 'moved' };
}

/** A row that nobody signed, in the place of one that is held. */
async function refuse(
  core: HqCore,
  { segment, seq, line }: Extract<Landing, { readonly kind: 'false' }>,
): Promise<Answer | Moved> {
  const nowMs = core.clock.wallMs();
  return core.store.transact(async (transaction) => {
    const locked = present(await transaction.lock(CHAIN, [segment.chain_id]), 'a chain that was there');
    if (locked.state !== segment.state || locked.seq !== segment.seq) return { kind: 'moved' };
    const detail = 'another row is held here, and nobody signed this one';
    return stopChain(transaction, locked, { seq, detail, lines: [{ ...line, seq }] }, nowMs);
  });
}

/** What stops the chain, if anything: a flaw of a line, or a genesis that is not what the till announced. */
function flawOf(chain: ChainRow, checked: Verified): { readonly detail: string; readonly index: number } | null {
  const [genesis] = checked.rows;
  if (chain.seq === 0 && genesis !== undefined) {
    const keyDiffers = checked.origin === null || !sameKey(checked.origin.publicKey, chain.public_key);
    const wrong = keyDiffers ? 'the genesis has another key than the till said' : wrongOf(chain, checked);
    if (wrong !== undefined) return { detail: wrong, index: 0 };
  }
  const { flaw } = checked;
  return flaw === null ? null : { detail: `${flaw.reason}: ${flaw.detail}`, index: flaw.index };
}

function wrongOf(chain: ChainRow, checked: Verified): string | undefined {
  const [genesis] = checked.rows;
  if (genesis === undefined) return undefined;
  const expected = chain.branch_of ?? chain.chain_id;
  if (genesis.chain_id !== expected || genesis.till_id !== chain.till_id)
    return 'the genesis is of another till or chain';
  return wrongGenesis(chain, entryOf(genesis));
}

/** Somebody is told when a chain that was given up goes on beyond what its successor knows. */
async function watchWakening(transaction: HqTransaction, chain: ChainRow, nowMs: number): Promise<void> {
  if (chain.superseded_by === null || chain.branch_of !== null || isForked(chain)) return;
  const successor = await transaction.get(CHAIN, [chain.superseded_by]);
  const known = successor?.continues_seq ?? 0;
  if (chain.seq <= known) return;
  const { chain_id: chainId, till_id: tillId, store_id: storeId } = chain;
  const detail = `row ${chain.seq} came; the chain after it knows ${known}`;
  const alarm = { kind: 'chain-woke-up', tillId, storeId, chainId, place: 'rows', detail } as const;
  await raiseAlarm(transaction, chain.organisation_id, alarm, nowMs);
}

function sameKey(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.from(left).equals(Buffer.from(right));
}
