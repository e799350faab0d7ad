/**
 * The virtual counter as its page and a till see it: orders over HTTP, codes and paper over the device addresses.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Counter, type CounterView, openCounter } from './counter.ts';
import { findProducts, readProducts } from './products.ts';

const PRODUCTS = [
  { code: '3017620422003', name: 'Pâte à tartiner', brand: 'Nutella', price: '4,19', category: 'Épicerie' },
  { code: '3268840001008', name: 'Eau de source', brand: 'Cristaline', price: '0,29', category: 'Boissons' },
];

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function open(): Promise<Counter> {
  const counter = await openCounter({
    products: PRODUCTS,
    pageDir: fileURLToPath(new URL('./page/', import.meta.url)),
    language: 'fr',
    printerPort: 0,
    scannerPort: 0,
    displayPort: 0,
    cardPort: 0,
    pagePort: 0,
    model: 'TM-T88V',
    columns: 42,
  });
  cleanUp.push(() => counter.close());
  return counter;
}

/** A line to a device of the counter, and the text that comes from it. */
async function line(
  address: string,
): Promise<{ write(bytes: Uint8Array): void; heard(): string; until(text: string): Promise<void> }> {
  const { hostname, port } = new URL(address.replace('tcp:', 'http:'));
  const socket = connect(Number(port), hostname);
  cleanUp.push(() => socket.destroy());
  // A plug that is pulled resets the line.
  socket.on('error', () => undefined);
  let heard = '';
  const waiting = new Set<() => void>();
  socket.on('data', (bytes) => {
    heard += bytes.toString('latin1');
    for (const look of waiting) look();
  });
  await new Promise((resolve) => socket.once('connect', resolve));
  return {
    write: (bytes) => void socket.write(bytes),
    heard: () => heard,
    until: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (heard.includes(text)) resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

const OURS: Readonly<Record<string, string>> = { 'x-counter': '1' };

async function post(counter: Counter, path: string, body: string, headers = OURS): Promise<Response> {
  return fetch(new URL(path, counter.page), { method: 'POST', body, headers });
}

/** What the page paints at this moment. */
async function viewOf(counter: Counter): Promise<CounterView> {
  const events = await fetch(new URL('/events', counter.page));
  const reader = events.body?.getReader();
  const first = new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  // A change may have followed in the same piece: its event is another line.
  return JSON.parse(first.split('\n', 1)[0]?.replace(/^data: /, '') ?? '') as CounterView;
}

test('a code from the page reaches the till that listens, and the page is told when nobody does', async () => {
  const counter = await open();
  assert.deepEqual(await (await post(counter, '/scan', '3017620422003')).json(), { heard: false });
  const till = await line(counter.scanner.address);
  assert.deepEqual(await (await post(counter, '/scan', '3017620422003')).json(), { heard: true });
  await till.until('3017620422003\r');
  assert.deepEqual(await (await post(counter, '/order', 'dance')).json(), { done: false });
});

test('what the till prints is on the page, until it is torn off', async () => {
  const counter = await open();
  const till = await line(counter.printer.address);
  till.write(Uint8Array.of(0x1b, 0x40, 0x1c, 0x2e, 0x1b, 0x74, 16, 0x43, 0x61, 0x66, 0xe9, 0x0a));
  till.write(Uint8Array.of(0x1d, 0x56, 66, 3, 0x1b, 0x70, 0, 50, 100));
  till.write(Uint8Array.of(0x1d, 0x28, 0x48, 6, 0, 48, 48, 0x41, 0x42, 0x43, 0x44));
  await till.until('ABCD');
  const span = { text: 'Café', bold: false, wide: 1, tall: 1 };
  const printed = { kind: 'line', spans: [span], align: 'left' };
  const before = await viewOf(counter);
  assert.deepEqual(before.roll, [printed, { kind: 'cut' }]);
  assert.deepEqual(before.drawer, { open: true, kicks: 1 });
  await post(counter, '/order', 'tear-off');
  await post(counter, '/order', 'close-drawer');
  const after = await viewOf(counter);
  assert.deepEqual(after.roll, []);
  assert.deepEqual(after.torn, [{ id: 1, items: [printed] }]);
  assert.deepEqual(after.drawer, { open: false, kicks: 1 });
});

test('what the till writes on the customer display stands on the page, and goes dark with its plug', async () => {
  const counter = await open();
  const { address } = counter.display;
  const till = await line(address);
  till.write(Uint8Array.of(0x0c, ...Buffer.from('Caf'), 0x82, 0x1f, 0x24, 1, 2, ...Buffer.from('TOTAL')));
  while (counter.display.lines[1].trim() === '') await new Promise((resolve) => setImmediate(resolve));
  const { display } = await viewOf(counter);
  assert.deepEqual(display, { plugged: true, scenario: 'healthy', lines: ['Café'.padEnd(20), 'TOTAL'.padEnd(20)] });
  await post(counter, '/order', 'display unplug');
  assert.equal((await viewOf(counter)).display.plugged, false);
  await post(counter, '/order', 'display plug');
  await line(address);
  for (const scenario of ['slow', 'garbled', 'healthy']) {
    assert.deepEqual(await (await post(counter, '/order', `display ${scenario}`)).json(), { done: true });
    assert.equal((await viewOf(counter)).display.scenario, scenario);
  }
  assert.deepEqual(await (await post(counter, '/order', 'display dance')).json(), { done: false });
});

test('a card held to the reader is a number in hex between STX and ETX, and a phone has another each time', async () => {
  const counter = await open();
  const tap = async (card: string): Promise<unknown> => (await post(counter, '/order', `card tap ${card}`)).json();
  assert.deepEqual(await tap('lina'), { done: false });
  const till = await line(counter.cardReader.address);
  while (counter.cardReader.listeners === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(await tap('lina'), { done: true });
  assert.deepEqual(await tap('karim'), { done: true });
  await till.until('\u000204A1B2C3D4E580\r\u0003\u00022196E651\r\u0003');
  const fixed = till.heard().length;
  await tap('phone');
  await tap('phone');
  const phones = (): readonly string[] => till.heard().slice(fixed).split('\u0003').slice(0, -1);
  while (phones().length < 2) await new Promise((resolve) => setImmediate(resolve));
  for (const phone of phones()) assert.match(phone.slice(1), /^08[0-9A-F]{6}\r$/);
  assert.deepEqual(await tap('nobody'), { done: false });
  await post(counter, '/order', 'card unplug');
  assert.deepEqual((await viewOf(counter)).cardReader, {
    plugged: false,
    heard: false,
    cards: ['lina', 'karim', 'phone'],
  });
  await post(counter, '/order', 'card plug');
  await line(counter.cardReader.address);
});

test('what goes wrong with printer and scanner is on the page, and is put right from there', async () => {
  const counter = await open();
  const order = async (name: string): Promise<CounterView> => {
    assert.deepEqual(await (await post(counter, '/order', name)).json(), { done: true });
    return viewOf(counter);
  };
  assert.equal((await order('cutter-jammed')).printer.cutterJammed, true);
  const freed = (await order('clear-error')).printer;
  assert.deepEqual([freed.cutterJammed, freed.scenario], [false, 'healthy']);
  assert.equal((await order('paper-near-end')).printer.scenario, 'paper-near-end');
  await order('remove-paper');
  const fed = (await order('insert-paper')).printer;
  assert.deepEqual([fed.paperOut, fed.scenario], [false, 'healthy']);
  assert.equal((await order('open-drawer')).drawer.open, true);
  assert.equal((await order('scanner noise')).scanner.scenario, 'noise');
  const till = await line(counter.scanner.address);
  while (counter.scanner.listeners === 0) await new Promise((resolve) => setImmediate(resolve));
  await order('scanner scan-without-suffix');
  await post(counter, '/scan', '96385074');
  await order('scanner glued');
  await post(counter, '/scan', '96385074');
  await till.until('9638507496385074\r96385074\r');
  assert.equal((await order('scanner unplug')).scanner.plugged, false);
  assert.deepEqual(await (await post(counter, '/scan', '96385074')).json(), { heard: false });
  assert.equal((await order('scanner plug')).scanner.plugged, true);
  await line(counter.scanner.address);
});

test('another site can neither scan nor pull the plug', async () => {
  const counter = await open();
  const foreign = await post(counter, '/scan', '3017620422003', { origin: 'https://evil.example', 'x-counter': '1' });
  assert.equal(foreign.status, 403);
  assert.equal((await post(counter, '/order', 'unplug', {})).status, 403);
  assert.equal(counter.printer.state.plugged, true);
});

test('the plug is pulled and put back on the same address', async () => {
  const counter = await open();
  const { address } = counter.printer;
  await post(counter, '/order', 'unplug');
  await assert.rejects(
    new Promise((resolve, reject) => {
      connect(counter.printer.port, '127.0.0.1').once('connect', resolve).once('error', reject);
    }),
  );
  await post(counter, '/order', 'plug');
  await line(address);
  assert.equal(counter.printer.address, address);
});

test('the goods are those of the product file that have a barcode, found without accents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'counter-'));
  cleanUp.push(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, 'products.tsv');
  writeFileSync(path, 'gtin\tplu\tnom\tprix\n3017620422003\t\tPâte à tartiner\t4,19\n\t101\tBananes\t1,99\n');
  const products = readProducts(path);
  assert.deepEqual(
    products.map((product) => product.name),
    ['Pâte à tartiner'],
  );
  assert.equal(findProducts(products, 'pate TART', 10).length, 1);
  assert.equal(findProducts(products, 'banane', 10).length, 0);
});
