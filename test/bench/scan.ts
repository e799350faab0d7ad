/**
 * From the scanner's last byte to the painted line, through everything that lies between in a shop: a scanner at its
 * address, devices process, till process, web shell, WebSocket, page, a frame of Chromium. Then a burst of three scans
 * a second. And the till's own time for a scan beside an empty request on the same pipe.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openCatalogue } from '#main/store/catalogue/catalogue.ts';
import { SimulatedScanner } from '#sim/scanner/simulated-scanner.ts';
import { openTestDesk } from '../../tools/lib/test-desk.mjs';
import { eanOf } from '../rig/products.ts';
import { SELLER, printerAt } from '../rig/shop.ts';
import { signIn } from '../screen/screen-desk.ts';
import { cachedCatalogue } from './cache.ts';
import { type Counter, makeCounter } from './counter.ts';
import { type Figure, growth, judge, median, quantile, sizeText, text } from './figure.ts';
import type { Scale } from './scale.ts';

const WEB_SHELL = fileURLToPath(new URL('../../dist/shell-web.mjs', import.meta.url));
const PRODUCT_LINES = '[data-line-id][data-kind="product"]';
const BURST_EACH_MS = 333;
const SECOND_FRAME = 2;

/** What the page notes down by itself: when each frame began, and in which one the ticket had how many lines. */
interface Watched {
  readonly frames: number[];
  readonly painted: { readonly lines: number; readonly frameMs: number }[];
}

interface Painted {
  readonly latenciesMs: readonly number[];
  /** Frames begun between the byte and the frame that shows the line, that one included. */
  readonly frames: readonly number[];
}

interface Burst {
  readonly sent: number;
  readonly onScreen: number;
  readonly inOrder: boolean;
}

export async function scanFigures(scale: Scale): Promise<readonly Figure[]> {
  const desk = await openTestDesk();
  try {
    const context = await desk.launchChromium({ viewport: { width: 1366, height: 768 } });
    const bySize = new Map<number, Painted[]>();
    let burst: Burst | undefined;
    for (const products of scale.products) {
      const page = await context.newPage();
      await withShop(page, products, async (scanner) => {
        const rounds: Painted[] = [];
        for (let round = 0; round < scale.rounds; round++)
          rounds.push(
            await paintedRound(page, scanner, { first: round * 1_000, count: Math.ceil(scale.times / 10), products }),
          );
        bySize.set(products, rounds);
        if (products === Math.max(...scale.products))
          burst = await burstOf(page, scanner, { products, seconds: scale.burstSeconds });
      });
      await page.close();
    }
    return [
      ...paintFigures(scale, bySize),
      ...(burst === undefined ? [] : [burstFigure(burst, scale)]),
      ...(await tillTimeFigures(scale)),
    ];
  } finally {
    await desk.close();
  }
}

function paintFigures(scale: Scale, bySize: ReadonlyMap<number, readonly Painted[]>): readonly Figure[] {
  const [smallest, largest] = [Math.min(...scale.products), Math.max(...scale.products)];
  const latency = (products: number): number =>
    median((bySize.get(products) ?? []).flatMap((round) => round.latenciesMs));
  return scale.products.map((products) => {
    const rounds = bySize.get(products) ?? [];
    const late = rounds.map(
      ({ frames }) => (100 * frames.filter((count) => count > SECOND_FRAME).length) / frames.length,
    );
    const latencies = rounds.flatMap((round) => round.latenciesMs);
    return judge({
      name: `scan byte to painted line, ${sizeText(products)} products`,
      budget: '≤ 1 % later than the second frame',
      unit: '% later',
      rounds: late,
      limit: 1,
      growth: growth([sizeText(smallest), latency(smallest)], [sizeText(largest), latency(largest)]),
      beside: `byte to frame p50 ${text(median(latencies))} ms, p99 ${text(quantile(latencies, 0.99))} ms`,
    });
  });
}

function burstFigure(burst: Burst, scale: Scale): Figure {
  const lost = burst.sent - burst.onScreen;
  return {
    name: `burst of 3 scans a second for ${scale.burstSeconds} s, ${sizeText(Math.max(...scale.products))} products`,
    budget: 'none dropped, none reordered',
    figure: `${burst.onScreen} of ${burst.sent} on the screen, ${burst.inOrder ? 'in order' : 'out of order'}`,
    verdict: lost === 0 && burst.inOrder ? 'ok' : 'over',
    growth: '–',
  };
}

/** A web shell on a shop of that size, the page signed in. */
async function withShop(
  page: Page,
  products: number,
  work: (scanner: SimulatedScanner) => Promise<void>,
): Promise<void> {
  const counter = await makeCounter({ products });
  const scanner = new SimulatedScanner({ port: 0 });
  await scanner.plug();
  const devices = [
    printerAt(counter.printer.port),
    { id: 'scanner', kind: 'scanner', name: 'Scanner', address: scanner.address },
  ];
  writeFileSync(counter.shop.devicesFile, JSON.stringify({ devices }));
  const { dataDir, keysDir, devicesFile } = counter.shop;
  const shell = spawn(process.execPath, [WEB_SHELL, '--data', dataDir, '--keys', keysDir, '--devices', devicesFile], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => shell.once('exit', resolve));
  try {
    await page.goto(await firstAddress(shell.stdout));
    await signIn(page, { operator: SELLER.operatorId, pin: SELLER.pin });
    while (scanner.listeners === 0) await pause(50);
    await page.evaluate(watch, PRODUCT_LINES);
    await work(scanner);
  } finally {
    shell.kill('SIGTERM');
    await ended;
    await scanner.unplug();
    await counter.close();
  }
}

/** Runs in the page. Times are of the wall clock, so that they can be read beside ours. */
function watch(selector: string): void {
  const watched: Watched = { frames: [], painted: [] };
  (globalThis as unknown as { watched: Watched }).watched = watched;
  let lines = document.querySelectorAll(selector).length;
  const frame = (): void => {
    // The time now, not the one that is given: a late frame says when it should have begun.
    const frameMs = performance.timeOrigin + performance.now();
    watched.frames.push(frameMs);
    // What is in the document when a frame's callbacks run is what that frame paints.
    const now = document.querySelectorAll(selector).length;
    if (now !== lines) watched.painted.push({ lines: now, frameMs });
    lines = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

async function paintedRound(
  page: Page,
  scanner: SimulatedScanner,
  run: { readonly first: number; readonly count: number; readonly products: number },
): Promise<Painted> {
  const latenciesMs: number[] = [];
  const frames: number[] = [];
  for (let scan = 0; scan < run.count; scan++) {
    const before = await page.locator(PRODUCT_LINES).count();
    const sentMs = performance.timeOrigin + performance.now();
    scanner.scan(eanOf((run.first + scan) % run.products));
    await page.waitForFunction(([selector, count]) => document.querySelectorAll(selector).length === count, [
      PRODUCT_LINES,
      before + 1,
    ] as const);
    await page.waitForTimeout(60);
    const { paintedMs, count } = await page.evaluate(
      ([since, lines]) => {
        const { watched } = globalThis as unknown as { watched: Watched };
        const seen = watched.painted.find((one) => one.lines === lines && one.frameMs >= since);
        const until = seen?.frameMs ?? Number.NaN;
        return { paintedMs: until, count: watched.frames.filter((at) => at > since && at <= until).length };
      },
      [sentMs, before + 1] as const,
    );
    latenciesMs.push(paintedMs - sentMs);
    frames.push(count);
  }
  await clearTicket(page);
  return { latenciesMs, frames };
}

async function burstOf(
  page: Page,
  scanner: SimulatedScanner,
  run: { readonly products: number; readonly seconds: number },
): Promise<Burst> {
  const catalogue = openCatalogue({ folder: cachedCatalogue(run.products) });
  const count = run.seconds * 3;
  const names: string[] = [];
  for (let scan = 0; scan < count; scan++) {
    const ean = eanOf((7_000 + scan) % run.products);
    names.push(catalogue.byGtin(`0${ean}`)?.name ?? 'no such product');
    scanner.scan(ean);
    await pause(BURST_EACH_MS);
  }
  catalogue.close();
  await pause(1_000);
  const labels = await page.locator(`${PRODUCT_LINES} > span:first-child > bdi`).allTextContents();
  await clearTicket(page);
  return { sent: count, onScreen: labels.length, inOrder: names.every((name, index) => labels[index] === name) };
}

/** Cancels the ticket by its key, so that each round begins on an empty one. */
async function clearTicket(page: Page): Promise<void> {
  await page.keyboard.press('F9');
  await page.waitForTimeout(200);
  await page.keyboard.press('F9');
  await page.waitForFunction((selector) => document.querySelectorAll(selector).length === 0, PRODUCT_LINES);
}

/** A scan and an empty request in turn, on the same pipe. */
async function tillTimeFigures(scale: Scale): Promise<readonly Figure[]> {
  const sizes: {
    readonly products: number;
    readonly counter: Counter;
    readonly ratios: number[];
    readonly scanMs: number[];
    readonly emptyMs: number[];
  }[] = [];
  for (const products of scale.products) {
    const counter = await makeCounter({ products });
    const { cashier } = await counter.open();
    const size = { products, counter, ratios: [] as number[], scanMs: [] as number[], emptyMs: [] as number[] };
    sizes.push(size);
    for (let round = 0; round < scale.rounds; round++) {
      const scans: number[] = [];
      const empties: number[] = [];
      for (let turn = 0; turn < scale.times; turn++) {
        // A ticket of usual length: the view that is sent grows with it.
        if ((cashier.page.views.basket?.lines.length ?? 0) >= 12) await cashier.pay('none', 1);
        empties.push(await timed(() => cashier.page.query('ping', {})));
        const input = { text: eanOf(turn % products), source: 'bench' };
        scans.push(await timed(() => cashier.page.command('scan', input)));
      }
      size.ratios.push(quantile(scans, 0.99) / quantile(empties, 0.99));
      size.scanMs.push(median(scans));
      size.emptyMs.push(median(empties));
    }
    await counter.close();
  }
  const [smallest, largest] = [sizes[0], sizes.at(-1)];
  if (smallest === undefined || largest === undefined) return [];
  return [
    judge({
      name: `till time of a scan beside an empty request, p99, ${sizeText(largest.products)} products`,
      budget: '≤ 4×',
      unit: '×',
      rounds: largest.ratios,
      limit: 4,
      growth: growth(
        [sizeText(smallest.products), median(smallest.scanMs)],
        [sizeText(largest.products), median(largest.scanMs)],
      ),
      beside: `p50 scan ${text(median(largest.scanMs))} ms, empty request ${text(median(largest.emptyMs))} ms`,
    }),
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function firstAddress(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: output });
    lines.on('line', (line) => {
      if (line.startsWith('{')) resolve((JSON.parse(line) as { readonly address: string }).address);
    });
    lines.once('close', () => reject(new Error('the shell ended before it gave an address')));
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
