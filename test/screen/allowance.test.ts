/**
 * What headquarters lets pass, as a till shows it: a gift card whose money was set aside here or at another till, in words, at every size;
 * and a refund, which goes on by itself or says where the goods came back.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { pause } from '../headquarters/two-tills.ts';
import { type OtherTill, openOtherTill } from '../headquarters/other-till.ts';
import { openHeadquarters, type RealHq } from '../scenario/headquarters.ts';
import { panel } from './drawer.ts';
import { lookLike, photograph } from './judged.ts';
import {
  openScreenDesk,
  type ScreenDesk,
  signIn,
  someEans,
  typeSlowly,
  waitForLines,
  wedgeScan,
} from './screen-desk.ts';

/** A code that no product of the demo shop has. */
const CARD = '9900000012345678';
const OTHER_CARD = '9900000087654321';
/** A fresh panel ignores touches for a moment; nobody is this quick on purpose. */
const SETTLED_MS = 400;
/** Hand-over, figure and lease each take a turn of both sides, on a machine that does other things too. */
const LEASED_MS = 15_000;
/** A sale is at headquarters within two seconds. */
const SENT_MS = 3_000;

let hq: RealHq;
let desk: ScreenDesk;
let other: OtherTill;
before(async () => {
  hq = await openHeadquarters();
  desk = await openScreenDesk();
  other = await openOtherTill(hq.address, hq.codes[1] ?? '');
});
after(async () => {
  await other.close();
  await desk.close();
  await hq.close();
});

test('a gift card says on the payment panel what is set aside here while the line is cut', async () => {
  const { page } = desk;
  await signIn(page, { operator: 'bernard', pin: '9876' });
  await page.keyboard.press('Control+b');
  await panel(page, 'headquarters');
  await page.locator('[data-hq-address]').fill(hq.address);
  await page.locator('[data-hq-code]').fill(hq.codes[0] ?? '');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-hq-link="online"]');
  await page.keyboard.press('Escape');
  await panel(page, 'find');

  await wedgeScan(page, [{ code: CARD }]);
  await page.waitForSelector('[data-card-offer]');
  await page.keyboard.press('Control+g');
  await panel(page, 'gift-card');
  await page.waitForTimeout(SETTLED_MS);
  await typeSlowly(page, '25');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-line-id][data-kind="stored-value"]');
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered], [data-tender]');
  await page.keyboard.press('Control+2');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor="0"]');

  const [product] = someEans(1);
  await wedgeScan(page, [{ code: product?.gtin ?? '' }]);
  await waitForLines(page, 1);
  await wedgeScan(page, [{ code: CARD }]);
  await page.keyboard.press('F12');
  const tender = page.locator('[data-tender="gift-card"]');
  await tender.waitFor();
  // The lease is asked for beside the sale; the account has to be handed over and come back first.
  await page.waitForTimeout(LEASED_MS);
  hq.cut();
  await page.locator('[data-allowance="lease"]').waitFor({ timeout: 60_000 });
  for (const look of [
    { language: 'fr', theme: 'light' },
    { language: 'ar', theme: 'dark' },
  ] as const) {
    await lookLike(page, look);
    // Another language is another page, with the ticket as it was.
    await panel(page, 'find');
    await page.keyboard.press('F12');
    await tender.waitFor();
    await photograph(page, 'pay-leased', look);
  }
  assert.match((await page.locator('[data-allowance="lease"]').textContent()) ?? '', /20/);
});

test('a gift card of which another till has a lease: who has it, what can be used, and that it comes back', async () => {
  const { page } = desk;
  hq.mend();
  await lookLike(page, { language: 'fr', theme: 'light' });
  await panel(page, 'find');
  await page.keyboard.press('Control+b');
  await panel(page, 'headquarters');
  await page.waitForSelector('[data-hq-link="online"]', { timeout: 60_000 });
  await page.keyboard.press('Escape');
  await panel(page, 'find');
  await other.sellCard(OTHER_CARD, 2_000);
  other.cut(true);
  await wedgeScan(page, [{ code: OTHER_CARD }]);
  await page.keyboard.press('F12');
  const tender = page.locator('[data-tender="gift-card"]').last();
  await tender.waitFor();
  assert.equal(await tender.locator('[data-usable-minor]').getAttribute('data-usable-minor'), '2000');
  await page.waitForTimeout(SETTLED_MS);
  await tender.click();
  await page.keyboard.press('Enter');
  await page.locator('[data-allowance="refused"]').waitFor({ timeout: 60_000 });
  const words = (await page.locator('[data-allowance="refused"]').textContent()) ?? '';
  assert.match(words, /20,00/);
  assert.equal(await tender.locator('[data-usable-minor]').getAttribute('data-usable-minor'), '0');
  await page.keyboard.press('Enter');
  await pause(200);
  assert.match(
    (await page.locator('[data-tone="bad"]').last().textContent()) ?? '',
    /20,00/,
    'an empty Enter says why',
  );
  for (const look of [
    { language: 'fr', theme: 'light' },
    { language: 'fr', theme: 'dark' },
    { language: 'ar', theme: 'light' },
    { language: 'ar', theme: 'dark' },
  ] as const) {
    await lookLike(page, look);
    await panel(page, 'find');
    await page.keyboard.press('F12');
    await tender.waitFor();
    await page.waitForTimeout(SETTLED_MS);
    await tender.click();
    await page.keyboard.press('Enter');
    await page.waitForTimeout(SETTLED_MS);
    await photograph(page, 'pay-held-elsewhere', look);
  }
  other.cut(false);
  // What was refused a while ago is asked for again, by an empty Enter too; the payment then ends by itself.
  const paid = page.locator('[data-change-minor="0"]');
  for (let tries = 0; tries < 12 && (await paid.count()) === 0; tries++) {
    await page.keyboard.press('Enter');
    await paid.waitFor({ timeout: 8_000 }).catch(() => undefined);
  }
  await paid.waitFor();
});

/** Sells an article by card; the number of its ticket, once headquarters has had a moment to hear of it. */
async function soldByCard(page: Page): Promise<string> {
  await wedgeScan(page, [{ code: someEans(1)[0]?.gtin ?? '' }]);
  await waitForLines(page, 1);
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  await page.keyboard.press('Control+2');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor="0"]');
  const said =
    (await page
      .getByText(/\b0000\d\d\b/u)
      .first()
      .textContent()) ?? '';
  const [number = ''] = /\b0000\d\d\b/u.exec(said) ?? [];
  assert.notEqual(number, '', said);
  await pause(SENT_MS);
  return number;
}

/** Opens the refund of the last ticket. */
async function openLast(page: Page): Promise<void> {
  await page.keyboard.press('F3');
  await page.waitForSelector('[data-paper]');
  await page.keyboard.press('Control+r');
  await page.waitForSelector('[data-refund-line]');
}

/** Takes all of the last ticket back, with one press of the key. */
async function bringLastBack(page: Page): Promise<void> {
  await openLast(page);
  await page.keyboard.press('F4');
  await page.waitForSelector('[data-back="true"]');
  await page.waitForFunction(
    () => Number(document.querySelector('[data-refund-minor]')?.getAttribute('data-refund-minor')) > 0,
  );
  await page.keyboard.press('F12');
}

test('a refund goes on by itself once headquarters keeps its lines, and shows what came back at another till', async () => {
  const { page } = desk;
  await lookLike(page, { language: 'fr', theme: 'light' });
  await panel(page, 'find');
  await soldByCard(page);
  await bringLastBack(page);
  await page.waitForSelector('[data-panel="find"]');
  await page.getByText('Rendez sur la carte bancaire').first().waitFor();
  const number = await soldByCard(page);
  await other.bringBack(number);
  for (const look of [
    { language: 'fr', theme: 'light' },
    { language: 'ar', theme: 'dark' },
  ] as const) {
    await lookLike(page, look);
    await panel(page, 'find');
    await openLast(page);
    await page.waitForSelector('[data-refund-line][data-why="all-refunded"]');
    await photograph(page, 'refund-came-back-elsewhere', look);
    await page.keyboard.press('Escape');
    await panel(page, 'find');
  }
});
