/**
 * A till that comes back after three days: the till as it ships, which goes on selling while its own sync sends what it sold and
 * takes what changed meanwhile. What is asked is what the cashier feels, and how long the backlog takes.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { openStore } from '#main/store/store.ts';
import { Cashier } from '../rig/cashier.ts';
import { diceOf } from '../rig/dice.ts';
import { quietLog, systemClock } from '../rig/quiet.ts';
import { MIGRATIONS, type ShopFolders } from '../rig/shop.ts';
import { startTill, type TillProcess } from '../rig/till-process.ts';
import { makeCounter } from './counter.ts';
import { type Figure, growth, judge, median, quantile, sizeText, text } from './figure.ts';
import type { HqNode } from './hq-node.ts';
import { type Metered, meter } from './meter.ts';
import { sellDays } from './journal.ts';

const LINES = 12;
const DAYS = 3;
const DAY_MS = 86_400_000;
/** Between a sale and the next: a busy counter, and time enough that nobody waits for what came before. */
const PAUSE_MS = 150;
const DRAIN_SECONDS_MAX = 60;
const CHANGED_PRICES = 1_000;
const PRODUCTS = 1_000;
/** Long after any budget; a bench that waits for nothing ends. */
const SENT_MS_MAX = 300_000;
const WARM_UP_SALES = 20;
const SLOWER_MAX = 1.5;
/** Fewer say nothing. */
const IDLE_SALES_MIN = 10;

export interface BackSizes {
  /** Sales of three days, few and many. */
  readonly offlineSales: readonly number[];
  /** Sales with nothing to send, for comparison. */
  readonly idleSales: number;
}

interface Sold {
  readonly payMs: number[];
  readonly scanMs: number[];
}

interface Back {
  readonly offlineSales: number;
  readonly sentMs: number;
  readonly rows: number;
  readonly meanwhile: Sold;
  readonly idle: Sold;
  readonly used: Metered;
}

/** How a till catches up, and what selling costs meanwhile beside selling with nothing else to do. */
export async function backFigures(sizes: BackSizes, node: HqNode): Promise<readonly Figure[]> {
  await node.ask({ do: 'products', count: PRODUCTS });
  const runs: Back[] = [];
  for (const [at, offlineSales] of sizes.offlineSales.entries())
    runs.push(await comeBack(node, { offlineSales, idleSales: sizes.idleSales, priceMinor: 550 + at }));
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return [];
  const name = `a till back with ${sizeText(last.offlineSales)} sales of three days`;
  const both = (of: (sold: Sold) => number): string =>
    `${text(of(last.meanwhile))} ms beside ${text(of(last.idle))} ms`;
  const sales = ({ offlineSales }: Back): string => `${sizeText(offlineSales)} sales`;
  return [
    judge({
      name: `${name}: all of them at headquarters`,
      budget: '< 60 s',
      unit: 's',
      rounds: [last.sentMs / 1_000],
      limit: DRAIN_SECONDS_MAX,
      growth: growth([sales(first), first.sentMs], [sales(last), last.sentMs]),
      beside:
        `${last.rows} rows taken in, ${text((last.rows * 1_000) / last.sentMs)} a second; ` +
        `${CHANGED_PRICES} prices came down and ${last.meanwhile.payMs.length} sales were made meanwhile; ` +
        `${perSale(last)}, with ${sales(first)} ${perSale(first)}; ${last.used.shares}`,
    }),
    judge({
      name: `${name}: a sale meanwhile beside a sale with nothing to send`,
      budget: 'p50 ≤ 1.5×',
      unit: '×',
      rounds: [median(last.meanwhile.payMs) / median(last.idle.payMs)],
      limit: sizes.idleSales < IDLE_SALES_MIN ? Number.MAX_VALUE : SLOWER_MAX,
      beside:
        `from payment to its outcome p50 ${both(({ payMs }) => median(payMs))}, ` +
        `p99 ${both(({ payMs }) => quantile(payMs, 0.99))}; ` +
        `a scan p50 ${both(({ scanMs }) => median(scanMs))}, p99 ${both(({ scanMs }) => quantile(scanMs, 0.99))}`,
    }),
  ];
}

/** Milliseconds of processor for one sale of the backlog. */
function perSale({ offlineSales, used }: Back): string {
  const each = (seconds: number): string => text((seconds * 1_000) / offlineSales);
  return `a sale took ${each(used.headquarters)} ms of headquarters and ${each(used.postgres)} of PostgreSQL`;
}

async function comeBack(
  node: HqNode,
  run: { readonly offlineSales: number; readonly idleSales: number; readonly priceMinor: number },
): Promise<Back> {
  const { offlineSales, idleSales, priceMinor } = run;
  const wire = await openWire(Number(new URL(node.url).port));
  const counter = await makeCounter({ products: PRODUCTS, tillId: `till-back-${offlineSales}` });
  let till: TillProcess | undefined;
  const open = async (args: readonly string[]): Promise<Cashier> => {
    till = startTill({ ...counter.shop, args, restarts: 0, shellRunId: 'bench' });
    const start = await till.started;
    if (start.kind !== 'ready') throw new Error(`the till does not start: ${JSON.stringify(start)}`);
    const cashier = new Cashier({ dice: diceOf(9), products: PRODUCTS, linesMax: LINES });
    till.connect(cashier.page);
    return cashier;
  };
  try {
    const [code = ''] = (await node.ask({ do: 'codes', count: 1 })) as string[];
    await isSent(await open(['--hq', wire.url, '--hq-code', code]));
    await till?.stop();

    sellForDays(counter.shop, offlineSales);
    await node.ask({ do: 'prices', count: CHANGED_PRICES, storeId: 'bench', priceMinor });
    const before = await node.counts();
    wire.hold();
    const cashier = await open([]);
    await cashier.signIn();
    // Warm before anything is compared.
    await sellWhile(cashier, (sales) => sales < Math.min(WARM_UP_SALES, idleSales));
    const watched = meter(node.pid);
    const sentFrom = performance.now();
    let sentMs = Number.NaN;
    let over = false;
    wire.goOn();
    const sent = isSent(cashier).then(() => (sentMs = performance.now() - sentFrom));
    const end = (): void => void (over = true);
    sent.then(end, end);
    const meanwhile = await sellWhile(cashier, () => !over);
    await sent;
    const used = watched.end();
    const { rows } = await node.counts();
    const idle = await sellWhile(cashier, (sales) => sales < idleSales);
    return { offlineSales, sentMs, rows: rows - before.rows, meanwhile, idle, used };
  } finally {
    till?.kill();
    await till?.ended;
    await counter.close();
    await wire.close();
  }
}

/** Three days of sales through the till's own store, as they lie on its disk when the line is back. */
function sellForDays(shop: ShopFolders, sales: number): void {
  const store = openStore({ ...shop, migrationsDir: MIGRATIONS, clock: systemClock, log: quietLog });
  try {
    let left = sales;
    const salesOfDay = Math.ceil(sales / DAYS);
    sellDays(store, {
      firstDayMs: Date.now() - DAYS * DAY_MS,
      salesOfDay,
      ...{ linesMin: LINES, linesMax: LINES },
      until: () => left,
      onDay: () => (left -= salesOfDay),
    });
  } finally {
    store.close();
  }
}

/** Tickets of twelve lines at the pace of a busy counter; what each payment and each scan took, as the page feels it. */
async function sellWhile(cashier: Cashier, goesOn: (sales: number) => boolean): Promise<Sold> {
  const sold: Sold = { payMs: [], scanMs: [] };
  while (goesOn(sold.payMs.length)) {
    for (let line = 0; line < LINES; line++) {
      const from = performance.now();
      await cashier.scan();
      sold.scanMs.push(performance.now() - from);
    }
    const from = performance.now();
    await cashier.pay('none', 1);
    sold.payMs.push(performance.now() - from);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return sold;
}

async function isSent(cashier: Cashier): Promise<void> {
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`still unsent: ${JSON.stringify(cashier.page.views.status)}`)),
      SENT_MS_MAX,
    );
    timer.unref();
  });
  const sent = cashier.page.when(({ status }) => status?.network === 'online' && status.unsentCount === 0);
  await Promise.race([sent, late]);
}

/** A wire to a port of this machine that can be held: whoever speaks is heard only once it goes on. */
async function openWire(port: number): Promise<{
  readonly url: string;
  hold(): void;
  goOn(): void;
  close(): Promise<void>;
}> {
  const open = new Set<Socket>();
  let waiting: (() => void)[] | null = null;
  const server = createServer((from) => {
    const join = (): void => {
      const to = connect(port, '127.0.0.1');
      for (const socket of [from, to]) {
        open.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          open.delete(socket);
          from.destroy();
          to.destroy();
        });
      }
      from.pipe(to);
      to.pipe(from);
    };
    if (waiting === null) join();
    else waiting.push(join);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: () => void (waiting = []),
    goOn() {
      const held = waiting ?? [];
      waiting = null;
      for (const join of held) join();
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
