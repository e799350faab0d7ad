/**
 * The second screen in the real Electron: plugged in and pulled out under a till that sells, on the X server of a desktop
 * with two outputs.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ElectronApplication, Page } from 'playwright-core';
import { signIn, someEans, waitForLines } from '../screen/screen-desk.ts';
import { FIRST, SECOND, type TwoScreens, openTwoScreens } from '../rig/two-screens.ts';
import { type ElectronDesk, familyOf, keepPicture, openElectronDesk, programIn } from './electron-desk.ts';

let screens: TwoScreens;
let shop: ElectronDesk;
let app: ElectronApplication;
let page: Page;
before(async () => {
  shop = await openElectronDesk([], {
    async open(display) {
      screens = await openTwoScreens(display);
      return screens;
    },
  });
  ({ app, page } = await shop.open('--lang', 'fr'));
  await page.waitForSelector('[data-operator]');
});
after(() => shop.close());

const products = someEans(6);

interface Shown {
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly url: string;
  readonly focused: boolean;
  readonly visible: boolean;
}

const windows = (): Promise<readonly Shown[]> =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => ({
      bounds: window.getBounds(),
      url: window.webContents.getURL(),
      focused: window.isFocused(),
      visible: window.isVisible(),
    })),
  );
const forCustomer = (all: readonly Shown[]) => all.filter(({ url }) => url.endsWith('?screen=customer'));

/** Looks at the windows until they are as wished. */
async function when(holds: (all: readonly Shown[]) => boolean, what: string): Promise<readonly Shown[]> {
  for (let tries = 0; tries < 200; tries += 1) {
    const all = await windows();
    if (holds(all)) return all;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`never happened: ${what}; there is ${JSON.stringify(await windows())}`);
}

/** Plugs the second screen in, and gives the page that appears on it. */
async function plugIn(): Promise<Page> {
  const [customer] = await Promise.all([
    app.waitForEvent('window'),
    Promise.resolve().then(() => screens.plugSecond()),
  ]);
  customer.setDefaultTimeout(15_000);
  await when((all) => forCustomer(all).some(({ visible }) => visible), 'the window of the customer');
  return customer;
}

async function scan(eans: readonly { readonly gtin: string }[]): Promise<void> {
  for (const { gtin } of eans) assert.ok(shop.scanner.scan(gtin), 'the till listens to the scanner');
}

test('with one screen there is one window', async () => {
  assert.equal(forCustomer(await windows()).length, 0);
  assert.equal((await windows()).length, 1);
});

test('a screen that is plugged in gets the customer’s window, all of it, and the operator keeps the keyboard', async () => {
  const customer = await plugIn();
  const [shown] = forCustomer(await windows());
  assert.deepEqual(shown?.bounds, SECOND);
  assert.equal(shown?.focused, false);
  await customer.waitForSelector('[data-customer="idle"]');
  await signIn(page);
  await scan(products.slice(0, 3));
  await waitForLines(page, 3);
  await customer.waitForSelector('[data-customer="selling"] li:nth-of-type(3)');
  await keepPicture(customer, 'electron-customer-fr-selling');
  assert.equal(forCustomer(await windows())[0]?.focused, false);
});

test('the customer’s page is in the same walls, and its connection sees the customer’s view and nothing else', async () => {
  const customer = customerPage();
  const names = ['require', 'process', 'Buffer', 'module', 'electron', 'ipcRenderer'];
  assert.deepEqual(await customer.evaluate((all) => all.filter((name) => name in globalThis), names), []);
  assert.ok(await customer.evaluate(() => window.open('https://example.org/') === null));
  const answer = await customer.evaluate(
    () =>
      new Promise<string>((resolve) => {
        interface Bridge {
          send(message: unknown): void;
          listen(heard: (message: { readonly kind: string; readonly id?: string | null }) => void): void;
        }
        const { comptoir } = globalThis as unknown as { readonly comptoir: Bridge };
        comptoir.listen((message) => {
          if (message.id === 'mine') resolve(message.kind);
        });
        comptoir.send({ kind: 'command', id: 'mine', name: 'signOut', input: {} });
      }),
  );
  assert.equal(answer, 'failed');
  await customer.reload();
  await customer.waitForSelector('[data-customer="selling"]');
});

test('a till that is killed comes back on both screens', async () => {
  const customer = customerPage();
  const changes = shop.scannerChanges();
  process.kill(programIn(familyOf(app.process().pid ?? 0), 'till.mjs').pid, 'SIGKILL');
  await customer.waitForSelector('[data-connection="down"]');
  await customer.waitForSelector('[data-connection="up"]');
  await customer.waitForSelector('li:nth-of-type(3)');
  for (let tries = 0; shop.scannerChanges() < changes + 2 && tries < 200; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
});

test('a screen that is pulled out takes its window with it, and the sale goes on', async () => {
  screens.unplugSecond();
  await when((all) => forCustomer(all).length === 0, 'the window is gone');
  const [operator] = await windows();
  assert.ok(operator !== undefined && operator.bounds.x < FIRST.width);
  await scan(products.slice(3, 4));
  await waitForLines(page, 4);
});

test('a screen that is put back shows what counts now', async () => {
  const customer = await plugIn();
  await customer.waitForSelector('[data-customer="selling"] li:nth-of-type(4)');
  assert.deepEqual(forCustomer(await windows())[0]?.bounds, SECOND);
});

test('a cable that is loose leaves one window and none behind', async () => {
  screens.unplugSecond();
  await when((all) => forCustomer(all).length === 0, 'the window is gone');
  for (let round = 0; round < 3; round += 1) {
    await plugIn();
    screens.unplugSecond();
    await when((all) => forCustomer(all).length === 0, 'the window is gone again');
  }
  assert.equal((await windows()).length, 1, 'none is left over');
});

test('closing the operator’s window closes the customer’s and ends the till', async () => {
  await plugIn();
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await page.close();
  await ended;
});

test('where the shop wants one screen only, the second one stays as it is', async () => {
  ({ app, page } = await shop.open('--lang', 'fr', '--one-screen'));
  await page.waitForSelector('[data-operator]');
  assert.equal((await app.evaluate(({ screen }) => screen.getAllDisplays())).length, 2);
  assert.equal((await windows()).length, 1);
});
function customerPage(): Page {
  const found = app.windows().find((window) => window.url().endsWith('?screen=customer'));
  assert.ok(found !== undefined, 'the page of the customer');
  return found;
}
