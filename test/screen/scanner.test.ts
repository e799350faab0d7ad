/**
 * A keyboard scanner on the real page: whatever has the focus, whatever the machine's keyboard, whatever follows the code.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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

const products = someEans(40);
const codeOf = (index: number) => products[index]?.gtin ?? '';
const field = () => desk.page.inputValue('[data-field="main"]');

test('on a French keyboard a US scanner gives the right articles, and not one character stays in the field', async () => {
  await wedgeScan(desk.page, [
    { code: codeOf(0), machine: 'fr', gapMs: 13 },
    { code: codeOf(1), machine: 'fr', gapMs: 13 },
  ]);
  await waitForLines(desk.page, 2);
  assert.equal(await field(), '');
});

test('codes without a terminator, or closed by Tab, arrive as well', async () => {
  await wedgeScan(desk.page, [{ code: codeOf(2), terminator: 'none' }]);
  await waitForLines(desk.page, 3);
  await wedgeScan(desk.page, [{ code: codeOf(3), terminator: 'Tab' }]);
  await waitForLines(desk.page, 4);
  assert.equal(await field(), '');
});

test('a scan into the amount field of the payment leaves no digit there and reaches the ticket', async () => {
  const { page } = desk;
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  await typeSlowly(page, '5');
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[data-tendered]')?.value === '5');
  await wedgeScan(page, [{ code: codeOf(4) }]);
  await waitForLines(page, 5);
  assert.equal(await page.getAttribute('[data-panel]', 'data-panel'), 'find');
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  assert.equal(await page.inputValue('input[data-tendered]'), '');
  await page.keyboard.press('Escape');
});

test('thirty scans at three a second and faster all arrive, in order', async () => {
  const { page } = desk;
  const before = await page.locator('[data-line-id][data-kind="product"]').count();
  const scanned = products.slice(5, 35);
  await wedgeScan(
    page,
    scanned.map(({ gtin }) => ({ code: gtin })),
  );
  await waitForLines(page, before + scanned.length);
  const labels = await page.locator('[data-line-id][data-kind="product"] > span:first-child > bdi').allTextContents();
  assert.deepEqual(
    labels.slice(before),
    scanned.map(({ name }) => name),
  );
});

test('an unknown code is told beside the field with its digits, and the line says what to do', async () => {
  const { page } = desk;
  await wedgeScan(page, [{ code: '4006381333931' }]);
  const line = page.locator('[data-notice-serial][data-tone="bad"]');
  await line.waitFor();
  assert.match((await line.textContent()) ?? '', /4006381333931.*Cherchez/s);
});

test('a damaged code and a code of five hundred characters are refused in words', async () => {
  const { page } = desk;
  for (const code of ['3017620422004', '7'.repeat(500)]) {
    const before = await page.getAttribute('[data-notice-serial]', 'data-notice-serial');
    await wedgeScan(page, [{ code, gapMs: 2 }]);
    await page.waitForFunction(
      (serial) => document.querySelector('[data-notice-serial]')?.getAttribute('data-notice-serial') !== serial,
      before,
    );
    await page.locator('[data-notice-serial][data-tone="bad"]').waitFor();
  }
});

test('a person who types keeps every letter, and the focus', async () => {
  const { page } = desk;
  await typeSlowly(page, 'lait demi');
  await page.waitForFunction(
    () => document.querySelector<HTMLInputElement>('[data-field="main"]')?.value === 'lait demi',
  );
  await page.waitForSelector('[data-product-id]');
  await page.keyboard.press('Escape');
  assert.equal(await field(), '');
});

test('a PLU of what is weighed asks for its weight, adds nothing before, and says so when it is left', async () => {
  const { page } = desk;
  const lines = page.locator('[data-line-id]');
  const before = await lines.count();
  await typeSlowly(page, '101');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-mode="quantity"]');
  assert.equal(await lines.count(), before);
  await typeSlowly(page, '0,450');
  await page.keyboard.press('Enter');
  await page.locator('[data-line-id][aria-selected="true"]').getByText('0,450').waitFor();
  assert.equal(await lines.count(), before + 1);
  for (const leave of ['Escape', 'scan']) {
    const present = await lines.count();
    await typeSlowly(page, '101');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-mode="quantity"]');
    if (leave === 'Escape') await page.keyboard.press('Escape');
    else await wedgeScan(page, [{ code: codeOf(36) }]);
    await page.getByText('n’a pas été ajouté').waitFor();
    await page.waitForSelector('[data-mode="find"]');
    assert.ok((await lines.count()) <= present + (leave === 'Escape' ? 0 : 2));
  }
});

test('three and a star before a scan are three of it, in sight until then, and Escape takes them back', async () => {
  const { page } = desk;
  await typeSlowly(page, '3*');
  await page.waitForSelector('[data-next-quantity-milli="3000"]');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-next-quantity-milli]', { state: 'detached' });
  await typeSlowly(page, '3*');
  await page.waitForSelector('[data-next-quantity-milli="3000"]');
  await wedgeScan(page, [{ code: codeOf(37) }]);
  await page.locator('[data-line-id][aria-selected="true"]').getByText('3 ×').waitFor();
  await page.waitForSelector('[data-next-quantity-milli]', { state: 'detached' });
});

test('digits add their own article or none: never what a search for them finds', async () => {
  const { page } = desk;
  const before = await page.locator('[data-line-id]').count();
  for (const text of ['75', '0,450']) {
    await typeSlowly(page, text);
    await page.keyboard.press('Enter');
    await page.locator('[data-notice-serial][data-tone="bad"]').getByText(`Code inconnu : ${text}`).waitFor();
    await page.keyboard.press('Escape');
  }
  assert.equal(await page.locator('[data-line-id]').count(), before);
});
