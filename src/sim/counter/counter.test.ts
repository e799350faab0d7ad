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
import { type Counter, openCounter } from './counter.ts';
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
  const view = async (): Promise<{ roll: unknown[]; torn: unknown[]; drawer: unknown }> => {
    const events = await fetch(new URL('/events', counter.page));
    const reader = events.body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    await reader?.cancel();
    return JSON.parse(first.replace(/^data: /, '')) as { roll: unknown[]; torn: unknown[]; drawer: unknown };
  };
  const span = { text: 'Café', bold: false, wide: 1, tall: 1 };
  const printed = { kind: 'line', spans: [span], align: 'left' };
  const before = await view();
  assert.deepEqual(before.roll, [printed, { kind: 'cut' }]);
  assert.deepEqual(before.drawer, { open: true, kicks: 1 });
  await post(counter, '/order', 'tear-off');
  await post(counter, '/order', 'close-drawer');
  const after = await view();
  assert.deepEqual(after.roll, []);
  assert.deepEqual(after.torn, [{ id: 1, items: [printed] }]);
  assert.deepEqual(after.drawer, { open: false, kicks: 1 });
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
