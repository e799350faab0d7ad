/**
 * Imports are killed at random moments by the system's hardest signal. Afterwards the catalogue is the one before or the
 * new one, whole, and the next import works.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeShop } from '../testing.ts';
import { openCatalogue } from './catalogue.ts';
import { catalogueIn, gtin13, importText, temporaryFolder } from './testing.ts';

const ROUNDS = 8;
const LINES = 4000;
const PROGRAM = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

test('an import killed at any moment leaves the catalogue before or the one after, never something between', async (context) => {
  const folder = makeShop(temporaryFolder(context)).dataDir;
  const rows = (cents: number) =>
    Array.from({ length: LINES }, (_, at) => `${gtin13(at)};Produit ${at};${cents};20\n`).join('');
  await importText(folder, `gtin;nom;prix;tva\n${rows(1)}`);
  let before = 100;
  let killed = 0;
  /** How long an import takes here: the first one is let through, the others are killed somewhere on its way. */
  let wholeMs = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const after = 100 * (round + 1);
    const path = join(folder, 'next.csv');
    writeFileSync(path, `gtin;nom;prix;tva\n${rows(round + 1)}`);
    const child = spawn(process.execPath, [PROGRAM, 'import', 'products', path, '--data', folder], {
      stdio: 'ignore',
    });
    const startedMs = performance.now();
    const ended = once(child, 'exit');
    const timer = round === 1 ? undefined : setTimeout(() => child.kill('SIGKILL'), Math.random() * wholeMs);
    const [, signal] = (await ended) as [number | null, string | null];
    clearTimeout(timer);
    if (round === 1) wholeMs = performance.now() - startedMs;
    if (signal === 'SIGKILL') killed += 1;

    const catalogue = openCatalogue({ folder: catalogueIn(folder) });
    const prices = new Set(Array.from({ length: LINES }, (_, at) => catalogue.byGtin(`0${gtin13(at)}`)?.priceMinor));
    assert.equal(catalogue.search('produit', 50).length, 50);
    catalogue.close();
    const [price] = prices;
    assert.ok(
      prices.size === 1 && (price === before || price === after),
      `prices ${[...prices].join()} after ${before} and before ${after}`,
    );
    before = price;
  }
  assert.ok(killed > 0, 'some imports were killed');
  await importText(folder, `gtin;nom;prix;tva\n${gtin13(0)};Dernier;9;20\n`);
  assert.equal(readdirSync(catalogueIn(folder)).includes('building.db'), false);
});
