/** Stores as pages list them: by name where somebody searches, else in the order they lie in. */
import { organisation } from '../../identity/identity.ts';
import { listStores, searchFleet, type StoreRow } from '../../fleet/stores.ts';
import { STORE, TILL_OF_STORE } from '../../fleet/tables.ts';
import type { HqReads } from '../../store/port.ts';

const FOUND_MAX = 2_000;
const TILLS_OF_STORE_MAX = 1_000;

export interface StoresAsked {
  /** Null: all. */
  readonly storeIds: ReadonlySet<string> | null;
  readonly search: string;
  /** The last store of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

/** A page of stores, each with how many tills it has. */
export async function storesPage(reads: HqReads, asked: StoresAsked) {
  const { organisationId } = await organisation(reads);
  const stores = await storesAsked(reads, organisationId, { ...asked, limit: asked.limit + 1 });
  const shown = stores.slice(0, asked.limit);
  const rows = await Promise.all(
    shown.map(async ({ store_id, name, time_zone }) => {
      const scan = { prefix: [organisationId, store_id], limit: TILLS_OF_STORE_MAX };
      return {
        storeId: store_id,
        name,
        timeZone: time_zone,
        tillCount: (await reads.scan(TILL_OF_STORE, scan)).length,
      };
    }),
  );
  return { rows, next: stores.length > asked.limit ? (shown.at(-1)?.store_id ?? null) : null };
}

async function storesAsked(
  reads: HqReads,
  organisationId: string,
  { storeIds, search, after, limit }: StoresAsked,
): Promise<readonly StoreRow[]> {
  if (search === '' && storeIds === null)
    return listStores(reads, { organisationId, ...(after === null ? {} : { after }), limit });
  const ids = search === '' ? [...(storeIds ?? [])] : await foundStores(reads, organisationId, search);
  const wanted = ids
    .filter((one) => storeIds === null || storeIds.has(one))
    .filter((one) => after === null || one > after)
    .toSorted()
    .slice(0, limit);
  const stores = await reads.getMany(
    STORE,
    wanted.map((one) => [organisationId, one]),
  );
  return stores.toSorted((a, b) => (a.store_id < b.store_id ? -1 : 1));
}

async function foundStores(reads: HqReads, organisationId: string, search: string): Promise<readonly string[]> {
  const hits = await searchFleet(reads, { organisationId, text: search, limit: FOUND_MAX });
  return hits.filter(({ tillId }) => tillId === null).map(({ storeId }) => storeId);
}

/** Names of stores by their ids. */
export async function storeNames(reads: HqReads, storeIds: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const { organisationId } = await organisation(reads);
  const rows = await reads.getMany(
    STORE,
    [...new Set(storeIds)].map((one) => [organisationId, one]),
  );
  return new Map(rows.map(({ store_id, name }) => [store_id, name]));
}
