import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { branded } from '#base/brand.ts';
import type { ProductId } from '#base/brand.ts';
import { Fault } from '#base/fault.ts';
import { buildCatalogue, openCatalogue } from './catalogue.ts';
import { catalogueIn, product, temporaryFolder } from './testing.ts';

function isUnreadable(error: unknown): boolean {
  return error instanceof Fault && error.code === 'catalogue.unreadable';
}

test('a product is found by each of its barcodes, by its PLU and by its id', (context) => {
  const folder = catalogueIn(temporaryFolder(context));
  const record = product(1, 'Huile en vrac', {
    gtins: ['03017620422003', '00000096385074'],
    plu: '0401',
    unit: 'l',
    depositMinor: 50,
    stockMilli: 1500,
  });
  assert.deepEqual(buildCatalogue({ folder, products: [product(2, 'Sel'), record] }), { count: 2 });
  const catalogue = openCatalogue({ folder });
  context.after(() => catalogue.close());
  const { stockMilli, ...rest } = record;
  const id = branded<ProductId>('g3017620422003');
  for (const found of [
    catalogue.byGtin('03017620422003'),
    catalogue.byGtin('00000096385074'),
    catalogue.byPlu('0401'),
    catalogue.byId(id),
  ]) {
    assert.deepEqual(found, { id, ...rest });
  }
  assert.equal(catalogue.importedStockMilli(id), stockMilli);
  assert.equal(catalogue.count(), 2);
  assert.equal(catalogue.byGtin('03017620422010'), undefined);
  assert.equal(catalogue.byGtin('3017620422003'), undefined);
  assert.equal(catalogue.byPlu('401'), undefined);
  assert.equal(catalogue.byId(branded<ProductId>('nobody')), undefined);
});

test('where nothing was ever imported the catalogue is empty', (context) => {
  const catalogue = openCatalogue({ folder: catalogueIn(temporaryFolder(context)) });
  assert.equal(catalogue.count(), 0);
  assert.equal(catalogue.byGtin('03017620422003'), undefined);
  assert.deepEqual(catalogue.search('nutella', 10), []);
  assert.equal(catalogue.refresh(), false);
});

test('a till that is selling finds the new catalogue at its next look, and the old file goes away', (context) => {
  const folder = catalogueIn(temporaryFolder(context));
  buildCatalogue({ folder, products: [product(1, 'Ancien')] });
  const catalogue = openCatalogue({ folder });
  context.after(() => catalogue.close());
  buildCatalogue({ folder, products: [product(1, 'Nouveau'), product(2, 'Autre')] });
  assert.deepEqual([catalogue.count(), catalogue.search('ancien', 9).length], [1, 1]);
  assert.equal(catalogue.refresh(), true);
  assert.deepEqual([catalogue.count(), catalogue.search('nouveau', 9).length], [2, 1]);
  assert.equal(catalogue.refresh(), false);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.db')),
    ['2.db'],
  );
});

test('versions that no till reads any more do not pile up', (context) => {
  const folder = catalogueIn(temporaryFolder(context));
  for (let turn = 1; turn <= 5; turn += 1) buildCatalogue({ folder, products: [product(turn, 'Produit')] });
  assert.deepEqual(
    readdirSync(folder)
      .filter((name) => name.endsWith('.db'))
      .sort(),
    ['4.db', '5.db'],
  );
});

test('only one import at a time works in a folder', (context) => {
  const folder = catalogueIn(temporaryFolder(context));
  function* whileBuilding() {
    yield product(1, 'Premier');
    assert.throws(
      () => buildCatalogue({ folder, products: [] }),
      (error) => error instanceof Fault && error.code === 'catalogue.import-failed',
    );
    yield product(2, 'Second');
  }
  assert.deepEqual(buildCatalogue({ folder, products: whileBuilding() }), { count: 2 });
  assert.deepEqual(buildCatalogue({ folder, products: [product(3, 'Après')] }), { count: 1 });
});

test('an import that fails half-way changes nothing and leaves nothing', (context) => {
  const folder = catalogueIn(temporaryFolder(context));
  buildCatalogue({ folder, products: [product(1, 'Ancien')] });
  function* failing() {
    yield product(1, 'Nouveau');
    throw new Error('the list ends in the middle');
  }
  assert.throws(() => buildCatalogue({ folder, products: failing() }), /in the middle/);
  assert.equal(existsSync(join(folder, 'building.db')), false);
  const catalogue = openCatalogue({ folder });
  context.after(() => catalogue.close());
  assert.deepEqual(catalogue.search('n', 9), []);
  assert.equal(catalogue.search('ancien', 9).length, 1);
});

test('a catalogue that is missing, cut off, foreign or wrongly named is a fault with a code', (context) => {
  const folder = catalogueIn(temporaryFolder(context));
  buildCatalogue({ folder, products: Array.from({ length: 3000 }, (_, at) => product(at, `Produit ${at}`)) });
  const file = join(folder, '1.db');
  truncateSync(file, Math.floor(statSync(file).size / 3));
  assert.throws(() => {
    const catalogue = openCatalogue({ folder });
    try {
      for (let at = 0; at < 3000; at += 1) catalogue.search(`produit ${at}`, 9);
    } finally {
      catalogue.close();
    }
  }, isUnreadable);
  writeFileSync(
    file,
    'not a database at all, but long enough to look at, whatever it is that wrote it here'.repeat(20),
  );
  assert.throws(() => openCatalogue({ folder }), isUnreadable);
  rmSync(file);
  assert.throws(() => openCatalogue({ folder }), isUnreadable);
  writeFileSync(join(folder, 'current'), 'one');
  assert.throws(() => openCatalogue({ folder }), isUnreadable);
});
