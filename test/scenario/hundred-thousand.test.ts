/**
 * A real catalogue, taken in by the merchant's own command while the till sells, and sold from: a hundred thousand
 * products, a hundred of them picked at random, paid and verified from outside.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { enter } from '../rig/enter.ts';
import { diceOf } from '../rig/dice.ts';
import { Page } from '../rig/page.ts';
import { makeShop, SELLER } from '../rig/shop.ts';
import { startTill } from '../rig/till-process.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url));
const PRODUCTS = fileURLToPath(new URL('../fixtures/products/products-fr.tsv.gz', import.meta.url));
const SEED = 20_261_122;
const PRICE_MINOR = 125;

test('100,000 real products are imported beside a selling till, and a hundred of them are sold and verified', async (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-import-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const shop = makeShop(folder, { products: 10, devices: [] });
  const till = startTill({ ...shop, restarts: 0, shellRunId: 'import' });
  context.after(() => till.kill('SIGKILL'));
  assert.equal((await till.started).kind, 'ready');
  const dice = diceOf(SEED);
  const page = new Page(() => dice.uuid());
  for (const topic of ['station', 'basket', 'status'] as const) page.subscribe(topic);
  till.connect(page);
  await enter(page, SELLER);

  const options = [
    '--data',
    shop.dataDir,
    '--default-price',
    '1,25',
    '--default-vat',
    '5,5',
    '--default-unit',
    'piece',
  ];
  const imported = spawn(process.execPath, [CLI, 'import', 'products', PRODUCTS, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  imported.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  imported.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const exit = await new Promise<number | null>((resolve) => imported.once('exit', resolve));
  assert.equal(exit, 0, said);

  const lines = gunzipSync(readFileSync(PRODUCTS)).toString('utf8').trimEnd().split('\n').slice(1);
  assert.equal(lines.length, 100_000);
  // The running till takes the new catalogue up by itself.
  await page.when(({ status }) => status !== undefined && status.catalogueProducts >= 100_000);
  const picked = new Set<string>();
  while (picked.size < 100) picked.add((dice.pick(lines).split('\t')[0] ?? '').trim());
  for (const text of picked) {
    const outcome = await page.command('scan', { text, source: 'page' });
    assert.equal(outcome.kind, 'done', `${text}: ${JSON.stringify(outcome)}`);
  }
  await page.when(({ basket }) => basket?.lines.length === 100);
  const basket = page.views.basket;
  assert.ok(basket);
  assert.deepEqual(new Set(basket.lines.map((line) => line.gtin?.slice(-13))), picked);
  assert.equal(basket.totalMinor, 100 * PRICE_MINOR);
  const sale = { ticketId: basket.ticketId, basketVersion: basket.version, print: 'none' as const };
  const paid = await page.command('pay', { ...sale, payments: [{ method: 'cash', tenderedMinor: 20_000 }] });
  assert.ok(paid.kind === 'done', JSON.stringify(paid));
  assert.equal(paid.changeMinor, 20_000 - 100 * PRICE_MINOR);
  await till.stop();

  const verified = spawnSync(process.execPath, [CLI, 'verify', '--data', shop.dataDir, '--keys', shop.keysDir], {
    encoding: 'utf8',
  });
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
});
