/**
 * The clerk's screens: a customer is enrolled with a card, one field and Enter, comes back by their card, gives points for a
 * reward, and a gift card is sold, looked at and blocked; all from the counter, with the keys that stand on the screen.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { EVERY_LOOK, lookLike, photograph } from './judged.ts';
import {
  openScreenDesk,
  type ScreenDesk,
  signIn,
  someEans,
  typeSlowly,
  waitForLines,
  wedgeScan,
} from './screen-desk.ts';
import { panel } from './drawer.ts';

/** Codes that no product of the demo shop has. */
const CARD = '9900000012345678';
const OTHER_CARD = '9900000087654321';
const GIFT_CARD = '9900000011112222';
/** A fresh panel ignores touches for a moment; nobody is this quick on purpose. */
const SETTLED_MS = 400;

let desk: ScreenDesk;
before(async () => {
  desk = await openScreenDesk();
  await signIn(desk.page, { operator: 'nadia', pin: '2345' });
});
after(async () => {
  await desk.close();
});

const products = someEans(4);

function member(page: Page): Promise<string | null> {
  return page.locator('[data-member]').textContent();
}

test('a card that nobody has is offered beside the notice, and the next scan sells all the same', async () => {
  const { page } = desk;
  await wedgeScan(page, [{ code: CARD }]);
  await page.waitForSelector('[data-card-offer]');
  await wedgeScan(page, [{ code: products[0]?.gtin ?? '' }]);
  await waitForLines(page, 1);
  assert.equal(await page.getAttribute('[data-panel]', 'data-panel'), 'find');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-field')), 'main');
});

test('card, key, name, Enter: four actions, and the customer is enrolled and on the ticket', async (t) => {
  const { page } = desk;
  const startMs = Date.now();
  await wedgeScan(page, [{ code: CARD }]);
  await page.waitForSelector('[data-card-offer]');
  await page.keyboard.press('Control+i');
  await page.locator('[data-card-in-hand="…5678"]').waitFor();
  await typeSlowly(page, 'Aicha B');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-member]');
  t.diagnostic(`enrolled in ${Date.now() - startMs} ms`);
  assert.match((await member(page)) ?? '', /Aicha B/);
  await page.getByText('Inscription faite : Aicha B').waitFor();
});

test('without a card one field is enough, and it knows what was typed', async () => {
  const { page } = desk;
  await page.keyboard.press('Control+i');
  await panel(page, 'enrol');
  await typeSlowly(page, '0612345678');
  await page.waitForSelector('[data-kind="phone"][data-it="true"]');
  await page.keyboard.press('Enter');
  await panel(page, 'find');
  await page.waitForFunction(() => !document.querySelector('[data-member]')?.textContent?.includes('Aicha'));
  assert.match((await member(page)) ?? '', /6 ?12 ?34 ?56 ?78|612345678/);
});

test('who seems to be here already is shown in place, and one key says that it is them', async () => {
  const { page } = desk;
  await page.keyboard.press('Control+i');
  await typeSlowly(page, 'aicha b');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-alike]');
  await page.getByText('peut-être déjà inscrit').waitFor();
  await page.keyboard.press('Alt+1');
  await panel(page, 'member');
  assert.match((await member(page)) ?? '', /Aicha B/);
  await page.keyboard.press('Escape');
});

test('a card that somebody has opens their account, whatever stands on the screen', async () => {
  const { page } = desk;
  await page.keyboard.press('Control+m');
  await panel(page, 'member');
  await page.keyboard.press('Delete');
  await page.waitForSelector('[data-member]', { state: 'detached' });
  await page.keyboard.press('Control+i');
  await panel(page, 'enrol');
  await wedgeScan(page, [{ code: CARD }]);
  await panel(page, 'member');
  assert.match((await member(page)) ?? '', /Aicha B/);
  await page.keyboard.press('Escape');
});

test('points are earned on what is paid and given for a reward in one touch, which the same touch takes back', async () => {
  const { page } = desk;
  await wedgeScan(page, [{ code: products[2]?.gtin ?? '' }]);
  await waitForLines(page, 2);
  await page.keyboard.press('F4');
  await typeSlowly(page, '60');
  await page.keyboard.press('Enter');
  await page.locator('[data-line-id][aria-selected="true"]').getByText('60 ×').waitFor();
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  await page.keyboard.press('Control+2');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor="0"]');
  // Whoever holds a card to the reader now is the next customer, and the change of the one before stays in sight.
  await wedgeScan(page, [{ code: CARD }]);
  await page.getByText('Client reconnu').waitFor();
  await page.locator('[data-member][data-next="true"]').getByText('Pour le ticket suivant').waitFor();
  assert.equal(await page.locator('[data-change-minor="0"]').count(), 1);
  await wedgeScan(page, [{ code: products[2]?.gtin ?? '' }]);
  await waitForLines(page, 1);
  await page.waitForSelector('[data-member][data-next="false"]');
  await page.keyboard.press('Control+m');
  await panel(page, 'member');
  await page.keyboard.press('Alt+1');
  await page.waitForSelector('[data-redeemed-points="100"]');
  await page.waitForSelector('[data-discount-minor="500"]');
  // The same press at once is a hand that pressed twice, and takes nothing back.
  await page.keyboard.press('Alt+1');
  await page.waitForTimeout(1_000);
  assert.equal(await page.locator('[data-redeemed-points="100"]').count(), 1);
  await page.keyboard.press('Alt+1');
  await page.waitForSelector('[data-redeemed-points="0"]');
  await page.click('[data-action="more-points"]');
  await page.waitForSelector('[data-redeemed-points="20"]');
  await page.click('[data-action="no-points"]');
  await page.waitForSelector('[data-redeemed-points="0"]');
  await page.keyboard.press('Escape');
});

test('customers are found as somebody types, and their file keeps consents with date and text, none of them given before', async () => {
  const { page } = desk;
  await page.keyboard.press('Control+m');
  await panel(page, 'member');
  await page.keyboard.press('Control+m');
  await panel(page, 'customers');
  await typeSlowly(page, 'aic');
  await page.waitForSelector('[data-person-id]');
  await page.keyboard.press('Alt+2');
  await panel(page, 'customer');
  await page.waitForSelector('[data-part="fields"] [data-person-email]');
  await page.fill('[data-person-email]', 'aicha@example.fr');
  await page.keyboard.press('Enter');
  await page.getByText('Fiche enregistrée').waitFor();
  await page.keyboard.press('Alt+2');
  await page.waitForSelector('[data-consent]');
  assert.equal(await page.locator('[data-consent][data-given="never"]').count(), 4);
  await page.click('[data-action="yes-receipt-email"]');
  await page.waitForSelector('[data-consent="receipt-email"][data-given="true"]');
  assert.equal(await page.locator('[data-consent][data-given="never"]').count(), 3);
});

test('a lost card is replaced by the one just shown, and the old one says so', async () => {
  const { page } = desk;
  await page.keyboard.press('Alt+3');
  await page.click('[data-action="lost-card"]');
  await page.waitForSelector('[data-card="…5678"][data-state="lost"]');
  await page.click('[data-action="replace-card"]');
  await wedgeScan(page, [{ code: OTHER_CARD }]);
  await page.waitForSelector('[data-card-in-hand="…4321"]');
  await page.locator('[data-action="replace-card"][data-tone="pay"]').click();
  await page.waitForSelector('[data-card="…5678"][data-state="replaced"]');
  await page.waitForSelector('[data-card="…4321"][data-state="active"]');
  await page.keyboard.press('Escape');
  await wedgeScan(page, [{ code: CARD }]);
  await page.locator('[data-tone="bad"]').waitFor();
});

test('a gift card is any amount on a code of its own: beside the articles, never among them', async () => {
  const { page } = desk;
  const articles = await page.locator('[data-line-id][data-kind="product"]').count();
  await page.keyboard.press('Control+g');
  await panel(page, 'gift-card');
  await page.waitForTimeout(SETTLED_MS);
  await page.click('[data-action="load-code"]');
  await typeSlowly(page, '25');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-line-id][data-kind="stored-value"]');
  assert.equal(await page.locator('[data-line-id][data-kind="product"]').count(), articles);
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  await page.keyboard.press('Control+2');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor="0"]');
});

test('a gift card held to the reader while something is paid is what pays, whatever was typed before', async () => {
  const { page } = desk;
  await wedgeScan(page, [{ code: GIFT_CARD }]);
  await page.waitForSelector('[data-card-offer]');
  await page.keyboard.press('Control+g');
  await panel(page, 'gift-card');
  await page.waitForTimeout(SETTLED_MS);
  await typeSlowly(page, '20');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-line-id][data-kind="stored-value"]');
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  await page.keyboard.press('Control+2');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor="0"]');
  await wedgeScan(page, [{ code: products[2]?.gtin ?? '' }]);
  await waitForLines(page, 1);
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  await typeSlowly(page, '50');
  await page.waitForSelector('[data-tender="cash"][aria-checked="true"]');
  await wedgeScan(page, [{ code: GIFT_CARD }]);
  await page.waitForSelector('[data-tender="gift-card"][aria-checked="true"]');
  assert.equal(await page.inputValue('[data-tendered]'), '');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor="0"]');
});

for (const look of EVERY_LOOK) {
  test(`the customer's screens read well in ${look.language}, ${look.theme}`, async () => {
    const { page } = desk;
    await lookLike(page, look);
    await page.waitForSelector('[data-panel="find"]');
    await wedgeScan(page, [{ code: '9900000055556666' }]);
    await page.waitForSelector('[data-card-offer]');
    await photograph(page, 'card-offer', look);
    await page.keyboard.press('Control+i');
    await panel(page, 'enrol');
    await typeSlowly(page, 'aicha b');
    await photograph(page, 'enrol', look);
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-alike] strong + div');
    await photograph(page, 'alike', look);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+g');
    await panel(page, 'gift-card');
    await photograph(page, 'gift-card', look);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+m');
    await panel(page, 'customers');
    await typeSlowly(page, 'aic');
    await page.waitForSelector('[data-person-id]');
    await photograph(page, 'customers', look);
    await page.keyboard.press('Alt+2');
    await panel(page, 'customer');
    for (const [index, part] of ['fields', 'consents', 'cards', 'accounts', 'data'].entries()) {
      await page.keyboard.press(`Alt+${index + 1}`);
      await page.waitForSelector(`[data-part="${part}"]`);
      await photograph(page, `customer-${part}`, look);
    }
    await page.keyboard.press('Escape');
    await wedgeScan(page, [{ code: OTHER_CARD }]);
    await page.waitForSelector('[data-member]');
    await page.locator('[data-notice-serial][data-tone="good"]').waitFor();
    await page.keyboard.press('Control+m');
    await panel(page, 'member');
    await photograph(page, 'member', look);
    await page.keyboard.press('Delete');
    await page.waitForSelector('[data-member]', { state: 'detached' });
  });
}

test('erasing somebody asks twice, and somebody who may', async () => {
  const { page } = desk;
  await lookLike(page, { language: 'fr', theme: 'light' });
  await page.waitForSelector('[data-panel="find"]');
  await page.keyboard.press('Control+m');
  await panel(page, 'customers');
  await typeSlowly(page, 'aic');
  await page.waitForSelector('[data-person-id]');
  await page.keyboard.press('Alt+2');
  await panel(page, 'customer');
  await page.waitForSelector('[data-part="fields"]');
  await page.keyboard.press('Alt+5');
  await page.waitForTimeout(SETTLED_MS);
  await page.click('[data-action="erase-person"]');
  await page.getByText('Appuyez encore pour effacer').waitFor();
  await page.click('[data-action="erase-person"]');
  await page.waitForSelector('[data-approval]');
  await typeSlowly(page, '9876');
  await page.keyboard.press('Enter');
  await page.getByText('Cette personne est effacée').waitFor();
  await panel(page, 'customers');
  await typeSlowly(page, 'aic');
  await page.getByText('Aucun client ne correspond').waitFor();
});
