/**
 * Headquarters back from a backup. It finds out by a word of its own that it does not remember: a till shows an
 * acknowledgement, signed by headquarters, of a row beyond what headquarters holds. Then it takes a new incarnation, once, and
 * until it has heard every chain's head, taken the rows up to it and projected them, it grants nothing: a hold or a lease of
 * the lost time may stand in any of them. Somebody may decide not to wait for a chain.
 */
import type { Caller, HqCore } from '../core.ts';
import { raiseAlarm } from '../fleet/alarms.ts';
import { TILL } from '../fleet/tables.ts';
import { changeOrganisation, lockOrganisation, type Organisation } from '../identity/identity.ts';
import { lookAgain, markPending } from '../project/pending.ts';
import { PROJECTOR_CURSOR } from '../project/tables.ts';
import type { HqReads, HqTransaction, RowOf } from '../store/port.ts';
import type { ChainRow } from './announce.ts';
import { CHAIN_OF_ORGANISATION, RECOVERY, WRITE_OFF } from './tables.ts';
import { rootOf, segmentAt, segmentsOf, wayTo, type Place } from './tree.ts';

const PAGE = 2_000;
/** Of one chain that is waited for: the two machines that are one till tell theirs, and each again as it sells on. */
const HEADS_MAX = 100;

/**
 * Takes what a till says of a chain: its last row, and the word of headquarters for a row that is `lost`, which is not held
 * anywhere in the chain. The chain is locked. Returns the incarnation from now on.
 */
export async function hearHead(
  transaction: HqTransaction,
  options: {
    readonly chain: ChainRow;
    /** Null where no head was told. */
    readonly told: Place | null;
    readonly lost: Place | null;
    readonly freshIncarnation: string;
    readonly nowMs: number;
  },
): Promise<string> {
  const { chain, told, lost, freshIncarnation, nowMs } = options;
  let identity = await lockOrganisation(transaction);
  if (lost !== null && (await isNews(transaction, identity, chain, lost.seq))) {
    await changeOrganisation(transaction, { incarnation: freshIncarnation, is_recovering: true });
    await waitForAll(transaction, identity.organisationId);
    const detail = `row ${lost.seq} was acknowledged and is not there`;
    const { till_id: tillId, store_id: storeId, chain_id: chainId } = chain;
    const alarm = { kind: 'headquarters-restored', tillId, storeId, chainId, place: freshIncarnation, detail } as const;
    await raiseAlarm(transaction, identity.organisationId, alarm, nowMs);
    identity = await lockOrganisation(transaction);
  }
  if (identity.isRecovering && told !== null) await noteHead(transaction, chain, told);
  return identity.incarnation;
}

/**
 * Whether rows that were acknowledged and are not there say that something was lost once more. They do not where the chain is
 * waited for, and has not shown more before; nor where somebody decided not to wait for it.
 */
async function isNews(
  transaction: HqTransaction,
  identity: Organisation,
  chain: ChainRow,
  ackedSeq: number,
): Promise<boolean> {
  const { organisationId, incarnation } = identity;
  const waiting = await transaction.get(RECOVERY, [organisationId, chain.chain_id]);
  if (waiting !== undefined) return waiting.until_seq !== null && ackedSeq > waiting.until_seq;
  return (await transaction.get(WRITE_OFF, [organisationId, chain.chain_id, incarnation])) === undefined;
}

/**
 * Somebody says that this database comes from a backup: a new incarnation at once, before any till can show it. Asked before
 * the first call is answered, nothing of the lost time is ever granted again.
 */
export async function declareRestored(core: HqCore): Promise<void> {
  const freshIncarnation = core.random.uuid();
  await core.store.transact(async (transaction) => {
    const { organisationId } = await lockOrganisation(transaction);
    await changeOrganisation(transaction, { incarnation: freshIncarnation, is_recovering: true });
    await waitForAll(transaction, organisationId);
    await endWhenAllAreThere(transaction, organisationId);
  });
  core.log.warn('hq.restored', { incarnation: freshIncarnation });
}

/**
 * A till shows a cursor that headquarters gave in this incarnation, to changes that are not there: what it was told then was
 * lost, and what was promised then as well. Nothing where somebody found out before.
 */
export async function hearLostCursor(
  core: HqCore,
  caller: Caller,
  lost: { readonly incarnation: string; readonly isLost: (reads: HqReads) => Promise<boolean> },
): Promise<void> {
  const freshIncarnation = core.random.uuid();
  const nowMs = core.clock.wallMs();
  await core.store.transact(async (transaction) => {
    const identity = await lockOrganisation(transaction);
    if (identity.incarnation !== lost.incarnation || !(await lost.isLost(transaction))) return;
    const { organisationId } = identity;
    await changeOrganisation(transaction, { incarnation: freshIncarnation, is_recovering: true });
    await waitForAll(transaction, organisationId);
    const { tillId, storeId } = caller;
    const detail = 'changes that this till was told of are not there';
    const alarm = {
      kind: 'headquarters-restored',
      tillId,
      storeId,
      chainId: null,
      place: freshIncarnation,
      detail,
    } as const;
    await raiseAlarm(transaction, organisationId, alarm, nowMs);
  });
}

/** Waits for a chain that a till says it writes, where headquarters has not heard of it. */
export async function waitForChain(transaction: HqTransaction, row: RowOf<typeof RECOVERY>): Promise<void> {
  const identity = await lockOrganisation(transaction);
  if (identity.isRecovering) await transaction.insert(RECOVERY, [row]);
}

/**
 * A till that is unknown was acknowledged a chain that is unknown: both were here. A new incarnation, unless these chains are
 * waited for already, or somebody decided not to.
 */
export async function waitForStranger(
  transaction: HqTransaction,
  options: { readonly tillId: string; readonly chainIds: readonly string[]; readonly freshIncarnation: string },
): Promise<void> {
  const { tillId, chainIds, freshIncarnation } = options;
  const { organisationId, incarnation } = await lockOrganisation(transaction);
  const news: string[] = [];
  for (const chainId of chainIds) {
    const isWaitedFor = (await transaction.get(RECOVERY, [organisationId, chainId])) !== undefined;
    const isGivenUp = (await transaction.get(WRITE_OFF, [organisationId, chainId, incarnation])) !== undefined;
    if (!isWaitedFor && !isGivenUp) news.push(chainId);
  }
  if (news.length === 0) return;
  await changeOrganisation(transaction, { incarnation: freshIncarnation, is_recovering: true });
  await waitForAll(transaction, organisationId);
  const place = { organisation_id: organisationId, till_id: tillId, store_id: '', until_seq: null, heads: null };
  await transaction.insert(
    RECOVERY,
    news.map((chain_id) => ({ ...place, chain_id })),
  );
}

/** That these projectors, all there are today, have seen a chain up to a row. */
export interface Projected {
  readonly chain: ChainRow;
  readonly seq: number;
  readonly projectors: readonly string[];
}

/**
 * Whether a chain that was waited for is there, up to every head that was told of it; called once the rows of a chain, or of a
 * branch of one, are projected. Ends the recovery with the last. True where a part that is held is to be projected first: nobody else
 * may see to that, where a projector is newer than the last row there.
 */
export async function noteProjected(core: HqCore, place: Projected): Promise<boolean> {
  const { read } = core.store;
  const { organisation_id: organisationId } = place.chain;
  const chainId = place.chain.branch_of ?? place.chain.chain_id;
  const waiting = await read.get(RECOVERY, [organisationId, chainId]);
  if (waiting === undefined || waiting.heads === null) return false;
  const root = await rootOf(read, place.chain);
  return core.store.transact(async (transaction) => {
    await lockOrganisation(transaction);
    const row = await transaction.lock(RECOVERY, [organisationId, chainId]);
    if (row === undefined) return false;
    const missing = await missingOf(transaction, root, row, place);
    if (missing === 'rows') return false;
    if (missing !== null) {
      await lookAgain(transaction, { chainId: missing.chain_id, seq: missing.seq });
      return true;
    }
    await transaction.remove(RECOVERY, [[organisationId, chainId]]);
    await endWhenAllAreThere(transaction, organisationId);
    return false;
  });
}

/** Chains that are waited for, by their id, a page at a time. */
export async function listRecovery(
  reads: HqReads,
  options: { readonly organisationId: string; readonly after?: string; readonly limit: number },
): Promise<readonly RowOf<typeof RECOVERY>[]> {
  const { organisationId, after, limit } = options;
  return reads.scan(RECOVERY, {
    prefix: [organisationId],
    ...(after === undefined ? {} : { after: [organisationId, after] }),
    limit,
  });
}

/**
 * Somebody decides not to wait for a chain: what it was granted in the lost time may be spent twice, and is recorded as their
 * decision. False where it is not waited for.
 */
export async function writeOffChain(
  core: HqCore,
  input: { readonly chainId: string; readonly by: string; readonly reason: string },
): Promise<boolean> {
  const at_ms = core.clock.wallMs();
  return core.store.transact(async (transaction) => {
    const { organisationId, incarnation } = await lockOrganisation(transaction);
    const key = [organisationId, input.chainId];
    if ((await transaction.lock(RECOVERY, key)) === undefined) return false;
    const place = { organisation_id: organisationId, chain_id: input.chainId, incarnation };
    await transaction.insert(WRITE_OFF, [{ ...place, written_off_by: input.by, reason: input.reason, at_ms }]);
    await transaction.remove(RECOVERY, [key]);
    await endWhenAllAreThere(transaction, organisationId);
    return true;
  });
}

async function noteHead(transaction: HqTransaction, chain: ChainRow, told: Place): Promise<void> {
  const row = await transaction.lock(RECOVERY, [chain.organisation_id, chain.chain_id]);
  if (row === undefined) return;
  const before = headsOf(row);
  const isKnown = before.some(({ seq, hash }) => seq === told.seq && hash === told.hash);
  // Beyond the most, the latest: what comes after a row comes with everything before it.
  const heads = isKnown ? before : [...before, told].slice(-HEADS_MAX);
  const until_seq = Math.max(row.until_seq ?? 0, told.seq);
  await transaction.put(RECOVERY, [{ ...row, until_seq, heads: JSON.stringify(heads) }]);
  // Where nothing is missing no row will come: the second step says that all of it is projected.
  await markPending(transaction, { chainId: chain.chain_id, seq: chain.seq });
}

function headsOf({ heads }: RowOf<typeof RECOVERY>): readonly Place[] {
  return heads === null ? [] : (JSON.parse(heads) as readonly Place[]);
}

/**
 * What is missing until every head that was told is held, and projected with all that comes before it: rows, or a look at what is
 * held. `projected` is known to be.
 */
async function missingOf(
  reads: HqReads,
  root: ChainRow,
  row: RowOf<typeof RECOVERY>,
  projected: Projected,
): Promise<ChainRow | 'rows' | null> {
  const heads = headsOf(row);
  const segments = await segmentsOf(reads, root);
  for (const head of heads) {
    const segment = await segmentAt(reads, segments, head);
    if (segment === undefined) return 'rows';
    for (const step of wayTo(segments, segment, head.seq)) {
      if (step.until <= step.after) continue;
      if (step.segment.chain_id === projected.chain.chain_id) {
        if (projected.seq < step.until) return step.segment;
        continue;
      }
      const keys = projected.projectors.map((name) => [step.segment.chain_id, name]);
      const seen = (await reads.getMany(PROJECTOR_CURSOR, keys)).filter(({ seq }) => seq >= step.until);
      if (seen.length < keys.length) return step.segment;
    }
  }
  return heads.length > 0 ? null : 'rows';
}

async function waitForAll(transaction: HqTransaction, organisationId: string): Promise<void> {
  let after: string | undefined;
  for (;;) {
    const page = await transaction.scan(CHAIN_OF_ORGANISATION, {
      prefix: [organisationId],
      ...(after === undefined ? {} : { after: [organisationId, after] }),
      limit: PAGE,
    });
    if (page.length === 0) return;
    after = page.at(-1)?.chain_id;
    const keys = [...new Set(page.map(({ till_id }) => till_id))].map((id) => [id]);
    const tills = await transaction.getMany(TILL, keys);
    // A retired till was answered nothing.
    const retired = new Set(tills.filter(({ state }) => state === 'retired').map(({ till_id }) => till_id));
    const rows = page.filter(({ is_branch, till_id }) => !is_branch && !retired.has(till_id));
    await transaction.insert(
      RECOVERY,
      rows.map(({ chain_id, till_id, store_id }) => ({
        organisation_id: organisationId,
        chain_id,
        till_id,
        store_id,
        until_seq: null,
        heads: null,
      })),
    );
  }
}

async function endWhenAllAreThere(transaction: HqTransaction, organisationId: string): Promise<void> {
  const [waiting] = await transaction.scan(RECOVERY, { prefix: [organisationId], limit: 1 });
  if (waiting === undefined) await changeOrganisation(transaction, { is_recovering: false });
}
