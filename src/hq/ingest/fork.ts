/**
 * A chain that parts: another row, signed by the chain's own key, follows from a row that is held. A copy was put back, or two
 * machines are one till. What was sold on either branch was sold, and neither is lost: the rows are taken at once, under an id
 * of their own, and somebody is told. The chain is granted nothing from then on, and whoever still writes it opens the next.
 */
import { present } from '#base/assert.ts';
import type { ChainHead, Family, Row } from '#domain/journal/journal.ts';
import { raiseAlarm } from '../fleet/alarms.ts';
import type { HqReads, HqTransaction } from '../store/port.ts';
import { registerChain, type ChainRow } from './announce.ts';
import { branchIdOf } from './tree.ts';
import { CHAIN, JOURNAL_ROW } from './tables.ts';

const PAGE = 500;

/** Opens the branch that begins with `first`. The chain is locked. False where it is there already. */
export async function openBranch(
  transaction: HqTransaction,
  options: { readonly root: ChainRow; readonly from: ChainRow; readonly first: Row; readonly nowMs: number },
): Promise<boolean> {
  const { root, from, first, nowMs } = options;
  const branchId = branchIdOf(root.chain_id, first);
  if ((await transaction.get(CHAIN, [branchId])) !== undefined) return false;
  const base = first.seq - 1;
  const head = await headAt(transaction, from, base);
  await registerChain(transaction, {
    ...root,
    chain_id: branchId,
    state: 'open',
    stop_reason: null,
    stop_seq: null,
    seq: base,
    hash: head?.hash ?? '',
    head: head === null ? null : JSON.stringify(head),
    superseded_by: null,
    branch_of: root.chain_id,
    branch_seq: base,
    branch_from: from.chain_id,
    announced_at_ms: nowMs,
    last_push_ms: null,
  });
  await transaction.put(CHAIN, [
    { ...root, state: 'stopped', stop_reason: 'forked', stop_seq: root.stop_seq ?? first.seq },
  ]);
  const { till_id: tillId, store_id: storeId, chain_id: chainId } = root;
  const detail = 'another row is held here';
  const alarm = { kind: 'chain-forked', tillId, storeId, chainId, place: `row ${first.seq}`, detail } as const;
  await raiseAlarm(transaction, root.organisation_id, alarm, nowMs);
  return true;
}

/** Where a chain stood after an earlier row, its own or of what it parts from; null before its first. */
async function headAt(reads: HqReads, chain: ChainRow, seq: number): Promise<ChainHead | null> {
  if (seq === 0) return null;
  const last = present(await reads.get(JOURNAL_ROW, [chain.chain_id, seq]), 'the row that a branch parts from');
  const families: Partial<Record<Family, { readonly seq: number; readonly signature: string }>> = {};
  const now = JSON.parse(present(chain.head, 'the head of a chain with rows')) as ChainHead;
  const wanted = new Set(Object.keys(now.families));
  let segment: ChainRow | undefined = chain;
  let until = seq;
  while (segment !== undefined && wanted.size > 0) {
    const base: number = segment.branch_seq ?? 0;
    for (; until > base && wanted.size > 0; until -= PAGE) {
      const rows = await reads.scan(JOURNAL_ROW, {
        prefix: [segment.chain_id],
        from: Math.max(base + 1, until - PAGE + 1),
        until,
        reverse: true,
        limit: PAGE,
      });
      for (const row of rows) {
        if (!wanted.delete(row.family)) continue;
        const { family_seq } = JSON.parse(row.line) as { readonly family_seq: number };
        families[row.family as Family] = { seq: family_seq, signature: row.signature };
      }
    }
    until = base;
    segment = segment.branch_from === null ? undefined : await reads.get(CHAIN, [segment.branch_from]);
  }
  const { hash, signature, at } = last;
  return { seq, hash, signature, at, families };
}
