/**
 * The sale: twelve lines, two payments, twelve stock movements, signed. How long the till process takes for it beside
 * one raw write and sync of the same bytes, plain and with every sync slowed down; how often it syncs in the commit,
 * and from the first scan to the last byte to the printer. Syncs and bytes are counted by the flight recorder, not by
 * the till.
 */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { recorderEnvironment } from '../powercut/recorder.ts';
import { type TraceEvent, readTrace } from '../powercut/trace.ts';
import type { Cashier } from '../rig/cashier.ts';
import { type Counter, makeCounter } from './counter.ts';
import { type Figure, judge, median, text } from './figure.ts';
import type { MeasuredSales } from './sale-process.ts';
import type { Scale } from './scale.ts';

const LINES = 12;
const PAYMENTS = 2;
const SLOWED_US = 5_000;
const WAL_BYTES_MAX = 100_000;

interface Sale {
  readonly fromNs: bigint;
  readonly payNs: bigint;
  readonly paidNs: bigint;
}

interface Counted {
  readonly inCommit: number;
  readonly walBytes: number;
}

/** The figures of one sale. */
export async function commitFigures(scale: Scale): Promise<readonly Figure[]> {
  const plain: MeasuredSales[] = [];
  const slowed: MeasuredSales[] = [];
  for (let round = 0; round < scale.rounds; round++) {
    plain.push(await timedRound(scale.sales, 0));
    slowed.push(await timedRound(Math.max(3, Math.ceil(scale.sales / 3)), SLOWED_US));
  }
  const counted = await countedRound(scale);
  const wholeSyncs = await printedRound(scale);
  const ratios = (rounds: readonly MeasuredSales[]): readonly number[] =>
    rounds.map((round) => round.saleMs / round.rawMs);
  const times = (rounds: readonly MeasuredSales[]): string =>
    `sale ${text(median(rounds.map((round) => round.saleMs)))} ms ` +
    `beside write + fsync ${text(median(rounds.map((round) => round.rawMs)))} ms, ` +
    `empty request ${text(median(rounds.map((round) => round.emptyMs)))} ms`;
  return [
    judge({
      name: 'sale committed, beside write + fsync of its bytes',
      budget: 'p50 ≤ 3×',
      unit: '×',
      rounds: ratios(plain),
      limit: 3,
      beside: times(plain),
    }),
    judge({
      name: 'sale committed, every fsync slowed by 5 ms',
      budget: 'p50 ≤ 1.6×',
      unit: '×',
      rounds: ratios(slowed),
      limit: 1.6,
      beside: times(slowed),
    }),
    judge({
      name: 'syncs in the commit of a sale',
      budget: '≤ 1.1',
      unit: 'syncs',
      rounds: [counted.inCommit],
      limit: 1.1,
    }),
    judge({
      name: 'bytes written to the log by a sale',
      budget: '≤ 100 KB',
      unit: 'KB',
      rounds: [counted.walBytes / 1000],
      limit: WAL_BYTES_MAX / 1000,
    }),
    judge({
      name: 'syncs from first scan to last device byte',
      budget: '≤ 3',
      unit: 'syncs',
      rounds: [wholeSyncs],
      limit: 3,
    }),
  ];
}

/** Timed in a process of its own, slowed or not. */
async function timedRound(sales: number, syncDelayUs: number): Promise<MeasuredSales> {
  const counter = await makeCounter({ products: 1_000 });
  try {
    const program = fileURLToPath(new URL('sale-process.ts', import.meta.url));
    const env = { ...process.env, ...recorderEnvironment({ roots: [], bytes: false, syncDelayUs }) };
    const { stdout } = await promisify(execFile)(process.execPath, [program, counter.folder, String(sales)], { env });
    return JSON.parse(stdout) as MeasuredSales;
  } finally {
    await counter.close();
  }
}

/** Sales without paper: nothing but the commit lies between the question and its answer. */
async function countedRound(scale: Scale): Promise<Counted> {
  return await withRecordedCounter(async ({ cashier, events }) => {
    const sales: Sale[] = [];
    for (let sale = 0; sale < scale.sales; sale++) {
      sales.push(await sellOne(cashier, 'none'));
      // What a sale leaves to do is done before the next one is counted.
      await pause(5);
    }
    const trace = await events();
    const inCommit = sales.map((sale) => trace.filter((event) => isBetween(event, sale.payNs, sale.paidNs)));
    return {
      inCommit: mean(inCommit.map((all) => all.filter((event) => event.kind === 'sync').length)),
      walBytes: median(inCommit.map((all) => bytesWritten(all, 'till.db-wal'))),
    };
  });
}

/** Sales with paper: syncs until the printer has the last byte of the receipt. */
async function printedRound(scale: Scale): Promise<number> {
  return await withRecordedCounter(async ({ counter, cashier, events }) => {
    const sales: Sale[] = [];
    const count = Math.max(2, Math.ceil(scale.sales / 6));
    for (let sale = 0; sale < count; sale++) {
      sales.push(await sellOne(cashier, 'paper'));
      await cashier.page.when(({ basket }) =>
        ['printed', 'handed-over'].includes(basket?.lastTicket?.receipt?.state ?? ''),
      );
      await pause(5);
    }
    const trace = await events();
    return mean(
      sales.map((sale, index) => {
        const until = sales[index + 1]?.fromNs ?? process.hrtime.bigint();
        const all = trace.filter((event) => isBetween(event, sale.fromNs, until));
        const last = all.findLastIndex((event) => event.kind === 'said' && event.port === counter.printer.port);
        return all.slice(0, last).filter((event) => event.kind === 'sync').length;
      }),
    );
  });
}

async function withRecordedCounter<T>(
  work: (at: {
    readonly counter: Counter;
    readonly cashier: Cashier;
    readonly events: () => Promise<readonly TraceEvent[]>;
  }) => Promise<T>,
): Promise<T> {
  let traceFile = '';
  const counter = await makeCounter({
    products: 1_000,
    env(shop) {
      traceFile = path.join(path.dirname(shop.dataDir), 'trace');
      return recorderEnvironment({ traceFile, roots: [shop.dataDir, shop.keysDir], bytes: false });
    },
  });
  try {
    const { till, cashier } = await counter.open();
    return await work({
      counter,
      cashier,
      async events() {
        till.kill();
        await till.ended;
        return readTrace(traceFile);
      },
    });
  } finally {
    await counter.close();
    rmSync(traceFile, { force: true });
  }
}

async function sellOne(cashier: Cashier, print: 'paper' | 'none'): Promise<Sale> {
  const fromNs = process.hrtime.bigint();
  while ((cashier.page.views.basket?.lines.filter((line) => line.kind === 'product').length ?? 0) < LINES)
    await cashier.scan();
  const before = cashier.confirmed.length;
  const payNs = process.hrtime.bigint();
  await cashier.pay(print, PAYMENTS);
  const paidNs = cashier.paidAtNs;
  if (cashier.confirmed.length !== before + 1) throw new Error('the sale was not confirmed');
  return { fromNs, payNs, paidNs };
}

function bytesWritten(events: readonly TraceEvent[], file: string): number {
  return events.reduce(
    (sum, event) => (event.kind === 'write' && event.path.endsWith(file) ? sum + event.size : sum),
    0,
  );
}

function isBetween(event: TraceEvent, fromNs: bigint, toNs: bigint): boolean {
  return event.atNs >= fromNs && event.atNs < toNs;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
