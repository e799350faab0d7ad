/** What every store has of a product, as tills ask it. */
import type { CallAnswer } from '#contract/sync/sync.ts';
import type { SyncHandlers } from '../core.ts';
import { STORE, TILL, TILL_OF_STORE, TILL_REPORT } from '../fleet/tables.ts';
import type { HqReads, RowOf } from '../store/port.ts';
import { STOCK } from './tables.ts';

/** Stores and figures in one question of the database. */
const SLICE = 500;
const TILLS_MAX = 20_000;

export const stockHandlers: SyncHandlers<'stock'> = {
  stock: async (core, caller, { productId }): Promise<CallAnswer<'stock'>> => {
    const reads = core.store.read;
    const stores: CallAnswer<'stock'>['stores'] = [];
    for (let after = ''; ;) {
      const page = await storesAfter(reads, caller.organisationId, after);
      const figures = await reads.getMany(
        STOCK,
        page.map(({ store_id }) => [store_id, productId]),
      );
      const figureOf = new Map(figures.map((row) => [row.store_id, row]));
      const heard = await heardMs(reads, caller.organisationId, page);
      for (const { store_id: storeId, name } of page) {
        const figure = figureOf.get(storeId);
        if (figure === undefined) continue;
        const asOfMs = heard.get(storeId) ?? figure.as_of_ms;
        stores.push({ storeId, name, quantityMilli: figure.quantity_milli, asOfMs, isCounted: figure.was_counted });
      }
      const last = page.at(-1);
      if (last === undefined || page.length < SLICE) return { stores };
      after = last.store_id;
    }
  },
};

function storesAfter(reads: HqReads, organisationId: string, after: string): Promise<readonly RowOf<typeof STORE>[]> {
  const prefix = [organisationId];
  const from = after === '' ? {} : { after: [organisationId, after] };
  return reads.scan(STORE, { prefix, ...from, limit: SLICE });
}

/**
 * How old the figure of a store is: as old as the word of its till that has been silent for longest, because what that one sold
 * since then is not in it. Tills that are retired sell nothing.
 */
async function heardMs(
  reads: HqReads,
  organisationId: string,
  page: readonly RowOf<typeof STORE>[],
): Promise<ReadonlyMap<string, number>> {
  const [first, last] = [page[0], page.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const range = { from: first.store_id, until: last.store_id };
  const placed = await reads.scan(TILL_OF_STORE, { prefix: [organisationId], ...range, limit: TILLS_MAX });
  const keys = placed.map(({ till_id }) => [till_id]);
  const selling = new Set(
    (await reads.getMany(TILL, keys)).filter(({ state }) => state !== 'retired').map(({ till_id }) => till_id),
  );
  const reports = new Map((await reads.getMany(TILL_REPORT, keys)).map((report) => [report.till_id, report]));
  const heard = new Map<string, number>();
  for (const { store_id, till_id } of placed) {
    const report = reports.get(till_id);
    if (report === undefined || !selling.has(till_id)) continue;
    const atMs = Math.min(report.last_seen_ms, report.oldest_unsent_ms ?? report.last_seen_ms);
    heard.set(store_id, Math.min(atMs, heard.get(store_id) ?? atMs));
  }
  return heard;
}
