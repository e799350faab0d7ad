/**
 * Prices: of all stores or of one, at once or from an instant on. Any number of them change in one transaction, and no till
 * ever sells by a part of it.
 */
import { z } from 'zod';
import { priceAt } from '#domain/catalogue/catalogue.ts';
import type { PriceValue } from '#contract/sync/feed.ts';
import type { HqCore } from '../core.ts';
import { lockStream, storeStream } from '../feed/feed.ts';
import { STREAM_ITEM } from '../feed/tables.ts';
import { storeOf } from '../fleet/stores.ts';
import { organisation } from '../identity/identity.ts';
import type { HqReads, HqTransaction } from '../store/port.ts';
import { ChangeSet, priceKey, priceKeyStart } from './change-set.ts';
import { CATALOGUE, productOf, productsOf } from './products.ts';
import { PRODUCT_PRICE } from './tables.ts';

const PRICE_MINOR_MAX = 100_000_000_000;
/** More prices than that are found quicker by reading all of the store. */
const ONE_BY_ONE_MAX = 50;
const PAGE = 5_000;
const UNKNOWN_NAMED_MAX = 20;
const PRICES_SHOWN_MAX = 10_000;

export interface PriceChanges {
  /** Null: of all stores. A store that has a price of its own keeps it. */
  readonly storeId: string | null;
  /** From when on; null, and any instant that has passed: at once. */
  readonly fromMs: number | null;
  /** `priceMinor` null: takes back the store's prices, or with `fromMs` the one that would begin then. */
  readonly prices: readonly { readonly productId: string; readonly priceMinor: number | null }[];
}

export type ChangePricesOutcome =
  | { readonly kind: 'done'; readonly changed: number }
  | { readonly kind: 'refused'; readonly reason: 'invalid' | 'unknown-store' | 'nothing-to-take-back' }
  | { readonly kind: 'refused'; readonly reason: 'unknown-products'; readonly productIds: readonly string[] };

const changesSchema = z.object({
  /** Keys of prices are put together from it. */
  storeId: z
    .string()
    .regex(/^(?!all$)[^/]{1,64}$/)
    .nullable(),
  fromMs: z.int().min(1).max(8_640_000_000_000_000).nullable(),
  prices: z
    .array(
      z.object({
        productId: z.string().min(1).max(64),
        priceMinor: z.int().min(0).max(PRICE_MINOR_MAX).nullable(),
      }),
    )
    .max(1_000_000),
});

/** Changes prices, all or none. Repeated, it changes nothing. */
export async function changePrices(core: HqCore, changes: PriceChanges): Promise<ChangePricesOutcome> {
  if (!changesSchema.safeParse(changes).success) return { kind: 'refused', reason: 'invalid' };
  const { storeId } = changes;
  const wanted = new Map(changes.prices.map(({ productId, priceMinor }) => [productId, priceMinor]));
  const nowMs = core.clock.wallMs();
  const fromMs = changes.fromMs !== null && changes.fromMs > nowMs ? changes.fromMs : null;
  // The product's own price is what all stores fall back on: it can be changed, not taken back.
  if (storeId === null && fromMs === null && [...wanted.values()].includes(null))
    return { kind: 'refused', reason: 'nothing-to-take-back' };
  const outcome = await core.store.transact(async (transaction) => {
    await lockStream(transaction, CATALOGUE);
    if (storeId !== null && !(await isStore(transaction, storeId)))
      return { kind: 'refused' as const, reason: 'unknown-store' as const };
    const products = await productsOf(transaction, [...wanted.keys()]);
    const unknown = [...wanted.keys()].filter((productId) => !products.has(productId));
    if (unknown.length > 0) {
      const productIds = unknown.slice(0, UNKNOWN_NAMED_MAX);
      return { kind: 'refused' as const, reason: 'unknown-products' as const, productIds };
    }
    const before = await pricesIn(transaction, { storeId, productIds: wanted });
    const set = new ChangeSet();
    for (const [productId, priceMinor] of wanted) {
      const price = { productId, storeId, fromMs, priceMinor };
      const known = before.get(productId) ?? [];
      const product = products.get(productId);
      if (fromMs === null)
        overrule(set, known, { nowMs, but: storeId === null || priceMinor === null ? undefined : null });
      else overrule(set, begunBefore(known, nowMs), { nowMs });
      if (storeId !== null || fromMs !== null) setPrice(set, known, price);
      else if (product !== undefined && priceMinor !== null && product.priceMinor !== priceMinor)
        set.product(productId, product, { ...product, priceMinor });
    }
    return { kind: 'done' as const, streams: set.isEmpty ? [] : await set.write(transaction) };
  });
  if (outcome.kind === 'refused') return outcome;
  outcome.streams.forEach((stream) => core.streamChanged(stream));
  return { kind: 'done', changed: wanted.size };
}

/** Takes back what has begun by `nowMs`, and so is overruled; but the one that begins at `but`, which is set anew. */
export function overrule(
  set: ChangeSet,
  known: readonly PriceValue[],
  { nowMs, but }: { readonly nowMs: number; readonly but?: number | null | undefined },
): void {
  for (const price of known)
    if ((price.fromMs ?? 0) <= nowMs && price.fromMs !== but) set.price({ ...price, priceMinor: null });
}

/** What has begun, but the latest, which holds until the next begins. */
function begunBefore(known: readonly PriceValue[], nowMs: number): readonly PriceValue[] {
  const begun = known.filter(({ fromMs }) => (fromMs ?? 0) <= nowMs);
  return begun.sort((left, right) => (left.fromMs ?? 0) - (right.fromMs ?? 0)).slice(0, -1);
}

function setPrice(
  set: ChangeSet,
  known: readonly PriceValue[],
  price: Omit<PriceValue, 'priceMinor'> & { readonly priceMinor: number | null },
): void {
  const same = known.find(({ fromMs }) => fromMs === price.fromMs);
  // A price that is not there is not taken back, and one that is as it should be is not sent again.
  if ((same?.priceMinor ?? null) !== price.priceMinor) set.price(price);
}

/** The prices beside the products' own, of a store or of all, by product. */
export async function pricesIn(
  reads: HqReads,
  { storeId, productIds }: { readonly storeId: string | null; readonly productIds: ReadonlyMap<string, unknown> },
): Promise<ReadonlyMap<string, readonly PriceValue[]>> {
  const stream = storeId === null ? CATALOGUE : storeStream(storeId);
  const found: PriceValue[] = [];
  if (productIds.size <= ONE_BY_ONE_MAX) {
    for (const productId of productIds.keys()) found.push(...(await pricesOfOne(reads, stream, storeId, productId)));
  } else {
    for (let after: string | undefined; ;) {
      const items = await reads.scan(STREAM_ITEM, {
        prefix: [stream, 'price'],
        limit: PAGE,
        ...(after === undefined ? {} : { after: [stream, 'price', after] }),
      });
      for (const { value } of items) {
        const price = JSON.parse(value) as PriceValue;
        if (productIds.has(price.productId)) found.push(price);
      }
      after = items.at(-1)?.item_key;
      if (items.length < PAGE) break;
    }
  }
  return Map.groupBy(found, ({ productId }) => productId);
}

async function pricesOfOne(
  reads: HqReads,
  stream: string,
  storeId: string | null,
  productId: string,
): Promise<readonly PriceValue[]> {
  const start = priceKeyStart(storeId, productId);
  const prefix = [stream, 'price'];
  const items = await reads.scan(STREAM_ITEM, { prefix, from: start, until: `${start}~`, limit: PAGE });
  return items.map(({ value }) => JSON.parse(value) as PriceValue);
}

/** All prices of a product beside its own, those of all stores first, each in the order of its beginning. */
export async function pricesOf(
  reads: HqReads,
  { productId }: { readonly productId: string },
): Promise<readonly PriceValue[]> {
  const rows = await reads.scan(PRODUCT_PRICE, { prefix: [productId], limit: PRICES_SHOWN_MAX });
  const keys = rows.map(({ store_id, from_ms }) => {
    const storeId = store_id === '' ? null : store_id;
    const key = priceKey({ productId, storeId, fromMs: from_ms === 0 ? null : from_ms });
    return [storeId === null ? CATALOGUE : storeStream(storeId), 'price', key];
  });
  const found = await reads.getMany(STREAM_ITEM, keys);
  const byKey = new Map(found.map(({ item_key, value }) => [item_key, JSON.parse(value) as PriceValue]));
  return keys.flatMap(([, , key]) => byKey.get(key ?? '') ?? []);
}

/** What a product costs in a store at an instant: what its tills say too. Undefined where there is no such product. */
export async function priceInStore(
  reads: HqReads,
  { productId, storeId, atMs }: { readonly productId: string; readonly storeId: string; readonly atMs: number },
): Promise<number | undefined> {
  const product = await productOf(reads, productId);
  if (product === undefined) return undefined;
  const shared = await pricesOfOne(reads, CATALOGUE, null, productId);
  const own = await pricesOfOne(reads, storeStream(storeId), storeId, productId);
  return priceAt(product.priceMinor, [...shared, ...own], atMs);
}

async function isStore(transaction: HqTransaction, storeId: string): Promise<boolean> {
  const { organisationId } = await organisation(transaction);
  return (await storeOf(transaction, organisationId, storeId)) !== undefined;
}
