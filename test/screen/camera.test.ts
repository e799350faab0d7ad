/**
 * A camera on the real page: a film of barcodes in Chromium's fake camera is decoded in the page's worker, by the
 * WebAssembly that the till itself serves, and becomes lines of the ticket of a real till.
 */
import assert from 'node:assert/strict';
import { chownSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { CDPSession } from 'playwright-core';
import { realPart } from '../rig/real-part.ts';
import { makeFilm } from '../rig/camera-film.ts';
import { openScreenDesk, type ScreenDesk, signIn, someEans, waitForLines, wedgeScan } from './screen-desk.ts';

const CAMERA = { id: 'cam', kind: 'scanner', name: 'Caméra', address: 'camera:' } as const;
const [first, second, third] = someEans(3);

let desk: ScreenDesk;
let browser: CDPSession;
/** What the page asked for and what it was told: nothing may come from elsewhere, and nothing be refused by its policy. */
const requests: { readonly url: string; readonly type: string }[] = [];
const violations: string[] = [];

before(async () => {
  desk = await openScreenDesk({
    devices: [CAMERA],
    async browser({ folder, user }) {
      const film = await makeFilm(folder('film'), [
        { seconds: 2, symbol: { kind: 'ean13', text: first?.gtin ?? '' } },
        { seconds: 2, symbol: { kind: 'ean13', text: second?.gtin ?? '' }, turnedDegrees: 4 },
        { seconds: 1, symbol: { kind: 'gs1-128', text: '(01)03453120000011(10)LOT1(17)261231' } },
        { seconds: 1, symbol: { kind: 'qrcode', text: 'https://exemple.fr/t/42' }, turnedDegrees: 12 },
        { seconds: 1, symbol: { kind: 'gs1datamatrix', text: '(01)03453120000011(21)S7' } },
        { seconds: 2 },
      ]);
      chownSync(film, user.uid, user.gid);
      return { args: ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`] };
    },
  });
  const { page } = desk;
  page.on('console', (message) => {
    if (message.type() === 'error') violations.push(message.text());
  });
  desk.context.on('response', (response) => {
    requests.push({ url: response.url(), type: response.headers()['content-type'] ?? '' });
  });
  await page.evaluate(() => {
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (data) {
      const { name, input } = JSON.parse(String(data)) as { readonly name?: string; readonly input?: object };
      if (name === 'scan' || name === 'reportPageDevice') console.log(`${name} ${JSON.stringify(input)}`);
      send.call(this, data);
    };
  });
  browser = await desk.context.newCDPSession(page);
  await allowCamera('denied');
  await signIn(page);
});
after(async () => {
  await desk.close();
});

async function allowCamera(setting: 'granted' | 'denied'): Promise<void> {
  const { origin } = new URL(desk.page.url());
  await browser.send('Browser.setPermission', { permission: { name: 'camera' }, setting, origin });
}

const stateBecomes = (state: string) => desk.page.waitForSelector(`[data-camera="${state}"]`, { timeout: 20_000 });
const stripSays = (words: RegExp) => desk.page.locator('[data-device="cam"]').filter({ hasText: words }).waitFor();

/** What the page tells the till: the next scan whose text is this. */
async function scanOf(text: string): Promise<object> {
  const said = await desk.page.waitForEvent('console', {
    predicate: (message) => message.text().startsWith('scan ') && message.text().includes(JSON.stringify(text)),
    timeout: 30_000,
  });
  return JSON.parse(said.text().slice('scan '.length)) as object;
}

test('a refused camera says so in words, and the till sells on without it', async () => {
  const { page } = desk;
  await stateBecomes('trouble');
  assert.match((await page.locator('[data-camera]').textContent()) ?? '', /refusée/);
  await stripSays(/refusé/);
  await wedgeScan(page, [{ code: third?.gtin ?? '' }]);
  await waitForLines(page, 1);
});

test('no. 13: articles before the camera become lines, each once for as long as it is in sight', async () => {
  const { page } = desk;
  await allowCamera('granted');
  await stateBecomes('live');
  await waitForLines(page, 3);
  const lines = page.locator('[data-line-id][data-kind="product"]');
  const labels = await page.locator('[data-line-id][data-kind="product"] > span:first-child > bdi').allTextContents();
  assert.deepEqual(labels.toSorted(), [first?.name, second?.name, third?.name].toSorted());
  assert.equal(await lines.filter({ hasText: /[2-9] ×/ }).count(), 0, 'nothing was counted twice');
  await stripSays(/en service/);
  realPart('camera film in Chromium', desk.context.browser()?.version() ?? 'mjpeg');
});

test('codes with and without GS1 are told with their symbology, their separators and the device that read them', async () => {
  const gs = '\u001d';
  // The film comes round to each of them.
  const [gs1, link, matrix] = await Promise.all([
    scanOf(`010345312000001110LOT1${gs}17261231`),
    scanOf('https://exemple.fr/t/42'),
    scanOf('010345312000001121S7'),
  ]);
  const source = 'cam';
  assert.deepEqual(gs1, { text: `010345312000001110LOT1${gs}17261231`, source, symbology: ']C1' });
  assert.deepEqual(link, { text: 'https://exemple.fr/t/42', source, symbology: ']Q1' });
  assert.deepEqual(matrix, { text: '010345312000001121S7', source, symbology: ']d2' });
});

test('a track that ends, eight times in a row, is opened again by itself each time, and reads on', async () => {
  const { page } = desk;
  for (let time = 0; time < 8; time++) {
    await page.waitForSelector('[data-camera="live"] video');
    const lost = page.waitForEvent('console', (message) => message.text().includes('camera.lost'));
    await page.evaluate(() => {
      const { srcObject } = document.querySelector<HTMLVideoElement>('[data-camera] video') ?? {};
      if (srcObject instanceof MediaStream) for (const track of srcObject.getTracks()) track.stop();
    });
    await lost;
    await stateBecomes('live');
  }
  await scanOf(first?.gtin ?? '');
});

test('switched off it is off, also for the machine, and a page out of sight watches nothing', async () => {
  const { page } = desk;
  const opened = await page.evaluateHandle(
    () => (document.querySelector<HTMLVideoElement>('[data-camera] video')?.srcObject as MediaStream).getTracks()[0],
  );
  await page.click('[data-action="camera"]');
  await stateBecomes('off');
  assert.equal(await opened.evaluate((track) => track?.readyState), 'ended');
  await page.click('[data-action="camera"]');
  await stateBecomes('live');
  const sight = (state: 'hidden' | 'visible') =>
    page.evaluate((visibility) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await sight('hidden');
  await stateBecomes('off');
  await sight('visible');
  await stateBecomes('live');
});

test('the decoder comes from the till alone, as WebAssembly, and the page’s policy refuses nothing it needs', () => {
  const { host } = new URL(desk.page.url());
  assert.deepEqual(
    requests.filter(({ url }) => new URL(url).host !== host && !url.startsWith('data:')),
    [],
  );
  const wasm = requests.filter(({ url }) => url.endsWith('.wasm'));
  assert.ok(wasm.length > 0 && wasm.every(({ type }) => type === 'application/wasm'), JSON.stringify(wasm));
  assert.deepEqual(violations, []);
});
