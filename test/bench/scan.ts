/**
 * From the scanner's last byte to the painted line, through everything that lies between in a shop: a scanner at its
 * address, devices process, till process, web shell, WebSocket, page, a frame of Chromium. Then a burst of three scans
 * a second. And the till's own time for a scan beside an empty request on the same pipe.
 */
import type { Page } from 'playwright-core';
import { openCatalogue } from '#main/store/catalogue/catalogue.ts';
import { SimulatedScanner } from '#sim/scanner/simulated-scanner.ts';
import { openTestDesk } from '../../tools/lib/test-desk.mjs';
import { eanOf } from '../rig/products.ts';
import { cachedCatalogue } from './cache.ts';
import { type Counter, makeCounter } from './counter.ts';
import { type Figure, growth, judge, median, quantile, sizeText, text } from './figure.ts';
import { clearTicket, latePercent, type Painted, paintedAfter, PRODUCT_LINES, wallClockMs } from './painted.ts';
import type { Scale } from './scale.ts';
import { withWebShop } from './web-shop.ts';

const BURST_EACH_MS = 333;

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
    const late = rounds.map(latePercent);
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

/** The shop of that size with a scanner at its address. */
async function withShop(
  page: Page,
  products: number,
  work: (scanner: SimulatedScanner) => Promise<void>,
): Promise<void> {
  const scanner = new SimulatedScanner({ port: 0 });
  await scanner.plug();
  const devices = [{ id: 'scanner', kind: 'scanner', name: 'Scanner', address: scanner.address }] as const;
  try {
    await withWebShop(page, { products, devices }, async () => {
      while (scanner.listeners === 0) await pause(50);
      await work(scanner);
    });
  } finally {
    await scanner.unplug();
  }
}

async function paintedRound(
  page: Page,
  scanner: SimulatedScanner,
  run: { readonly first: number; readonly count: number; readonly products: number },
): Promise<Painted> {
  const latenciesMs: number[] = [];
  const frames: number[] = [];
  for (let scan = 0; scan < run.count; scan++) {
    const one = await paintedAfter(page, () => {
      const sentMs = wallClockMs();
      scanner.scan(eanOf((run.first + scan) % run.products));
      return sentMs;
    });
    latenciesMs.push(one.latencyMs);
    frames.push(one.frames);
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
