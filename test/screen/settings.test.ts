/** The settings of the shop: every group in every look, what is wrong said at its field, and what is saved holds at once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { EVERY_LOOK, lookLike, photograph, watch, type Watched } from './judged.ts';
import { openScreenDesk, type ScreenDesk, signIn } from './screen-desk.ts';
import { panel, signInOnly } from './drawer.ts';

const GROUPS = ['roles', 'cash', 'tenders', 'gift-cards', 'loyalty', 'consents'] as const;

let desk: ScreenDesk;
let watched: Watched;
before(async () => {
  desk = await openScreenDesk();
  watched = watch(desk.page);
});
after(async () => {
  await desk.close();
});

test('a cashier sees the settings of the screen and none of the shop', async () => {
  const { page } = desk;
  await signIn(page);
  await page.keyboard.press('F10');
  await panel(page, 'settings');
  assert.equal(await page.locator('[data-settings-place]').count(), 0);
  await page.keyboard.press('Control+l');
});

for (const look of EVERY_LOOK) {
  test(`every group of settings is reached by arrows and reads well in ${look.language}, ${look.theme}`, async () => {
    const { page } = desk;
    await lookLike(page, look);
    if ((await page.locator('[data-screen="sign-in"]').count()) > 0)
      await signInOnly(page, { operator: 'bernard', pin: '9876' });
    await panel(page, 'find');
    await page.keyboard.press('F10');
    await panel(page, 'settings');
    await photograph(page, 'settings', look);
    for (const group of GROUPS) {
      await page.keyboard.press('ArrowDown');
      await page.waitForSelector(`[data-settings-group="${group}"]`);
      await photograph(page, `settings-${group}`, look);
    }
  });
}

test('an amount that nobody can read is said at its field and not sent; what is saved holds from then on', async () => {
  const { page } = desk;
  await lookLike(page, { language: 'fr', theme: 'light' });
  await panel(page, 'find');
  await page.keyboard.press('F10');
  await panel(page, 'settings');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.waitForSelector('[data-settings-group="cash"]');
  const field = page.locator('[data-setting="shop.cash.next-float"]');
  await field.fill('douze');
  await page.locator('[data-problem]').filter({ hasText: 'Tapez un montant' }).waitFor();
  await page.keyboard.press('F12');
  await page.getByText('Un champ est à corriger').waitFor();
  await field.fill('120,50');
  await page.keyboard.press('F12');
  await page.getByText('Enregistré.').waitFor();
  await page.click('[data-settings-place="roles"]');
  await page.click('[data-settings-place="cash"]');
  assert.equal(await field.inputValue(), '120,50');
});

test('what the till refuses is said in words and stays to be corrected', async () => {
  const { page } = desk;
  await page.locator('[data-setting="shop.cash.closing-reason"]').fill('5');
  await page.locator('[data-setting="shop.cash.closing-approval"]').fill('1');
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-notice-serial][data-tone="bad"]');
  assert.equal(await page.locator('[data-setting="shop.cash.closing-approval"]').inputValue(), '1');
  await page.click('[data-action="revert-settings"]');
  assert.equal(await page.locator('[data-setting="shop.cash.closing-approval"]').inputValue(), '3');
});

test('a right that is given is a right that is had, after the next signing in', async () => {
  const { page } = desk;
  await page.click('[data-settings-place="roles"]');
  await page.click('[data-switch="cashier-see-expected"]');
  await page.keyboard.press('F12');
  await page.getByText('Enregistré.').waitFor();
  await page.keyboard.press('Control+l');
  await signInOnly(page, { operator: 'camille', pin: '1234' });
  await panel(page, 'find');
  await page.keyboard.press('Shift+F8');
  await page.waitForSelector('[data-expected-minor]');
});

test('nothing of it was written into the page that its content policy forbids', () => {
  assert.deepEqual(watched.violations, []);
});
