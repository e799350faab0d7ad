/** The catalogue as it is asked: the base with what was changed since, at the prices of this moment. */
import type { ProductId } from '#base/brand.ts';
import { type PriceChange, type Product, priceNow } from '#domain/catalogue/catalogue.ts';
import { type ProductRow, productOf } from './format.ts';
import type { LiveReader } from './live-reader.ts';
import { type CatalogueFile, guarded } from './reader.ts';
import { openSearch, type Search } from './search.ts';

export interface Lookups {
  byGtin(gtin14: string): Product | undefined;
  byPlu(plu: string): Product | undefined;
  byId(id: ProductId): Product | undefined;
  search(text: string, limit: number): readonly Product[];
  importedStockMilli(id: ProductId): number | undefined;
  count(): number;
}

const NO_PRICES: readonly PriceChange[] = [];

/** Both files as one; `live` is null where nothing was changed. Throws catalogue.unreadable when a file cannot be read. */
export function lookups({
  base,
  live,
  nowMs,
}: {
  readonly base: CatalogueFile;
  readonly live: LiveReader | null;
  readonly nowMs: () => number;
}): Lookups {
  let search: Search | undefined;

  return {
    byGtin: (gtin14) => one(() => rowByGtin(gtin14)),
    byPlu: (plu) => one(() => (changed() ? (live?.byPlu(plu) ?? unchanged(base.byPlu(plu))) : base.byPlu(plu))),
    byId: (id) => one(() => rowById(id)),
    search: (text, limit) =>
      guarded(base.path, () => {
        search ??= openSearch(sources());
        return search.find(text, limit).map(sold);
      }),
    importedStockMilli: (id) => guarded(base.path, () => rowById(id)?.stock_milli ?? undefined),
    count: () => live?.count ?? base.count,
  };

  function one(find: () => ProductRow | undefined): Product | undefined {
    return guarded(base.path, () => {
      const row = find();
      return row === undefined ? undefined : sold(row);
    });
  }

  function changed(): boolean {
    return live?.hasProducts === true;
  }

  function rowByGtin(gtin14: string): ProductRow | undefined {
    if (!changed() || live === null || !/^\d{14}$/.test(gtin14)) return base.byGtin(gtin14);
    return live.byGtin(Number(gtin14)) ?? unchanged(base.byGtin(gtin14));
  }

  function rowById(id: string): ProductRow | undefined {
    const change = changed() ? live?.current(id) : undefined;
    if (change === undefined) return base.byId(id);
    return change.gone === 1 ? undefined : change;
  }

  /** A row of the base that no change speaks of: one that does has not this code any more, or is found by it itself. */
  function unchanged(row: ProductRow | undefined): ProductRow | undefined {
    return row === undefined || live?.currentOf(row) !== undefined ? undefined : row;
  }

  function sources(): Parameters<typeof openSearch>[0] {
    const own = base.source({
      isBaseWhole: () => !changed(),
      named(row) {
        const change = live?.currentOf(row);
        if (change === undefined) return row;
        return change.gone === 1 || change.searched === 1 ? undefined : change;
      },
      coded: unchanged,
    });
    return live === null ? [own] : [own, live.source];
  }

  /** A product at the price of this store and this moment. */
  function sold(row: ProductRow): Product {
    const product = productOf(row);
    const older = base.hasPrices ? base.prices(row.id) : NO_PRICES;
    const newer = live?.hasPrices === true ? live.prices(row.id) : NO_PRICES;
    if (older.length + newer.length === 0) return product;
    return { ...product, priceMinor: priceNow({ ownMinor: product.priceMinor, newer, older, nowMs: nowMs() }) };
  }
}
