/**
 * What the till asks of its catalogue: a file of its own, read-only here, swapped whole by a durable pointer.
 */
import type { ProductId } from '#base/brand.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';

export interface Catalogue {
  /** By canonical GTIN-14. */
  byGtin(gtin14: string): Product | undefined;
  byPlu(plu: string): Product | undefined;
  byId(id: ProductId): Product | undefined;
  /** As you type: names, brands, GTINs, PLUs; accents ignored, typing mistakes forgiven; popular first. */
  search(text: string, limit: number): readonly Product[];
  /** Stock as imported, before this till's own movements; thousandths of the unit. */
  importedStockMilli(id: ProductId): number | undefined;
  count(): number;
  /** Headquarters' time up to which the prices are known; null without headquarters. */
  priceListMs(): number | null;
  /** Opens the file that the pointer names now, if it is another one. True when it changed. */
  refresh(): boolean;
  close(): void;
}
