/**
 * A clerk's path in Chromium, with cards held to a reader of the real PC/SC service: a customer enrolled, points earned and
 * part of them redeemed, a gift card sold and spent in two tickets, goods brought back that take points along, a card lost
 * and replaced. Everything by keyboard, card and scanner; what the page shows is what is asserted.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { VirtualCard } from '#sim/card/virtual-card.ts';
import { readLedger } from '../rig/ledger.ts';
import { openPcsc, pcscdVersion, type Pcsc } from '../rig/pcsc.ts';
import { realPart } from '../rig/real-part.ts';
import { openScreenDesk, signIn, someEans, typeSlowly, wedgeScan } from '../screen/screen-desk.ts';

const SETTLE_MS = 400;
const MEMBER_CARD = '04a1b2c3d4e580';
const GIFT_CARD = '04b1b2c3d4e581';
const NEW_CARD = '04c1b2c3d4e582';

test('a clerk enrols by card, and points, gift card, refund and a lost card go their way without a doubled cent', async (context) => {
  const pcsc = await openPcsc();
  context.after(() => pcsc.close());
  const desk = await openScreenDesk({
    devices: [{ id: 'reader', kind: 'card', name: 'NFC', address: 'pcsc://ACS ACR122U' }],
    env: pcsc.env,
  });
  context.after(() => desk.close());
  realPart('pcscd', pcscdVersion());
  const { page } = desk;
  await signIn(page, { operator: 'nadia', pin: '2345' });
  await page.waitForSelector('[data-device="reader"][data-tone="good"]');
  const [goods, other] = someEans(2);
  assert.ok(goods !== undefined && other !== undefined);

  await enrol(page, pcsc);
  // Fifty pieces are points enough for every step that follows.
  await buy(page, goods.gtin, '50');
  await payCash(page);
  const earned = await pointsOf(page, pcsc, MEMBER_CARD);
  assert.ok(earned > 40, `${earned} points`);

  await buy(page, other.gtin, '5');
  await open(page, 'Control+KeyM');
  await page.locator('[data-action="more-points"]').click();
  await page.waitForSelector('[data-redeemed-points="20"]');
  const toEarn = Number(await page.locator('[data-member] [data-points] small').textContent());
  await payCash(page);
  const redeemedTo = await pointsOf(page, pcsc, MEMBER_CARD);
  assert.equal(redeemedTo, earned - 20 + toEarn);
  await detach(page);

  await sellGiftCard(page, pcsc);
  const first = await spendGiftCard(page, pcsc, { gtin: goods.gtin, pieces: '2' });
  const second = await spendGiftCard(page, pcsc, { gtin: other.gtin, pieces: '1' });
  assert.ok(first.balanceMinor > second.balanceMinor && second.balanceMinor >= 0);

  await bringBack(page, '000001');
  const after = await pointsOf(page, pcsc, MEMBER_CARD);
  assert.equal(after, redeemedTo - earned, 'what was earned on goods that came back is taken back, also below zero');
  await replaceCard(page, pcsc);
  assert.equal(await pointsOf(page, pcsc, NEW_CARD), after, 'the new card opens the same account');
  await detach(page);
  await hold(page, pcsc, { uid: MEMBER_CARD, shows: '[data-notice-serial][data-tone="bad"]' });
  assert.equal(await page.locator('[data-member]').count(), 0, 'the lost card opens nothing');
  assert.deepEqual(readLedger(path.join(desk.dataDir, 'till.db')).flaws, [], 'rows, balances and projections agree');
});

/** Tap, Ctrl+I, the name, Enter. */
async function enrol(page: Page, pcsc: Pcsc): Promise<void> {
  const beganMs = performance.now();
  await hold(page, pcsc, { uid: MEMBER_CARD, shows: '[data-card-offer]' });
  await press(page, 'Control+KeyI');
  await page.waitForSelector('[data-card-in-hand="…e580"]');
  await typeSlowly(page, 'Amina');
  await press(page, 'Enter');
  await page.waitForSelector('[data-member]');
  const seconds = ((performance.now() - beganMs) / 1_000).toFixed(1);
  process.stdout.write(`# enrolled in ${seconds} s: a tap, a key, five letters and Enter\n`);
}

async function scan(page: Page, gtin: string): Promise<void> {
  const before = await page.locator('[data-line-id][data-kind="product"]').count();
  await wedgeScan(page, [{ code: gtin.replace(/^0/, '') }]);
  await page.waitForFunction(
    (count) => document.querySelectorAll('[data-line-id][data-kind="product"]').length > count,
    before,
  );
}

async function buy(page: Page, gtin: string, pieces: string): Promise<void> {
  await typeSlowly(page, `${pieces}*`);
  await scan(page, gtin);
}

async function payCash(page: Page): Promise<void> {
  await press(page, 'F12');
  await page.waitForSelector('[data-panel="pay"]');
  await page.waitForTimeout(SETTLE_MS);
  await press(page, 'F12');
  await page.waitForSelector('[data-after-sale]');
}

/** The points that a card shows, on an empty ticket. */
async function pointsOf(page: Page, pcsc: Pcsc, uid: string): Promise<number> {
  await hold(page, pcsc, { uid, shows: '[data-member] [data-points]' });
  return Number(await page.locator('[data-member] [data-points]').getAttribute('data-points'));
}

async function detach(page: Page): Promise<void> {
  await open(page, 'Control+KeyM');
  await page.locator('[data-action="detach"]').click();
  await page.waitForSelector('[data-member]', { state: 'detached' });
}

async function sellGiftCard(page: Page, pcsc: Pcsc): Promise<void> {
  await hold(page, pcsc, { uid: GIFT_CARD, shows: '[data-card-offer]' });
  await open(page, 'Control+KeyG');
  await page.waitForSelector('[data-field="main"]');
  await typeSlowly(page, '40');
  await press(page, 'Enter');
  await page.waitForSelector('[data-line-id][data-kind="stored-value"]');
  await payCash(page);
}

async function spendGiftCard(
  page: Page,
  pcsc: Pcsc,
  goods: { readonly gtin: string; readonly pieces: string },
): Promise<{ readonly balanceMinor: number }> {
  await buy(page, goods.gtin, goods.pieces);
  await open(page, 'F12');
  await hold(page, pcsc, { uid: GIFT_CARD, shows: '[data-tender="gift-card"][data-away="false"]' });
  await page.locator('[data-tender="gift-card"]').click();
  await page.waitForTimeout(SETTLE_MS);
  await press(page, 'F12');
  await page.waitForSelector('[data-after-sale]');
  await open(page, 'Control+KeyG');
  await hold(page, pcsc, { uid: GIFT_CARD, shows: '[data-balance]' });
  const balanceMinor = Number(await page.locator('[data-balance]').first().getAttribute('data-balance'));
  await press(page, 'Escape');
  return { balanceMinor };
}

async function bringBack(page: Page, number: string): Promise<void> {
  await open(page, 'Control+KeyR');
  await typeSlowly(page, number);
  await press(page, 'Enter');
  await page.waitForSelector('[data-panel="refund"] [data-refund-line]');
  await page.waitForTimeout(SETTLE_MS);
  await press(page, 'F4');
  await page.locator('[data-reason]').first().click();
  await press(page, 'F12');
  // More than a clerk may give back alone: the manager's word, for this one.
  await page.waitForSelector('[data-approval]');
  await page.locator('[data-approver="bernard"]').click();
  await typeSlowly(page, '9876');
  await press(page, 'Enter');
  await page.waitForSelector('[data-panel="find"]');
}

async function replaceCard(page: Page, pcsc: Pcsc): Promise<void> {
  await open(page, 'Control+KeyM');
  await page.locator('[data-action="open-customer"]').click();
  await page.waitForTimeout(SETTLE_MS);
  await page.locator('[data-action="part-cards"]').click();
  await page.locator('[data-card="…e580"] [data-action="lost-card"]').click();
  await page.waitForSelector('[data-card="…e580"][data-state="lost"]');
  await page.locator('[data-card="…e580"] [data-action="replace-card"]').click();
  await hold(page, pcsc, { uid: NEW_CARD, shows: '[data-card-in-hand="…e582"]' });
  await page.locator('[data-tone="pay"][data-action="replace-card"]').click();
  await page.waitForSelector('[data-card="…e580"][data-state="replaced"]');
}

/** Holds a card to the reader until the page shows what it led to. */
async function hold(page: Page, pcsc: Pcsc, held: { readonly uid: string; readonly shows: string }): Promise<void> {
  const card = new VirtualCard({ ...pcsc.place, uid: held.uid });
  await card.insert();
  await page.waitForSelector(held.shows);
  card.remove();
}

async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
}

/** Opens a panel by its key. A fresh one ignores touches for a moment: they were meant for what was there before. */
async function open(page: Page, key: string): Promise<void> {
  await press(page, key);
  await page.waitForTimeout(SETTLE_MS);
}
