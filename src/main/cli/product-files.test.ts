import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import Sqlite from 'better-sqlite3';
import { MIGRATIONS_DIR, TEST_SHOP } from '#main/store/testing.ts';
import { runExportProducts } from './export-products.ts';
import { runImportProducts } from './import-products.ts';
import { runNewShop } from './new-shop.ts';

function files(context: TestContext, content: string, currencyCode = 'EUR') {
  const folder = mkdtempSync(join(tmpdir(), 'cli-test-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'products.csv');
  writeFileSync(path, content);
  const said = { out: '', err: '' };
  const output = {
    stdout: { write: (text: string) => (said.out += text) },
    stderr: { write: (text: string) => (said.err += text) },
  };
  const data = join(folder, 'shop');
  const shopFile = join(folder, 'shop.json');
  const operators = [{ id: 'amel', name: 'Amel', role: 'manager', pin: '4321' }];
  writeFileSync(shopFile, JSON.stringify({ shop: { ...TEST_SHOP, currencyCode }, operators }));
  const software = { name: 'Comptoir', version: '0.1.0', hash: '0'.repeat(64) };
  const words = [shopFile, '--data', data, '--keys', join(folder, 'keys')];
  assert.equal(runNewShop(words, output, { migrationsDir: MIGRATIONS_DIR, software }), 0, said.err);
  said.out = '';
  return { folder, path, data, said, output };
}

test('what was taken is counted, what was not is said with its line, and the whole list goes to a file', async (context) => {
  const bad = Array.from({ length: 30 }, (_, at) => `${at};Faux;1;20\n`).join('');
  const { folder, path, data, said, output } = files(
    context,
    `gtin;nom;prix;tva\n3017620422003;Nutella;3,49;5,5\n${bad}`,
  );
  const errors = join(folder, 'errors.txt');
  assert.equal(await runImportProducts([path, '--data', data, '--errors', errors], output), 0);
  assert.match(said.out, /^Produits ajoutés : 1 · mis à jour : 0 · au catalogue : 1 · lignes refusées : 30\n$/);
  assert.match(said.err, /ligne 3 : code-barres faux ou incomplet \[0\]\n/);
  assert.equal(said.err.includes('ligne 31'), false);
  assert.equal(readFileSync(errors, 'utf8').trim().split('\n').length, 30);
});

test('nothing taken is exit code 1, and says why in the language asked for', async (context) => {
  const { path, data, said, output } = files(context, 'gtin;name;price;vat\n3017620422003;Nutella;cheap;5.5\n');
  assert.equal(await runImportProducts([path, '--data', data, '--lang', 'en'], output), 1);
  assert.match(said.err, /line 2: price not understood \[cheap\]/);
  assert.equal(await runImportProducts(['missing.csv', '--data', data, '--lang', 'ar'], output), 1);
  assert.match(said.err, /لم يتغير شيء/);
});

test('a folder without a till is named and left as it is', async (context) => {
  const { folder, path, said, output } = files(context, 'gtin;nom;prix;tva\n3017620422003;Nutella;1;20\n');
  const nowhere = join(folder, 'mistyped');
  assert.equal(await runImportProducts([path, '--data', nowhere], output), 1);
  assert.ok(said.err.includes(`il n’y a pas de caisse dans ${nowhere}`), said.err);
  assert.equal(existsSync(nowhere), false);
  assert.equal(runExportProducts([path, '--data', nowhere], output), 1);
});

test('the progress ends with every line, and a field beyond the columns is a bad line', async (context) => {
  const { path, data, said, output } = files(
    context,
    'gtin;nom;prix;tva\n3017620422003;Nutella;1;20;;\n;Thé;1;20;cher',
  );
  assert.equal(await runImportProducts([path, '--data', data], output), 0);
  assert.match(said.err, /100 % · 2 lignes/);
  assert.match(said.err, /ligne 3 : plus de champs que la première ligne n’a de colonnes \[cher\]/);
});

test('words that are not understood are exit code 2 and change nothing', async (context) => {
  const { path, data, output } = files(context, 'gtin;nom\n3017620422003;Nutella\n');
  const calls = [[], [path], [path, '--data', data, '--default-vat', '99'], [path, '--data', data, '--what']];
  for (const args of calls) assert.equal(await runImportProducts(args, output), 2, args.join(' '));
  assert.equal(runExportProducts([path], output), 2);
});

test('defaults fill in what the file does not say, in the currency of the shop', async (context) => {
  const { folder, path, data, said, output } = files(context, 'gtin;nom\n3017620422003;Nutella\n', 'TND');
  const defaults = ['--default-price', '1,500', '--default-vat', '19', '--default-unit', 'kg'];
  assert.equal(await runImportProducts([path, '--data', data, ...defaults], output), 0);
  const exported = join(folder, 'out.tsv');
  assert.equal(runExportProducts([exported, '--data', data], output), 0);
  assert.match(readFileSync(exported, 'utf8'), /3017620422003\t\tNutella\t\t1,500\t19\tkg\t/);
  assert.match(said.out, /Produits écrits dans .*out\.tsv : 1\n$/);
});

test('a file is refused, with where to bring it, while headquarters keeps the catalogue', async (context) => {
  const { path, data, said, output } = files(context, 'gtin;nom;prix;tva\n3017620422003;Nutella;1;20\n');
  const sqlite = new Sqlite(join(data, 'till.db'));
  sqlite.exec(`INSERT INTO hq_link VALUES (1, 'http://hq', 'o', 'i', 's', 'Boutique Lyon', 'Caisse 1', 'k')`);
  sqlite.close();
  assert.equal(await runImportProducts([path, '--data', data], output), 1);
  assert.match(said.err, /le siège tient le catalogue de Boutique Lyon/);
  assert.equal(existsSync(join(data, 'catalogue', 'current')), false);
});
