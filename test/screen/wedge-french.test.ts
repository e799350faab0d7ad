/**
 * A keyboard scanner as delivered (American layout) on machines with other keyboards: real keycodes through the X server's
 * keyboard maps into a real Chromium window, and lines on the ticket of a real till.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { realPart } from '../rig/real-part.ts';
import { xKeyboard, type XKeyboard } from '../rig/x-keyboard.ts';
import { openScreenDesk, type ScreenDesk, signIn, someEans, waitForLines } from './screen-desk.ts';

const SCANNER = { id: 'hand', kind: 'scanner', name: 'Douchette', address: 'wedge:', layout: 'us' } as const;
const products = someEans(12);
const codeOf = (index: number) => products[index]?.gtin ?? '';

let desk: ScreenDesk;
let keyboard: XKeyboard;
let lines = 0;
before(async () => {
  desk = await openScreenDesk({ devices: [SCANNER], browser: () => ({ headless: false }) });
  keyboard = xKeyboard(desk.environment);
  await signIn(desk.page, { operator: 'bernard', pin: '9876' });
  await desk.page.bringToFront();
  // The till shows a code that it does not understand as such; here it matters what it was told.
  await desk.page.evaluate(() => {
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (data) {
      const message = JSON.parse(String(data)) as { name?: string; input?: { text?: string; source?: string } };
      if (message.name === 'scan')
        console.log(`sent scan ${message.input?.text ?? ''} from ${message.input?.source ?? ''}`);
      send.call(this, data);
    };
  });
});
after(async () => {
  await desk.close();
});

const field = () => desk.page.inputValue('[data-field="main"]');

/** What the machine itself makes of keys, to know that its layout is what the test says. */
async function typedByMachine(places: string): Promise<string> {
  keyboard.typePlaces(places);
  await desk.page.waitForFunction(
    (length) => (document.querySelector<HTMLInputElement>('[data-field="main"]')?.value.length ?? 0) >= length,
    places.length,
  );
  const typed = await field();
  await desk.page.keyboard.press('Escape');
  return typed;
}

async function scanned(index: number): Promise<void> {
  keyboard.scan(codeOf(index));
  await waitForLines(desk.page, (lines += 1));
  const labels = desk.page.locator('[data-line-id][data-kind="product"] > span:first-child > bdi');
  assert.equal(await labels.last().textContent(), products[index]?.name);
  assert.equal(await field(), '');
}

for (const [index, [layout, places, typed]] of [
  ['us', 'q3', 'q3'],
  ['fr', 'q3', 'a"'],
  ['de', 'y3', 'z3'],
].entries()) {
  test(`no. 10: on a machine with keyboard ${layout} an American scanner's code is the article, and the field stays empty`, async () => {
    keyboard.setLayout(layout ?? '');
    assert.equal(await typedByMachine(places ?? ''), typed);
    await scanned(index);
    if (layout === 'fr') realPart('French keyboard under Xvfb', 'setxkbmap fr');
  });
}

test('no. 10: caps lock on a French machine changes no code', async () => {
  keyboard.setLayout('fr');
  keyboard.pressCapsLock();
  await scanned(3);
  keyboard.pressCapsLock();
});

for (const layout of ['fr', 'de']) {
  test(`no. 10: letters and signs of a code are right on a machine with keyboard ${layout}`, async () => {
    keyboard.setLayout(layout);
    for (const code of ['QWAZM-42', 'HA112-QW']) {
      const asked = desk.page.waitForEvent('console', (message) => message.text().startsWith('sent scan '));
      keyboard.scan(code);
      assert.equal((await asked).text(), `sent scan ${code} from hand`);
      await desk.page.getByText(`Carte inconnue (…${code.slice(-4)})`).first().waitFor();
      assert.equal(await field(), '');
    }
  });
}

test('what a person types on the French keyboard reaches the field as it is, accents and dead keys as well', async () => {
  keyboard.setLayout('fr');
  // The places q, 2, [ and e of an American board type a, é and ê there.
  keyboard.typePlaces('q2[e');
  await desk.page.waitForFunction(
    () => (document.querySelector<HTMLInputElement>('[data-field="main"]')?.value.length ?? 0) >= 3,
  );
  assert.equal(await field(), 'aéê');
  await desk.page.keyboard.press('Escape');
});

test('no. 12: a scan while a price is being typed leaves no digit in it and reaches the ticket', async () => {
  const { page } = desk;
  keyboard.setLayout('fr');
  await page.keyboard.press('F12');
  await page.waitForSelector('input[data-tendered]');
  // The first key of the digit row types & there; the numeric pad's 5 would be a person's.
  await page.keyboard.press('5');
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[data-tendered]')?.value === '5');
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seenValues: seen });
    const amount = document.querySelector('input[data-tendered]');
    amount?.addEventListener('input', () => seen.push((amount as HTMLInputElement).value));
  });
  keyboard.scan(codeOf(4));
  await waitForLines(page, (lines += 1));
  assert.deepEqual(await page.evaluate(() => (window as unknown as { seenValues: string[] }).seenValues), []);
  assert.equal(await page.getAttribute('[data-panel]', 'data-panel'), 'find');
});

test('no. 11 and 12: two codes without anything behind them, one after the other, are two lines', async () => {
  for (const index of [5, 6]) {
    keyboard.scan(codeOf(index), { enter: false });
    await waitForLines(desk.page, (lines += 1));
  }
  assert.equal(await field(), '');
});

test('no. 10: one scan of the code on the Devices screen finds how the scanner is set, whatever the machine', async () => {
  const { page } = desk;
  keyboard.setLayout('fr');
  await page.keyboard.press('Control+e');
  await page.waitForSelector('[data-device-id="hand"]');
  // A fresh panel takes no touch at once.
  await page.waitForTimeout(400);
  await page.click('[data-device-id="hand"]');
  await page.click('[data-action="edit-device"]');
  await page.click('[data-action="learn-scanner"]');
  await page.waitForSelector('[data-wedge-learner="waiting"]');
  keyboard.scan('COMPTOIR-2026');
  await page.waitForSelector('[data-wedge-learner="us"]');
  // What a scanner set to a French keyboard presses for the same code, by its places on an American board.
  keyboard.scan('CO:PTOIR6@)@^');
  await page.waitForSelector('[data-wedge-learner="fr"]');
  await page.waitForSelector('[data-value="fr"][aria-checked="true"]');
  assert.equal(await page.locator('[data-wedge-learner] [data-tone="bad"]').count(), 0);
  await page.click('[data-action="learn-close"]');
  await page.click('[data-action="save-device"]');
  await page.waitForSelector('[data-form]', { state: 'detached' });
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-panel="find"]');
  // From now on the same hand scanner is taken for a French one: digits come with shift.
  const shifted = codeOf(7).replaceAll(/\d/g, (digit) => ')!@#$%^&*('[Number(digit)] ?? '');
  keyboard.scan(shifted);
  await waitForLines(page, (lines += 1));
});
