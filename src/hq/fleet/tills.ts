/** Tills as headquarters manages them: suspended, resumed, retired, listed with what they last said. */
import type { HqCore } from '../core.ts';
import type { HqReads, RowOf } from '../store/port.ts';
import { listWords, unlistWords } from './stores.ts';
import { TILL, TILL_OF_STORE, TILL_REPORT } from './tables.ts';

export type TillRow = RowOf<typeof TILL>;
export type TillReportRow = RowOf<typeof TILL_REPORT>;
export type TillState = 'active' | 'suspended' | 'retired';

export type SetTillStateOutcome =
  { readonly kind: 'done' } | { readonly kind: 'refused'; readonly reason: 'unknown-till' | 'till-retired' };

/**
 * Suspends a till (its calls are refused; it sells on and keeps its rows), lets it take part again, or retires it for good:
 * a retired till comes back only as a new one.
 */
export async function setTillState(
  core: HqCore,
  input: { readonly tillId: string; readonly state: TillState; readonly reason: string },
): Promise<SetTillStateOutcome> {
  const nowMs = core.clock.wallMs();
  return core.store.transact(async (transaction) => {
    const till = await transaction.lock(TILL, [input.tillId]);
    if (till === undefined) return { kind: 'refused', reason: 'unknown-till' };
    if (till.state === input.state) return { kind: 'done' };
    if (till.state === 'retired') return { kind: 'refused', reason: 'till-retired' };
    const { state, reason } = input;
    await transaction.put(TILL, [{ ...till, state, state_reason: reason, state_changed_at_ms: nowMs }]);
    return { kind: 'done' };
  });
}

/** Gives a till another name; it hears of it with its next report. */
export async function renameTill(
  core: HqCore,
  input: { readonly tillId: string; readonly name: string },
): Promise<{ readonly kind: 'done' } | { readonly kind: 'refused'; readonly reason: 'unknown-till' }> {
  return core.store.transact(async (transaction) => {
    const till = await transaction.lock(TILL, [input.tillId]);
    if (till === undefined) return { kind: 'refused', reason: 'unknown-till' };
    const named = { organisationId: till.organisation_id, storeId: till.store_id, tillId: till.till_id };
    await transaction.put(TILL, [{ ...till, name: input.name }]);
    await unlistWords(transaction, { ...named, name: till.name });
    await listWords(transaction, { ...named, name: input.name });
    return { kind: 'done' };
  });
}

export interface ListedTill {
  readonly till: TillRow;
  /** What it last said; null where it has said nothing yet. */
  readonly report: TillReportRow | null;
}

/**
 * Tills by store and id, a page at a time: `after` is the last one of the page before. Of one store where `storeId` is given.
 */
export async function listTills(
  reads: HqReads,
  options: {
    readonly organisationId: string;
    readonly storeId?: string;
    readonly after?: { readonly storeId: string; readonly tillId: string };
    readonly limit: number;
  },
): Promise<readonly ListedTill[]> {
  const { organisationId, storeId, after, limit } = options;
  const places = await reads.scan(TILL_OF_STORE, {
    prefix: storeId === undefined ? [organisationId] : [organisationId, storeId],
    ...(after === undefined ? {} : { after: [organisationId, after.storeId, after.tillId] }),
    limit,
  });
  return tillsOf(
    reads,
    places.map(({ till_id }) => till_id),
  );
}

/** These tills, in this order, with what they last said. */
export async function tillsOf(reads: HqReads, tillIds: readonly string[]): Promise<readonly ListedTill[]> {
  const keys = tillIds.map((id) => [id]);
  const tills = new Map((await reads.getMany(TILL, keys)).map((row) => [row.till_id, row]));
  const reports = new Map((await reads.getMany(TILL_REPORT, keys)).map((row) => [row.till_id, row]));
  return tillIds.flatMap((id) => {
    const till = tills.get(id);
    return till === undefined ? [] : [{ till, report: reports.get(id) ?? null }];
  });
}
