/** What the store knows of stock; the arithmetic is of domain/stock. */
import type { Includes } from '#domain/stock/stock.ts';

/** What headquarters says of a product in this store. */
export interface HqStock {
  readonly quantityMilli: number;
  /** What the rows of this till moved that this figure does not include. */
  readonly laterMilli: number;
  /** Up to which row of each chain it goes. */
  readonly includes: Includes;
  readonly asOfMs: number;
  /** False where it is of sales alone. */
  readonly isCounted: boolean;
}

export interface StockReads {
  /** Sum of all movements of this till: sales, refunds, deliveries and counts. Undefined where nothing ever moved. */
  ownMilli(productId: string): number | undefined;
  /** Whether a delivery or a count here ever said how much there is. */
  isKept(productId: string): boolean;
  /** Undefined where headquarters says nothing of it, or there is none. */
  atHq(productId: string): HqStock | undefined;
}

export interface StockWrites extends StockReads {
  /** The newest word of headquarters; null where it has none any more. */
  put(
    productId: string,
    figure: (Omit<HqStock, 'laterMilli' | 'isCounted'> & { readonly isCounted?: boolean | undefined }) | null,
    snapshot: number,
  ): void;
  /** The number of the latest snapshot that anything is of. */
  lastSnapshot(): number;
  /** Forgets some of what the snapshots before `snapshot` named and it did not. True while there is more. */
  forgetBefore(snapshot: number): boolean;
}
