/** Prices of all stores and of one, now and later: what headquarters shows is what tills sell at. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { priceAt } from '#domain/catalogue/catalogue.ts';
import type { PriceValue } from '#contract/sync/feed.ts';
import {
  changePrices,
  importProducts,
  priceInStore,
  pricesOf,
  productOf,
  removeProduct,
  saveProduct,
  type PriceChanges,
} from './catalogue.ts';
import { cataloguePlace, fileOf, gtin13, type CataloguePlace } from './testing.ts';

const DAY_MS = 86_400_000;

async function withProduct(): Promise<CataloguePlace & { readonly change: (change: Change) => Promise<unknown> }> {
  const place = await cataloguePlace();
  await saveProduct(place.core, { productId: null, product: PRODUCT });
  const change = ({ storeId = null, fromMs = null, priceMinor }: Change) =>
    changePrices(place.core, { storeId, fromMs, prices: [{ productId: 'p7', priceMinor }] });
  return { ...place, change };
}

interface Change extends Partial<Omit<PriceChanges, 'prices'>> {
  readonly priceMinor: number | null;
}

const PRODUCT = {
  name: 'Sel',
  gtins: [],
  plu: '7',
  unit: 'piece',
  priceMinor: 100,
  vatRateBasisPoints: 550,
  mealVoucher: true,
};

/** What a till of `lyon` would ask for the product at an instant, from all that it was sent. */
async function atTill({ items }: CataloguePlace, atMs: number): Promise<number> {
  const sent = Object.entries(await items());
  const prices = sent.flatMap(([key, value]) => (key.startsWith('price ') ? [value as PriceValue] : []));
  const product = (await items())['product p7'] as { readonly priceMinor: number };
  return priceAt(product.priceMinor, prices, atMs);
}

test('a price of all stores reaches all but the store that has its own, now and at a date', async () => {
  const place = await withProduct();
  const nowMs = place.core.clock.wallMs();
  await place.change({ priceMinor: 110 });
  await place.change({ priceMinor: 120, fromMs: nowMs + DAY_MS });
  await place.change({ priceMinor: 90, storeId: 'brest' });
  const price = (storeId: string, atMs: number) =>
    priceInStore(place.core.store.read, { productId: 'p7', storeId, atMs });
  assert.deepEqual([await price('lyon', nowMs), await price('lyon', nowMs + DAY_MS)], [110, 120]);
  assert.deepEqual([await price('brest', nowMs), await price('brest', nowMs + DAY_MS)], [90, 90]);
  assert.deepEqual([await atTill(place, nowMs), await atTill(place, nowMs + DAY_MS)], [110, 120]);
  assert.deepEqual(
    (await pricesOf(place.core.store.read, { productId: 'p7' })).map(({ storeId, priceMinor }) => [
      storeId,
      priceMinor,
    ]),
    [
      [null, 120],
      ['brest', 90],
    ],
  );
  assert.equal(await price('lyon', nowMs), await atTill(place, nowMs));
});

test('a date that has passed takes effect on arrival, whatever was dated in between', async () => {
  const place = await withProduct();
  const nowMs = place.core.clock.wallMs();
  for (const storeId of [null, 'lyon']) {
    await place.change({ storeId, priceMinor: 120, fromMs: place.core.clock.wallMs() + DAY_MS });
    await place.node.clock.advance(2 * DAY_MS);
    assert.equal(await atTill(place, place.core.clock.wallMs()), 120);
    await place.change({ storeId, priceMinor: 130, fromMs: nowMs });
    assert.equal(await atTill(place, place.core.clock.wallMs()), 130);
    await place.change({ storeId, priceMinor: 100 });
  }
});

test('what a newer price overrules is taken back, and what is dated later stays', async () => {
  const place = await withProduct();
  const startMs = place.core.clock.wallMs();
  for (const day of [1, 2, 9])
    await place.change({ storeId: 'lyon', priceMinor: 100 + day, fromMs: startMs + day * DAY_MS });
  await place.node.clock.advance(3 * DAY_MS);
  await place.change({ storeId: 'lyon', priceMinor: 80 });
  assert.deepEqual(
    Object.keys(await place.items()).filter((key) => key.startsWith('price')),
    [`price lyon/p7/${startMs + 9 * DAY_MS}`, 'price lyon/p7/now'],
  );
  await place.change({ storeId: 'lyon', priceMinor: null });
  assert.equal(await atTill(place, place.core.clock.wallMs()), 100);
  await place.change({ storeId: 'lyon', priceMinor: null, fromMs: startMs + 9 * DAY_MS });
  assert.deepEqual(await pricesOf(place.core.store.read, { productId: 'p7' }), []);
});

test('a file, or a page, that gives a product another price overrules a dated one that had begun', async () => {
  const place = await withProduct();
  const bring = (price: string) => {
    const bytes = Buffer.from(`plu;prix\n7;${price}\n`);
    return importProducts(place.core, { importId: price, fileName: 'prix.csv', by: 'x', bytes });
  };
  await place.change({ priceMinor: 120, fromMs: place.core.clock.wallMs() + DAY_MS });
  await place.node.clock.advance(2 * DAY_MS);
  await bring('1,00');
  assert.equal(await atTill(place, place.core.clock.wallMs()), 120, 'a file that says nothing new changes nothing');
  await bring('1,40');
  assert.equal(await atTill(place, place.core.clock.wallMs()), 140);
  await place.change({ priceMinor: 150, fromMs: place.core.clock.wallMs() + DAY_MS });
  await place.node.clock.advance(2 * DAY_MS);
  await saveProduct(place.core, { productId: 'p7', product: { ...PRODUCT, priceMinor: 160 } });
  assert.equal(await atTill(place, place.core.clock.wallMs()), 160);
});

test('the same change again sends nothing', async () => {
  const place = await withProduct();
  const changes = [
    { priceMinor: 110 },
    { priceMinor: 90, storeId: 'lyon' },
    { priceMinor: 95, storeId: 'lyon', fromMs: place.core.clock.wallMs() + DAY_MS },
    { priceMinor: null, storeId: 'brest' },
  ];
  for (const change of changes) await place.change(change);
  const { cursor } = await place.node.whole();
  for (const change of changes) assert.deepEqual(await place.change(change), { kind: 'done', changed: 1 });
  const answer = await place.node.feed(cursor);
  assert.deepEqual(answer.kind === 'changes' ? answer.items : answer.kind, []);
});

test('prices of unknown products or stores, or that are none, are refused whole', async () => {
  const { core, items, change } = await withProduct();
  const before = await items();
  const prices = [
    { productId: 'p7', priceMinor: 1 },
    { productId: 'nothing', priceMinor: 2 },
  ];
  assert.deepEqual(await changePrices(core, { storeId: null, fromMs: null, prices }), {
    kind: 'refused',
    reason: 'unknown-products',
    productIds: ['nothing'],
  });
  assert.deepEqual(await change({ storeId: 'nowhere', priceMinor: 1 }), { kind: 'refused', reason: 'unknown-store' });
  assert.deepEqual(await change({ priceMinor: null }), { kind: 'refused', reason: 'nothing-to-take-back' });
  for (const wrong of [
    { priceMinor: -1 },
    { priceMinor: 0.5 },
    { priceMinor: Number.NaN },
    { priceMinor: 1e15 },
    { priceMinor: 1, storeId: 'all' },
    { priceMinor: 1, storeId: 'a/b' },
    { priceMinor: 1, fromMs: -1 },
  ])
    assert.deepEqual(await change(wrong), { kind: 'refused', reason: 'invalid' });
  assert.deepEqual(await items(), before);
});

test('ten thousand prices change at once: a till that reads them in parts makes none visible before the last', async () => {
  const place = await cataloguePlace();
  const count = 10_000;
  const lines = Array.from({ length: count }, (_, at) => `${gtin13(at)};;Produit ${at};;1;20`);
  await importProducts(place.core, { importId: 'x', fileName: 'x', by: 'x', bytes: fileOf(...lines) });
  let { cursor } = await place.node.whole(5_000);
  const prices = Array.from({ length: count }, (_, at) => ({ productId: `g${gtin13(at)}`, priceMinor: 200 }));
  assert.deepEqual(await changePrices(place.core, { storeId: 'lyon', fromMs: null, prices }), {
    kind: 'done',
    changed: count,
  });
  const seen: boolean[] = [];
  for (let got = 0; got < count;) {
    const answer = await place.node.feed(cursor, { limit: 3_000 });
    assert.ok(answer.kind === 'changes');
    got += answer.items.length;
    seen.push(answer.isCheckpoint);
    cursor = answer.cursor;
  }
  assert.deepEqual(seen, [false, false, false, true]);
});

test('a product that is removed takes its prices with it, so that none comes back with it', async () => {
  const place = await withProduct();
  await place.change({ storeId: 'lyon', priceMinor: 1 });
  await place.change({ priceMinor: 2, fromMs: place.core.clock.wallMs() + DAY_MS });
  assert.deepEqual(await removeProduct(place.core, { productId: 'p7' }), { kind: 'done' });
  assert.deepEqual(await place.items(), {});
  assert.deepEqual(await removeProduct(place.core, { productId: 'p7' }), { kind: 'refused', reason: 'unknown' });
  await saveProduct(place.core, { productId: null, product: PRODUCT });
  assert.equal(await atTill(place, place.core.clock.wallMs() + 2 * DAY_MS), 100);
  assert.equal((await productOf(place.core.store.read, 'p7'))?.priceMinor, 100);
});
