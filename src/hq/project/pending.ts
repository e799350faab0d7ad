/** Chains that the second step has not finished: noted in the transaction that adds the rows, so that a crash forgets none. */
import type { HqReads, HqTransaction } from '../store/port.ts';
import { PENDING_CHAIN } from './tables.ts';

const BUCKETS = 16;
const CHAINS_MAX = 200;

/** Notes that a chain has rows up to `seq`. The chain is locked by the caller. */
export async function markPending(
  transaction: HqTransaction,
  place: { readonly chainId: string; readonly seq: number },
): Promise<void> {
  const { chainId, seq } = place;
  await transaction.put(PENDING_CHAIN, [{ bucket: bucketOf(chainId), chain_id: chainId, seq }]);
}

/** Has the projectors look at a chain again, where nobody holds it. */
export async function lookAgain(
  transaction: HqTransaction,
  place: { readonly chainId: string; readonly seq: number },
): Promise<void> {
  const { chainId, seq } = place;
  await transaction.insert(PENDING_CHAIN, [{ bucket: bucketOf(chainId), chain_id: chainId, seq }]);
}

/** Some chains with rows that not every projector has seen. */
export async function pendingChains(reads: HqReads): Promise<readonly string[]> {
  const chains: string[] = [];
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const rows = await reads.scan(PENDING_CHAIN, { prefix: [bucket], limit: CHAINS_MAX });
    chains.push(...rows.map(({ chain_id }) => chain_id));
  }
  return chains;
}

/** Forgets a chain whose rows up to `seq` were seen by all; not where more were added since. */
export async function clearPending(
  transaction: HqTransaction,
  place: { readonly chainId: string; readonly seq: number },
): Promise<void> {
  const key = [bucketOf(place.chainId), place.chainId];
  const row = await transaction.lock(PENDING_CHAIN, key);
  if (row !== undefined && row.seq <= place.seq) await transaction.remove(PENDING_CHAIN, [key]);
}

/** FNV-1a: the same on every node and at every start. */
function bucketOf(chainId: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < chainId.length; at++) hash = Math.imul(hash ^ chainId.charCodeAt(at), 0x01000193) >>> 0;
  return hash % BUCKETS;
}
