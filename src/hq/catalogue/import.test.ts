/** A file of products comes to headquarters as it would come to a till, and reaches tills in whole slices. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { memoryStore } from '../store/memory-store.ts';
import { importProducts, importReport, listImports, listProducts, productOf, searchProducts } from './catalogue.ts';
import { cataloguePlace, fileOf, gtin13, type CataloguePlace } from './testing.ts';

const DEMO = readFileSync(new URL('../../../data/demo/products.tsv', import.meta.url));

let imports = 0;
function bring({ core }: CataloguePlace, bytes: Uint8Array, importId = `import-${(imports += 1)}`) {
  return importProducts(core, { importId, fileName: 'produits.csv', by: 'somebody', bytes });
}

const counts = ({ added, updated, unchanged, refused }: Awaited<ReturnType<typeof bring>>) => [
  added,
  updated,
  unchanged,
  refused,
];

test('the products of the demo shop come with the ids that its tills gave them, in the unit and at the price of the file', async () => {
  const place = await cataloguePlace();
  const report = await bring(place, gzipSync(DEMO));
  const total = DEMO.toString('utf8').trimEnd().split('\n').length - 1;
  assert.deepEqual([report.state, report.lines, ...counts(report)], ['done', total, total, 0, 0, 0]);
  assert.deepEqual(await productOf(place.core.store.read, 'p101'), {
    id: 'p101',
    name: 'Bananes',
    gtins: [],
    plu: '101',
    unit: 'kg',
    priceMinor: 199,
    vatRateBasisPoints: 550,
    category: 'Fruits',
    mealVoucher: true,
  });
  assert.equal(Object.keys(await place.items()).length, total);
  assert.deepEqual(counts(await bring(place, DEMO)), [0, 0, total, 0]);
});

test('lines that cannot be taken are named with why, and the others are taken', async () => {
  const place = await cataloguePlace();
  const report = await bring(
    place,
    fileOf(
      `${gtin13(1)};;Lait;Montagne;1,20;5,5`,
      `12;;Faux;;1;20`,
      `${gtin13(1)};;Lait encore;;1;20`,
      `;;Sans code;;1;20`,
      `${gtin13(2)};;Sans prix;;;20`,
      `${gtin13(3)};7;Sel;;0,80;5,5`,
      `${gtin13(1)} ${gtin13(3)};;Les deux;;1;20`,
      `${gtin13(9)};;"Quote ouverte;;1;20`,
    ),
    'file-1',
  );
  assert.deepEqual(counts(report), [2, 0, 0, 6]);
  const read = await importReport(place.core.store.read, { importId: 'file-1', limit: 100, nowMs: 0 });
  assert.deepEqual(
    read?.refusedLines.map(({ lineNumber, problems }) => [lineNumber, problems.map(({ reason }) => reason)]),
    [
      [3, ['gtin-invalid']],
      [4, ['code-repeated']],
      [5, ['code-missing']],
      [6, ['price-missing']],
      [8, ['code-repeated']],
      [9, ['quote-unclosed']],
    ],
  );
  const rest = await importReport(place.core.store.read, { importId: 'file-1', afterLine: 6, limit: 1, nowMs: 0 });
  assert.deepEqual(
    rest?.refusedLines.map(({ lineNumber }) => lineNumber),
    [8],
  );
});

test('a product is taken from one line only, also when the other is a thousand lines away', async () => {
  const place = await cataloguePlace();
  const lines = Array.from({ length: 1_200 }, (_, at) => `${gtin13(at)};;Produit ${at};;1;20`);
  const report = await bring(place, fileOf(...lines, `${gtin13(3)};;Encore;;2;20`));
  assert.deepEqual(counts(report), [1_200, 0, 0, 1]);
  assert.equal((await productOf(place.core.store.read, `g${gtin13(3)}`))?.name, 'Produit 3');
});

test('a file changes what it says and leaves the rest; codes that are given up can be another’s', async () => {
  const place = await cataloguePlace();
  const { read } = place.core.store;
  await bring(place, fileOf(`${gtin13(1)};7;Un;Marque;1;20`, `${gtin13(5)};;Reste;;1;20`));
  await bring(place, Buffer.from(`gtin;plu;prix\n${gtin13(1)};7;1,50\n`));
  const id = `g${gtin13(1)}`;
  assert.deepEqual(await productOf(read, id), {
    id,
    name: 'Un',
    brand: 'Marque',
    gtins: [`0${gtin13(1)}`],
    plu: '7',
    unit: 'piece',
    priceMinor: 150,
    vatRateBasisPoints: 2000,
    mealVoucher: false,
  });
  await bring(place, Buffer.from(`gtin;plu;nom\n;7;Un sans code\n`));
  await bring(place, fileOf(`${gtin13(1)};;Deux;;2;20`));
  assert.equal((await productOf(read, id))?.name, 'Un sans code');
  assert.equal((await productOf(read, `${id}-2`))?.name, 'Deux');
  const found = await searchProducts(read, { text: gtin13(1), limit: 10 });
  assert.deepEqual(
    found.products.map(({ name }) => name),
    ['Deux'],
  );
  assert.deepEqual((await listProducts(read, { limit: 10 })).products.map(({ name }) => name).sort(), [
    'Deux',
    'Reste',
    'Un sans code',
  ]);
});

test('what is no list of products is refused and says why; nothing has changed', async () => {
  const place = await cataloguePlace();
  const states: Record<string, string> = {};
  const packed = gzipSync(fileOf(`${gtin13(1)};;Un;;1;20`));
  const files = { nothing: Buffer.alloc(0), header: fileOf(), strange: Buffer.from('nom;prix\nUn;1\n') };
  for (const [name, bytes] of Object.entries({
    ...files,
    zeros: Buffer.alloc(300_000),
    cut: packed.subarray(0, packed.length / 2),
  }))
    states[name] = (await bring(place, bytes)).state;
  assert.deepEqual(states, {
    nothing: 'empty',
    header: 'empty',
    strange: 'no-codes',
    zeros: 'unreadable',
    cut: 'unreadable',
  });
  assert.deepEqual(await place.items(), {});
});

test('an import asked for again under its id is not begun a second time', async () => {
  const place = await cataloguePlace();
  const bytes = fileOf(`${gtin13(1)};;Un;;1;20`);
  const [first, second] = await Promise.all([bring(place, bytes, 'one'), bring(place, bytes, 'one')]);
  assert.deepEqual([first.state, second.state].sort(), ['done', 'running']);
  assert.deepEqual(await bring(place, bytes, 'one'), await bring(place, Buffer.from('other'), 'one'));
  assert.equal((await listImports(place.core.store.read, { limit: 10, nowMs: 0 })).length, 1);
});

test('an import whose node was killed is begun again after a minute, and comes to the same', async () => {
  const store = memoryStore();
  const place = await cataloguePlace(store);
  const lines = Array.from({ length: 1_200 }, (_, at) => `${gtin13(at)};;Produit ${at};;1;20`);
  let slices = 0;
  const transact = store.transact.bind(store);
  Object.assign(store, {
    transact: (work: Parameters<typeof transact>[0]) => {
      slices += 1;
      // The first begins it, the second is a slice.
      if (slices === 3) throw new Error('killed');
      return transact(work);
    },
  });
  await assert.rejects(bring(place, fileOf(...lines), 'one'));
  assert.equal((await bring(place, fileOf(...lines), 'one')).state, 'running');
  await place.node.clock.advance(61_000);
  const nowMs = place.core.clock.wallMs();
  assert.equal((await importReport(store.read, { importId: 'one', limit: 1, nowMs }))?.report.state, 'stalled');
  const again = await bring(place, fileOf(...lines), 'one');
  assert.deepEqual([again.state, again.lines, ...counts(again)], ['done', 1_200, 700, 0, 500, 0]);
});

test('a till sees whole slices of an import, and every word it may not print is gone', async () => {
  const place = await cataloguePlace();
  const { cursor } = await place.node.whole();
  const hostile = `<img src=x onerror=alert(1)> \u202e'; DROP TABLE x;-- \u001b@`;
  await bring(
    place,
    fileOf(
      ...Array.from({ length: 700 }, (_, at) => `${gtin13(at)};;Produit ${at};;1;20`),
      `;99;"${hostile}";=1+1;1;20`,
    ),
  );
  const first = await place.node.feed(cursor, { limit: 650 });
  assert.ok(first.kind === 'changes');
  assert.deepEqual([first.items.length, first.isCheckpoint], [500, true]);
  assert.equal(
    (await productOf(place.core.store.read, 'p99'))?.name,
    `<img src=x onerror=alert(1)> '; DROP TABLE x;--  @`,
  );
});
