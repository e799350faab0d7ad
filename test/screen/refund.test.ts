/** Bringing something back: by the ticket chosen among the recent ones, by its number, or by the receipt's own barcode. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
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
  const { page } = desk;
  await signIn(page);
  const [first, second] = someEans(2);
  await wedgeScan(page, [{ code: first?.gtin ?? '' }, { code: second?.gtin ?? '' }, { code: second?.gtin ?? '' }]);
  await waitForLines(page, 2);
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  await page.keyboard.press('Control+2');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor="0"]');
});
after(async () => {
  await desk.close();
});

/** What the till says that the chosen lines bring back. */
async function wantedMinor(page: Page): Promise<number> {
  await page.waitForFunction(() => document.querySelector('[data-refund-minor]')?.getAttribute('data-refund-minor'));
  return Number(await page.getAttribute('[data-refund-minor]', 'data-refund-minor'));
}

for (const look of EVERY_LOOK) {
  test(`what can come back reads well in ${look.language}, ${look.theme}`, async () => {
    const { page } = desk;
    await lookLike(page, look);
    await page.waitForSelector('[data-panel]');
    await page.keyboard.press('F3');
    await page.waitForSelector('[data-paper]');
    await page.keyboard.press('Control+r');
    await page.waitForSelector('[data-refund-line]');
    await page.keyboard.press('F4');
    await page.waitForSelector('[data-back="true"]');
    await photograph(page, 'refund', look);
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-panel="find"]');
  });
}

test('a line comes back at the price paid, by card as it was paid, and the amount to give is the largest thing', async () => {
  const { page } = desk;
  await lookLike(page, { language: 'fr', theme: 'light' });
  await page.keyboard.press('F3');
  await page.waitForSelector('[data-paper]');
  await page.keyboard.press('Control+r');
  await page.waitForSelector('[data-refund-line]');
  assert.equal(await page.locator('[data-refund-line]').count(), 2);
  await page.keyboard.press('Space');
  await page.waitForSelector('[data-back="true"]');
  assert.ok((await wantedMinor(page)) > 0);
  await page.waitForSelector('[data-action="refund-by-card"][data-tone="chosen"]');
  assert.equal(await page.locator('[data-action="refund-by-cash"][data-tone="chosen"]').count(), 0);
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-change] [data-back-method="card"]');
  await page.getByText('Rendez sur la carte bancaire').waitFor();
  assert.equal(await page.locator('[data-back-method="cash"]').count(), 0);
  await page.reload();
  await page.waitForSelector('[data-change]');
  // Beside the next job it is gone, and does not come back.
  await page.keyboard.press('F3');
  await page.waitForSelector('[data-change]', { state: 'detached' });
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-panel="find"]');
  assert.equal(await page.locator('[data-change]').count(), 0);
  await page.reload();
  await page.waitForSelector('[data-panel="find"]');
  assert.equal(await page.locator('[data-change]').count(), 0);
});

test('what has come back does not come back twice, of what is left a part can, by the number of the ticket', async () => {
  const { page } = desk;
  await page.keyboard.press('Control+r');
  await page.waitForSelector('[data-refund-number]');
  await typeSlowly(page, '999999');
  await page.keyboard.press('Enter');
  await page.getByText('Aucun ticket ne porte ce numéro').waitFor();
  await page.fill('[data-refund-number]', '000001');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-why="all-refunded"]');
  assert.equal(await page.locator('[data-refund-line][data-why="ok"]').count(), 1);
  await page.keyboard.press('+');
  await page.waitForSelector('[data-back="true"]');
  const oneMinor = await wantedMinor(page);
  await page.keyboard.press('+');
  await page.waitForFunction(
    (before) => Number(document.querySelector('[data-refund-minor]')?.getAttribute('data-refund-minor')) > before,
    oneMinor,
  );
  await page.keyboard.press('-');
  await page.waitForFunction(
    (before) => Number(document.querySelector('[data-refund-minor]')?.getAttribute('data-refund-minor')) === before,
    oneMinor,
  );
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-panel="find"]');
  await page.getByText('Remboursement 000003').first().waitFor();
});

test('a receipt held to the scanner opens its refund, and the next article goes on the ticket all the same', async () => {
  const { page } = desk;
  await wedgeScan(page, [{ code: 'TK-000001' }]);
  await page.waitForSelector('[data-panel="refund"] [data-refund-line]');
  await wedgeScan(page, [{ code: someEans(1)[0]?.gtin ?? '' }]);
  await waitForLines(page, 1);
  assert.equal(await page.getAttribute('[data-panel]', 'data-panel'), 'find');
});
