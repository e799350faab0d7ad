/**
 * The Electron shell in a real Electron: its walls, and a cashier's work behind them. The browser runs as a user that is
 * not root, with its sandbox, on a display of its own.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import type { ElectronApplication, Page } from 'playwright-core';
import { paperText } from '#sim/printer/simulated-printer.ts';
import { eventually, signIn, someEans, typeSlowly, waitForLines } from '../screen/screen-desk.ts';
import {
  type ElectronDesk,
  familyOf,
  keepPicture,
  listeningPortsOf,
  openElectronDesk,
  programIn,
} from './electron-desk.ts';

let shop: ElectronDesk;
let app: ElectronApplication;
let page: Page;
before(async () => {
  shop = await openElectronDesk();
  ({ app, page } = await shop.open('--lang', 'fr'));
});
after(async () => {
  await shop.close();
});

const products = someEans(10);
const family = () => familyOf(app.process().pid ?? 0);

test('every page is in a sandbox of the system, of a user that is not root', () => {
  const pages = family().filter(({ command }) => command.includes('--type=renderer'));
  assert.ok(pages.length > 0);
  for (const one of family()) {
    assert.notEqual(one.uid, 0, one.command.join(' '));
    assert.ok(!one.command.includes('--no-sandbox'), one.command.join(' '));
  }
  for (const one of pages) assert.equal(one.seccomp, 2);
});

test('the page has the bridge of the contract, and nothing of Node or Electron', async () => {
  const names = ['require', 'process', 'Buffer', 'module', 'electron', 'ipcRenderer'];
  const found = await page.evaluate((all) => all.filter((name) => name in globalThis), names);
  assert.deepEqual(found, []);
});

test('a cashier signs in, scans ten products, is paid in cash and prints', async () => {
  await signIn(page);
  await scan(products);
  await waitForLines(page, 10);
  await keepPicture(page, 'electron-fr-ticket');
  await page.keyboard.press('F12');
  await page.waitForSelector('[data-tendered]');
  await page.waitForTimeout(400);
  await page.keyboard.press('F8');
  await page.waitForSelector('[data-value="paper"][aria-checked="true"]');
  await typeSlowly(page, '500');
  await keepPicture(page, 'electron-fr-pay');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-change-minor]');
  await page.waitForSelector('[data-job-state="printed"]');
  await keepPicture(page, 'electron-fr-paid');
  const paper = paperText(shop.printer.paper);
  for (const { name } of products) assert.ok(paper.includes(name.slice(0, 12)), `${name} is on the paper`);
  await eventually(() => shop.printer.drawer.kicks === 1, 'the drawer opens once');
});

test('a till killed in the middle of a ticket comes back with every line', async () => {
  await scan(products.slice(0, 4));
  await waitForLines(page, 4);
  const killed = programIn(family(), 'till.mjs').pid;
  const changes = shop.scannerChanges();
  process.kill(killed, 'SIGKILL');
  await eventually(() => hasOther(killed) && shop.scannerChanges() >= changes + 2, 'another till runs, and listens');
  await scan(products.slice(4, 5));
  await waitForLines(page, 5);
  assert.notEqual(programIn(family(), 'till.mjs').pid, killed);
});

test('a second start of the same shop shows the first window and ends', async () => {
  const second = await start(shop.shopArguments);
  assert.equal(await second.ended, 0);
  assert.equal(app.windows().length, 1);
  await waitForLines(page, 5);
});

test('the same shop opens again in Arabic, from right to left, in kiosk mode, with its ticket', async () => {
  await app.close();
  ({ app, page } = await shop.open('--lang', 'ar', '--kiosk'));
  assert.ok(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isKiosk()));
  await page.waitForSelector('[data-operator]');
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).direction), 'rtl');
  await keepPicture(page, 'electron-ar-sign-in');
  await signIn(page);
  await waitForLines(page, 5);
  await keepPicture(page, 'electron-ar-ticket');
});

test('the page can open no window, leave for no other address and see no camera', async () => {
  assert.ok(await page.evaluate(() => window.open('https://example.org/') === null));
  const camera = await page.evaluate(() =>
    navigator.mediaDevices === undefined
      ? 'absent'
      : navigator.mediaDevices.getUserMedia({ video: true }).then(
          () => 'given',
          () => 'denied',
        ),
  );
  assert.notEqual(camera, 'given');
  await page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  // Asked of Electron, because the test driver still waits for a page that never comes.
  const addresses = await app.evaluate(async ({ BrowserWindow }) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    return BrowserWindow.getAllWindows().map((window) => window.webContents.getURL());
  });
  assert.equal(addresses.length, 1);
  assert.doesNotMatch(addresses[0] ?? '', /example/);
});

test('closing the window ends the till and its devices', async () => {
  const running = family().map(({ pid }) => pid);
  assert.ok(running.length > 3);
  await app.close();
  await eventually(() => running.every((pid) => !isAlive(pid)), 'everything has ended');
});

test('without a test driver the app listens on no port', async () => {
  const { pid: root, ended, kill } = await start(shop.shopArguments);
  const wanted = ['devices.mjs', '--type=renderer'];
  await eventually(() => wanted.every((name) => hasProgram(root, name)), 'the page, the till and its devices run');
  const all = familyOf(root);
  const open = all.flatMap(({ pid, command }) => listeningPortsOf(pid).map((port) => `${port} ${command[0]}`));
  assert.deepEqual(open, []);
  kill();
  await ended;
  await eventually(() => all.every(({ pid }) => !isAlive(pid)), 'everything has ended');
});

/** Scans by the network scanner, once the till listens to it. */
async function scan(goods: readonly { readonly gtin: string }[]): Promise<void> {
  await eventually(() => shop.scanner.listeners > 0, 'the till listens to the scanner');
  for (const { gtin } of goods) shop.scanner.scan(gtin);
}

function hasOther(killed: number): boolean {
  return family().some(({ pid, command }) => pid !== killed && command.some((word) => word.endsWith('till.mjs')));
}

/** Starts the app as a person does, without a driver. */
async function start(words: readonly string[]) {
  const [program = '', ...args] = await shop.desk.electronCommand(words);
  const child = spawn(program, args, { env: shop.desk.environment, cwd: shop.desk.home, stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { pid: child.pid ?? 0, ended, kill: () => child.kill('SIGTERM') };
}

function hasProgram(root: number, name: string): boolean {
  return familyOf(root).some(({ command }) => command.some((word) => word.endsWith(name)));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
