/**
 * The drawer from nothing to selling: opened by one key or counted, compared with what was left, handed over and taken up
 * again, and never sold from while it is closed.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { EVERY_LOOK, lookLike, photograph, watch, type Watched } from './judged.ts';
import { openScreenDesk, type ScreenDesk, someEans, typeSlowly, waitForLines, wedgeScan } from './screen-desk.ts';
import { counted, panel, signInOnly } from './drawer.ts';

let desk: ScreenDesk;
let watched: Watched;
before(async () => {
  desk = await openScreenDesk();
  watched = watch(desk.page);
});
after(async () => {
  await desk.close();
});

const [product] = someEans(1);

test('signing in opens no drawer: what there is to open it with stands where selling will be', async () => {
  const { page } = desk;
  await signInOnly(page, { operator: 'bernard', pin: '9876' });
  await panel(page, 'opening');
  assert.equal(await page.locator('[data-kind="session"]').innerText(), 'Session\nfermée');
  for (const look of EVERY_LOOK) {
    await lookLike(page, look);
    await panel(page, 'opening');
    await photograph(page, 'opening', look);
  }
  await lookLike(page, { language: 'fr', theme: 'light' });
});

test('what is scanned before the drawer is open is refused in words, and the key that opens it stays in sight', async () => {
  const { page } = desk;
  await panel(page, 'opening');
  await wedgeScan(page, [{ code: product?.gtin ?? '' }]);
  await page.waitForSelector('[data-notice-serial][data-tone="bad"]');
  assert.equal(await page.getAttribute('[data-panel]', 'data-panel'), 'opening');
  await page.locator('[data-action="open-session"]').waitFor();
});

test('a digit begins to count, Enter goes on to the next denomination, and the sum follows', async () => {
  const { page } = desk;
  await typeSlowly(page, '1');
  await page.waitForSelector('[data-count-pad]');
  await typeSlowly(page, '2');
  assert.equal(await page.getAttribute('[data-counted-minor]', 'data-counted-minor'), '600000');
  await page.locator('[data-active="true"] input').fill('');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.locator('[data-active="true"]').getAttribute('data-denomination'), '10000');
  await page.keyboard.press('ArrowUp');
  assert.equal(await page.locator('[data-active="true"]').getAttribute('data-denomination'), '20000');
  await counted(page, { 2000: '4', 50: '12+8' });
  await page.locator('[data-denomination="200"] input').focus();
  await page.keyboard.press('Alt+3');
  assert.equal(await page.locator('[data-denomination="200"] input').inputValue(), '25');
  assert.equal(await page.getAttribute('[data-counted-minor]', 'data-counted-minor'), '14000');
});

for (const look of EVERY_LOOK) {
  test(`counting a float reads well in ${look.language}, ${look.theme}`, async () => {
    const { page } = desk;
    await lookLike(page, look);
    await panel(page, 'opening');
    await page.keyboard.press('F4');
    await counted(page, { 2000: '4', 200: '25', 50: '12+8' });
    await photograph(page, 'opening-count', look);
  });
}

test('a count that nobody can read is said, and opens nothing', async () => {
  const { page } = desk;
  await lookLike(page, { language: 'fr', theme: 'light' });
  await panel(page, 'opening');
  await page.keyboard.press('F4');
  await counted(page, { 2000: '-3' });
  await page.keyboard.press('F12');
  await page.getByText('Tapez un nombre').waitFor();
  assert.equal(await page.getAttribute('[data-panel]', 'data-panel'), 'opening');
});

test('the first float of a shop is what was counted, compared with nothing', async () => {
  const { page } = desk;
  await counted(page, { 2000: '5' });
  assert.equal(await page.locator('[data-difference-minor]').count(), 0);
  await page.keyboard.press('F12');
  await panel(page, 'find');
  await page.getByText(/Caisse ouverte avec 100,00/).waitFor();
  assert.equal(await page.locator('[data-kind="session"]').innerText(), 'Session\nouverte');
});

test('the drawer panel says how it stands, does everything by a digit, and a scan goes to the ticket from there', async () => {
  const { page } = desk;
  for (const look of EVERY_LOOK) {
    await lookLike(page, look);
    await panel(page, 'find');
    await page.keyboard.press('Shift+F7');
    await panel(page, 'cash');
    await photograph(page, 'cash', look);
  }
  await lookLike(page, { language: 'fr', theme: 'light' });
  await panel(page, 'find');
  await page.keyboard.press('Shift+F7');
  await panel(page, 'cash');
  await typeSlowly(page, '2');
  await panel(page, 'pay-out');
  await wedgeScan(page, [{ code: product?.gtin ?? '' }]);
  await waitForLines(page, 1);
  assert.equal(await page.getAttribute('[data-panel]', 'data-panel'), 'find');
});

test('a pay-out has an amount, a reason by a key, and a numbered slip', async () => {
  const { page } = desk;
  await page.keyboard.press('Shift+F4');
  await panel(page, 'pay-out');
  await page.keyboard.press('F12');
  await page.getByText('Tapez d’abord le montant').waitFor();
  await typeSlowly(page, '12,50');
  await page.keyboard.press('Alt+1');
  assert.notEqual(await page.locator('[data-reason]').inputValue(), '');
  await page.keyboard.press('F12');
  await page.getByText(/Bon .*12,50/).waitFor();
  await panel(page, 'find');
});

for (const look of EVERY_LOOK) {
  test(`cash in, out and to the safe read well in ${look.language}, ${look.theme}`, async () => {
    const { page } = desk;
    await lookLike(page, look);
    await waitForLines(page, 1);
    for (const [key, name] of [
      ['Shift+F2', 'pay-in'],
      ['Shift+F4', 'pay-out'],
      ['Shift+F6', 'safe-drop'],
    ] as const) {
      await page.keyboard.press(key);
      await panel(page, name);
      await photograph(page, name, look);
      await page.keyboard.press('Escape');
      await panel(page, 'find');
    }
  });
}

test('the drawer is handed over, nothing is sold meanwhile, and one key takes it up again with the ticket that was begun', async () => {
  const { page } = desk;
  await lookLike(page, { language: 'fr', theme: 'light' });
  await waitForLines(page, 1);
  await page.keyboard.press('Shift+F9');
  await panel(page, 'suspended');
  await wedgeScan(page, [{ code: product?.gtin ?? '' }]);
  await page.waitForSelector('[data-notice-serial][data-tone="bad"]');
  for (const look of EVERY_LOOK) {
    await lookLike(page, look);
    await panel(page, 'suspended');
    await photograph(page, 'suspended', look);
  }
  await page.keyboard.press('F12');
  await panel(page, 'find');
  await waitForLines(page, 1);
});

test('in all that nothing was written into the page that its content policy forbids', () => {
  assert.deepEqual(watched.violations, []);
});
