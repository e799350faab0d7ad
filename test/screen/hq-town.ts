/**
 * Two shops and their headquarters, every part a process as it ships: web shells with their tills, headquarters over its
 * PostgreSQL, and each page in a sandboxed Chromium of an unprivileged user. At each till somebody else sells at a second
 * station, through the contract of the screen.
 */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { present } from '#base/assert.ts';
import { openTestDesk } from '../../tools/lib/test-desk.mjs';
import type { ScreenClient } from '../conformance/screen-client.ts';
import { type Counter, openCounter } from '../scenario/counter.ts';
import { openHeadquarters, type RealHq } from '../scenario/headquarters.ts';
import { panel } from './drawer.ts';
import { DIRECTOR } from './hq-desk.ts';
import { photograph, watch, type Watched } from './judged.ts';
import { signIn, waitForLines, wedgeScan } from './screen-desk.ts';

const PATIENCE_MS = 60_000;
const LOOK = { language: 'fr', theme: 'light' } as const;
const VIEWPORT = { width: 1366, height: 768 };

export interface TownTill {
  readonly page: Page;
  readonly counter: Counter;
  /** The second station. */
  station(): ScreenClient;
  readonly watched: Watched;
  /** What was sold here, at both stations; stored value that was sold is a ticket and no takings. */
  readonly sold: { count: number; grossMinor: number };
}

export interface Town {
  readonly hq: RealHq;
  /** The page of headquarters. */
  readonly page: Page;
  readonly watched: Watched;
  readonly one: TownTill;
  readonly two: TownTill;
  readonly tills: readonly TownTill[];
  close(): Promise<void>;
}

/** Opens it all; nobody is enrolled yet. */
export async function openTown(options: Parameters<typeof openHeadquarters>[0] = {}): Promise<Town> {
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closing.reverse()) await end();
  };
  try {
    const hq = await openHeadquarters(options);
    closing.push(() => hq.close());
    const counters: Counter[] = [];
    for (let opened = 0; opened < 2; opened += 1) {
      const counter = await openCounter();
      closing.push(() => counter.close());
      counters.push(counter);
    }
    const desk = await openTestDesk();
    closing.push(() => desk.close());
    // A profile each: cookies know no ports.
    const show = async (address: string): Promise<Page> => {
      const context = await desk.launchChromium({ viewport: VIEWPORT, locale: 'fr-FR' });
      const page = present(context.pages()[0] ?? (await context.newPage()), 'a page');
      page.setDefaultTimeout(PATIENCE_MS);
      await page.goto(address);
      return page;
    };
    const tills: TownTill[] = [];
    for (const counter of counters) {
      const page = await show(await counter.shell().address());
      const station = (): ScreenClient => counter.page();
      tills.push({ page, counter, station, watched: watch(page), sold: { count: 0, grossMinor: 0 } });
    }
    const page = await show(hq.pages);
    const [one, two] = [present(tills[0], 'a till'), present(tills[1], 'another')];
    return { hq, page, watched: watch(page), one, two, tills, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Photographs a page as it stands: a till's page asks for larger targets than a desk with a mouse. */
export async function picture(page: Page, name: string): Promise<void> {
  const isTill = (await page.locator('[data-screen="pages"]').count()) === 0;
  await photograph(page, name, LOOK, isTill ? {} : { targetPxMin: 24 });
  await page.setViewportSize(VIEWPORT);
}

/** Signs in at headquarters' page, by keyboard. */
export async function signInAtHq({ page }: Town): Promise<void> {
  await page.waitForSelector('[data-screen="sign-in"]');
  await page.keyboard.type(DIRECTOR.login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(DIRECTOR.password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-screen="pages"][data-place="today"]');
}

/** Somebody at each station, and the till enrolled by the code that a manager types. */
export async function enrol(till: TownTill, { address, code }: { readonly address: string; readonly code: string }) {
  const { page } = till;
  await signIn(page, { operator: 'bernard', pin: '9876' });
  await till.counter.signIn();
  await page.keyboard.press('Control+b');
  await panel(page, 'headquarters');
  await page.locator('[data-hq-address]').fill(address);
  await page.locator('[data-hq-code]').fill(code);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-hq-link="online"] [data-unsent="0"]');
}

/** Back to selling. */
export async function toSelling(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await panel(page, 'find');
}

/** Articles and cards, by the scanner of the page; `cards` after the articles. */
export async function scanAtPage({ page }: TownTill, eans: readonly string[], cards: readonly string[] = []) {
  await wedgeScan(
    page,
    eans.map((code) => ({ code })),
  );
  await waitForLines(page, eans.length);
  await wedgeScan(
    page,
    cards.map((code) => ({ code })),
  );
}

/** Takes what is due by bank card, at the page: takings but for `storedMinor`. Gives the time of the last key. */
export async function payAtPage(till: TownTill, storedMinor = 0): Promise<number> {
  const { page } = till;
  await page.keyboard.press('F12');
  await page.locator('[data-tender="card"]').waitFor();
  const dueMinor = await figure(page, 'data-due-minor');
  await page.keyboard.press('Control+2');
  await page.waitForSelector('[data-tender="card"][aria-checked="true"]');
  const pressedMs = Date.now();
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor="0"]');
  till.sold.count += 1;
  till.sold.grossMinor += dueMinor - storedMinor;
  return pressedMs;
}

/** Sales of one article each at the second station. */
export async function sellAtStation(till: TownTill, eans: readonly string[]): Promise<void> {
  for (const ean of eans) {
    await till.counter.scan([ean]);
    const { totalMinor } = till.station().view('basket');
    await till.counter.pay('none');
    till.sold.count += 1;
    till.sold.grossMinor += totalMinor;
  }
}

/** A number that stands in an attribute of the page. */
export async function figure(page: Page, name: string): Promise<number> {
  return Number(await page.locator(`[${name}]`).first().getAttribute(name));
}

/** Waits for something that comes by itself. */
export async function patiently(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    assert.ok(Date.now() < endMs, `in vain waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
