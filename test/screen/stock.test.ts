/**
 * Stock at the counter: an article is looked at, a delivery is received and a shelf counted by scanning and typing, with the
 * keys that stand on the screen; and a ticket that takes more than there is says so.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { panel } from './drawer.ts';
import { EVERY_LOOK, lookLike, photograph } from './judged.ts';
import {
  openScreenDesk,
  type ScreenDesk,
  signIn,
  someEans,
  typeSlowly,
  waitForLines,
  wedgeScan,
} from './screen-desk.ts';

let desk: ScreenDesk;
before(async () => {
  desk = await openScreenDesk();
  await signIn(desk.page, { operator: 'nadia', pin: '2345' });
});
after(async () => {
  await desk.close();
});

const products = someEans(6);
const code = (index: number): string => products[index]?.gtin ?? '';

async function openStock(page: Page): Promise<void> {
  await page.keyboard.press('Control+s');
  await panel(page, 'stock');
  await page.waitForSelector('[data-stock-mode="look"]');
}

async function mode(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 3; step += 1) {
    if ((await page.locator(`[data-stock-mode="${name}"]`).count()) > 0) return;
    const before = await page.getAttribute('[data-stock-mode]', 'data-stock-mode');
    await page.keyboard.press('F4');
    await page.waitForSelector(`[data-stock-mode]:not([data-stock-mode="${before}"])`);
  }
  assert.fail(`no mode ${name}`);
}

async function entered(page: Page): Promise<readonly (string | null)[]> {
  return page
    .locator('[data-entered]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-quantity-milli')));
}

test('one key, one scan: how much there is, and nothing is sold', async () => {
  const { page } = desk;
  await openStock(page);
  await wedgeScan(page, [{ code: code(0) }]);
  await page.waitForSelector('[data-article]');
  await page.locator('[data-elsewhere="standalone"]').waitFor();
  assert.equal(await page.locator('[data-line-id]').count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-field')), 'main');
  await page.keyboard.press('Escape');
  await panel(page, 'find');
  await wedgeScan(page, [{ code: code(0) }]);
  await waitForLines(page, 1);
});

test('a delivery: scan, scan, a number, F12; and a mistake is undone by a row of its own', async () => {
  const { page } = desk;
  await openStock(page);
  await mode(page, 'receive');
  await wedgeScan(page, [{ code: code(1) }, { code: code(2) }, { code: code(2) }]);
  await page.waitForSelector('[data-quantity-milli="2000"]');
  await typeSlowly(page, '24');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-quantity-milli="24000"]');
  await page.keyboard.press('ArrowUp');
  await page.waitForSelector('[data-entered][aria-selected="true"][data-quantity-milli="1000"]');
  await page.keyboard.press('Delete');
  await page.waitForFunction(() => document.querySelectorAll('[data-entered]').length === 1);
  await page.keyboard.press('F12');
  await page.getByText('Réception enregistrée : 1 article.').waitFor();
  assert.deepEqual(await entered(page), []);
  await page.click('[data-action="undo-stock"]');
  await page.getByText('Encore une fois : annuler').waitFor();
  await page.click('[data-action="undo-stock"]');
  await page.getByText('Réception annulée par une nouvelle écriture.').waitFor();
  await page.keyboard.press('Escape');
});

test('a count by name, number and F12 is what the shelf has from then on, and a ticket beyond it says so', async () => {
  const { page } = desk;
  await openStock(page);
  await mode(page, 'count');
  await wedgeScan(page, [{ code: code(3) }]);
  await page.waitForSelector('[data-entered]');
  await typeSlowly(page, '2');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-quantity-milli="2000"]');
  await page.keyboard.press('F12');
  await page.getByText('Inventaire enregistré : 1 article.').waitFor();
  await mode(page, 'look');
  await wedgeScan(page, [{ code: code(3) }]);
  await page.waitForSelector('[data-here-milli="2000"]');
  await page.keyboard.press('Escape');
  await panel(page, 'find');
  await wedgeScan(page, [{ code: code(3) }, { code: code(3) }, { code: code(3) }]);
  await page.waitForSelector('[data-stock-left="2000"]');
});

/** A busy machine takes its time to start a till again. */
const STARTS_AGAIN_MS = 40_000;

test('the palette finds it, and the till keeps it while it is started again', async () => {
  const { page } = desk;
  await page.keyboard.press('Control+k');
  await typeSlowly(page, 'stock');
  await page.keyboard.press('Enter');
  await panel(page, 'stock');
  desk.killTill();
  await page.waitForSelector('[data-connection="down"]');
  await page.waitForSelector('[data-connection="up"]', { timeout: STARTS_AGAIN_MS });
  // Where the till was away for so long that the page began anew, somebody opens it again.
  await page.waitForSelector('[data-stock-mode="look"], [data-panel="find"]', { timeout: STARTS_AGAIN_MS });
  if ((await page.locator('[data-panel="find"]').count()) > 0) await openStock(page);
  const lines = await page.locator('[data-line-id]').count();
  await wedgeScan(page, [{ code: code(4) }]);
  await page.waitForSelector('[data-article]');
  assert.equal(await page.locator('[data-line-id]').count(), lines);
  await page.keyboard.press('Escape');
});

for (const look of EVERY_LOOK) {
  test(`stock in ${look.language}, ${look.theme}: nothing is cut off, everything can be read and reached`, async () => {
    const { page } = desk;
    await lookLike(page, look);
    await page.waitForSelector('[data-panel="find"]');
    await photograph(page, 'stock-oversold', look);
    await openStock(page);
    await photograph(page, 'stock-empty', look);
    await wedgeScan(page, [{ code: code(3) }]);
    await page.waitForSelector('[data-article]');
    await photograph(page, 'stock-look', look);
    await typeSlowly(page, 'cho');
    await page.waitForSelector('[data-panel="stock"] [data-product-id]');
    await photograph(page, 'stock-found', look);
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-panel="stock"] [data-article]');
    await mode(page, 'receive');
    await wedgeScan(page, [{ code: code(1) }, { code: code(2) }, { code: code(2) }, { code: code(5) }]);
    await page.waitForFunction(() => document.querySelectorAll('[data-entered]').length >= 3);
    await photograph(page, 'stock-receive', look);
    await mode(page, 'count');
    await wedgeScan(page, [{ code: code(5) }]);
    await page.waitForSelector('[data-entered]');
    await photograph(page, 'stock-count', look);
    await page.keyboard.press('Escape');
  });
}
