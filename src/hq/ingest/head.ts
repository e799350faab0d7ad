/** Where a chain stands: what a till is told when it starts, and when headquarters has another incarnation. */
import type { Ack, CallAnswer, CallInput } from '#contract/sync/sync.ts';
import type { Caller, HqCore } from '../core.ts';
import { setChain } from '../fleet/enrol.ts';
import { organisation } from '../identity/identity.ts';
import type { HqReads, HqTransaction } from '../store/port.ts';
import { isOwnAck } from './ack.ts';
import { announceChain, type ChainRow } from './announce.ts';
import { hearHead, waitForChain, waitForStranger } from './restored.ts';
import { stopOf } from './stop.ts';
import { CHAIN } from './tables.ts';
import { branchesOf, isEnded, isForked, segmentAt, segmentsOf, type Branches } from './tree.ts';

type Answer = CallAnswer<'head'>;

/** Registers the chain where it is new, and says from where its till goes on. */
export async function head(core: HqCore, caller: Caller, input: CallInput<'head'>): Promise<Answer> {
  const nowMs = core.clock.wallMs();
  const freshIncarnation = core.random.uuid();
  return core.store.transact(async (transaction) => {
    const identity = await organisation(transaction);
    const chain = await announceChain(transaction, identity, { till: caller, chain: input.chain, nowMs });
    const segments = await segmentsOf(transaction, chain);
    const acked = input.acked !== null && isOwnAck(identity, chain.chain_id, input.acked) ? input.acked : null;
    const ackedIn = acked === null ? undefined : await segmentAt(transaction, segments, acked);
    const lost = acked !== null && ackedIn === undefined ? acked : null;
    const heard = { chain, told: { seq: input.seq, hash: input.hash }, lost, freshIncarnation, nowMs };
    const incarnation = await hearHead(transaction, heard);
    await notePresent(transaction, caller, input.present);
    const known = acked === null || ackedIn === undefined ? undefined : { segment: ackedIn, seq: acked.seq };
    return { ...(await standingOf(transaction, { chain, segments, input, known })), incarnation };
  });
}

/**
 * Hears of a report whether headquarters acknowledged more than it holds: an idle till tells no head, and shows it within a
 * minute all the same.
 */
export async function hearReport(core: HqCore, report: CallInput<'report'>): Promise<void> {
  const { acked, chainId } = report;
  if (acked === null) return;
  const { read } = core.store;
  const chain = await read.get(CHAIN, [chainId]);
  if (chain === undefined || (await segmentAt(read, await segmentsOf(read, chain), acked)) !== undefined) return;
  const freshIncarnation = core.random.uuid();
  const nowMs = core.clock.wallMs();
  await core.store.transact(async (transaction) => {
    const locked = await transaction.lock(CHAIN, [chainId]);
    if (locked === undefined || !isOwnAck(await organisation(transaction), chainId, acked)) return;
    if ((await segmentAt(transaction, await segmentsOf(transaction, locked), acked)) !== undefined) return;
    await hearHead(transaction, { chain: locked, told: null, lost: acked, freshIncarnation, nowMs });
  });
}

type Standing =
  | { readonly kind: 'go-on'; readonly seq: number; readonly isEnded: boolean; readonly branches: Branches }
  | { readonly kind: 'behind'; readonly seq: number; readonly hash: string }
  | { readonly kind: 'stopped'; readonly seq: number };

/** From where a till goes on with a chain: `known` is the row that headquarters acknowledged to it, where it is held. */
async function standingOf(
  reads: HqReads,
  options: {
    readonly chain: ChainRow;
    readonly segments: readonly ChainRow[];
    readonly input: CallInput<'head'>;
    readonly known: { readonly segment: ChainRow; readonly seq: number } | undefined;
  },
): Promise<Standing> {
  const { chain, segments, input, known } = options;
  const whole = await segmentAt(reads, segments, input);
  const place = whole === undefined ? known : { segment: whole, seq: input.seq };
  const stop = stopOf(chain) ?? (place === undefined ? null : stopOf(place.segment));
  if (stop !== null) return { kind: 'stopped', ...stop };
  if (whole !== undefined && !isEnded(chain) && input.seq < chain.seq)
    return { kind: 'behind', seq: chain.seq, hash: chain.hash };
  // What is held is passed over when it comes again; where nothing says that this till wrote it, it sends from the beginning.
  const isPlain = !isForked(chain) && input.seq > chain.seq;
  const { segment, seq } = place ?? { segment: chain, seq: isPlain ? chain.seq : 0 };
  const parted = branchesOf(segments, segment);
  // Whether its later rows are those that are held here, nobody knows before they came.
  const isOpen = whole === undefined && isForked(chain);
  const branches = isOpen ? [...parted.filter(({ after }) => after < seq), { branchId: null, after: seq }] : parted;
  return { kind: 'go-on', seq, isEnded: isEnded(chain), branches };
}

/**
 * A till that headquarters does not know shows a word of headquarters for one of its chains: it was enrolled in the time that a
 * backup has not. It is to be enrolled again; until its rows are here, nothing is granted, and its chains are waited for.
 */
export async function hearStranger(
  core: HqCore,
  shown: { readonly tillId: string; readonly acked: Ack; readonly chainIds: readonly string[] },
): Promise<void> {
  const { tillId, acked, chainIds } = shown;
  const before = await organisation(core.store.read);
  if (!isOwnAck(before, acked.chainId, acked)) return;
  if ((await core.store.read.get(CHAIN, [acked.chainId])) !== undefined) return;
  const freshIncarnation = core.random.uuid();
  const ids = [...new Set([acked.chainId, ...chainIds])].sort();
  await core.store.transact((transaction) => waitForStranger(transaction, { tillId, chainIds: ids, freshIncarnation }));
}

/** The chain that the till writes now; one that is not known yet is waited for where headquarters is back from a backup. */
async function notePresent(transaction: HqTransaction, caller: Caller, chainId: string): Promise<void> {
  const row = await transaction.get(CHAIN, [chainId]);
  if (row === undefined) {
    const { organisationId: organisation_id, tillId: till_id, storeId: store_id } = caller;
    await waitForChain(transaction, {
      organisation_id,
      chain_id: chainId,
      till_id,
      store_id,
      until_seq: null,
      heads: null,
    });
  } else if (row.till_id === caller.tillId) {
    await setChain(transaction, { tillId: caller.tillId, chainId });
  }
}
