/**
 * How the screen looks and reads: every screen in French and Arabic, light and dark, at two sizes, is photographed into
 * `.screens/` to be looked at, and checked for what a machine can check: contrast, names, roles (axe), target sizes,
 * nothing cut off, nothing written into the page as a style, nothing asked of a network.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import {
  openScreenDesk,
  type ScreenDesk,
  signIn,
  someEans,
  typeSlowly,
  waitForLines,
  wedgeScan,
} from './screen-desk.ts';

const SCREENS = fileURLToPath(new URL('../../.screens/', import.meta.url));
const SIZES = [
  { width: 1366, height: 768 },
  { width: 1024, height: 768 },
];
const LANGUAGES = ['fr', 'ar'] as const;
const THEMES = ['light', 'dark'] as const;
const TARGET_PX_MIN = 56;

let desk: ScreenDesk;
const elsewhere: string[] = [];
const violations: string[] = [];
before(async () => {
  mkdirSync(SCREENS, { recursive: true });
  desk = await openScreenDesk();
  const { page } = desk;
  const { host } = new URL(page.url());
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.host !== host && url.protocol !== 'data:') elsewhere.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') violations.push(message.text());
  });
});
after(async () => {
  await desk.close();
});

interface Look {
  readonly language: 'fr' | 'en' | 'ar';
  readonly theme: 'light' | 'dark';
  readonly contrast?: 'normal' | 'high';
}

async function lookLike(look: Look): Promise<void> {
  const { page } = desk;
  await page.evaluate((preferences) => {
    localStorage.setItem('comptoir.screen', JSON.stringify({ contrast: 'normal', sound: false, ...preferences }));
  }, look);
  await page.reload();
  await page.waitForSelector(`html[lang="${look.language}"] [data-screen]`);
}

async function photograph(name: string, look: Look): Promise<void> {
  const { page } = desk;
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.waitForTimeout(60);
    const file = `${name}-${look.language}-${look.theme}${look.contrast === 'high' ? '-high' : ''}-${size.width}x${size.height}.png`;
    await page.screenshot({ path: path.join(SCREENS, file) });
    await nothingSticksOut(page, file);
  }
  await isAccessible(page, `${name} ${look.language} ${look.theme}`);
  await targetsAreLarge(page);
}

async function isAccessible(page: Page, where: string): Promise<void> {
  const found = await page.evaluate(async (source) => {
    if (!('axe' in window)) window.eval(source);
    const { axe: checker } = window as unknown as {
      axe: {
        run(
          context: Document,
          options: object,
        ): Promise<{
          passes: unknown[];
          violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
        }>;
      };
    };
    const result = await checker.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return {
      rulesThatLooked: result.passes.length,
      broken: result.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 240)}`),
      ),
    };
  }, axe.source);
  assert.deepEqual(found.broken, [], where);
  assert.ok(found.rulesThatLooked >= 8, `${where}: ${found.rulesThatLooked} rules found something to look at`);
}

/** Whatever a finger presses is at least 56 px high and wide. */
async function targetsAreLarge(page: Page): Promise<void> {
  const small = await page.evaluate(
    (least) =>
      [...document.querySelectorAll('button, input, [role="option"]')].flatMap((target) => {
        const { width, height } = target.getBoundingClientRect();
        const hidden = width === 0 || height === 0;
        return hidden || (width >= least && height >= least)
          ? []
          : [`${target.outerHTML.slice(0, 120)} ${Math.round(width)}x${Math.round(height)}`];
      }),
    TARGET_PX_MIN,
  );
  assert.deepEqual(small, []);
}

/** No part of the page lies outside the window, and no word of a control is cut. */
async function nothingSticksOut(page: Page, where: string): Promise<void> {
  const out = await page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    const cut = [...document.querySelectorAll('button')].filter(
      (one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1,
    );
    return { page: scrollWidth > clientWidth || scrollHeight > clientHeight, cut: cut.map((one) => one.textContent) };
  });
  assert.deepEqual(out, { page: false, cut: [] }, where);
}

const everyLook: readonly Look[] = LANGUAGES.flatMap((language) => THEMES.map((theme) => ({ language, theme })));

for (const look of everyLook) {
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
  for (const look of everyLook) {
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

for (const look of everyLook) {
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
  for (const theme of THEMES) {
    const look: Look = { language: 'en', theme, contrast: 'high' };
    await lookLike(look);
    await waitForLines(desk.page, 14);
    await photograph('selling', look);
  }
});

test('in all that, nothing was asked of a network and no rule against foreign content was broken', () => {
  assert.deepEqual(elsewhere, []);
  assert.deepEqual(violations, []);
});
