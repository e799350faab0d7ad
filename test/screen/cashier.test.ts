/**
 * A cashier's work from end to end: through the page, the web shell and the till to the paper.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { paperText } from '#sim/printer/simulated-printer.ts';
import {
  eventually,
  openScreenDesk,
  type ScreenDesk,
  signIn,
  someEans,
  typeSlowly,
  waitForLines,
  wedgeScan,
} from './screen-desk.ts';

/** A fresh panel ignores touches for a moment; nobody is this quick on purpose. */
const SETTLED_MS = 400;

let desk: ScreenDesk;
before(async () => {
  desk = await openScreenDesk();
});
after(async () => {
  await desk.close();
});

const products = someEans(10);

test('a wrong PIN is told, the right one signs in, and one key opens the drawer', async () => {
  const { page } = desk;
  await page.waitForSelector('[data-operator]');
  await page.click('[data-operator="camille"]');
  await typeSlowly(page, '9999');
  await page.keyboard.press('Enter');
  await page.getByText('Code inexact').waitFor();
  await typeSlowly(page, '1234');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-screen="selling"] [data-panel="opening"]');
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-panel="find"]');
});

test('ten products scanned are ten lines, in order, under a total larger than anything else', async () => {
  const { page } = desk;
  await wedgeScan(
    page,
    products.map(({ gtin }) => ({ code: gtin })),
  );
  await waitForLines(page, 10);
  const labels = await page
    .locator('[data-line-id][data-kind="product"] bdi')
    .evaluateAll((found) => found.map((one) => one.textContent ?? ''));
  for (const { name } of products) assert.ok(labels.includes(name), name);
  const sizes = await page.evaluate(() => {
    const size = (element: Element) => Number.parseFloat(getComputedStyle(element).fontSize);
    const total = document.querySelector('[data-total-minor] output');
    return {
      total: total === null ? 0 : size(total),
      others: [...document.querySelectorAll('body *')]
        .filter((one) => one.children.length === 0 && !one.closest('output'))
        .map(size),
    };
  });
  assert.ok(sizes.total > 1.5 * Math.max(...sizes.others), `${sizes.total} against ${Math.max(...sizes.others)}`);
});

test('a product found by its name is added, its quantity changed, another line removed, all by keyboard', async () => {
  const { page } = desk;
  const before = await page.locator('[data-line-id]').count();
  const wanted = products[3]?.name ?? '';
  await typeSlowly(
    page,
    wanted
      .normalize('NFD')
      .replace(/[^A-Za-z ]/g, '')
      .slice(0, 9)
      .trim(),
  );
  await page.waitForSelector('[data-product-id]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-notice-serial]');
  await page.keyboard.press('F4');
  await typeSlowly(page, '3');
  await page.keyboard.press('Enter');
  await page.locator('[data-line-id][aria-selected="true"]').getByText('3 ×').waitFor();
  const removed = await page.locator('[data-line-id]').first().getAttribute('data-line-id');
  for (let line = 0; line < before + 2; line += 1) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Delete');
  await page.waitForSelector(`[data-line-id="${removed}"]`, { state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-field')), 'main');
});

test('paying by keyboard shows the change very large, opens the drawer and prints when asked', async () => {
  const { page, printer } = desk;
  const kicks = printer.drawer.kicks;
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  await page.waitForTimeout(SETTLED_MS);
  await page.keyboard.press('F8');
  await page.waitForSelector('[data-value="paper"][aria-checked="true"]');
  const dueMinor = Number(await page.getAttribute('[data-due-minor]', 'data-due-minor'));
  await typeSlowly(page, '1');
  await page.keyboard.press('Enter');
  await page.locator('[data-notice-serial][data-tone="bad"]').waitFor();
  await page.keyboard.press('Backspace');
  await page.locator('[data-notice-serial][data-tone="bad"]').waitFor({ state: 'detached' });
  await typeSlowly(page, '500');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor]');
  assert.equal(Number(await page.getAttribute('[data-change-minor]', 'data-change-minor')), 50_000 - dueMinor);
  await page.waitForSelector('[data-job-state="printed"]');
  await eventually(() => printer.drawer.kicks === kicks + 1, 'the drawer opens once');
  const paper = paperText(printer.paper);
  for (const { name } of products.slice(1)) assert.ok(paper.includes(name.slice(0, 12)), `${name} is on the paper`);
  assert.match(paper, /TOTAL/i);
});

test('the next scan begins the next ticket; a double click on pay takes the money once', async () => {
  const { page } = desk;
  await wedgeScan(page, [{ code: products[0]?.gtin ?? '' }]);
  await waitForLines(page, 1);
  await page.waitForTimeout(SETTLED_MS);
  await page.dblclick('[data-action="pay"]');
  await page.waitForSelector('[data-tendered]');
  assert.equal(
    await page.locator('[data-change-minor]').count(),
    0,
    'the second half of the double click paid nothing',
  );
  await page.waitForTimeout(SETTLED_MS);
  await page.dblclick('[data-action="validate"]');
  await page.waitForSelector('[data-change-minor="0"]');
  await page.keyboard.press('F3');
  await page.waitForSelector('[data-ticket-id]');
  assert.equal(await page.locator('[data-ticket-id]').count(), 2);
});

test('a recent ticket is shown as paper, and its duplicate comes out numbered', async () => {
  const { page, printer } = desk;
  await page.waitForSelector('[data-paper]');
  assert.match((await page.locator('[data-paper]').textContent()) ?? '', /TVA/);
  await page.keyboard.press('F8');
  await page.getByText('Duplicata n° 1').waitFor();
  await eventually(() => paperText(printer.paper).includes('DUPLICATA'), 'the duplicate is on paper');
  await page.keyboard.press('Escape');
});

test('a ticket is abandoned by a second press, never by one', async () => {
  const { page } = desk;
  await wedgeScan(page, [{ code: products[1]?.gtin ?? '' }]);
  await waitForLines(page, 1);
  await page.keyboard.press('F9');
  await page.getByText('Appuyez encore').waitFor();
  assert.equal(await page.locator('[data-line-id]').count(), 1);
  await page.keyboard.press('F9');
  await waitForLines(page, 0);
  await page.getByText('Ticket abandonné').waitFor();
});

test('the drawer is the manager’s: a cashier is told so, a manager gives a reason', async () => {
  const { page, printer } = desk;
  await page.keyboard.press('F7');
  await page.getByText('Appelez un responsable').waitFor();
  assert.equal(await page.getAttribute('[data-panel]', 'data-panel'), 'find');
  await page.keyboard.press('Control+l');
  await signIn(page, { operator: 'bernard', pin: '9876' });
  const kicks = printer.drawer.kicks;
  await page.keyboard.press('F7');
  await page.waitForSelector('[data-action="open-drawer"]');
  await typeSlowly(page, '1');
  await page.keyboard.press('Enter');
  await page.getByText('Ouverture du tiroir enregistrée').waitFor();
  await eventually(() => printer.drawer.kicks === kicks + 1, 'the drawer opens');
});

test('any action is found by a few letters, and a scan from there reaches the ticket', async () => {
  const { page } = desk;
  await page.keyboard.press('Control+k');
  await page.waitForSelector('[data-palette]');
  await typeSlowly(page, 'regl');
  assert.equal(await page.locator('[data-choice]').first().getAttribute('data-choice'), 'settings');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-panel="settings"]');
  await page.keyboard.press('Control+k');
  await page.waitForSelector('[data-palette]');
  await wedgeScan(page, [{ code: products[2]?.gtin ?? '' }]);
  await waitForLines(page, 1);
  assert.equal(await page.locator('[data-palette]').count(), 0);
  assert.equal(await page.getAttribute('[data-panel]', 'data-panel'), 'find');
});
