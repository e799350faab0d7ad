import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { branded } from '#base/brand.ts';
import type { ProductId } from '#base/brand.ts';
import type { FeedItem, ProductValue } from '#contract/sync/feed.ts';
import { systemClock } from '#node/system-clock.ts';
import { systemRandom } from '#node/system.ts';
import { buildAside } from './build-aside.ts';
import { buildHere } from './build-here.ts';
import type { CatalogueBuild } from './build-port.ts';
import { catalogueSink, exportProducts, type FedCatalogue, openCatalogue } from './catalogue.ts';
import { catalogueIn, gtin13, temporaryFolder } from './testing.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const PROGRAM = fileURLToPath(new URL('./build-program.ts', import.meta.url));
const AT = { hqTimeMs: 1_700_000_000_000 };

function value(number: number, more: Partial<ProductValue> = {}): ProductValue {
  return {
    id: `p${number}`,
    name: `Produit ${number}`,
    gtins: [`0${gtin13(number)}`],
    unit: 'piece',
    priceMinor: 100,
    vatRateBasisPoints: 550,
    mealVoucher: false,
    ...more,
  };
}

function item(number: number, more: Partial<ProductValue> = {}): FeedItem {
  return { kind: 'product', key: `p${number}`, value: value(number, more) };
}

function gone(number: number): FeedItem {
  return { kind: 'product', key: `p${number}`, value: null };
}

function price(number: number, fromMs: number | null, priceMinor: number | null): FeedItem {
  const productId = `p${number}`;
  return {
    kind: 'price',
    key: `store-1/${productId}/${fromMs ?? 'now'}`,
    value: priceMinor === null ? null : { productId, storeId: 'store-1', priceMinor, fromMs },
  };
}

interface Shop {
  readonly folder: string;
  readonly catalogue: FedCatalogue;
  readonly sink: ReturnType<typeof catalogueSink>;
  now: number;
}

function shopIn(folder: string, more: { readonly build?: CatalogueBuild; readonly mergeFrom?: number } = {}): Shop {
  const { build = buildHere(), mergeFrom = 1_000_000 } = more;
  const shop = { now: AT.hqTimeMs };
  const catalogue = openCatalogue({ folder, nowMs: () => shop.now });
  const sink = catalogueSink({
    catalogue,
    build,
    clock: systemClock,
    random: systemRandom,
    log: silent,
    mergeFrom: { products: mergeFrom, prices: mergeFrom },
  });
  return Object.assign(shop, { folder, catalogue, sink });
}

async function shopWith(context: TestContext, items: readonly FeedItem[], build?: CatalogueBuild): Promise<Shop> {
  const shop = shopIn(catalogueIn(temporaryFolder(context)), build === undefined ? {} : { build });
  context.after(() => {
    shop.sink.stop();
    shop.catalogue.close();
  });
  await snapshot(shop, items);
  return shop;
}

async function snapshot({ sink }: Shop, items: readonly FeedItem[]): Promise<void> {
  const pages = sink.beginSnapshot();
  for (let at = 0; at < items.length; at += 500) await pages.add(items.slice(at, at + 500));
  await pages.finish(AT);
}

function priceOf({ catalogue }: Shop, number: number): number | undefined {
  return catalogue.byGtin(`0${gtin13(number)}`)?.priceMinor;
}

test('a changed price is a changed price at the next scan, whatever finds the article', async (context) => {
  const shop = await shopWith(context, [item(1, { plu: '41' }), item(2)]);
  await shop.sink.apply([item(1, { plu: '41', priceMinor: 250 })], AT);
  const { catalogue } = shop;
  for (const found of [
    catalogue.byGtin(`0${gtin13(1)}`),
    catalogue.byPlu('41'),
    catalogue.byId(branded<ProductId>('p1')),
    catalogue.search('produit 1', 5)[0],
  ])
    assert.equal(found?.priceMinor, 250);
  assert.equal(catalogue.count(), 2);
  assert.equal(priceOf(shop, 2), 100);
});

test('what headquarters adds, renames and takes away is found, found by its new name, and found no more', async (context) => {
  const shop = await shopWith(
    context,
    Array.from({ length: 30 }, (_, at) => item(at + 1)),
  );
  const { catalogue, sink } = shop;
  await sink.apply([item(40, { name: 'Zythum ambré' }), item(2, { name: 'Kombucha' }), gone(3)], AT);
  assert.equal(catalogue.count(), 30);
  assert.deepEqual(
    catalogue.search('zythum', 5).map(({ id }) => id),
    ['p40'],
  );
  assert.deepEqual(
    catalogue.search('zithum', 5).map(({ id }) => id),
    ['p40'],
    'a typing mistake in a new word',
  );
  assert.deepEqual(
    catalogue.search('kombucah', 5).map(({ id }) => id),
    ['p2'],
  );
  const found = catalogue.search('produit', 50).map(({ id }) => String(id));
  assert.equal(found.length, 28);
  assert.deepEqual(found.slice(0, 3), ['p1', 'p4', 'p5'], 'the order of popularity stays');
  assert.equal(catalogue.byGtin(`0${gtin13(3)}`), undefined);
});

test('a barcode that went from one article to another finds the other', async (context) => {
  const shop = await shopWith(context, [item(1), item(2)]);
  const code = `0${gtin13(1)}`;
  await shop.sink.apply([item(1, { gtins: [], plu: '7' }), item(2, { gtins: [code] })], AT);
  assert.equal(shop.catalogue.byGtin(code)?.id, 'p2');
  assert.equal(shop.catalogue.byGtin(`0${gtin13(2)}`), undefined);
  assert.equal(shop.catalogue.byPlu('7')?.id, 'p1');
});

test('a dated price takes effect at its instant without anybody, one that comes late at once, and is taken back', async (context) => {
  const shop = await shopWith(context, [item(1), price(1, null, 90)]);
  const start = shop.now;
  assert.equal(priceOf(shop, 1), 90, 'of this store, since ever');
  await shop.sink.apply([price(1, start + 1_000, 80)], AT);
  assert.equal(priceOf(shop, 1), 90);
  shop.now = start + 1_000;
  assert.equal(priceOf(shop, 1), 80);
  await shop.sink.apply([price(1, start + 500, 85)], AT);
  assert.equal(priceOf(shop, 1), 80, 'an older date changes nothing that began later');
  await shop.sink.apply([price(1, start + 1_000, null)], AT);
  assert.equal(priceOf(shop, 1), 85);
  await shop.sink.apply([price(1, start + 900, 70)], AT);
  assert.equal(priceOf(shop, 1), 70, 'a past date that arrives late');
});

test('a till that is started again has all that was applied, and says which snapshot it holds', async (context) => {
  const folder = catalogueIn(temporaryFolder(context));
  const first = shopIn(folder);
  assert.equal(first.sink.held(), null);
  await snapshot(first, [item(1), item(2)]);
  await first.sink.apply([item(1, { priceMinor: 5 }), price(2, null, 7)], { hqTimeMs: 42 });
  const held = first.sink.held();
  assert.notEqual(held, null);
  first.sink.stop();
  first.catalogue.close();
  const second = shopIn(folder);
  assert.equal(second.sink.held(), held);
  assert.deepEqual([priceOf(second, 1), priceOf(second, 2)], [5, 7]);
  second.catalogue.close();
});

test('a lost file of changes is noticed, sold without, and healed by a snapshot', async (context) => {
  const folder = catalogueIn(temporaryFolder(context));
  const first = shopIn(folder);
  await snapshot(first, [item(1)]);
  await first.sink.apply([item(1, { priceMinor: 5 })], AT);
  first.sink.stop();
  first.catalogue.close();
  for (const name of readdirSync(folder)) if (name.startsWith('live.db')) rmSync(join(folder, name));
  writeFileSync(join(folder, 'live.db'), 'no database at all');
  const faults: string[] = [];
  const catalogue = openCatalogue({ folder, onUnreadable: ({ code }) => faults.push(code) });
  assert.deepEqual(
    [catalogue.feedId(), catalogue.byGtin(`0${gtin13(1)}`)?.priceMinor, faults],
    [null, 100, ['catalogue.unreadable']],
  );
  catalogue.close();
  rmSync(join(folder, 'live.db'));
  const third = shopIn(folder);
  assert.equal(third.sink.held(), null);
  await snapshot(third, [item(1, { priceMinor: 6 })]);
  await third.sink.apply([item(2)], AT);
  assert.notEqual(third.sink.held(), null);
  assert.deepEqual([priceOf(third, 1), third.catalogue.count()], [6, 2]);
  third.catalogue.close();
});

test('a snapshot that is abandoned or not finished changes nothing', async (context) => {
  const shop = await shopWith(context, [item(1)]);
  const pages = shop.sink.beginSnapshot();
  await pages.add([item(9)]);
  pages.abandon();
  await shop.sink.apply([item(2)], AT);
  assert.deepEqual([shop.catalogue.count(), priceOf(shop, 9)], [2, undefined]);
  await snapshot(shop, [item(9)]);
  assert.deepEqual([shop.catalogue.count(), priceOf(shop, 1), priceOf(shop, 9)], [1, undefined, 100]);
});

test('what is exported is what is sold: changed, added, and without what is gone', async (context) => {
  const shop = await shopWith(context, [item(1), item(2), item(3)]);
  await shop.sink.apply([item(1, { priceMinor: 275 }), gone(2), item(4, { name: 'Nouveau' })], AT);
  const path = join(shop.folder, 'all.csv');
  assert.deepEqual(exportProducts({ folder: shop.folder, path, exponent: 2 }), { count: 3 });
  const names = readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .slice(1, 4)
    .map((line) => /(Produit \d|Nouveau).*?(\d,\d\d)/.exec(line)?.slice(1).join(' '));
  assert.deepEqual(names, ['Produit 1 2,75', 'Produit 3 1,00', 'Nouveau 1,00']);
});

test('the process that builds aside gives the same, and is not missed when it is gone', async (context) => {
  const items = Array.from({ length: 700 }, (_, at) => item(at + 1));
  const shop = await shopWith(context, items, buildAside({ program: PROGRAM }));
  assert.deepEqual([shop.catalogue.count(), shop.catalogue.search('produit', 9).length], [700, 9]);
  const pages = shop.sink.beginSnapshot();
  await pages.add([item(1, { priceMinor: 1 })]);
  pages.abandon();
  await assert.rejects(pages.add([item(2)]));
  assert.equal(priceOf(shop, 1), 100);
});

test('however changes, merges and snapshots follow each other, the catalogue is what headquarters says', async (context) => {
  const number = fc.integer({ min: 1, max: 8 });
  const change = fc.oneof(
    fc.record({
      kind: fc.constant('put' as const),
      number,
      code: number,
      name: fc.constantFrom('Pomme', 'Poire verte', 'Pomelo rose', 'Abricot'),
      plu: fc.option(fc.constantFrom('1', '2', '12'), { nil: undefined }),
      priceMinor: fc.integer({ min: 1, max: 4 }),
    }),
    fc.record({ kind: fc.constant('gone' as const), number }),
    fc.record({
      kind: fc.constant('price' as const),
      number,
      fromMs: fc.constantFrom(null, -10, 0, 10),
      priceMinor: fc.option(fc.integer({ min: 10, max: 19 })),
    }),
  );
  type Change = typeof change extends fc.Arbitrary<infer Each> ? Each : never;
  const step = fc.record({
    kind: fc.constantFrom('apply' as const, 'apply' as const, 'apply' as const, 'merge' as const, 'restart' as const),
    changes: fc.array(change, { minLength: 1, maxLength: 6 }),
  });
  const root = temporaryFolder(context);
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 12 }), fc.array(step, { maxLength: 6 }), async (first, steps) => {
      round += 1;
      const folder = join(root, String(round));
      const products = new Map<number, ProductValue>();
      const prices = new Map<string, number | null>();
      let shop = shopIn(folder);
      shop.now = 0;
      try {
        await snapshot(shop, taken(first));
        for (const { kind, changes } of steps) {
          if (kind === 'apply') await shop.sink.apply(taken(changes), AT);
          else if (kind === 'merge') await buildHere().merge(folder);
          else {
            shop.sink.stop();
            shop.catalogue.close();
            shop = shopIn(folder);
            shop.now = 0;
          }
          if (changes.length % 2 === 0) shop.catalogue.refresh();
          compare();
        }
        compare();
      } finally {
        shop.sink.stop();
        shop.catalogue.close();
      }

      function taken(changes: readonly Change[]): readonly FeedItem[] {
        return changes.flatMap((each) => {
          if (each.kind === 'gone') products.delete(each.number);
          else if (each.kind === 'price') {
            prices.set(`${each.number} ${each.fromMs ?? -1_000}`, each.priceMinor);
            return price(each.number, each.fromMs, each.priceMinor);
          } else {
            const { number: key, code, name, priceMinor, plu } = each;
            // Codes are of one product at a time, as headquarters keeps them.
            const takenBy = [...products].find(
              ([other, { gtins, plu: held }]) =>
                other !== key && (gtins.includes(`0${gtin13(code)}`) || (plu !== undefined && held === plu)),
            );
            if (takenBy !== undefined) return [];
            products.set(
              key,
              value(key, { gtins: [`0${gtin13(code)}`], name, priceMinor, ...(plu === undefined ? {} : { plu }) }),
            );
            return { kind: 'product', key: `p${key}`, value: products.get(key) ?? null } satisfies FeedItem;
          }
          return gone(each.number);
        });
      }

      function expectedPrice(key: number): number | undefined {
        for (const from of [0, -10, -1_000]) {
          const own = prices.get(`${key} ${from}`);
          if (own !== undefined && own !== null) return own;
        }
        return products.get(key)?.priceMinor;
      }

      function compare(): void {
        const { catalogue } = shop;
        assert.equal(catalogue.count(), products.size);
        for (let key = 1; key <= 8; key += 1) {
          const wanted = products.get(key);
          const found = catalogue.byId(branded<ProductId>(`p${key}`));
          assert.deepEqual([found?.name, found?.priceMinor], [wanted?.name, wanted && expectedPrice(key)]);
          const coded = [...products].find(([, { gtins }]) => gtins.includes(`0${gtin13(key)}`))?.[0];
          assert.equal(catalogue.byGtin(`0${gtin13(key)}`)?.id, coded === undefined ? undefined : `p${coded}`);
        }
        for (const plu of ['1', '2', '12']) {
          const held = [...products].find(([, other]) => other.plu === plu)?.[0];
          assert.equal(catalogue.byPlu(plu)?.id, held === undefined ? undefined : `p${held}`, `PLU ${plu}`);
        }
        for (const word of ['pom', 'poire', 'rose', 'abricto']) {
          const wanted = [...products.values()].filter(({ name }) =>
            name
              .toLowerCase()
              .split(' ')
              .some((other) => other.startsWith(word) || (word === 'abricto' && other === 'abricot')),
          );
          assert.deepEqual(
            catalogue
              .search(word, 20)
              .map(({ id }) => String(id))
              .sort(),
            wanted.map(({ id }) => id).sort(),
            word,
          );
        }
      }
    }),
    { numRuns: 40 },
  );
});
