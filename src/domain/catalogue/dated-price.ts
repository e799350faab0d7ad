/** Prices beside a product's own, as changes of them arrive: in any order, each under whose it is and when it begins. */
import { type ListedPrice, priceAt } from './price-at.ts';

/** What was said last of one price; null where it was taken back. */
export interface PriceChange {
  /** The store whose price it is; null for all stores. */
  readonly storeId: string | null;
  /** Null: since ever. */
  readonly fromMs: number | null;
  readonly priceMinor: number | null;
}

/**
 * The price of a product at `nowMs`. `newer` goes before `older` where both speak of the same price. A date that has passed
 * when it arrives takes effect at once, and one that is older than a price in effect changes nothing.
 */
export function priceNow({
  ownMinor,
  newer,
  older,
  nowMs,
}: {
  readonly ownMinor: number;
  readonly newer: readonly PriceChange[];
  readonly older: readonly PriceChange[];
  readonly nowMs: number;
}): number {
  const said = new Set(newer.map(nameOf));
  const standing = [...older.filter((price) => !said.has(nameOf(price))), ...newer];
  return priceAt(ownMinor, standing.filter(isListed), nowMs);
}

function nameOf({ storeId, fromMs }: PriceChange): string {
  return `${storeId ?? ''}/${fromMs ?? ''}`;
}

function isListed(price: PriceChange): price is ListedPrice {
  return price.priceMinor !== null;
}
