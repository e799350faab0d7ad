/** The catalogue is the same over PostgreSQL as over the store in memory: what tills get, what is found, what a price is. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { memoryStore } from '../store/memory-store.ts';
import { HQ_TABLES } from '../store/tables.ts';
import { openTestPostgres, type TestPostgres } from '../store/testing-postgres.ts';
import {
  changePrices,
  importProducts,
  importReport,
  listProducts,
  priceInStore,
  pricesOf,
  removeProduct,
  saveProduct,
  searchProducts,
} from './catalogue.ts';
import { cataloguePlace, fileOf, gtin13, type CataloguePlace } from './testing.ts';

const DEMO = readFileSync(new URL('../../../data/demo/products.tsv', import.meta.url));
const DAY_MS = 86_400_000;

let postgres: TestPostgres;
before(async () => {
  postgres = await openTestPostgres();
});
after(() => postgres.end());

/** Everything that can be done to a catalogue, once, and everything that can be asked of it afterwards. */
async function said({ core, node }: CataloguePlace): Promise<unknown> {
  const { read } = core.store;
  const bring = (importId: string, bytes: Uint8Array) =>
    importProducts(core, { importId, fileName: 'produits.tsv', by: 'somebody', bytes });
  const reports = [await bring('demo', DEMO)];
  const { cursor } = await node.whole(700);
  reports.push(
    await bring('hand', fileOf(`${gtin13(1)};;Œufs d’été;;2,40;5,5`, '12;;Faux;;1;20', ';101;Bananes bio;;2,10;5,5')),
  );
  const product = {
    name: 'شاي <i>أخضر</i>',
    gtins: [gtin13(2)],
    unit: 'piece',
    priceMinor: 300,
    vatRateBasisPoints: 550,
    mealVoucher: false,
  };
  const outcomes: unknown[] = [await saveProduct(core, { productId: null, product })];
  const ids = (await listProducts(read, { limit: 900 })).products.map(({ id }) => id);
  const prices = ids.map((productId, at) => ({ productId, priceMinor: 100 + at }));
  const laterMs = core.clock.wallMs() + DAY_MS;
  for (const [storeId, fromMs] of [
    [null, null],
    ['lyon', null],
    ['lyon', laterMs],
    [null, laterMs],
  ] as const)
    outcomes.push(await changePrices(core, { storeId, fromMs, prices }));
  outcomes.push(await removeProduct(core, { productId: ids[3] ?? '' }));
  const [some = ''] = ids;
  return {
    reports: reports.map(({ startedMs: _, ...report }) => report),
    outcomes,
    refused: await importReport(read, { importId: 'hand', limit: 9, nowMs: 0 }),
    searches: await Promise.all(
      ['choc', 'choc lait', 'oeuf ete', 'شاي', 'la', 'l', '101', gtin13(1), 'zzz', `%'`].map(async (text) =>
        (await searchProducts(read, { text, limit: 30 })).products.map(({ id }) => id),
      ),
    ),
    prices: [await pricesOf(read, { productId: some })].map((all) => all.map((price) => JSON.stringify(price)).sort()),
    inLyon: await priceInStore(read, { productId: some, storeId: 'lyon', atMs: laterMs }),
    whole: (await node.whole(700)).items,
    changes: await node.feed(cursor, { limit: 5_000 }),
  };
}

test('whatever is done to it and asked of it', async () => {
  const inPostgres = await said(await cataloguePlace(await postgres.database(HQ_TABLES)));
  const inMemory = await said(await cataloguePlace(memoryStore()));
  const withoutCursor = (all: unknown): unknown =>
    JSON.parse(JSON.stringify(all, (key, value: unknown) => (key === 'cursor' ? '' : value)));
  assert.deepEqual(withoutCursor(inPostgres), withoutCursor(inMemory));
});
