/** The catalogue to many tills, and whole to a new one. */
import { type Figure, growth, judge, sizeText, text } from './figure.ts';
import { type HqNode, newTills, timed } from './hq-node.ts';
import type { BenchTill } from './hq-tills.ts';
import { meter } from './meter.ts';

const MS = 1_000;
const SNAPSHOT_SECONDS_MAX = 60;
/** Pages of one snapshot at headquarters, whatever its size: nobody holds it. */
const SNAPSHOT_MEMORY_MB_MAX = 128;
const PAGE_ITEMS = 10_000;
const CHANGES_AT_ONCE = 5_000;

export interface CatalogueSizes {
  /** Prices that change, few and many. */
  readonly prices: readonly number[];
  readonly priceTills: number;
  /** Products of a snapshot, few and many. */
  readonly snapshots: readonly number[];
}

/** Changes to many tills at once, then snapshots. */
export async function catalogueFigures(sizes: CatalogueSizes, node: HqNode): Promise<readonly Figure[]> {
  return [await pricesFigure(sizes, node), ...(await snapshotFigures(sizes, node))];
}

async function pricesFigure(sizes: CatalogueSizes, node: HqNode): Promise<Figure> {
  await node.ask({ do: 'products', count: Math.max(...sizes.prices) });
  const tills = await newTills(node, sizes.priceTills, 'prices');
  // All are of one store: where one of them stands, the others stand too.
  const { cursor = '' } = (await tills[0]?.whole(PAGE_ITEMS)) ?? {};
  const cursors = tills.map(() => cursor);
  const runs: { readonly prices: number; readonly changingMs: number; readonly heardMs: number }[] = [];
  let limits = '';
  for (const [run, prices] of sizes.prices.entries()) {
    const changingMs = await timed(() =>
      node.ask({ do: 'prices', count: prices, storeId: 'bench', priceMinor: 800 + run }),
    );
    const watched = meter(node.pid);
    const heardMs = await timed(() =>
      Promise.all(
        tills.map(async (till, at) => {
          cursors[at] = await hearPrices(till, cursors[at] ?? '', prices);
        }),
      ),
    );
    limits = watched.end().shares;
    runs.push({ prices, changingMs, heardMs });
  }
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) throw new Error('no prices to change');
  return judge({
    name: `${sizeText(last.prices)} price changes to ${sizes.priceTills} tills at once`,
    budget: 'told only',
    unit: 's until the last has all',
    rounds: [last.heardMs / MS],
    limit: Number.MAX_VALUE,
    growth: growth(
      [`${sizeText(first.prices)} prices`, first.heardMs],
      [`${sizeText(last.prices)} prices`, last.heardMs],
    ),
    beside:
      `${text((last.prices * sizes.priceTills * MS) / last.heardMs)} changes/s; ` +
      `${text(last.changingMs / MS)} s to change them at headquarters, in one transaction; ${limits}`,
  });
}

/** Reads on until so many prices came; where it stands then. */
async function hearPrices(till: BenchTill, from: string, prices: number): Promise<string> {
  let cursor = from;
  for (let items = 0; items < prices;) {
    const answer = await till.feed(cursor, { waitMs: 0, limit: CHANGES_AT_ONCE });
    if (answer.kind !== 'changes') throw new Error('the feed begins anew');
    if (answer.items.length === 0) throw new Error(`${items} of ${prices} prices came`);
    items += answer.items.filter(({ kind }) => kind === 'price').length;
    cursor = answer.cursor;
  }
  return cursor;
}

interface Snapshot {
  readonly products: number;
  readonly importMs: number;
  readonly wholeMs: number;
  readonly items: number;
  readonly residentBytes: number;
  readonly limits: string;
}

async function snapshotFigures(sizes: CatalogueSizes, node: HqNode): Promise<readonly Figure[]> {
  const runs: Snapshot[] = [];
  for (const products of sizes.snapshots) {
    const importMs = await timed(() => node.ask({ do: 'products', count: products }));
    const [fresh] = await newTills(node, 1, `fresh-${products}`);
    if (fresh === undefined) throw new Error('no till');
    await node.ask({ do: 'collect' });
    const before = await node.residentBytes();
    let residentBytes = 0;
    let items = 0;
    const watched = meter(node.pid);
    const wholeMs = await timed(async () => {
      const whole = await fresh.whole(PAGE_ITEMS, async () => {
        residentBytes = Math.max(residentBytes, (await node.residentBytes()) - before);
      });
      ({ items } = whole);
    });
    if (items < products) throw new Error(`${items} items of ${products} products`);
    runs.push({ products, importMs, wholeMs, items, residentBytes, limits: watched.end().shares });
  }
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) throw new Error('no snapshot to read');
  const sizeOf = ({ products }: Snapshot): string => sizeText(products);
  return [
    judge({
      name: `a new till reads a snapshot of ${sizeOf(last)} products`,
      budget: '< 60 s',
      unit: 's on the wire',
      rounds: [last.wholeMs / MS],
      limit: SNAPSHOT_SECONDS_MAX,
      growth: growth([sizeOf(first), first.wholeMs], [sizeOf(last), last.wholeMs]),
      beside:
        `${text((last.items * MS) / last.wholeMs)} items/s; the import at headquarters took ` +
        `${text(last.importMs / MS)} s; ${last.limits}`,
    }),
    judge({
      name: `memory that headquarters took for that snapshot`,
      budget: `≤ ${SNAPSHOT_MEMORY_MB_MAX} MB, whatever the size`,
      unit: 'MB more than before it',
      rounds: [last.residentBytes / 1e6],
      limit: SNAPSHOT_MEMORY_MB_MAX,
      beside: `${sizeOf(first)}: ${text(first.residentBytes / 1e6)} MB; pages of ${PAGE_ITEMS} items`,
    }),
  ];
}
