/**
 * A till tells of a chain: it is registered with its key before any of its rows comes. A chain that goes on from another one
 * supersedes it, whichever of the two is told first.
 */
import type { CallInput } from '#contract/sync/sync.ts';
import { fromBase64Url, toBase64Url } from '#domain/journal/journal.ts';
import { keyIdOf } from '#node/journal-crypto.ts';
import { CallRefused } from '../calls/refused.ts';
import { raiseAlarm } from '../fleet/alarms.ts';
import { lockOrganisation, type Organisation } from '../identity/identity.ts';
import type { HqTransaction, RowOf } from '../store/port.ts';
import { CHAIN, CHAIN_OF_ORGANISATION, CHAIN_OF_TILL, RECOVERY } from './tables.ts';

export type ChainRow = RowOf<typeof CHAIN>;
export type ToldChain = CallInput<'head'>['chain'];

/** A till is rebuilt a few times in its life. */
const CHAINS_OF_TILL_MAX = 500;

export interface TillOfChain {
  readonly tillId: string;
  readonly storeId: string;
  readonly organisationId: string;
}

/**
 * The chain, registered and locked. Refused with `request.foreign-chain` where it is another till's, where its key is not
 * the one that it was registered with, or where it goes on from a chain of another till.
 */
export async function announceChain(
  transaction: HqTransaction,
  identity: Organisation,
  options: { readonly till: TillOfChain; readonly chain: ToldChain; readonly nowMs: number },
): Promise<ChainRow> {
  const { till, chain, nowMs } = options;
  const ids = [...new Set([chain.chainId, ...(chain.continues === null ? [] : [chain.continues.chainId])])].sort();
  const locked = new Map<string, ChainRow>();
  for (const id of ids) {
    const row = await transaction.lock(CHAIN, [id]);
    if (row === undefined) continue;
    if (row.till_id !== till.tillId || row.branch_of !== null) {
      throw new CallRefused('request.foreign-chain', `chain ${id} is not of till ${till.tillId}`);
    }
    locked.set(id, row);
  }
  const known = locked.get(chain.chainId);
  if (known !== undefined) {
    if (toBase64Url(known.public_key) === chain.publicKey) return known;
    throw new CallRefused('request.foreign-chain', `chain ${chain.chainId} has another key`);
  }
  const successor = await successorOf(transaction, till.tillId, chain.chainId);
  const row: ChainRow = {
    ...newChain(identity, { till, chain, nowMs }),
    superseded_by: successor?.chain_id ?? null,
  };
  await registerChain(transaction, row);
  if (identity.isRecovering) await waitFor(transaction, row);
  const continued = chain.continues === null ? undefined : locked.get(chain.continues.chainId);
  if (continued !== undefined && continued.superseded_by === null) {
    await transaction.put(CHAIN, [{ ...continued, superseded_by: chain.chainId }]);
  }
  if (chain.continues !== null) {
    const detail = `goes on from ${chain.continues.chainId} after row ${chain.continues.seq}`;
    const alarm = { kind: 'chain-continued', ...till, chainId: chain.chainId, place: 'genesis', detail } as const;
    await raiseAlarm(transaction, identity.organisationId, alarm, nowMs);
  }
  return row;
}

/** Enters a chain and what leads to it. */
export async function registerChain(transaction: HqTransaction, row: ChainRow): Promise<void> {
  const { chain_id, till_id, store_id, organisation_id, ordinal } = row;
  await transaction.insert(CHAIN, [row]);
  await transaction.insert(CHAIN_OF_ORGANISATION, [
    { organisation_id, chain_id, till_id, store_id, is_branch: row.branch_of !== null },
  ]);
  await transaction.insert(CHAIN_OF_TILL, [{ till_id, ordinal, chain_id }]);
}

/** Chains of a till by ordinal, branches among them. */
export async function chainsOfTill(
  reads: Pick<HqTransaction, 'scan' | 'getMany'>,
  tillId: string,
): Promise<readonly ChainRow[]> {
  const ids = await reads.scan(CHAIN_OF_TILL, { prefix: [tillId], limit: CHAINS_OF_TILL_MAX });
  const rows = await reads.getMany(
    CHAIN,
    ids.map(({ chain_id }) => [chain_id]),
  );
  const byId = new Map(rows.map((row) => [row.chain_id, row]));
  return ids.flatMap(({ chain_id }) => byId.get(chain_id) ?? []);
}

async function successorOf(transaction: HqTransaction, tillId: string, chainId: string): Promise<ChainRow | undefined> {
  const others = await chainsOfTill(transaction, tillId);
  if (others.length >= CHAINS_OF_TILL_MAX)
    throw new CallRefused('request.too-many', `till ${tillId} has too many chains`);
  return others.find(({ continues_chain_id }) => continues_chain_id === chainId);
}

/** Headquarters is back from a backup: what this chain was granted in the meantime may be in its rows. */
async function waitFor(transaction: HqTransaction, row: ChainRow): Promise<void> {
  await lockOrganisation(transaction);
  const { organisation_id, chain_id, till_id, store_id } = row;
  await transaction.insert(RECOVERY, [{ organisation_id, chain_id, till_id, store_id, until_seq: null, heads: null }]);
}

function newChain(
  identity: Organisation,
  options: { readonly till: TillOfChain; readonly chain: ToldChain; readonly nowMs: number },
): ChainRow {
  const { till, chain, nowMs } = options;
  const publicKey = fromBase64Url(chain.publicKey);
  if (publicKey === undefined || keyIdOf(publicKey) !== chain.keyId || chain.continues?.chainId === chain.chainId) {
    throw new CallRefused('request.malformed', `chain ${chain.chainId} is told wrongly`);
  }
  return {
    chain_id: chain.chainId,
    organisation_id: identity.organisationId,
    till_id: till.tillId,
    store_id: till.storeId,
    ordinal: chain.ordinal,
    key_id: chain.keyId,
    public_key: publicKey,
    state: 'open',
    stop_reason: null,
    stop_seq: null,
    seq: 0,
    hash: '',
    head: null,
    taxpayer_id: null,
    continues_chain_id: chain.continues?.chainId ?? null,
    continues_seq: chain.continues?.seq ?? null,
    continues_hash: chain.continues?.hash ?? null,
    superseded_by: null,
    branch_of: null,
    branch_seq: null,
    branch_from: null,
    announced_at_ms: nowMs,
    last_push_ms: null,
  };
}
