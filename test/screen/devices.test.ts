/**
 * The Devices screen as a shop owner meets it: a printer is bought, found, set up and tried; a scanner, a display and a
 * card reader beside it; all of it against simulated devices, through the real till, by keyboard where it says so.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Download } from 'playwright-core';
import { SimulatedDisplay } from '#sim/display/simulated-display.ts';
import { paperText, SimulatedPrinter } from '#sim/printer/simulated-printer.ts';
import { SimulatedScanner } from '#sim/scanner/simulated-scanner.ts';
import { EVERY_LOOK, lookLike, photograph } from './judged.ts';
import { eventually, openScreenDesk, type ScreenDesk, signIn, someEans, typeSlowly, wedgeScan } from './screen-desk.ts';

const MANAGER = { operator: 'bernard', pin: '9876' };
/** Spoken as text on a network line, ended like a line. */
const CARD = '04A1B2C3D4E5F6';

let desk: ScreenDesk;
const bought = new SimulatedPrinter({ port: 0, names: { serial: 'SIM0000077' } });
const display = new SimulatedDisplay({ port: 0 });
const scanner = new SimulatedScanner({ port: 0 });
const cards = new SimulatedScanner({ port: 0 });

before(async () => {
  await Promise.all([bought, display, scanner, cards].map((device) => device.plug()));
  desk = await openScreenDesk({
    browser: (own) => ({ downloadsPath: own.folder('downloads') }),
    devices: [
      { id: 'display', kind: 'display', name: 'Afficheur', address: display.address, dialect: 'escpos', columns: 20 },
      { id: 'scanner', kind: 'scanner', name: 'Douchette', address: scanner.address },
      { id: 'card', kind: 'card', name: 'Lecteur', address: cards.address, cardNotation: 'hex' },
      { id: 'wedge', kind: 'scanner', name: 'Scanner clavier', address: 'wedge:' },
    ],
  });
});
after(async () => {
  await desk.close();
  await Promise.all([bought, display, scanner, cards].map((device) => device.unplug()));
});

const action = (name: string): Promise<void> => desk.page.click(`[data-panel="devices"] [data-action="${name}"]`);
const openDevices = async (): Promise<void> => {
  await desk.page.keyboard.press('Control+e');
  await desk.page.waitForSelector('[data-panel="devices"]');
  // A fresh panel takes no touch for a moment.
  await desk.page.waitForTimeout(400);
};
const choose = (deviceId: string): Promise<void> => desk.page.click(`[data-device-id="${deviceId}"]`);
const trial = (name: string, state: string): Promise<unknown> =>
  desk.page.waitForSelector(`[data-test="${name}"][data-trial="${state}"]`);
const focused = (): Promise<string> =>
  desk.page.evaluate(() => {
    const { activeElement: one } = document;
    return (
      one?.getAttribute('data-action') ??
      one?.getAttribute('data-device-field') ??
      one?.getAttribute('role') ??
      one?.tagName ??
      ''
    );
  });
/** Presses Tab until the focus is there. */
async function tabTo(what: string): Promise<void> {
  const passed: string[] = [];
  for (let tries = 0; tries < 40; tries += 1) {
    const now = await focused();
    if (now === what) return;
    assert.notEqual(now, 'BODY', `the focus is lost after ${passed.join(', ')}`);
    passed.push(now);
    await desk.page.keyboard.press('Tab');
  }
  assert.fail(`Tab never came to ${what}, only to ${passed.join(', ')}`);
}
const textOf = async (download: Download): Promise<string> => readFileSync(await download.path(), 'utf8');
const linesOnTicket = (): Promise<number> => desk.page.locator('[data-line-id]').count();

test('a cashier is told who may set devices up, and sees none of them', async () => {
  const { page } = desk;
  await signIn(page);
  await openDevices();
  await page.getByText('Seul un responsable peut régler les appareils').waitFor();
  assert.equal(await page.locator('[data-device-id]').count(), 0);
  await photograph(page, 'devices-no-right', { language: 'fr', theme: 'light' });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+l');
});

test('a bought printer is found by its address, proposed with what it answered, saved and tried, by keyboard alone', async () => {
  const { page } = desk;
  await signIn(page, MANAGER);
  await openDevices();
  await page.waitForSelector('[data-device-id="printer"]');
  assert.equal(await focused(), 'listbox');
  await tabTo('find-devices');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-search="done"]');
  assert.equal(await focused(), 'INPUT', 'what was asked for has the focus');
  await typeSlowly(page, `127.0.0.1:${bought.port}`);
  await page.keyboard.press('Enter');
  const proposal = page.locator(`[data-found="tcp://127.0.0.1:${bought.port}"]`);
  await proposal.getByText('TM-T88V').waitFor();
  assert.match(await proposal.innerText(), /EPSON TM-T88V 30\.61 ESC\/POS SIM0000077/);
  await page.waitForSelector('[data-search="done"]');
  await tabTo('configure-printer');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-form="printer"]');
  assert.equal(await focused(), 'name');
  await page.keyboard.press('Control+a');
  await typeSlowly(page, 'Cuisine');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-device-id="printer-2"][aria-selected="true"][data-tone="good"]');
  assert.equal(await focused(), 'try-page', 'the next step is one key away');
  await page.keyboard.press('Enter');
  await trial('page', 'passed');
  assert.match(paperText(bought.paper), /\S/);
  assert.ok(bought.paper.some(({ kind }) => kind === 'cut'));
});

test('it has no drawer beside the one there is until somebody says so; then that is opened, and it is asked who it is', async () => {
  await action('edit-device');
  const drawer = desk.page.getByRole('radiogroup', { name: 'Tiroir-caisse sur cette imprimante' });
  assert.equal(await drawer.locator('[data-value="no"]').getAttribute('aria-checked'), 'true');
  await drawer.locator('[data-value="yes"]').click();
  await action('save-device');
  await desk.page.waitForSelector('[data-side="device"]');
  const kicks = bought.drawer.kicks;
  await action('try-drawer');
  // Nothing tells whether a drawer without a contact came out; nobody says it did.
  await trial('drawer', 'unknown');
  await eventually(() => bought.drawer.kicks === kicks + 1, 'the drawer was kicked once');
  await action('try-identify');
  await trial('identify', 'passed');
  assert.match(await desk.page.locator('[data-test="identify"]').innerText(), /TM-T88V/);
});

test('the bytes of its line pass before one’s eyes, and are kept as a file', async () => {
  const { page } = desk;
  await page.waitForSelector('[role="log"] [data-direction="out"]');
  await page.waitForSelector('[role="log"] [data-direction="in"]');
  for (const time of ['the first', 'the second']) {
    const [download] = await Promise.all([page.waitForEvent('download'), action('export-frames')]);
    assert.match(await textOf(download), /"direction":"out"|"out"/, time);
  }
});

test('a text for the customer is shown on the display that is tried', async () => {
  await choose('display');
  await action('try-display');
  await trial('display', 'unknown').catch(() => trial('display', 'passed'));
  await eventually(() => display.lines.some((line) => line.trim() !== ''), 'the display shows something');
});

test('what a scanner reads while it is looked at is shown, and not sold; the same code is sold before and after', async () => {
  const { page } = desk;
  const code = someEans(1)[0]?.gtin ?? '';
  await choose('scanner');
  await page.waitForSelector('[data-device-id="scanner"][data-tone="good"]');
  scanner.scan(code);
  await page.locator('[data-last-read]').getByText(code).waitFor();
  assert.equal(await linesOnTicket(), 0);
  await choose('wedge');
  await wedgeScan(page, [{ code }]);
  await page.locator('[data-last-read]').getByText(code).waitFor();
  assert.equal(await linesOnTicket(), 0);
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-panel="find"]');
  scanner.scan(code);
  await page.waitForSelector('[data-line-id]');
  await openDevices();
});

test('a card that is presented is shown by its number, and called unknown to nobody', async () => {
  const { page } = desk;
  await choose('card');
  await page.waitForSelector('[data-device-id="card"][data-tone="good"]');
  await eventually(() => cards.listeners > 0, 'the till listens to the reader');
  cards.send(Buffer.from(`${CARD}\r\n`));
  await page.locator('[data-last-card]').getByText(CARD).waitFor();
  assert.equal(await page.locator('[data-notice-serial][data-tone="bad"]').count(), 0);
});

test('an address that cannot be understood, or is taken, is told at the address, with the focus there', async () => {
  const { page } = desk;
  await action('add-device');
  assert.equal(await focused(), 'add-printer');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-form="printer"]');
  assert.equal(await focused(), 'address');
  await page.keyboard.press('Enter');
  await page.getByText('Complétez l’adresse.').waitFor();
  await page.keyboard.press('Control+a');
  await typeSlowly(page, 'imprimante de la caisse');
  await page.keyboard.press('Enter');
  await page.locator('[data-problem]').getByText('cette adresse ne se comprend pas').waitFor();
  assert.equal(await focused(), 'address');
  await page.keyboard.press('Control+a');
  await typeSlowly(page, `127.0.0.1:${bought.port}`);
  await page.keyboard.press('Enter');
  await page.locator('[data-problem]').getByText('a la même adresse que « Cuisine »').waitFor();
  await page.keyboard.press('Control+a');
  await typeSlowly(page, '127.0.0.1:1');
  await action('try-page');
  await trial('page', 'failed');
  await page.locator('[data-problem]').getByText('Appareil injoignable').waitFor();
  assert.equal(await page.locator('[data-device-field="address"]').getAttribute('aria-invalid'), 'true');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-side="device"]');
  assert.equal(await page.locator('[data-device-id]').count(), 6, 'nothing was set up');
});

test('arrows walk the list of devices, and choose in a field without leaving it', async () => {
  const { page } = desk;
  assert.equal(await focused(), 'listbox');
  await choose('printer');
  await page.keyboard.press('ArrowDown');
  await page.waitForSelector('[data-device-id="display"][aria-selected="true"]');
  await page.keyboard.press('ArrowUp');
  await page.waitForSelector('[data-device-id="printer"][aria-selected="true"]');
  await action('edit-device');
  await page.waitForSelector('[data-form="printer"]');
  await page.focus('[data-form] select');
  const chosen = await page.inputValue('[data-form] select >> nth=0');
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(
    (was) => document.querySelector<HTMLSelectElement>('[data-form] select')?.value !== was,
    chosen,
  );
  await page.waitForSelector('[data-form="printer"]');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-device-id="printer"][aria-selected="true"]');
  assert.equal(await focused(), 'listbox');
});

test('a page that is loaded again in the middle finds the till as it was', async () => {
  const { page } = desk;
  await action('find-devices');
  await page.waitForSelector('[data-search]');
  await page.reload();
  await page.waitForSelector('[data-panel="find"]');
  await openDevices();
  await page.waitForSelector('[data-device-id="printer-2"]');
  assert.equal(await page.locator('[data-device-id]').count(), 6);
});

test('a device is removed by two presses, and the set-up that was exported brings it back', async () => {
  const { page } = desk;
  await action('set-up-file');
  assert.equal(await focused(), 'export-set-up');
  const [download] = await Promise.all([page.waitForEvent('download'), action('export-set-up')]);
  const text = await textOf(download);
  assert.match(text, /SIM|Cuisine/);
  await choose('printer-2');
  await action('remove-device');
  await page.getByText('Appuyez encore pour retirer').waitFor();
  assert.equal(await page.locator('[data-device-id]').count(), 6, 'one press removes nothing');
  await action('remove-device');
  await page.waitForSelector('[data-device-id="printer-2"]', { state: 'detached' });
  assert.notEqual(await focused(), 'BODY');
  await action('set-up-file');
  await action('import-set-up');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), action('import-set-up')]);
  await chooser.setFiles({ name: 'devices.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await page.waitForSelector('[data-device-id="printer-2"]');
  await page.getByText('6 appareils repris du fichier.').waitFor();
});

test('a file that is no set-up is refused beside the button, and nothing is changed', async () => {
  const { page } = desk;
  await action('import-set-up');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), action('import-set-up')]);
  await chooser.setFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"devices": 7}') });
  await page.getByText('n’est pas un réglage d’appareils').waitFor();
  assert.equal(await page.locator('[data-device-id]').count(), 6);
});

for (const look of EVERY_LOOK) {
  test(`the Devices screen reads well in ${look.language}, ${look.theme}`, async () => {
    const { page } = desk;
    await lookLike(page, look);
    await openDevices();
    await page.waitForSelector('[data-device-id="printer-2"][data-tone="good"]');
    await choose('printer-2');
    await action('try-page');
    await trial('page', 'passed');
    await action('try-identify');
    await trial('identify', 'passed');
    await photograph(page, 'devices-printer', look);
    for (const device of ['display', 'scanner', 'card', 'wedge'] as const) {
      await choose(device);
      await photograph(page, `devices-${device}`, look);
      await action('edit-device');
      await page.waitForSelector('[data-form]');
      await photograph(page, `devices-form-${device}`, look);
    }
    await choose('printer');
    await action('edit-device');
    await photograph(page, 'devices-form-printer', look);
    await action('add-device');
    await photograph(page, 'devices-add', look);
    await action('add-printer');
    await page.fill('[data-device-field="address"]', '127.0.0.1:1');
    await action('try-page');
    await trial('page', 'failed');
    await photograph(page, 'devices-failed', look);
    await action('find-devices');
    await page.fill('[data-panel="devices"] [data-first]', `127.0.0.1:${bought.port}`);
    await action('start-search');
    await page.waitForSelector('[data-search="done"]');
    await photograph(page, 'devices-found', look);
    await action('set-up-file');
    await photograph(page, 'devices-file', look);
  });
}

test('with nothing set up, the first thing to do is in sight', async () => {
  const { page } = desk;
  await lookLike(page, { language: 'fr', theme: 'light' });
  await openDevices();
  for (let left = await page.locator('[data-device-id]').count(); left > 0; left -= 1) {
    await page.click('[data-device-id] >> nth=0');
    await action('remove-device');
    await action('remove-device');
    await page.waitForFunction((before) => document.querySelectorAll('[data-device-id]').length < before, left);
  }
  await page.getByText('Aucun appareil n’est réglé.').waitFor();
  await page.waitForSelector('[data-side="find"]');
  for (const look of EVERY_LOOK) {
    await lookLike(page, look);
    await openDevices();
    await photograph(page, 'devices-empty', look);
  }
});
