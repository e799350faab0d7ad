import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { COLUMN_NAMES, COLUMNS, EXPORT_HEADERS, headerNamesProducts, readHeader } from './columns.ts';

test('headers are understood in French and English, whatever their capitals, accents and punctuation', () => {
  const { columns, unknownNames } = readHeader([
    'CODE_BARRES',
    'Désignation',
    'Prix TTC (€)',
    'taux TVA',
    'Rayon',
    'Titres-restaurant',
    'remarque',
  ]);
  assert.deepEqual(columns, ['gtin', 'name', 'price', 'vatRate', 'category', 'mealVoucher', undefined]);
  assert.deepEqual(unknownNames, ['remarque']);
});

test('a price without VAT is not taken for a price', () => {
  assert.deepEqual(readHeader(['EAN', 'Prix HT']).columns, ['gtin', undefined]);
});

test('barcodes may stand in several columns, anything else in one', () => {
  assert.deepEqual(readHeader(['EAN', 'GTIN', 'nom', 'name']).columns, ['gtin', 'gtin', 'name', undefined]);
  assert.equal(headerNamesProducts(readHeader(['nom', 'prix'])), false);
  assert.equal(headerNamesProducts(readHeader(['PLU'])), true);
});

test('no name means two columns, and our own headers are understood', () => {
  for (const column of COLUMNS) {
    assert.deepEqual(readHeader([EXPORT_HEADERS[column]]).columns, [column]);
    for (const name of COLUMN_NAMES[column]) assert.deepEqual(readHeader([name]).columns, [column], name);
  }
});

test('the page about imports names every header that is understood, and no other', () => {
  const page = readFileSync(new URL('../../../docs/import.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const onPage = rows.map((line) =>
    line
      .split('|')[2]
      ?.split(',')
      .map((name) => name.trim()),
  );
  assert.deepEqual(
    onPage,
    COLUMNS.map((column) => COLUMN_NAMES[column]),
  );
});
