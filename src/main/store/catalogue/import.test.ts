import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Fault } from '#base/fault.ts';
import type { ProductRecord } from '#domain/catalogue/catalogue.ts';
import { buildCatalogue, exportProducts, importProducts, openCatalogue } from './catalogue.ts';
import { catalogueIn, gtin13, importText, product, temporaryFolder } from './testing.ts';

const NUTELLA = '03017620422003';

function openIn(folder: string) {
  return openCatalogue({ folder: catalogueIn(folder) });
}

test('comma, semicolon and tab, comma and point, French and English: the file is understood as it comes', async (context) => {
  const files = [
    'gtin,name,price,vat rate\n3017620422003,"Pâte, à tartiner",3.49,5.5\n',
    'Code-barres;Désignation;Prix TTC;Taux de TVA\r\n3017620422003;Pâte, à tartiner;3,49;5,5 %\r\n',
    'EAN\tProduit\tPrix\tTVA\n3017620422003\tPâte, à tartiner\t3,49 €\t0,055',
  ];
  for (const content of files) {
    const folder = temporaryFolder(context);
    const { summary, refused } = await importText(folder, content);
    assert.deepEqual([summary.added, summary.total, refused], [1, 1, []]);
    const catalogue = openIn(folder);
    const { name, priceMinor, vatRateBasisPoints } = catalogue.byGtin(NUTELLA) ?? assert.fail('not found');
    assert.deepEqual(
      { name, priceMinor, vatRateBasisPoints },
      { name: 'Pâte, à tartiner', priceMinor: 349, vatRateBasisPoints: 550 },
    );
    catalogue.close();
  }
});

test('UTF-8 with and without its mark, UTF-16, Windows-1252 and gzip are found out', async (context) => {
  const text = 'gtin;nom;prix;tva\n3017620422003;Crème brûlée œuf 3 €;1;20\n';
  const windows = Buffer.from(text.replace('œ', '\u009c').replace('€', '\u0080'), 'latin1');
  const files: readonly (readonly [string, Uint8Array])[] = [
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\ufeff${text}`)],
    ['windows-1252', windows],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-8', gzipSync(text)],
    ['windows-1252', gzipSync(windows)],
  ];
  for (const [encoding, bytes] of files) {
    const folder = temporaryFolder(context);
    const { summary } = await importText(folder, bytes);
    assert.equal(summary.encoding, encoding);
    const catalogue = openIn(folder);
    assert.equal(catalogue.byGtin(NUTELLA)?.name, 'Crème brûlée œuf 3 €');
    catalogue.close();
  }
});

test('a bad line is refused with its number and its reason, and the rest is taken', async (context) => {
  const folder = temporaryFolder(context);
  const { summary, refused } = await importText(
    folder,
    [
      'gtin;nom;prix;tva',
      `${gtin13(1)};Un;1;20`,
      '123;Deux;1;20',
      `${gtin13(3)};;1;20`,
      `${gtin13(4)};"Quatre;1;20`,
      '',
      `${gtin13(6)};Six;;20`,
      `${gtin13(7)};Sept;1;20`,
      `${gtin13(1)};Encore un;1;20`,
      `${gtin13(1)} ${gtin13(7)};Deux à la fois;1;20`,
    ].join('\n'),
  );
  assert.deepEqual(
    refused.map(({ lineNumber, problems: [first] }) => [lineNumber, first?.reason, first?.value]),
    [
      [3, 'gtin-invalid', '123'],
      [4, 'name-missing', ''],
      [5, 'quote-unclosed', ''],
      [7, 'price-missing', ''],
      [9, 'code-repeated', '2'],
      [10, 'code-repeated', '2'],
    ],
  );
  assert.deepEqual([summary.added, summary.refused, summary.total], [2, 6, 2]);
});

test('columns that say nothing to us are named, and lines without price or rate take the defaults', async (context) => {
  const folder = temporaryFolder(context);
  const { summary } = await importText(folder, `gtin\tname\tremarque\n${gtin13(1)}\tUn\tx\n`, {
    defaults: { priceMinor: 100, vatRateBasisPoints: 550 },
  });
  assert.deepEqual([summary.added, summary.unknownColumns], [1, ['remarque']]);
});

test('importing again updates by barcode or PLU, keeps ids and order, and leaves what is not in the file', async (context) => {
  const folder = temporaryFolder(context);
  await importText(
    folder,
    `gtin;plu;nom;prix;tva;marque\n${gtin13(1)};;Lait;1;5,5;Montagne\n;401;Vrac;9;5,5;\n${gtin13(3)};;Lait cru;2;5,5;\n`,
  );
  const before = openIn(folder);
  const ids = before.search('lait', 9).map(({ id }) => id);
  const loose = before.byPlu('401')?.id;
  before.close();
  const { summary } = await importText(folder, `gtin;plu;prix\n${gtin13(1)} ${gtin13(9)};;1,20\n;401;8\n`);
  assert.deepEqual([summary.added, summary.updated, summary.total], [0, 2, 3]);
  const after = openIn(folder);
  context.after(() => after.close());
  assert.deepEqual(
    after.search('lait', 9).map(({ id }) => id),
    ids,
  );
  assert.deepEqual(after.byGtin(`0${gtin13(9)}`), {
    id: ids[0],
    name: 'Lait',
    brand: 'Montagne',
    gtins: [`0${gtin13(1)}`, `0${gtin13(9)}`],
    unit: 'piece',
    priceMinor: 120,
    vatRateBasisPoints: 550,
    mealVoucher: false,
  });
  assert.deepEqual([after.byPlu('401')?.id, after.byPlu('401')?.priceMinor], [loose, 800]);
});

test('a code given up by one product can be another’s, under an id of its own', async (context) => {
  const folder = temporaryFolder(context);
  await importText(folder, `gtin;plu;nom;prix;tva\n${gtin13(1)};7;Un;1;20\n`);
  await importText(folder, `gtin;plu;nom\n;7;Un sans code\n`);
  await importText(folder, `gtin;nom;prix;tva\n${gtin13(1)};Deux;1;20\n`);
  const catalogue = openIn(folder);
  context.after(() => catalogue.close());
  assert.deepEqual([catalogue.byPlu('7')?.gtins, catalogue.byGtin(`0${gtin13(1)}`)?.name], [[], 'Deux']);
  assert.notEqual(catalogue.byPlu('7')?.id, catalogue.byGtin(`0${gtin13(1)}`)?.id);
});

test('a line whose codes are those of two products is refused', async (context) => {
  const folder = temporaryFolder(context);
  await importText(folder, `gtin;nom;prix;tva\n${gtin13(1)};Un;1;20\n${gtin13(2)};Deux;1;20\n`);
  const { refused } = await importText(folder, `gtin;nom;prix;tva\n${gtin13(1)}|${gtin13(2)};Les deux;1;20\n`);
  assert.deepEqual(refused, [
    { lineNumber: 2, problems: [{ reason: 'codes-of-several-products', value: 'Un / Deux' }] },
  ]);
});

test('a file that is missing, empty, without codes, no text, or cut off is refused and changes nothing', async (context) => {
  const folder = temporaryFolder(context);
  await importText(folder, `gtin;nom;prix;tva\n${gtin13(1)};Un;1;20\n`);
  const rows = Array.from({ length: 3000 }, (_, at) => `${gtin13(at + 2)};Produit ${at};1;20\n`).join('');
  const packed = gzipSync(`gtin;nom;prix;tva\n${rows}`);
  const isRefused = (error: unknown) => error instanceof Fault && error.code === 'catalogue.import-failed';
  for (const content of [
    '',
    'gtin;nom',
    'nom;prix\nUn;1\n',
    Buffer.alloc(300_000),
    packed.subarray(0, packed.length / 2),
  ]) {
    await assert.rejects(importText(folder, content), isRefused, String(content.length));
  }
  await assert.rejects(
    importProducts({ folder: catalogueIn(folder), path: join(folder, 'none.csv'), exponent: 2, defaults: {} }),
    isRefused,
  );
  const catalogue = openIn(folder);
  context.after(() => catalogue.close());
  assert.equal(catalogue.count(), 1);
});

test('a file of which nothing can be taken leaves the catalogue as it is', async (context) => {
  const folder = temporaryFolder(context);
  await importText(folder, `gtin;nom;prix;tva\n${gtin13(1)};Un;1;20\n`);
  const catalogue = openIn(folder);
  context.after(() => catalogue.close());
  const { summary } = await importText(folder, 'gtin;nom;prix;tva\n12;Faux;1;20\n');
  assert.deepEqual([summary.added + summary.updated, summary.refused, summary.total], [0, 1, 1]);
  assert.equal(catalogue.refresh(), false);
});

test('what is exported can be imported into an empty shop, and exported again it is the same file to the byte', async (context) => {
  const records: readonly ProductRecord[] = [
    product(1, 'Bière "spéciale"; blonde', {
      brand: 'L’Œuvre',
      ageLimitYears: 18,
      depositMinor: 20,
      vatRateBasisPoints: 2000,
      category: 'Bières',
      mealVoucher: false,
    }),
    product(2, '=1+1', { gtins: [`0${gtin13(2)}`, '00000096385074', '10614141000415'], stockMilli: -1500 }),
    product(3, 'Bananes', { gtins: [], plu: '0401', unit: 'kg', vatRateBasisPoints: 90, stockMilli: 12_345 }),
    product(4, 'شاي أخضر', { unit: 'l', priceMinor: 0, vatRateBasisPoints: 0 }),
  ];
  for (const [ending, exponent] of [
    ['tsv', 2],
    ['csv', 3],
    ['csv', 0],
  ] as const) {
    const folders = [temporaryFolder(context), temporaryFolder(context)] as const;
    const paths = folders.map((folder) => join(folder, `products.${ending}`)) as [string, string];
    buildCatalogue({ folder: catalogueIn(folders[0]), products: records });
    assert.deepEqual(exportProducts({ folder: catalogueIn(folders[0]), path: paths[0], exponent }), { count: 4 });
    await importProducts({ folder: catalogueIn(folders[1]), path: paths[0], exponent, defaults: {} });
    exportProducts({ folder: catalogueIn(folders[1]), path: paths[1], exponent });
    assert.deepEqual(readFileSync(paths[1]), readFileSync(paths[0]));
    const catalogue = openIn(folders[1]);
    const read = catalogue.byPlu('0401');
    const { stockMilli: _stock, ...bananas } = records[2] ?? assert.fail();
    assert.deepEqual(read, { id: 'p0401', ...bananas });
    catalogue.close();
  }
});

test('the products of the demo shop are all taken, and exported they are the file that ships', async (context) => {
  const folder = temporaryFolder(context);
  const shipped = readFileSync(new URL('../../../../data/demo/products.tsv', import.meta.url));
  const { summary, refused } = await importText(folder, shipped);
  assert.deepEqual(refused, []);
  assert.ok(summary.added > 1900);
  exportProducts({ folder: catalogueIn(folder), path: join(folder, 'out.tsv'), exponent: 2 });
  assert.deepEqual(readFileSync(join(folder, 'out.tsv')), shipped);
});

test('an export that cannot be written leaves the file that was there', async (context) => {
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, 'kept.tsv'), 'kept');
  assert.throws(
    () => exportProducts({ folder: catalogueIn(folder), path: join(folder, 'kept.tsv'), exponent: 2 }),
    Fault,
  );
  assert.equal(readFileSync(join(folder, 'kept.tsv'), 'utf8'), 'kept');
});
