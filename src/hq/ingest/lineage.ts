/**
 * The chains of a till as it wrote them, one going on from the other. A disk that was put back may have left others behind:
 * their rows are held and count, and the till that writes now knows nothing of them.
 */
import { TILL } from '../fleet/tables.ts';
import type { HqReads } from '../store/port.ts';
import { chainsOfTill, type ChainRow } from './announce.ts';
import { segmentAt, segmentsOf, wayTo, type Place } from './tree.ts';

/** A chain of a till, and the way to its last row through what is held of it. */
export interface WrittenChain extends Place {
  readonly chain: ChainRow;
  readonly way: ReturnType<typeof wayTo>;
}

/** The chains that lead to the one that the till writes now, the oldest first. */
export async function lineage(reads: HqReads, tillId: string): Promise<readonly WrittenChain[]> {
  const chains = (await chainsOfTill(reads, tillId)).filter(({ branch_of }) => branch_of === null);
  const till = await reads.get(TILL, [tillId]);
  let chain = chains.find(({ chain_id }) => chain_id === till?.chain_id) ?? chains.at(-1);
  const written: WrittenChain[] = [];
  let next: ChainRow | null = null;
  while (chain !== undefined && written.every((each) => each.chain.chain_id !== chain?.chain_id)) {
    written.unshift(await asWritten(reads, chain, next));
    const before: string | null = chain.continues_chain_id;
    next = chain;
    chain = chains.find(({ chain_id }) => chain_id === before);
  }
  return written;
}

/** One chain of a till as it wrote it. */
export async function chainAsWritten(reads: HqReads, chain: ChainRow): Promise<WrittenChain> {
  const found = (await lineage(reads, chain.till_id)).find((each) => each.chain.chain_id === chain.chain_id);
  return found ?? asWritten(reads, chain, null);
}

/** Up to the row that the next chain names; to its end where that row is not held, or there is no next one. */
async function asWritten(reads: HqReads, chain: ChainRow, next: ChainRow | null): Promise<WrittenChain> {
  const segments = await segmentsOf(reads, chain);
  const end = { seq: next?.continues_seq ?? 0, hash: next?.continues_hash ?? '' };
  const segment = next === null ? undefined : await segmentAt(reads, segments, end);
  if (segment === undefined) return { chain, ...placeAtEnd(chain), way: wayTo(segments, chain, chain.seq) };
  return { chain, ...end, way: wayTo(segments, segment, end.seq) };
}

function placeAtEnd({ seq, hash }: ChainRow): Place {
  return { seq, hash };
}
