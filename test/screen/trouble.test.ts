/**
 * The page is reloaded, the till is killed, the printer fails: the screen says what happened, and nothing is lost.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { paperText } from '#sim/printer/simulated-printer.ts';
import {
  eventually,
  openScreenDesk,
  type ScreenDesk,
  signIn,
  someEans,
  typeSlowly,
  waitForLines,
  wedgeScan,
} from './screen-desk.ts';

let desk: ScreenDesk;
/** For how long the page waits for what the till answers to a command, while views reach it at once. */
let answersLateMs = 0;
before(async () => {
  desk = await openScreenDesk();
  await desk.page.routeWebSocket(/.*/, (page) => {
    const till = page.connectToServer();
    till.onMessage((message) => {
      const isLate = answersLateMs > 0 && (JSON.parse(String(message)) as { kind: string }).kind === 'outcome';
      if (isLate) setTimeout(() => page.send(message), answersLateMs);
      else page.send(message);
    });
  });
  await desk.page.reload();
  await signIn(desk.page);
});
after(async () => {
  await desk.close();
});

const products = someEans(8);
const codeOf = (index: number) => products[index]?.gtin ?? '';
const labels = () =>
  desk.page.locator('[data-line-id][data-kind="product"] > span:first-child > bdi').allTextContents();

async function payExactly(options: { readonly print: boolean }): Promise<void> {
  const { page } = desk;
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  if (options.print) {
    await page.keyboard.press('F8');
    await page.waitForSelector('[data-value="paper"][aria-checked="true"]');
  }
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor="0"]');
}

test('a page reloaded in the middle of a basket shows the same basket to the same cashier', async () => {
  const { page } = desk;
  await wedgeScan(page, [{ code: codeOf(0) }, { code: codeOf(1) }]);
  await waitForLines(page, 2);
  await page.reload();
  await waitForLines(page, 2);
  assert.deepEqual(await labels(), [products[0]?.name, products[1]?.name]);
});

test('a till killed in the middle of a basket comes back with it, and what was scanned meanwhile follows in order', async () => {
  const { page } = desk;
  desk.killTill();
  await page.waitForSelector('[data-connection="down"]');
  await wedgeScan(page, [{ code: codeOf(2) }, { code: codeOf(3) }]);
  await page.waitForSelector('[data-connection="up"]');
  await waitForLines(page, 4);
  assert.deepEqual(
    await labels(),
    products.slice(0, 4).map(({ name }) => name),
  );
  await page.waitForSelector('[data-notice="till-restarted"]');
  await page.keyboard.press('Alt+0');
  await page.waitForSelector('[data-notice="till-restarted"]', { state: 'detached' });
  await payExactly({ print: false });
});

test('without paper the sale is made all the same, the screen says why the receipt waits, and it prints once', async () => {
  const { page, printer } = desk;
  printer.removePaper();
  await wedgeScan(page, [{ code: codeOf(4) }]);
  await waitForLines(page, 1);
  await payExactly({ print: true });
  await page.getByText('Plus de papier').first().waitFor();
  printer.insertPaper();
  await page.waitForSelector('[data-job-state="printed"]');
  await eventually(
    () => paperText(printer.paper).includes(products[4]?.name.slice(0, 10) ?? '?'),
    'the receipt came out',
  );
});

test('a printer that never answers leaves the outcome unknown, and the cashier chooses', async () => {
  const { page, printer } = desk;
  printer.setScenario('powered-off-mid-job');
  await wedgeScan(page, [{ code: codeOf(5) }]);
  await waitForLines(page, 1);
  await payExactly({ print: true });
  await page.waitForSelector('[data-notice="job-unknown"]');
  await page.keyboard.press('F6');
  await page.waitForSelector('article [data-job-state="unknown"]');
  const said = (await page.locator('article').first().textContent()) ?? '';
  assert.equal(said.split('imprimante').length - 1, 1, `what to do about the paper stands there once: ${said}`);
  await page.keyboard.press('Alt+1');
  await page.waitForSelector('[data-notice="job-unknown"]', { state: 'detached' });
  await page.waitForSelector('article [data-job-state="unknown"]', { state: 'detached' });
  await page.keyboard.press('Escape');
});

test('what is opened as soon as a ticket is paid stays open, however late the answer to the payment comes', async () => {
  const { page } = desk;
  await wedgeScan(page, [{ code: codeOf(5) }]);
  await waitForLines(page, 1);
  answersLateMs = 1_000;
  try {
    await payExactly({ print: false });
    await page.keyboard.press('Control+KeyG');
    await page.waitForSelector('[data-panel="gift-card"]');
    await page.waitForTimeout(2 * answersLateMs);
    assert.equal(await page.locator('[data-panel="gift-card"]').count(), 1);
    await page.keyboard.press('Escape');
    // Nor does it close the payment of the next ticket, or take away what was typed there.
    await wedgeScan(page, [{ code: codeOf(5) }]);
    await waitForLines(page, 1);
    await payExactly({ print: false });
    await wedgeScan(page, [{ code: codeOf(6) }]);
    await waitForLines(page, 1);
    await page.keyboard.press('F12');
    await page.waitForSelector('[data-tendered]');
    await typeSlowly(page, '90');
    await page.waitForTimeout(2 * answersLateMs);
    assert.equal(await page.inputValue('[data-tendered]'), '90');
  } finally {
    answersLateMs = 0;
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-change-minor]');
  }
});

test('PIN guessing is slowed down, and the screen counts the seconds', async () => {
  const { page } = desk;
  await page.keyboard.press('Control+l');
  await page.waitForSelector('[data-operator="nadia"]');
  await page.click('[data-operator="nadia"]');
  for (let tries = 0; tries < 12 && (await page.locator('[data-locked="true"]').count()) === 0; tries += 1) {
    await typeSlowly(page, '0000');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => (document.querySelector('[data-locked]')?.textContent ?? '') !== '');
    await page.waitForTimeout(300);
  }
  assert.match((await page.locator('[data-locked="true"]').textContent()) ?? '', /dans \d+ s/);
});
