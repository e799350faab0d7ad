/**
 * Which price holds. A product has one of its own; beside it there may be prices of all stores and of one store, at once or
 * from an instant on. Headquarters and the till ask the same question, so it is answered here.
 */

export interface ListedPrice {
  /** Of this store alone; null for one of all stores. */
  readonly storeId: string | null;
  readonly priceMinor: number;
  /** From when on, in milliseconds since 1970; null: since ever. */
  readonly fromMs: number | null;
}

/**
 * The price that holds at `atMs`: of the store's own that have begun the latest, else of those of all stores, else the
 * product's. A store that set its own price keeps it until it takes it back.
 */
export function priceAt(ownMinor: number, dated: readonly ListedPrice[], atMs: number): number {
  const begun = dated.filter(({ fromMs }) => (fromMs ?? -Infinity) <= atMs);
  const ofStore = latest(begun.filter(({ storeId }) => storeId !== null));
  return (ofStore ?? latest(begun.filter(({ storeId }) => storeId === null)))?.priceMinor ?? ownMinor;
}

function latest(prices: readonly ListedPrice[]): ListedPrice | undefined {
  return prices.reduce<ListedPrice | undefined>(
    (best, price) => (best === undefined || (price.fromMs ?? -Infinity) >= (best.fromMs ?? -Infinity) ? price : best),
    undefined,
  );
}
