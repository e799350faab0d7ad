/** What is asked of chains before money is promised to them. */
import { present } from '#base/assert.ts';
import type { Caller } from '../core.ts';
import type { ChainRow } from '../ingest/announce.ts';
import { CHAIN } from '../ingest/tables.ts';
import { isForked, rootOf, segmentAt, segmentsOf, wayTo } from '../ingest/tree.ts';
import { PROJECTOR_CURSOR, UNPROJECTED } from '../project/tables.ts';
import type { HqReads } from '../store/port.ts';

/** The projector whose rows make balances. */
export const ACCOUNTS = 'accounts';
/** Restores of one till, one after the other. */
const CHAINS_MAX = 200;

/** Whether this chain may be granted anything: it is the caller's, it goes on, and nothing is wrong with it. */
export async function mayAsk(reads: HqReads, caller: Caller, chainId: string): Promise<boolean> {
  const chain = await reads.get(CHAIN, [chainId]);
  if (chain?.till_id !== caller.tillId || chain.organisation_id !== caller.organisationId) return false;
  return chain.state === 'open' && chain.superseded_by === null && chain.branch_of === null;
}

/**
 * Whether everything that came before a hand-over is in the balances here: the rows of this chain up to it, and of the chains that
 * it goes on from. A till restored from its second copy hands over what an earlier chain opened, and may have spent. Of a chain
 * that forked it is the rows on the way to the one that the next chain names.
 */
export async function isWholeBefore(
  reads: HqReads,
  handedOver: { readonly chainId: string; readonly seq: number },
): Promise<boolean> {
  let { seq } = handedOver;
  let segment = await reads.get(CHAIN, [handedOver.chainId]);
  for (let count = 0; count < CHAINS_MAX && segment !== undefined; count++) {
    const root: ChainRow = await rootOf(reads, segment);
    for (const step of wayTo(await segmentsOf(reads, root), segment, seq))
      if (!(await isProjected(reads, step.segment.chain_id, step.until))) return false;
    if (root.continues_chain_id === null) return true;
    const before: ChainRow | undefined = await reads.get(CHAIN, [root.continues_chain_id]);
    seq = root.continues_seq ?? 0;
    const named = { seq, hash: root.continues_hash ?? '' };
    const isPlain = before === undefined || !isForked(before);
    segment = isPlain ? before : await segmentAt(reads, await segmentsOf(reads, before), named);
  }
  return false;
}

/**
 * Whether everything on the way to a row of a chain, or of a branch of one, is in the balances here: what is asked as that row is
 * applied, which is after every row before it in its own segment.
 */
export async function isUnderstoodBefore(
  reads: HqReads,
  place: { readonly chainId: string; readonly seq: number },
): Promise<boolean> {
  const segment = present(await reads.get(CHAIN, [place.chainId]), 'the chain of a row');
  const segments = await segmentsOf(reads, await rootOf(reads, segment));
  for (const step of wayTo(segments, segment, place.seq)) {
    const chainId = step.segment.chain_id;
    const isOwn = chainId === place.chainId;
    if (!(isOwn ? await isUnderstood(reads, chainId, step.until) : await isProjected(reads, chainId, step.until)))
      return false;
  }
  return true;
}

async function isProjected(reads: HqReads, chainId: string, until: number): Promise<boolean> {
  const cursor = await reads.get(PROJECTOR_CURSOR, [chainId, ACCOUNTS]);
  return (cursor?.seq ?? 0) >= until && (await isUnderstood(reads, chainId, until));
}

async function isUnderstood(reads: HqReads, chainId: string, until: number): Promise<boolean> {
  const missed = await reads.scan(UNPROJECTED, { prefix: [chainId, ACCOUNTS], until, limit: 1 });
  return missed.length === 0;
}
