/**
 * How the screen looks and reads: every screen in French and Arabic, light and dark, at two sizes, is photographed into
 * `.screens/` to be looked at, and checked for what a machine can check: contrast, names, roles (axe), target sizes,
 * nothing cut off, nothing written into the page as a style, nothing asked of a network.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  EVERY_LOOK,
  type Look,
  lookLike as lookLikeOn,
  photograph as photographOn,
  watch,
  type Watched,
} from './judged.ts';
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
let watched: Watched;
before(async () => {
  desk = await openScreenDesk();
  watched = watch(desk.page);
});
after(async () => {
  await desk.close();
});

const lookLike = (look: Look): Promise<void> => lookLikeOn(desk.page, look);
const photograph = (name: string, look: Look): Promise<void> => photographOn(desk.page, name, look);

for (const look of EVERY_LOOK) {
  test(`sign-in reads well in ${look.language}, ${look.theme}`, async () => {
    await lookLike(look);
    await desk.page.waitForSelector('[data-operator]');
    await photograph('sign-in', look);
    await desk.page.click('[data-operator="camille"]');
    await desk.page.waitForSelector('[data-action="other-operator"]');
    await photograph('pin', look);
  });
}

test('a basket and two paid tickets are there to be looked at', async () => {
  const { page } = desk;
  const products = someEans(14);
  await lookLike({ language: 'fr', theme: 'light' });
  await signIn(page, { operator: 'bernard', pin: '9876' });
  await wedgeScan(
    page,
    products.slice(0, 3).map(({ gtin }) => ({ code: gtin })),
  );
  await waitForLines(page, 3);
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  await typeSlowly(page, '50');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor]');
  for (const look of EVERY_LOOK) {
    await lookLike(look);
    await page.waitForSelector('[data-change-minor]');
    await photograph('change', look);
  }
  await wedgeScan(
    page,
    products.map(({ gtin }) => ({ code: gtin })),
  );
  await waitForLines(page, 14);
});

for (const look of EVERY_LOOK) {
  test(`selling, searching, paying and every panel read well in ${look.language}, ${look.theme}`, async () => {
    const { page } = desk;
    await lookLike(look);
    await waitForLines(page, 14);
    assert.equal(await page.evaluate(() => document.documentElement.dir), look.language === 'ar' ? 'rtl' : 'ltr');
    await photograph('selling', look);
    await typeSlowly(page, 'cho');
    await page.waitForSelector('[data-product-id]');
    await photograph('search', look);
    await page.keyboard.press('Escape');
    await wedgeScan(page, [{ code: '4006381333931' }]);
    await page.waitForSelector('[data-notice-serial][data-tone="bad"]');
    await photograph('unknown', look);
    for (const [key, panel] of [
      ['F12', 'pay'],
      ['F3', 'tickets'],
      ['F6', 'problems'],
      ['F7', 'drawer'],
      ['F10', 'settings'],
    ] as const) {
      await page.keyboard.press(key);
      await page.waitForSelector(`[data-panel="${panel}"]`);
      if (panel === 'tickets') await page.waitForSelector('[data-paper]');
      await photograph(panel, look);
      await page.keyboard.press('Escape');
      await page.waitForSelector('[data-panel="find"]');
    }
    await page.keyboard.press('Control+k');
    await page.waitForSelector('[data-palette]');
    await photograph('palette', look);
    await page.keyboard.press('Escape');
  });
}

test('high contrast and English are complete too', async () => {
  for (const theme of ['light', 'dark'] as const) {
    const look: Look = { language: 'en', theme, contrast: 'high' };
    await lookLike(look);
    await waitForLines(desk.page, 14);
    await photograph('selling', look);
  }
});

test('in all that, nothing was asked of a network and no rule against foreign content was broken', () => {
  assert.deepEqual(watched, { elsewhere: [], violations: [] });
});
