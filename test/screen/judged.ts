/**
 * What a machine can judge of a screen, in each look: it is photographed into `.screens/` to be looked at, and checked for
 * contrast, names and roles (axe), for the size of targets, and for what is cut off or sticks out.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const SCREENS = fileURLToPath(new URL('../../.screens/', import.meta.url));
const SIZES = [
  { width: 1366, height: 768 },
  { width: 1024, height: 768 },
];
const LANGUAGES = ['fr', 'ar'] as const;
const THEMES = ['light', 'dark'] as const;
/** At a till. */
const TARGET_PX_MIN = 56;

export interface Look {
  readonly language: 'fr' | 'en' | 'ar';
  readonly theme: 'light' | 'dark';
  readonly contrast?: 'normal' | 'high';
}

export const EVERY_LOOK: readonly Look[] = LANGUAGES.flatMap((language) =>
  THEMES.map((theme) => ({ language, theme })),
);

/** Loads the page anew with this look. */
export async function lookLike(page: Page, look: Look): Promise<void> {
  await page.evaluate((preferences) => {
    localStorage.setItem('comptoir.screen', JSON.stringify({ contrast: 'normal', sound: false, ...preferences }));
  }, look);
  await page.reload();
  await page.waitForSelector(`html[lang="${look.language}"] [data-screen]`);
}

/** What a page asked of others and what went wrong in it, from now on. */
export interface Watched {
  /** Addresses outside the till. */
  readonly elsewhere: readonly string[];
  /** Errors that the page threw or the browser told, such as what its policy refused. */
  readonly violations: readonly string[];
}

/** Listens to a page for as long as it is open. */
export function watch(page: Page): Watched {
  const elsewhere: string[] = [];
  const violations: string[] = [];
  const { host } = new URL(page.url());
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.host !== host && !['data:', 'blob:'].includes(url.protocol)) elsewhere.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') violations.push(message.text());
  });
  page.on('pageerror', (error) => violations.push(error.message));
  return { elsewhere, violations };
}

/** Photographs the page as it stands, at every size, and judges it. */
export async function photograph(
  page: Page,
  name: string,
  look: Look,
  { targetPxMin = TARGET_PX_MIN }: { readonly targetPxMin?: number } = {},
): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  await page.waitForSelector('[data-loading]', { state: 'detached' });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.waitForTimeout(60);
    const file = `${name}-${look.language}-${look.theme}${look.contrast === 'high' ? '-high' : ''}-${size.width}x${size.height}.png`;
    await page.screenshot({ path: path.join(SCREENS, file) });
    await nothingSticksOut(page, file);
  }
  await isAccessible(page, `${name} ${look.language} ${look.theme}`);
  await targetsAreLarge(page, targetPxMin);
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

/** Whatever a finger presses is at least that high and wide. */
async function targetsAreLarge(page: Page, leastPx: number): Promise<void> {
  const small = await page.evaluate(
    (least) =>
      [...document.querySelectorAll('button, input, select, [role="option"]')].flatMap((target) => {
        const { width, height } = target.getBoundingClientRect();
        const hidden = width === 0 || height === 0;
        return hidden || (width >= least && height >= least)
          ? []
          : [`${target.outerHTML.slice(0, 120)} ${Math.round(width)}x${Math.round(height)}`];
      }),
    leastPx,
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
