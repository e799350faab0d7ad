/**
 * Codes that say more than a product, through a till that runs as it ships: a network scanner, the till and its devices in
 * their processes, the journal on disk. What the scanner sends is what the row of the sale says.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { checkDigit } from '#domain/barcode/barcode.ts';
import type { ProductRecord } from '#domain/catalogue/catalogue.ts';
import { payloadOf, type TicketPayload } from '#domain/journal/journal.ts';
import { buildCatalogue } from '#main/store/catalogue/catalogue.ts';
import { inStorePatterns, openStore, verifyTill } from '#main/store/store.ts';
import { SimulatedScanner } from '#sim/scanner/simulated-scanner.ts';
import { enter } from '../rig/enter.ts';
import { Page } from '../rig/page.ts';
import { quietLog, systemClock } from '../rig/quiet.ts';
import { foldersOf, makeStore, MIGRATIONS, SELLER } from '../rig/shop.ts';
import { startTill } from '../rig/till-process.ts';
import { eventually } from './counter.ts';

const GS = '\u001d';
const YOGHURT = '03017620422003';
const CHEESE = '09520123456788';

function product(fields: Pick<ProductRecord, 'name' | 'gtins' | 'unit' | 'priceMinor'> & { readonly plu?: string }) {
  return { vatRateBasisPoints: 550, mealVoucher: false, ...fields };
}

const PRODUCTS: readonly ProductRecord[] = [
  product({ name: 'Yaourt', gtins: [YOGHURT], unit: 'piece', priceMinor: 249 }),
  product({ name: 'Comté', gtins: [CHEESE], plu: '35040', unit: 'kg', priceMinor: 1990 }),
  product({ name: 'Pommes', gtins: [], plu: '103', unit: 'kg', priceMinor: 269 }),
];

interface Desk {
  readonly page: Page;
  /** Scans a code, and gives the notice that it led to. */
  scan(text: string): Promise<{ readonly kind: string; readonly reason?: string; readonly why?: unknown }>;
  /** Pays the ticket in cash. */
  pay(): Promise<void>;
}

/** Sells with a scanner on the network, and gives the rows of the sales once the till has stopped. */
async function sell(use: (desk: Desk) => Promise<void>): Promise<readonly TicketPayload[]> {
  const root = mkdtempSync(path.join(tmpdir(), 'comptoir-codes-'));
  const folders = foldersOf(root);
  const store = { ...folders, migrationsDir: MIGRATIONS, clock: systemClock, log: quietLog };
  const scanner = new SimulatedScanner({ port: 0, aim: false });
  await scanner.plug();
  makeStore(folders);
  buildCatalogue({ folder: path.join(folders.dataDir, 'catalogue'), products: PRODUCTS });
  const set = inStorePatterns({ ...store, text: '21PPPPPEEEEEC:2 26PPPPPWWWWWC:3' });
  assert.equal(set.kind, 'patterns');
  const device = { id: 'scanner', kind: 'scanner', name: 'Douchette', address: scanner.address };
  writeFileSync(folders.devicesFile, JSON.stringify({ devices: [device] }));
  const till = startTill({ ...folders, restarts: 0, shellRunId: 'codes' });
  try {
    assert.deepEqual(await till.started, { kind: 'ready' });
    const page = new Page(() => randomUUID());
    for (const topic of ['station', 'basket', 'status'] as const) page.subscribe(topic);
    till.connect(page);
    await enter(page, SELLER);
    await eventually(() => scanner.listeners > 0, 'the till listens to the scanner');
    await use(deskOf(page, scanner));
    await till.stop();
    const { ok, findings } = verifyTill({ ...store, copyPlace: null, receipts: [] });
    assert.ok(ok, JSON.stringify(findings));
    const opened = openStore(store);
    const sales = opened.tickets(100).map(({ entry }) => payloadOf(entry, 'ticket-validated'));
    opened.close();
    return sales.reverse();
  } finally {
    till.kill();
    await till.ended;
    await scanner.unplug();
    rmSync(root, { recursive: true, force: true });
  }
}

function deskOf(page: Page, scanner: SimulatedScanner): Desk {
  return {
    page,
    async scan(text) {
      const before = page.views.basket?.notice?.serial ?? -1;
      assert.ok(scanner.scan(text));
      await page.when(({ basket }) => (basket?.notice?.serial ?? -1) > before);
      const notice = page.views.basket?.notice;
      return {
        kind: notice?.kind ?? '',
        ...(notice?.reason === undefined ? {} : { reason: notice.reason, why: notice.params }),
      };
    },
    async pay() {
      const basket = page.views.basket;
      assert.ok(basket);
      const { ticketId, version: basketVersion, cashTotalMinor: tenderedMinor } = basket;
      const payments = [{ method: 'cash' as const, tenderedMinor }];
      const outcome = await page.command('pay', { ticketId, basketVersion, payments, print: 'none' });
      assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
      await page.when(({ basket: next }) => next !== undefined && next.ticketId !== ticketId);
    },
  };
}

test('weight, price, count, lot and date come from the bars to the row of the sale, and its figures add up', async () => {
  const [sale] = await sell(async ({ scan, pay }) => {
    const added = { kind: 'added' };
    assert.deepEqual(await scan(`]C101${CHEESE}3103000195${GS}10L7`), added);
    assert.deepEqual(await scan('2135040039753'), added);
    assert.deepEqual(await scan(`26${'00103'}00150${checkDigit('260010300150')}`), added);
    assert.deepEqual(await scan(`]d201${YOGHURT}17750131`), added);
    assert.deepEqual(await scan(`(01)${YOGHURT}(30)6`), added);
    assert.deepEqual(await scan(`]e001${CHEESE}3103000500393297801050`), added);
    await pay();
  });
  assert.ok(sale);
  assert.deepEqual(
    sale.lines.map((line) => [line.label, line.unit, line.quantity_milli, line.unit_price_minor, line.gross_minor]),
    [
      ['Comté', 'kg', 195, 1990, 388],
      ['Comté', 'piece', 1000, 3975, 3975],
      ['Pommes', 'kg', 150, 269, 40],
      ['Yaourt', 'piece', 1000, 249, 249],
      ['Yaourt', 'piece', 6000, 249, 1494],
      ['Comté', 'piece', 1000, 1050, 1050],
    ],
  );
  const [weighed, priced, bagged, dated, counted, labelled] = sale.lines;
  assert.deepEqual([weighed?.lot, weighed?.code], ['L7', `(01)${CHEESE}(3103)000195(10)L7`]);
  assert.deepEqual(
    [priced?.price_from_code, priced?.code, priced?.contents?.quantity_milli],
    [true, '2135040039753', 1997],
  );
  assert.equal(bagged?.quantity_from_code, true);
  assert.equal(dated?.use_by, '2075-01-31');
  assert.equal(counted?.quantity_from_code, true);
  assert.deepEqual(labelled?.contents, { unit: 'kg', quantity_milli: 500, from: 'code' });
  assert.equal(sale.gross_minor, 388 + 3975 + 40 + 249 + 1494 + 1050);
  assert.deepEqual(
    sale.movements.map(({ unit, quantity_milli: milli }) => [unit, milli]),
    [
      ['kg', -(195 + 1997 + 500)],
      ['kg', -150],
      ['piece', -7000],
    ],
  );
});

test('no. 14: what is expired, ambiguous or damaged is stopped at the counter with its word, and the sale goes on', async () => {
  const sales = await sell(async ({ page, scan, pay }) => {
    const refusal = async (text: string) => {
      const { kind, reason, why } = await scan(text);
      assert.equal(kind, 'refused', text);
      return [reason, (why as { readonly why?: string; readonly useByDay?: string }).why];
    };
    assert.deepEqual(await refusal(`]C101${YOGHURT}17200131`), ['expired', undefined]);
    assert.equal(page.views.basket?.notice?.params?.['useByDay'], '2020-01-31');
    assert.deepEqual(await refusal(`]C101${YOGHURT.replace(/.$/, '4')}10A`), ['unreadable_code', 'check-digit']);
    assert.deepEqual(await refusal(`]C101${YOGHURT}39220500`), ['unreadable_code', 'gs1-companions']);
    // A network scanner keeps separators; the same text typed on the page may have lost them.
    const typed = await page.command('scan', { text: `01${YOGHURT}10ABC17991231`, source: 'wedge' });
    assert.ok(typed.kind === 'refused' && typed.params?.['why'] === 'gs1-separators');
    await page.command('multiply', { quantityMilli: 3000 });
    assert.deepEqual(await refusal('2135040039753'), ['quantity_invalid', 'code-single']);
    assert.equal(page.views.basket?.lines.length, 0);
    assert.equal((await scan(YOGHURT)).kind, 'added');
    await pay();
  });
  assert.deepEqual(
    sales.map(({ lines }) => lines.map((line) => [line.label, line.quantity_milli])),
    [[['Yaourt', 3000]]],
  );
});
