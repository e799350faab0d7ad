/**
 * The status strip in every state of a device: real faults of simulated devices through the real till, and, painted over
 * what the till sends, every other state, so that each is looked at in each look and size.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SimulatedDisplay } from '#sim/display/simulated-display.ts';
import { SimulatedScanner } from '#sim/scanner/simulated-scanner.ts';
import { EVERY_LOOK, lookLike, photograph } from './judged.ts';
import { openScreenDesk, type ScreenDesk, signIn } from './screen-desk.ts';

interface Shown {
  readonly id: string;
  readonly kind: 'printer' | 'drawer' | 'scanner' | 'display' | 'card';
  readonly name: string;
  readonly state: 'ready' | 'connecting' | 'trouble' | 'absent' | 'disabled';
  readonly fault?: string;
}

let desk: ScreenDesk;
/** What stands in place of the devices that the till tells of; null lets its own through. */
let painted: readonly Shown[] | null = null;
const display = new SimulatedDisplay({ port: 0 });
const scanner = new SimulatedScanner({ port: 0 });

before(async () => {
  await Promise.all([display.plug(), scanner.plug()]);
  desk = await openScreenDesk({
    devices: [
      { id: 'display', kind: 'display', name: 'Afficheur', address: display.address, dialect: 'escpos', columns: 20 },
      { id: 'scanner', kind: 'scanner', name: 'Douchette', address: scanner.address },
    ],
  });
  await desk.page.routeWebSocket(/.*/, (page) => {
    const till = page.connectToServer();
    till.onMessage((message) => page.send(withPainted(String(message))));
  });
  await desk.page.reload();
  await signIn(desk.page);
});
after(async () => {
  await desk.close();
  await Promise.all([display.unplug(), scanner.unplug()]);
});

function withPainted(text: string): string {
  const message = JSON.parse(text) as { topic?: string; view?: object };
  if (painted === null || message.topic !== 'status') return text;
  return JSON.stringify({ ...message, view: { ...message.view, devices: painted } });
}

const says = (deviceId: string, words: string): Promise<void> =>
  desk.page.locator(`[data-device="${deviceId}"]`).filter({ hasText: words }).waitFor();

test('the strip says of real devices that paper is nearly out, is out, a cover is open and what was unplugged', async () => {
  const { printer } = desk;
  await says('printer', 'en service');
  printer.setScenario('paper-near-end');
  await says('printer', 'papier bientôt fini');
  printer.removePaper();
  await says('printer', 'plus de papier');
  printer.insertPaper();
  printer.openCover();
  await says('printer', 'capot ouvert');
  printer.closeCover();
  printer.setScenario('healthy');
  await says('printer', 'en service');
  await Promise.all([display.unplug(), scanner.unplug()]);
  await says('display', 'afficheur débranché');
  await says('scanner', 'scanner débranché');
  await printer.unplug();
  await says('printer', 'éteinte ou débranchée');
  await Promise.all([display.plug(), scanner.plug(), printer.plug()]);
  await says('printer', 'en service');
});

const PRINTER = { id: 'p', kind: 'printer', name: 'Ticket' } as const;
const DRAWER = { id: 'd', kind: 'drawer', name: 'Ticket' } as const;
const SCANNER = { id: 's', kind: 'scanner', name: 'Douchette' } as const;
const DISPLAY = { id: 'a', kind: 'display', name: 'Afficheur' } as const;
const CARD = { id: 'c', kind: 'card', name: 'Lecteur' } as const;
const CAMERA = { id: 'k', kind: 'scanner', name: 'Caméra du comptoir' } as const;

const LONG_NAME = 'Imprimante de la cuisine du premier étage, côté cour';

const STRIPS: Readonly<Record<string, readonly Shown[]>> = {
  'three-ready': [PRINTER, DRAWER, SCANNER].map((one) => ({ ...one, state: 'ready' as const })),
  'six-ready': [PRINTER, DRAWER, SCANNER, DISPLAY, CARD, CAMERA].map((one) => ({ ...one, state: 'ready' as const })),
  'six-connecting': [PRINTER, DRAWER, SCANNER, DISPLAY, CARD, CAMERA].map((one) => ({
    ...one,
    state: 'connecting' as const,
  })),
  'one-in-trouble': [
    { ...PRINTER, state: 'ready', fault: 'printer.paper-near-end' },
    ...[DRAWER, SCANNER, DISPLAY, CARD].map((one) => ({ ...one, state: 'ready' as const })),
  ],
  'paper-out': [
    { ...PRINTER, state: 'trouble', fault: 'printer.paper-out' },
    { ...DRAWER, state: 'trouble', fault: 'drawer.left-open' },
    { ...SCANNER, state: 'absent', fault: 'device.unreachable' },
    { ...DISPLAY, state: 'absent', fault: 'device.lost' },
    { ...CARD, state: 'absent', fault: 'card.no-service' },
  ],
  'all-away': [
    { ...PRINTER, state: 'absent', fault: 'device.unreachable' },
    { ...DRAWER, state: 'absent', fault: 'device.unreachable' },
    { ...SCANNER, state: 'absent', fault: 'device.types-keys' },
    { ...DISPLAY, state: 'disabled', fault: 'device.driver-disabled' },
    { ...CARD, state: 'absent', fault: 'card.no-reader' },
    { ...CAMERA, state: 'absent', fault: 'camera.denied' },
  ],
  'long-names': [
    { ...PRINTER, name: LONG_NAME, state: 'ready' },
    { ...PRINTER, id: 'p2', name: `2 ${LONG_NAME}`, state: 'trouble', fault: 'printer.paper-out' },
    { ...SCANNER, name: LONG_NAME, state: 'ready' },
  ],
  others: [
    { ...PRINTER, state: 'trouble', fault: 'printer.cover-open' },
    { ...DRAWER, state: 'absent', fault: 'device.no-answer' },
    { ...SCANNER, state: 'absent', fault: 'device.no-permission' },
    { ...DISPLAY, state: 'absent', fault: 'device.busy' },
    { ...CARD, state: 'trouble', fault: 'card.reader-stalled' },
    { ...CAMERA, state: 'absent', fault: 'camera.lost' },
  ],
};

/** Names and words of the strip that do not fit where they stand. */
const cutWords = (): Promise<readonly string[]> =>
  desk.page.evaluate(() =>
    [...document.querySelectorAll('footer[role="region"] [data-tone] *')].flatMap((part) => {
      const { position, display: shown } = getComputedStyle(part);
      const isHeardOnly = position === 'absolute' || shown === 'none';
      return !isHeardOnly && part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0 ? [part.textContent] : [];
    }),
  );

for (const look of EVERY_LOOK) {
  test(`no word of the strip is cut, whatever is wrong with six devices, in ${look.language}, ${look.theme}`, async () => {
    for (const [name, devices] of Object.entries(STRIPS)) {
      painted = devices;
      await lookLike(desk.page, look);
      await desk.page.waitForSelector('[data-device="p"]');
      assert.equal(await desk.page.locator('[data-device]').count(), devices.length);
      await photograph(desk.page, `strip-${name}`, look);
      for (const width of [1366, 1024]) {
        await desk.page.setViewportSize({ width, height: 768 });
        assert.deepEqual(await cutWords(), [], `${name} ${width}`);
      }
    }
  });
}

test('long names leave the strip its one row, and the whole name is there to be read', async () => {
  painted = STRIPS['long-names'] ?? [];
  await lookLike(desk.page, { language: 'fr', theme: 'light' });
  await desk.page.setViewportSize({ width: 1366, height: 768 });
  const cell = desk.page.locator('[data-device="p2"]');
  await cell.getByText('2 Imprimante de…').waitFor();
  assert.equal(await cell.getAttribute('title'), `2 ${LONG_NAME}`);
  await desk.page.locator('[data-device="s"]').getByText('Scanner', { exact: true }).waitFor();
  const strip = await desk.page.locator('footer[role="region"]').boundingBox();
  assert.ok((strip?.height ?? Infinity) < 60, `one row: ${strip?.height}`);
});
