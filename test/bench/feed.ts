/**
 * What comes from headquarters beside selling: 100,000 prices while articles are scanned, how long a turn of the till ever was,
 * and what finding an article costs afterwards, with all of them beside the base.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FeedItem } from '#contract/sync/feed.ts';
import { buildHere, catalogueSink, type FedCatalogue, openCatalogue } from '#main/store/catalogue/catalogue.ts';
import { FORMAT_VERSION } from '#main/store/catalogue/format.ts';
import { NO_FEED } from '#main/store/catalogue/feed-mark.ts';
import { systemClock } from '#node/system-clock.ts';
import { systemRandom } from '#node/system.ts';
import { diceOf } from '../rig/dice.ts';
import { eanOf, madeUpProducts } from '../rig/products.ts';
import { hashMegabyteMs, repeat } from './anchors.ts';
import { cached } from './cache.ts';
import { type Figure, judge, median, sizeText, text } from './figure.ts';
import type { Scale } from './scale.ts';

const CHANGES = 100_000;
/** Each takes the till longer than any other measurement. */
const ROUNDS_MAX = 3;
/** Turns are told apart from here on: a slice of the feed is shorter. */
const LONG_MS = 5;
/** What nobody at the counter feels. */
const TURN_LIMIT_MS = 16;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The figures at the largest size. */
export async function feedFigures(scale: Scale): Promise<readonly Figure[]> {
  const products = Math.max(...scale.products);
  const taken = { turns: [] as number[], lookup: [] as number[], search: [] as number[], mistyped: [] as number[] };
  const anchor: number[] = [];
  let long = 0;
  let tookMs = 0;
  for (let round = 0; round < Math.min(scale.rounds, ROUNDS_MAX); round += 1) {
    const folder = mkdtempSync(path.join(tmpdir(), 'bench-feed-'));
    cpSync(fedCatalogue(products), folder, { recursive: true });
    const catalogue = openCatalogue({ folder });
    // In a shop a process of its own puts so many into a new base; here they are to lie beside it.
    const mergeFrom = { products: Infinity, prices: Infinity };
    const ports = { clock: systemClock, random: systemRandom, log: silent };
    const sink = catalogueSink({ catalogue, build: buildHere(), ...ports, mergeFrom });
    try {
      const beganMs = performance.now();
      const items = changes(products, round);
      const turns = await scanWhile(catalogue, products, () => sink.apply(items, { hqTimeMs: round }));
      tookMs = performance.now() - beganMs;
      long = turns.long;
      taken.turns.push(turns.longestMs);
      anchor.push(hashMegabyteMs(5));
      const dice = diceOf(round);
      const codes = Array.from({ length: scale.times }, () => `0${eanOf(dice.whole(0, products - 1))}`);
      const names = codes.map((code) => catalogue.byGtin(code)?.name ?? '');
      let at = 0;
      taken.lookup.push(median(repeat(codes.length, () => catalogue.byGtin(codes[at++] ?? ''))));
      at = 0;
      taken.search.push(median(repeat(names.length, () => catalogue.search((names[at++] ?? '').slice(0, 2), 20))));
      at = 0;
      taken.mistyped.push(median(repeat(names.length, () => catalogue.search(swapped(names[at++] ?? ''), 20))));
    } finally {
      sink.stop();
      catalogue.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const beside = `SHA-256 of 1 MB ${text(median(anchor))} ms`;
  const size = `${sizeText(products)} products and ${sizeText(CHANGES)} changed prices beside them`;
  const of = (name: string, budget: string, rounds: readonly number[], limit: number, more = beside): Figure =>
    judge({ name, budget, unit: 'ms', rounds, limit, growth: 'one size', beside: more });
  return [
    of(
      `longest turn while ${sizeText(CHANGES)} prices come`,
      `< ${TURN_LIMIT_MS} ms`,
      taken.turns,
      TURN_LIMIT_MS,
      `${long} turns of ${LONG_MS} ms and more, all in ${text(tookMs)} ms; ${beside}`,
    ),
    of(`changed catalogue: barcode lookup, ${size}`, 'p50 < 0.1 ms', taken.lookup, 0.1),
    of(`changed catalogue: search, two letters, ${size}`, 'p50 < 1 ms', taken.search, 1),
    of(`changed catalogue: search, a typing mistake, ${size}`, 'p50 < 5 ms', taken.mistyped, 5),
  ];
}

/** Scans as fast as turns follow each other while `work` goes on; how long a turn kept the next scan waiting. */
async function scanWhile(
  catalogue: FedCatalogue,
  products: number,
  work: () => Promise<void>,
): Promise<{ readonly longestMs: number; readonly long: number }> {
  const dice = diceOf(7);
  const turns = { longestMs: 0, long: 0 };
  const state = { isOver: false };
  const working = work().finally(() => (state.isOver = true));
  let lastMs = performance.now();
  while (!state.isOver) {
    await new Promise((resolve) => setImmediate(resolve));
    const turnMs = performance.now() - lastMs;
    turns.longestMs = Math.max(turns.longestMs, turnMs);
    if (turnMs >= LONG_MS) turns.long += 1;
    catalogue.byGtin(`0${eanOf(dice.whole(0, products - 1))}`);
    lastMs = performance.now();
  }
  await working;
  return turns;
}

/** Half of them new prices of products, half prices of the store. */
function changes(products: number, round: number): readonly FeedItem[] {
  const items: FeedItem[] = [];
  let at = 0;
  for (const item of itemsOf(Math.min(products, CHANGES))) {
    at += 1;
    if (item.kind !== 'product' || item.value === null) continue;
    const priceMinor = item.value.priceMinor + round + 1;
    const value = { productId: item.key, storeId: 'store', priceMinor, fromMs: null };
    if (at % 2 === 0) items.push({ ...item, value: { ...item.value, priceMinor } });
    else items.push({ kind: 'price', key: `store/${item.key}/now`, value });
  }
  return items;
}

function* itemsOf(count: number): Iterable<FeedItem> {
  let at = 0;
  for (const { stockMilli: _stock, ...product } of madeUpProducts(count)) {
    at += 1;
    const { brand, plu, category, ageLimitYears, depositMinor, ...needed } = product;
    yield {
      kind: 'product',
      key: `p${at}`,
      value: {
        ...needed,
        id: `p${at}`,
        gtins: [...needed.gtins],
        ...(brand === undefined ? {} : { brand }),
        ...(plu === undefined ? {} : { plu }),
        ...(category === undefined ? {} : { category }),
        ...(ageLimitYears === undefined ? {} : { ageLimitYears }),
        ...(depositMinor === undefined ? {} : { depositMinor }),
      },
    };
  }
}

/** A catalogue that came as a snapshot, with its empty file of changes. */
function fedCatalogue(count: number): string {
  return cached(`fed-${FORMAT_VERSION}-${count}`, (folder) => {
    const catalogue = openCatalogue({ folder });
    const { liveId } = catalogue.openChanges(() => systemRandom.uuid());
    catalogue.close();
    const building = buildHere().beginSnapshot(folder);
    let page: FeedItem[] = [];
    for (const item of itemsOf(count)) {
      page.push(item);
      if (page.length < 1_000) continue;
      void building.add(page);
      page = [];
    }
    void building.add(page);
    void building.finish({ ...NO_FEED, feedId: 'bench', liveId, hqTimeMs: 1 });
  });
}

/** The first word with two of its letters in each other's place. */
function swapped(name: string): string {
  const word = name.split(' ').find((one) => one.length >= 5) ?? name;
  return word.slice(0, 2) + (word[3] ?? '') + (word[2] ?? '') + word.slice(4);
}
