/**
 * The end of the day on the screen: counted blind, a shortage said and let pass, the session split and closed, the day signed,
 * looked at in charts, taken away as a file, and the next day opened with what was left.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { EVERY_LOOK, lookLike, photograph, watch, type Watched } from './judged.ts';
import {
  openScreenDesk,
  type ScreenDesk,
  signIn,
  someEans,
  typeSlowly,
  waitForLines,
  wedgeScan,
} from './screen-desk.ts';
import { counted, panel } from './drawer.ts';

let desk: ScreenDesk;
let watched: Watched;
before(async () => {
  desk = await openScreenDesk({ browser: (own) => ({ downloadsPath: own.folder('downloads') }) });
  watched = watch(desk.page);
});
after(async () => {
  await desk.close();
});

const products = someEans(9);

async function sell(page: Page, count: number, tendered: string): Promise<void> {
  await wedgeScan(
    page,
    products.slice(0, count).map(({ gtin }) => ({ code: gtin })),
  );
  await waitForLines(page, count);
  await page.keyboard.press('F12');
  await panel(page, 'pay');
  await typeSlowly(page, tendered);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor]');
}

/** What the page shows of money, wherever it stands. */
const shown = (page: Page): Promise<string> => page.evaluate(() => document.body.innerText.replaceAll(/\s/g, ' '));

let expected = '';

test('the X shows a manager the drawer line by line and the day in charts, each with its table', async () => {
  const { page } = desk;
  await signIn(page, { operator: 'bernard', pin: '9876' });
  await sell(page, 5, '100');
  await sell(page, 9, '100');
  for (const look of EVERY_LOOK) {
    await lookLike(page, look);
    await panel(page, 'find');
    await page.keyboard.press('Shift+F8');
    await panel(page, 'x-report');
    await page.waitForSelector('[data-chart] .recharts-bar-rectangle');
    await photograph(page, 'x-report', look);
  }
  assert.ok((await page.locator('[data-panel="x-report"] table').count()) >= 4);
  const minor = Number(await page.getAttribute('[data-expected-minor]', 'data-expected-minor'));
  assert.ok(minor > 0);
  expected = `${Math.floor(minor / 100)},${String(minor % 100).padStart(2, '0')}`;
  await page.keyboard.press('Escape');
});

test('a ticket in progress is put on hold by the key that begins the count', async () => {
  const { page } = desk;
  await lookLike(page, { language: 'fr', theme: 'light' });
  await panel(page, 'find');
  await wedgeScan(page, [{ code: products[0]?.gtin ?? '' }]);
  await waitForLines(page, 1);
  await page.keyboard.press('Shift+F12');
  await panel(page, 'count');
  await page.waitForSelector('[data-open-tickets="1"]');
  for (const look of EVERY_LOOK) {
    await lookLike(page, look);
    await waitForLines(page, 1);
    await page.keyboard.press('Shift+F12');
    await panel(page, 'count');
    await photograph(page, 'count-begin', look);
  }
  await page.keyboard.press('F12');
  await panel(page, 'counting');
});

for (const look of EVERY_LOOK) {
  test(`counting shows nothing that is expected and reads well in ${look.language}, ${look.theme}`, async () => {
    const { page } = desk;
    await lookLike(page, look);
    await panel(page, 'counting');
    await counted(page, { 1000: '3', 100: '2', 20: '1' });
    assert.ok(!(await shown(page)).includes(expected), 'what is expected is not on the screen');
    await photograph(page, 'counting', look);
    await page.keyboard.press('F12');
    await page.waitForSelector('[data-count-step="others"]');
    assert.ok(!(await shown(page)).includes(expected), 'what is expected is not on the screen');
    await photograph(page, 'counting-others', look);
  });
}

test('what was counted stays while somebody looks at something else', async () => {
  const { page } = desk;
  await lookLike(page, { language: 'fr', theme: 'light' });
  await panel(page, 'counting');
  await counted(page, { 1000: '1', 100: '2' });
  await page.keyboard.press('F6');
  await panel(page, 'problems');
  await page.keyboard.press('Escape');
  await panel(page, 'counting');
  assert.equal(await page.getAttribute('[data-counted-minor]', 'data-counted-minor'), '1200');
});

test('a confirmed count shows what is short in words, and a recount is the next number', async () => {
  const { page } = desk;
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-count-step="others"] input[data-field="main"]:focus');
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-count-number="1"]');
  assert.ok((await shown(page)).includes(expected), 'now it is');
  await page.getByText(/manque/).waitFor();
  await page.keyboard.press('F4');
  await panel(page, 'counting');
  await counted(page, { 1000: '2', 100: '2' });
  await page.keyboard.press('F12');
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-count-number="2"]');
  for (const look of EVERY_LOOK) {
    await lookLike(page, look);
    await page.waitForSelector('[data-count-number="2"]');
    await photograph(page, 'count-result', look);
  }
});

test('more left in the drawer than was counted is refused; with a reason and a PIN the session is closed', async () => {
  const { page } = desk;
  await lookLike(page, { language: 'fr', theme: 'light' });
  await page.waitForSelector('[data-next-float]');
  await page.locator('[data-next-float]').fill('9999');
  await page.keyboard.press('F12');
  await page.getByText('ne peut pas dépasser').first().waitFor();
  await page.locator('[data-next-float]').fill('20');
  await page.locator('[data-reason]').fill('Inexpliqué');
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-approval]');
  await typeSlowly(page, '9876');
  await page.keyboard.press('Enter');
  await panel(page, 'closings');
  await page.getByText(/2,00.€ à remettre au coffre/).waitFor();
});

test('the day is closed by its key pressed twice, printed, and its Z is there to be looked at', async () => {
  const { page } = desk;
  await page.keyboard.press('F12');
  await page.getByText('Appuyez encore pour clôturer').waitFor();
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-z-number="1"]');
  await page.waitForSelector('[data-chart] .recharts-bar-rectangle');
  const [, day = ''] = await page
    .locator('[data-closing]')
    .evaluateAll((found) => found.map((one) => one.getAttribute('data-closing') ?? ''));
  for (const look of EVERY_LOOK) {
    await lookLike(page, look);
    await panel(page, 'opening');
    await page.keyboard.press('Shift+F3');
    await panel(page, 'closings');
    await page.waitForSelector('[data-over-short] [data-chart]');
    await photograph(page, 'over-short', look);
    await page.click(`[data-closing="${day}"]`);
    await page.waitForSelector('[data-chart] .recharts-bar-rectangle');
    await photograph(page, 'closing', look);
  }
});

test('a Z is taken away as a PDF and as a spreadsheet', async () => {
  const { page } = desk;
  const [pdf] = await Promise.all([page.waitForEvent('download'), page.click('[data-action="closing-pdf"]')]);
  assert.match(pdf.suggestedFilename(), /\.pdf$/);
  assert.equal(
    readFileSync(await pdf.path())
      .subarray(0, 5)
      .toString(),
    '%PDF-',
  );
  const [csv] = await Promise.all([page.waitForEvent('download'), page.click('[data-action="closing-csv"]')]);
  assert.match(csv.suggestedFilename(), /\.csv$/);
  assert.match(readFileSync(await csv.path(), 'utf8'), /;/);
});

test('a float other than what was left shows the difference and asks for a reason and a PIN', async () => {
  const { page } = desk;
  for (const look of EVERY_LOOK) {
    await lookLike(page, look);
    await panel(page, 'opening');
    await page.keyboard.press('F4');
    await counted(page, { 1000: '1' });
    assert.equal(await page.getAttribute('[data-difference-minor]', 'data-difference-minor'), '-1000');
    await photograph(page, 'opening-differs', look);
  }
  await lookLike(page, { language: 'fr', theme: 'light' });
  await panel(page, 'opening');
  await page.keyboard.press('F4');
  await counted(page, { 1000: '1' });
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-notice-serial][data-tone="bad"]');
  await page.locator('[data-reason]').fill('Billet pris pour la monnaie');
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-approval]');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-approval]', { state: 'detached' });
  assert.equal(await page.getAttribute('[data-panel]', 'data-panel'), 'opening');
});

test('the next day opens by one key with what was left', async () => {
  const { page } = desk;
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-left-minor]');
  assert.equal(await page.getAttribute('[data-left-minor]', 'data-left-minor'), '2000');
  await page.keyboard.press('F12');
  await panel(page, 'find');
});

test('a session closed without a count waits in words, and is counted after the next one was opened', async () => {
  const { page } = desk;
  await page.keyboard.press('Shift+F7');
  await panel(page, 'cash');
  await typeSlowly(page, '8');
  await page.getByText('Appuyez encore pour fermer').waitFor();
  await typeSlowly(page, '8');
  await panel(page, 'opening');
  await page.locator('[data-kind="waits"]').filter({ hasText: '1 session à compter' }).waitFor();
  for (const look of EVERY_LOOK) {
    await lookLike(page, look);
    await panel(page, 'opening');
    await page.keyboard.press('Shift+F3');
    await panel(page, 'closings');
    await page.waitForSelector('[data-action="count-session"]');
    await photograph(page, 'closings-waiting', look);
  }
  await lookLike(page, { language: 'fr', theme: 'light' });
  await panel(page, 'opening');
  await page.keyboard.press('Shift+F3');
  await panel(page, 'closings');
  await page.keyboard.press('F4');
  await counted(page, { 2000: '1' });
  await page.keyboard.press('F12');
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-count-number="1"]');
  await page.getByText('Tout est juste').waitFor();
});

test('in all that, nothing was asked of a network and nothing was written that the content policy forbids', () => {
  assert.deepEqual(watched, { elsewhere: [], violations: [] });
});
