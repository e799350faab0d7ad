/**
 * `sale-process FOLDER SALES`: the real till, put together as main.ts does it but asked directly instead of over a
 * pipe, so that nothing but its own work is timed. After each sale, in the same process and the same minute, one raw
 * write and sync of as many bytes as the sale wrote. Says what it measured as JSON on standard output.
 */
import { closeSync, fsyncSync, openSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BasketView } from '#contract/screen/views.ts';
import type { DownMessage } from '#contract/screen/wire.ts';
import { systemRandom } from '#node/system.ts';
import { openTill } from '#main/wiring.ts';
import { Cashier } from '../rig/cashier.ts';
import { diceOf } from '../rig/dice.ts';
import { quietLog, systemClock } from '../rig/quiet.ts';
import { MIGRATIONS, foldersOf } from '../rig/shop.ts';
import { median } from './figure.ts';

export interface MeasuredSales {
  /** From the question to the outcome, the pulse on its way; the views come after. */
  readonly saleMs: number;
  readonly rawMs: number;
  readonly emptyMs: number;
  readonly walBytes: number;
}

const LINES = 12;
/** A till sells all day: what is measured is a program that has warmed up. */
const WARM_UP = 40;
const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

const [folder, count] = process.argv.slice(2);
if (folder === undefined) throw new Error('sale-process FOLDER SALES');
process.stdout.write(JSON.stringify(await measure(folder, Number(count))));
process.exit(0);

async function measure(shopFolder: string, sales: number): Promise<MeasuredSales> {
  const shop = foldersOf(shopFolder);
  const { till } = await openTill({
    ...shop,
    migrationsDir: MIGRATIONS,
    fontsDir: path.join(DIST, 'fonts'),
    demoDir: path.join(DIST, 'demo'),
    devicesProgram: path.join(DIST, 'devices.mjs'),
    catalogueProgram: path.join(DIST, 'catalogue.mjs'),
    software: { name: 'Comptoir', version: '0.0.0', hash: '0'.repeat(64) },
    shellRunId: 'bench',
    restarts: 0,
    clock: systemClock,
    random: systemRandom,
    log: quietLog,
  });
  let answer: DownMessage | undefined;
  let answeredMs = 0;
  const cashier = new Cashier({ dice: diceOf(9), products: 1_000, linesMax: LINES });
  const connection = till.connect('till', (message) => {
    if (message.kind === 'outcome' || message.kind === 'answer') {
      answer = message;
      answeredMs = performance.now();
    }
    cashier.page.receive(message);
  });
  cashier.page.connect((message) => connection.receive(message));
  await cashier.signIn();
  const wal = path.join(shop.dataDir, 'till.db-wal');
  const anchor = openSync(path.join(shopFolder, 'anchor'), 'w');
  const taken = { sale: [] as number[], raw: [] as number[], empty: [] as number[], bytes: [] as number[] };
  for (let sale = 0; sale < WARM_UP + sales; sale++) {
    while (cashier.page.views.basket === undefined || products(cashier.page.views.basket) < LINES) await cashier.scan();
    const before = statSync(wal).size;
    const payment = paymentOf(cashier.page.views.basket as BasketView);
    const askedMs = performance.now();
    connection.receive({ kind: 'command', id: systemRandom.uuid(), name: 'pay', input: payment });
    const saleMs = answeredMs - askedMs;
    if (answer?.kind !== 'outcome' || (answer.outcome as { readonly kind: string }).kind !== 'done')
      throw new Error(`not paid: ${JSON.stringify(answer)}`);
    const bytes = statSync(wal).size - before;
    const emptyMs = timed(() => connection.receive({ kind: 'query', id: 'ping', name: 'ping', input: {} }));
    const block = Buffer.alloc(bytes, sale);
    // Overwritten from the second time on, as a log that is used again.
    const rawMs = timed(() => {
      writeSync(anchor, block, 0, bytes, 0);
      fsyncSync(anchor);
    });
    if (sale >= WARM_UP) {
      taken.sale.push(saleMs);
      taken.raw.push(rawMs);
      taken.empty.push(emptyMs);
      taken.bytes.push(bytes);
    }
    await new Promise((resolve) => void setTimeout(resolve, 2));
  }
  closeSync(anchor);
  return {
    saleMs: median(taken.sale),
    rawMs: median(taken.raw),
    emptyMs: median(taken.empty),
    walBytes: median(taken.bytes),
  };
}

function paymentOf(basket: BasketView): unknown {
  const first = Math.floor(basket.cashTotalMinor / 10) * 5;
  const payments = [first, basket.cashTotalMinor - first].map((tenderedMinor) => ({ method: 'cash', tenderedMinor }));
  return { ticketId: basket.ticketId, basketVersion: basket.version, payments, print: 'none' };
}

function products(basket: BasketView): number {
  return basket.lines.filter((line) => line.kind === 'product').length;
}

function timed(work: () => void): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}
