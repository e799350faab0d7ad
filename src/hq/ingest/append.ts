/**
 * Adds verified rows to a chain: rows, sales and cash, and the mark for the second step, in one transaction, and only where
 * the chain stands where the rows were verified from.
 */
import type { ChainHead, ChainOrigin, Row } from '#domain/journal/journal.ts';
import { entryOf, genesisContinues, type Entry } from '#domain/journal/journal.ts';
import type { HqTransaction } from '../store/port.ts';
import { markPending } from '../project/pending.ts';
import { projectSales } from '../sales/project.ts';
import type { ChainRow } from './announce.ts';
import { CHAIN, JOURNAL_ROW } from './tables.ts';

export interface VerifiedBatch {
  readonly rows: readonly Row[];
  readonly lines: readonly string[];
  readonly head: ChainHead;
  readonly origin: ChainOrigin;
}

/** Appends to a chain that is locked and stands right before the batch; the chain as it stands then. */
export async function appendRows(
  transaction: HqTransaction,
  chain: ChainRow,
  batch: VerifiedBatch,
  nowMs: number,
): Promise<ChainRow> {
  const { rows, lines, head, origin } = batch;
  const after: ChainRow = {
    ...chain,
    seq: head.seq,
    hash: head.hash,
    head: JSON.stringify(head),
    taxpayer_id: origin.taxpayerId,
    last_push_ms: nowMs,
  };
  await transaction.put(CHAIN, [after]);
  const stored = rows.map((row, index) => ({
    chain_id: chain.chain_id,
    seq: row.seq,
    entry_id: row.entry_id,
    family: row.family,
    kind: row.kind,
    business_day: row.business_day ?? null,
    at: row.at,
    hash: row.hash,
    signature: row.signature,
    line: lines[index] ?? '',
    received_at_ms: nowMs,
  }));
  await transaction.insert(JOURNAL_ROW, stored);
  const entries = rows.map(entryOf);
  await projectSales(transaction, { chain: after, entries, nowMs });
  await markPending(transaction, { chainId: chain.chain_id, seq: head.seq });
  return after;
}

/** What is wrong with a genesis beside what its own key vouches for: it is not the one that the till announced. */
export function wrongGenesis(chain: ChainRow, entry: Entry): string | undefined {
  const told = genesisContinues(entry.payload);
  const same =
    (told?.chainId ?? null) === chain.continues_chain_id &&
    (told?.seq ?? null) === chain.continues_seq &&
    (told?.hash ?? null) === chain.continues_hash;
  if (!same) return 'the genesis goes on from another row than the till said';
  if (entry.payload['chain_ordinal'] !== chain.ordinal) return 'the genesis has another ordinal than the till said';
  return undefined;
}

/** Where a chain stands, as the verifier takes it; null where its genesis is still to come. */
export function placeOf(chain: ChainRow): { readonly head: ChainHead; readonly origin: ChainOrigin } | null {
  if (chain.head === null) return null;
  const origin: ChainOrigin = {
    chainId: chain.branch_of ?? chain.chain_id,
    tillId: chain.till_id,
    taxpayerId: chain.taxpayer_id ?? '',
    keyId: chain.key_id,
    publicKey: chain.public_key,
    ordinal: chain.ordinal,
  };
  return { head: JSON.parse(chain.head) as ChainHead, origin };
}
