/**
 * A chain as headquarters holds it. Mostly a line. Where a copy was put back, or two machines are one till, it parts, and may
 * part again, also inside a branch: each branch is a chain of its own in the tables, under an id that follows from the chain
 * and the row that it begins with, so that every node and every later push finds the same one.
 */
import { createHash } from 'node:crypto';
import { present } from '#base/assert.ts';
import type { CallAnswer } from '#contract/sync/sync.ts';
import { CallRefused } from '../calls/refused.ts';
import type { HqReads } from '../store/port.ts';
import { chainsOfTill, type ChainRow } from './announce.ts';
import { CHAIN, JOURNAL_ROW } from './tables.ts';

/** Of one chain; each is a disk that was put back. */
const SEGMENTS_MAX = 200;

/** A row by its number and hash, which names everything before it as well. */
export interface Place {
  readonly seq: number;
  readonly hash: string;
}

export type Branches = Extract<CallAnswer<'push'>, { readonly kind: 'acked' }>['branches'];

/** Whether more than one continuation of a chain came. Nobody is to write it any more. */
export function isForked(chain: ChainRow): boolean {
  return chain.stop_reason === 'forked';
}

/** Whether whoever still writes this chain is to open the next one: it forked, or another chain goes on from it. */
export function isEnded(chain: ChainRow): boolean {
  return isForked(chain) || chain.superseded_by !== null;
}

/** The id of the branch that begins with this row. */
export function branchIdOf(chainId: string, first: { readonly hash: string; readonly signature: string }): string {
  const name = `${chainId}\n${first.hash}\n${first.signature}`;
  return `branch-${createHash('sha256').update(name).digest('hex').slice(0, 40)}`;
}

/** The chain and its branches, the chain first. */
export async function segmentsOf(reads: HqReads, chain: ChainRow): Promise<readonly ChainRow[]> {
  if (!isForked(chain)) return [chain];
  const chains = await chainsOfTill(reads, chain.till_id);
  const segments = [chain, ...chains.filter(({ branch_of }) => branch_of === chain.chain_id)];
  if (segments.length > SEGMENTS_MAX)
    throw new CallRefused('request.too-many', `chain ${chain.chain_id} parts too often`);
  return segments;
}

/** Which of them holds a row among its own; the chain itself for the place before its first. */
export async function segmentAt(
  reads: HqReads,
  segments: readonly ChainRow[],
  { seq, hash }: Place,
): Promise<ChainRow | undefined> {
  if (seq === 0) return segments[0];
  const able = segments.filter((segment) => segment.seq >= seq && seq > (segment.branch_seq ?? 0));
  const atEnd = able.find((segment) => segment.seq === seq && segment.hash === hash);
  if (atEnd !== undefined) return atEnd;
  const inside = able.filter((segment) => segment.seq > seq).map(({ chain_id }) => [chain_id, seq]);
  const rows = inside.length === 0 ? [] : await reads.getMany(JOURNAL_ROW, inside);
  const found = rows.find((row) => row.hash === hash);
  return found && able.find(({ chain_id }) => chain_id === found.chain_id);
}

/** The segments from the chain itself to this one, with the last row that is held of the way in each. */
export function wayTo(
  segments: readonly ChainRow[],
  segment: ChainRow,
  until: number,
): readonly { readonly segment: ChainRow; readonly after: number; readonly until: number }[] {
  const after = segment.branch_seq ?? 0;
  const own = { segment, after, until };
  if (segment.branch_from === null) return [own];
  const from = segments.find(({ chain_id }) => chain_id === segment.branch_from);
  return [...wayTo(segments, present(from, 'what a branch parts from'), after), own];
}

/** Where the way to a segment leaves the chain, as its till is told. */
export function branchesOf(segments: readonly ChainRow[], segment: ChainRow): Branches {
  return wayTo(segments, segment, segment.seq)
    .filter(({ segment: { branch_of } }) => branch_of !== null)
    .map(({ segment: { chain_id: branchId }, after }) => ({ branchId, after }));
}

/** The chain that a branch is one of, or itself. */
export async function rootOf(reads: HqReads, chain: ChainRow): Promise<ChainRow> {
  return chain.branch_of === null ? chain : present(await reads.get(CHAIN, [chain.branch_of]), 'the chain of a branch');
}
