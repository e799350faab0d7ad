/**
 * Changes of products and prices of one transaction: what they are, and how they are found, in one step. The stream of the
 * catalogue is locked meanwhile: there is one writer at a time, and what it read still holds.
 */
import type { PriceValue, ProductValue } from '#contract/sync/feed.ts';
import { publish, storeStream, type Change, type Stream } from '../feed/feed.ts';
import type { HqTransaction, Key } from '../store/port.ts';
import { CATALOGUE, codesOfProduct, lettersOf, wordsOfProduct } from './products.ts';
import { PRODUCT_CODE, PRODUCT_PRICE, PRODUCT_WORD } from './tables.ts';

/** Rows in one statement. */
const SLICE = 2_000;

export class ChangeSet {
  readonly #changes: Change[] = [];
  /** Whose each code is afterwards; null: nobody's. */
  readonly #codes = new Map<string, string | null>();
  readonly #wordsGone = new Map<string, Key>();
  readonly #words = new Map<string, Key>();
  readonly #prices = new Map<string, Key>();
  readonly #pricesGone = new Map<string, Key>();

  get isEmpty(): boolean {
    return this.#changes.length === 0;
  }

  /** A product that becomes `after`; null: it is gone. */
  product(productId: string, before: ProductValue | undefined, after: ProductValue | null): void {
    this.#changes.push({ stream: CATALOGUE, item: { kind: 'product', key: productId, value: after } });
    this.#codesOf(productId, before, after);
    if (before !== undefined && after !== null && before.name === after.name && before.brand === after.brand) return;
    for (const word of before === undefined ? [] : wordsOfProduct(before)) this.#word(word, productId, false);
    for (const word of after === null ? [] : wordsOfProduct(after)) this.#word(word, productId, true);
  }

  /** A price of a store, or of all with null; `priceMinor` null: it is taken back. */
  price(price: Omit<PriceValue, 'priceMinor'> & { readonly priceMinor: number | null }): void {
    const { productId, storeId, fromMs, priceMinor } = price;
    const stream = storeId === null ? CATALOGUE : storeStream(storeId);
    const value = priceMinor === null ? null : { productId, storeId, priceMinor, fromMs };
    this.#changes.push({ stream, item: { kind: 'price', key: priceKey(price), value } });
    const key = [productId, storeId ?? '', fromMs ?? 0];
    const [into, outOf] = value === null ? [this.#pricesGone, this.#prices] : [this.#prices, this.#pricesGone];
    into.set(key.join('\u0000'), key);
    outOf.delete(key.join('\u0000'));
  }

  /** Writes everything, in the transaction that holds the lock of the catalogue's stream. */
  async write(transaction: HqTransaction): Promise<readonly Stream[]> {
    const free = [...this.#codes].flatMap(([code, owner]) => (owner === null ? [[code]] : []));
    const owned = [...this.#codes].flatMap(([code, owner]) => (owner === null ? [] : [{ code, product_id: owner }]));
    await sliced(free, (keys) => transaction.remove(PRODUCT_CODE, keys));
    await sliced(owned, (rows) => transaction.put(PRODUCT_CODE, rows));
    await sliced([...this.#wordsGone.values()], (keys) => transaction.remove(PRODUCT_WORD, keys));
    const words = [...this.#words.values()].map(([letters, word, product_id]) => ({
      letters: String(letters),
      word: String(word),
      product_id: String(product_id),
    }));
    await sliced(words, (rows) => transaction.put(PRODUCT_WORD, rows));
    await sliced([...this.#pricesGone.values()], (keys) => transaction.remove(PRODUCT_PRICE, keys));
    const prices = [...this.#prices.values()].map(([product_id, store_id, from_ms]) => ({
      product_id: String(product_id),
      store_id: String(store_id),
      from_ms: Number(from_ms),
    }));
    await sliced(prices, (rows) => transaction.put(PRODUCT_PRICE, rows));
    return publish(transaction, this.#changes);
  }

  #codesOf(productId: string, before: ProductValue | undefined, after: ProductValue | null): void {
    const had = new Set(before === undefined ? [] : codesOfProduct(before));
    const has = new Set(after === null ? [] : codesOfProduct(after));
    // One that another product took over in this set is that product's.
    for (const code of had) if (!has.has(code) && (this.#codes.get(code) ?? null) === null) this.#codes.set(code, null);
    for (const code of has) if (!had.has(code)) this.#codes.set(code, productId);
  }

  #word(word: string, productId: string, isThere: boolean): void {
    const key = [lettersOf(word), word, productId];
    const name = `${word}\u0000${productId}`;
    if (isThere) {
      // A word that was there already is neither taken nor put.
      if (!this.#wordsGone.delete(name)) this.#words.set(name, key);
    } else if (!this.#words.delete(name)) this.#wordsGone.set(name, key);
  }
}

/** The key of a price among the things of a stream. */
export function priceKey({ productId, storeId, fromMs }: Pick<PriceValue, 'productId' | 'storeId' | 'fromMs'>): string {
  return `${priceKeyStart(storeId, productId)}${fromMs ?? 'now'}`;
}

/** What the keys of all prices of a product in a store, or of all stores, begin with. */
export function priceKeyStart(storeId: string | null, productId: string): string {
  return `${storeId ?? 'all'}/${productId}/`;
}

async function sliced<T>(all: readonly T[], write: (slice: readonly T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < all.length; at += SLICE) await write(all.slice(at, at + SLICE));
}
