/**
 * Run as a program it is the part of a till that takes what headquarters says, and says after each step what is durable, until
 * somebody kills it: `node testing-feed-till.ts FOLDER FIRST`. Every checkpoint gives every product its number as the price.
 */
import { systemClock } from '#node/system-clock.ts';
import { systemRandom } from '#node/system.ts';
import type { FeedItem } from '#contract/sync/feed.ts';
import { buildHere } from './build-here.ts';
import { catalogueSink } from './feed-sink.ts';
import { openCatalogue } from './open.ts';
import { gtin13 } from './testing.ts';

/** As many as take several slices. */
export const PRODUCTS = 400;
const SNAPSHOT_EVERY = 5;

/** The checkpoint that gives every product this price: by the product or, for odd ones, by a price of the store. */
export function checkpointOf(priceMinor: number): readonly FeedItem[] {
  return Array.from({ length: PRODUCTS }, (_, at): FeedItem => {
    const id = `p${at + 1}`;
    const value = { productId: id, storeId: null, priceMinor, fromMs: null };
    if (at % 2 === 1) return { kind: 'price', key: `all/${id}/now`, value };
    return productOf(at + 1, priceMinor);
  });
}

function productOf(number: number, priceMinor: number): FeedItem {
  const id = `p${number}`;
  return {
    kind: 'product',
    key: id,
    value: {
      id,
      // Renamed now and then, so that words are written too.
      name: `Produit ${number} ${priceMinor % 3 === 0 ? 'nouveau' : 'ancien'}`,
      gtins: [`0${gtin13(number)}`],
      unit: 'piece',
      priceMinor,
      vatRateBasisPoints: 550,
      mealVoucher: false,
    },
  };
}

async function run(folder: string, first: number): Promise<never> {
  const catalogue = openCatalogue({ folder });
  const sink = catalogueSink({
    catalogue,
    build: buildHere(),
    clock: systemClock,
    random: systemRandom,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    mergeFrom: { products: 500, prices: 500 },
  });
  for (let price = first; ; price += 1) {
    if (sink.held() === null || price % SNAPSHOT_EVERY === 0) {
      const pages = sink.beginSnapshot();
      await pages.add(Array.from({ length: PRODUCTS }, (_, at) => productOf(at + 1, price)));
      await pages.finish({ hqTimeMs: price });
    } else await sink.apply(checkpointOf(price), { hqTimeMs: price });
    process.stdout.write(`durable ${price}\n`);
  }
}

const [, program, folder, first] = process.argv;
if (program === import.meta.filename && folder !== undefined) await run(folder, Number(first));
