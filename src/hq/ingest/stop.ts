/** A chain that does not fit is stopped, and it alone: what came is kept raw, and somebody is told. */
import { cutText } from '#base/text.ts';
import { raiseAlarm } from '../fleet/alarms.ts';
import type { HqCore } from '../core.ts';
import type { HqTransaction } from '../store/port.ts';
import type { ChainRow } from './announce.ts';
import { keepSuspects, type SuspectLine } from './suspect.ts';
import { CHAIN } from './tables.ts';
import { isForked } from './tree.ts';

const DETAIL_MAX = 500;

export interface Stop {
  /** The row that did not fit. */
  readonly seq: number;
  readonly detail: string;
  readonly lines: readonly SuspectLine[];
}

/** Stops a chain that is locked, or a branch. One that forked stays what it is: the next false row is refused again. */
export async function stopChain(
  transaction: HqTransaction,
  chain: ChainRow,
  stop: Stop,
  nowMs: number,
): Promise<{ readonly kind: 'stopped'; readonly seq: number }> {
  const { seq, lines } = stop;
  // It may name a field as the line does, which is anything.
  const detail = cutText(stop.detail, DETAIL_MAX).replaceAll('\u0000', '\ufffd');
  if (!isForked(chain))
    await transaction.put(CHAIN, [{ ...chain, state: 'stopped', stop_reason: 'flawed', stop_seq: seq }]);
  const { chain_id: chainId, till_id: tillId, store_id: storeId } = chain;
  await keepSuspects(transaction, { chainId, lines, reason: 'flawed', detail, nowMs });
  const alarm = { kind: 'chain-flawed', tillId, storeId, chainId, place: `row ${seq}`, detail } as const;
  await raiseAlarm(transaction, chain.organisation_id, alarm, nowMs);
  return { kind: 'stopped', seq };
}

/** The false row for which a chain takes no more; null for one that does. */
export function stopOf(chain: ChainRow): { readonly seq: number } | null {
  return chain.state === 'stopped' && !isForked(chain) ? { seq: chain.stop_seq ?? 0 } : null;
}

/**
 * Lets a chain that was stopped for a false row try again, once somebody has looked: rows that are false still stop it anew. A
 * fork is led out by its till, which opens the next chain, never by waving it through.
 */
export async function resumeChain(
  core: HqCore,
  chainId: string,
): Promise<{ readonly kind: 'done' } | { readonly kind: 'refused'; readonly reason: 'unknown-chain' | 'forked' }> {
  return core.store.transact(async (transaction) => {
    const chain = await transaction.lock(CHAIN, [chainId]);
    if (chain === undefined) return { kind: 'refused', reason: 'unknown-chain' };
    if (isForked(chain)) return { kind: 'refused', reason: 'forked' };
    await transaction.put(CHAIN, [{ ...chain, state: 'open', stop_reason: null, stop_seq: null }]);
    return { kind: 'done' };
  });
}
