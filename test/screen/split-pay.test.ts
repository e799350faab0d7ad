/**
 * Paying in several ways, discounts with somebody's approval, and tickets that wait: by keyboard, as a cashier does it, each
 * refusal beside what it is about.
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

let desk: ScreenDesk;
before(async () => {
  desk = await openScreenDesk();
  await signIn(desk.page);
});
after(async () => {
  await desk.close();
});

const products = someEans(6);

async function sell(page: Page, count: number): Promise<void> {
  await wedgeScan(
    page,
    products.slice(0, count).map(({ gtin }) => ({ code: gtin })),
  );
  await waitForLines(page, count);
}

async function figure(page: Page, name: string): Promise<number> {
  return Number(await page.locator(`[${name}]`).first().getAttribute(name));
}

test('a ticket is paid by card, meal voucher and cash, each by its key, and what is left is in sight', async () => {
  const { page } = desk;
  await sell(page, 6);
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  const dueMinor = await figure(page, 'data-due-minor');
  await page.keyboard.press('Control+2');
  await page.waitForSelector('[data-tender="card"][aria-checked="true"]');
  await typeSlowly(page, '5');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-part="card"]');
  assert.equal(await figure(page, 'data-left-minor'), dueMinor - 500);
  await page.keyboard.press('Control+4');
  await typeSlowly(page, '3');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-part="meal-voucher"]');
  assert.equal(await figure(page, 'data-left-minor'), dueMinor - 800);
  await typeSlowly(page, '100');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor]');
  assert.equal(await figure(page, 'data-change-minor'), 10_000 - (dueMinor - 800));
});

test('what was taken is taken back by a touch or by Backspace, and cash is followed by more with +', async () => {
  const { page } = desk;
  await sell(page, 2);
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  const dueMinor = await figure(page, 'data-due-minor');
  await typeSlowly(page, '2');
  await page.keyboard.press('+');
  await page.waitForSelector('[data-part="cash"]');
  assert.equal(await figure(page, 'data-left-minor'), dueMinor - 200);
  await page.keyboard.press('Backspace');
  await page.waitForSelector('[data-part="cash"]', { state: 'detached' });
  await page.keyboard.press('Control+3');
  await page.waitForSelector('[data-reference]');
  await page.fill('[data-reference]', '0001234');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor="0"]');
});

test('what was received already is there after the page is reloaded, and the ticket says so while nobody pays', async () => {
  const { page } = desk;
  await sell(page, 2);
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  const dueMinor = await figure(page, 'data-due-minor');
  await page.keyboard.press('Control+2');
  await page.waitForSelector('[data-tender="card"][aria-checked="true"]');
  await typeSlowly(page, '1');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-part="card"]');
  await page.reload();
  await page.locator('[data-received-minor="100"]', { hasText: '1,00 € déjà reçus' }).waitFor();
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-part="card"]');
  await page.waitForSelector('[data-received-minor]', { state: 'detached' });
  assert.equal(await figure(page, 'data-left-minor'), dueMinor - 100);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor="0"]');
});

test('what was received for a ticket that is abandoned is large until anything else is done, and no older change after it', async () => {
  const { page } = desk;
  await sell(page, 2);
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  await page.keyboard.press('Control+2');
  await page.waitForSelector('[data-tender="card"][aria-checked="true"]');
  await typeSlowly(page, '2');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-part="card"]');
  await page.keyboard.press('Control+1');
  await typeSlowly(page, '1');
  await page.keyboard.press('+');
  await page.waitForSelector('[data-part="cash"]');
  await page.keyboard.press('Escape');
  await page.keyboard.press('F9');
  await page.keyboard.press('F9');
  await page.waitForSelector('[data-back-method="card"][data-back-minor="200"]');
  await page.waitForSelector('[data-back-method="cash"][data-back-minor="100"]');
  await photograph(page, 'abandoned', { language: 'fr', theme: 'light' });
  await page.keyboard.press('F3');
  await page.waitForSelector('[data-change]', { state: 'detached' });
  await page.keyboard.press('Escape');
  await sell(page, 1);
  await page.keyboard.press('F9');
  await page.keyboard.press('F9');
  await waitForLines(page, 0);
  assert.equal(await page.locator('[data-change]').count(), 0);
});

test('a card gives nothing back: more than is due is refused in place, and a purse asks for its card', async () => {
  const { page } = desk;
  await sell(page, 1);
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  await page.keyboard.press('Control+2');
  await typeSlowly(page, '500');
  await page.keyboard.press('Enter');
  await page.locator('[data-notice-serial][data-tone="bad"]').waitFor();
  assert.equal(await page.getAttribute('[data-panel]', 'data-panel'), 'pay');
  await page.keyboard.press('Control+5');
  await page.keyboard.press('Enter');
  await page.getByText('Présentez d’abord la carte').waitFor();
  await page.keyboard.press('Escape');
});

test('a discount within the limit is three keys, and the list price stays in sight, struck through', async () => {
  const { page } = desk;
  const before = await figure(page, 'data-total-minor');
  await page.keyboard.press('Control+d');
  await page.waitForSelector('[data-discount-on="line"]');
  await typeSlowly(page, '10');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-discount-minor]');
  assert.equal((await figure(page, 'data-total-minor')) + (await figure(page, 'data-discount-minor')), before);
  assert.equal(await page.locator('[data-line-id] s').count(), 1);
});

test('beyond the limit somebody else lets it pass: a wrong PIN is said there, a scan puts it away, nothing is remembered', async () => {
  const { page } = desk;
  const discount = async () => {
    await page.keyboard.press('Control+d');
    await page.waitForSelector('[data-discount-on="line"]');
    await page.keyboard.press('Control+d');
    await page.waitForSelector('[data-discount-on="ticket"]');
    await typeSlowly(page, '40');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-approval]');
  };
  await discount();
  await wedgeScan(page, [{ code: products[1]?.gtin ?? '' }]);
  await waitForLines(page, 2);
  await page.waitForSelector('[data-approval]', { state: 'detached' });
  await discount();
  await typeSlowly(page, '1111');
  await page.keyboard.press('Enter');
  await page.locator('[data-approval]').getByText('Code inexact').waitFor();
  const before = await figure(page, 'data-total-minor');
  await typeSlowly(page, '9876');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-approval]', { state: 'detached' });
  await page.getByText('Remise appliquée').waitFor();
  assert.ok((await figure(page, 'data-total-minor')) < before);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-field')), 'main');
  await discount();
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-approval]', { state: 'detached' });
  await page.keyboard.press('Escape');
});

test('a ticket waits under a name and is taken up again by one key', async () => {
  const { page } = desk;
  const totalMinor = await figure(page, 'data-total-minor');
  await page.keyboard.press('Control+h');
  await page.waitForSelector('[data-held-label]');
  await typeSlowly(page, 'dame au chien');
  await page.keyboard.press('Enter');
  await page.getByText('Ticket mis en attente').waitFor();
  await waitForLines(page, 0);
  await sell(page, 1);
  await page.keyboard.press('Control+h');
  await page.getByText('dame au chien').waitFor();
  await page.keyboard.press('Alt+1');
  await page.getByText('mettez-le d’abord en attente').waitFor();
  await page.keyboard.press('Control+h');
  await page.getByText('Ticket mis en attente').waitFor();
  await page.keyboard.press('Control+h');
  await page.locator('[data-action^="recall-"]').nth(1).waitFor();
  await page.locator('[data-action^="recall-"]', { hasText: 'dame au chien' }).click({ delay: 500 });
  await waitForLines(page, 2);
  assert.equal(await figure(page, 'data-total-minor'), totalMinor);
});

/** Words and keys of the pay panel that lie under the key that pays, at the width and height of most tills. */
async function underThePayKey(page: Page): Promise<readonly string[]> {
  await page.setViewportSize({ width: 1366, height: 768 });
  return page.evaluate(() => {
    const top = document.querySelector('[data-paying] [data-action="validate"]')?.getBoundingClientRect().top ?? 0;
    return [
      ...document.querySelectorAll('[data-paying] p, [data-paying] [role="radio"], [data-paying] [role="radiogroup"]'),
    ]
      .filter((one) => one.getBoundingClientRect().bottom > top)
      .map((one) => one.textContent);
  });
}

for (const look of EVERY_LOOK) {
  test(`discount, approval, split payment and held tickets read well in ${look.language}, ${look.theme}`, async () => {
    const { page } = desk;
    await lookLike(page, look);
    await waitForLines(page, 2);
    await page.keyboard.press('Control+d');
    await page.waitForSelector('[data-discount-on="line"]');
    await photograph(page, 'discount', look);
    await page.keyboard.press('Control+d');
    await page.waitForSelector('[data-discount-on="ticket"]');
    await typeSlowly(page, '60');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-approval]');
    await photograph(page, 'approval', look);
    await page.keyboard.press('Escape');
    await page.keyboard.press('F12');
    await page.waitForSelector('[data-tendered]');
    assert.deepEqual(await underThePayKey(page), []);
    for (let taken = 1; taken <= 3; taken += 1) {
      await page.keyboard.press('Control+3');
      await typeSlowly(page, '0,2');
      await page.keyboard.press('Enter');
      await page
        .locator('[data-part="cheque"]')
        .nth(taken - 1)
        .waitFor();
    }
    await page.keyboard.press('Control+2');
    await photograph(page, 'split', look);
    assert.deepEqual(await underThePayKey(page), []);
    // A key pressed while the one before is still being answered does nothing: each is given its time.
    for (
      let left = await page.locator('[data-part]').count();
      left > 0;
      left = await page.locator('[data-part]').count()
    ) {
      await page.keyboard.press('Backspace');
      await page.waitForTimeout(200);
    }
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+h');
    await page.waitForSelector('[data-held-label]');
    await photograph(page, 'held', look);
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-panel="find"]');
  });
}
