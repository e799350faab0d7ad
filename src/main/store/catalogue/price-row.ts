/** A price beside a product's own, as both files keep it: no part of its key is null. */
import type { FeedItem } from '#contract/sync/feed.ts';
import type { PriceChange } from '#domain/catalogue/catalogue.ts';

/** Stands for a price that has always been: before any date. */
const SINCE_EVER_MS = -8_640_000_000_000_000;

export interface PriceRow {
  readonly product_id: string;
  /** Empty for all stores. */
  readonly store_id: string;
  readonly from_ms: number;
  /** Null where it was taken back. */
  readonly price_minor: number | null;
}

export function priceChangeOf({ store_id, from_ms, price_minor }: PriceRow): PriceChange {
  return {
    storeId: store_id === '' ? null : store_id,
    fromMs: from_ms === SINCE_EVER_MS ? null : from_ms,
    priceMinor: price_minor,
  };
}

/** The row of an item of the feed; one that was taken back is named by its key alone (`<store or all>/<product>/<from>`). */
export function priceRowOf({ key, value }: Extract<FeedItem, { readonly kind: 'price' }>): PriceRow {
  if (value !== null)
    return {
      product_id: value.productId,
      store_id: value.storeId ?? '',
      from_ms: value.fromMs ?? SINCE_EVER_MS,
      price_minor: value.priceMinor,
    };
  const first = key.indexOf('/');
  const last = key.lastIndexOf('/');
  const store = key.slice(0, first);
  const from = key.slice(last + 1);
  return {
    product_id: key.slice(first + 1, last),
    store_id: store === 'all' ? '' : store,
    from_ms: /^-?\d+$/.test(from) ? Number(from) : SINCE_EVER_MS,
    price_minor: null,
  };
}
