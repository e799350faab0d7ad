import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ProductRecord } from '#domain/catalogue/catalogue.ts';
import { buildCatalogue, openCatalogue } from './catalogue.ts';
import { catalogueIn, product, temporaryFolder } from './testing.ts';

const SHELF: readonly ProductRecord[] = [
  product(1, 'Chocolat noir 70 %', { brand: 'Lindt' }),
  product(2, 'Nutella 400 g', { brand: 'Ferrero', gtins: ['03017620422003'] }),
  product(3, 'Crème fraîche épaisse'),
  product(4, 'Œufs de poule ×6'),
  product(5, 'Coca-Cola zéro'),
  product(6, 'Confiture de fraises', { brand: 'Bonne Maman' }),
  product(7, 'Mayonnaise fine'),
  product(8, 'Chorizo doux'),
  product(9, 'Bière 1664', { gtins: ['00000096385074'] }),
  product(10, 'Bananes', { gtins: [], plu: '4011', unit: 'kg' }),
  product(11, 'Pommes Golden', { gtins: [], plu: '4020', unit: 'kg' }),
  product(12, 'شاي أخضر بالنعناع'),
];

function found(context: TestContext, text: string, limit = 20): readonly string[] {
  const folder = catalogueIn(temporaryFolder(context));
  buildCatalogue({ folder, products: SHELF });
  const catalogue = openCatalogue({ folder });
  context.after(() => catalogue.close());
  return catalogue.search(text, limit).map(({ name }) => name);
}

test('two letters find what begins with them, in the order of popularity, and never more than asked for', (context) => {
  assert.deepEqual(found(context, 'ch'), ['Chocolat noir 70 %', 'Chorizo doux']);
  assert.deepEqual(found(context, 'ch', 1), ['Chocolat noir 70 %']);
});

test('accents, capitals and ligatures do not matter', (context) => {
  assert.deepEqual(found(context, 'CREME FRAICHE'), ['Crème fraîche épaisse']);
  assert.deepEqual(found(context, 'oeufs'), ['Œufs de poule ×6']);
  assert.deepEqual(found(context, 'œufs'), ['Œufs de poule ×6']);
  assert.deepEqual(found(context, 'شاي اخضر'), ['شاي أخضر بالنعناع']);
});

test('several words find in any order, and the brand is one of them', (context) => {
  assert.deepEqual(found(context, 'noir choco'), ['Chocolat noir 70 %']);
  assert.deepEqual(found(context, 'bonne maman fraise'), ['Confiture de fraises']);
  assert.deepEqual(found(context, 'cocacola'), ['Coca-Cola zéro']);
});

test('a typing mistake is forgiven: a letter missing, too many, another, two that changed places', (context) => {
  for (const typed of ['nutela', 'nuttella', 'nutolla', 'nutlela', 'unttella'.replace('t', '')]) {
    assert.deepEqual(found(context, typed), ['Nutella 400 g'], typed);
  }
});

test('two mistakes are forgiven in a long word, and a mistake in one of several words', (context) => {
  assert.deepEqual(found(context, 'maionaise'), ['Mayonnaise fine']);
  assert.deepEqual(found(context, 'confitre fraise'), ['Confiture de fraises']);
  assert.deepEqual(found(context, 'confiture fraize'), ['Confiture de fraises']);
});

test('a mistake is forgiven in a word that is not typed to its end', (context) => {
  assert.deepEqual(found(context, 'choclo'), ['Chocolat noir 70 %']);
  assert.deepEqual(found(context, 'mayonase fi'), ['Mayonnaise fine']);
});

test('what nobody could have meant finds nothing', (context) => {
  assert.deepEqual(found(context, 'xylophone'), []);
  assert.deepEqual(found(context, ''), []);
  assert.deepEqual(found(context, '"* OR () -'), []);
  assert.deepEqual(found(context, 'NEAR( "chocolat" AND NOT'), []);
});

test('digits find by the beginning of a barcode as it is printed, long or short', (context) => {
  assert.deepEqual(found(context, '301762'), ['Nutella 400 g']);
  assert.deepEqual(found(context, '3 017620 422003'), ['Nutella 400 g']);
  assert.deepEqual(found(context, '03017620422003'), ['Nutella 400 g']);
  assert.deepEqual(found(context, '96385'), ['Bière 1664']);
});

test('digits find PLUs first, and names with numbers in them', (context) => {
  assert.deepEqual(found(context, '40'), ['Bananes', 'Pommes Golden', 'Nutella 400 g']);
  assert.deepEqual(found(context, '4011'), ['Bananes']);
  assert.deepEqual(found(context, '1664'), ['Bière 1664']);
});
