/** How much there is of an article here, as this till knows it. */
import type { ProductId } from '#base/brand.ts';
import { type KnownStock, quantityHere } from '#domain/stock/stock.ts';
import type { StoreReads } from '#main/store/port.ts';
import type { TillCore } from '../core.ts';

/** Everything that is known of the stock of a product. */
export function knownStock(core: TillCore, productId: string, store: StoreReads = core.ports.store): KnownStock {
  return {
    importedMilli: core.ports.catalogue.importedStockMilli(productId as ProductId),
    ownMilli: store.stock.ownMilli(productId),
    isKept: store.stock.isKept(productId),
    hq: store.stock.atHq(productId),
  };
}

/** Thousandths of the unit; undefined where nobody ever said how much there is. */
export function stockHere(core: TillCore, productId: string): number | undefined {
  return quantityHere(knownStock(core, productId));
}
