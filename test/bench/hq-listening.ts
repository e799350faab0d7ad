/** Many tills listen while something changes for all of them: once while nobody sells, and once while all of them do. */
import { type Figure, growth, judge, median, quantile, sizeText, text } from './figure.ts';
import { type HqNode, newTills, timed } from './hq-node.ts';
import type { BenchTill } from './hq-tills.ts';
import { meter } from './meter.ts';

const MS = 1_000;
const HEARD_SECONDS_MAX = 2;
/** So few say nothing. */
const TILLS_MIN = 10;
const PRICES = 50;
/** Another price than any that was set before or is set later: one that stays as it is is heard by nobody. */
const WHILE_SELLING = 10;
/** Until all of them listen, at most: on a machine that does other things too a thousand calls take their time to arrive. */
const ARRIVED_MS_MAX = 60_000;
const LOOK_MS = 250;

export interface ListeningSizes {
  /** How many listen, from few to many; the budget is on each. */
  readonly tills: readonly number[];
}

interface Heard {
  readonly tills: number;
  /** While nobody sold. */
  readonly heardMs: readonly number[];
  /** While every one of them pushed a sale. */
  readonly heardSellingMs: readonly number[];
  readonly pushMs: readonly number[];
  readonly pushedMs: number;
  readonly comeBack: number;
  readonly residentBytes: number;
  readonly limits: string;
}

/** A price heard by all who listen, and all of them pushing a sale at the same moment, with another price to be heard then. */
export async function listeningFigures(sizes: ListeningSizes, node: HqNode): Promise<readonly Figure[]> {
  await node.ask({ do: 'products', count: PRICES });
  const runs: Heard[] = [];
  for (const [at, count] of sizes.tills.entries()) runs.push(await listen(node, count, 700 + at));
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [
    ...runs.map((run) =>
      judge({
        name: `a price changed at headquarters is heard by ${sizeText(run.tills)} listening tills`,
        budget: '< 2 s for the last one',
        unit: 's',
        rounds: [Math.max(...run.heardMs) / MS],
        limit: run.tills < TILLS_MIN ? Number.MAX_VALUE : HEARD_SECONDS_MAX,
        beside:
          `median ${text(median(run.heardMs) / MS)} s; ${text(run.residentBytes / 1e6)} MB of node with all listening; ` +
          run.limits,
        ...(run === last ? { growth: growthOf([first, last], ({ heardMs }) => Math.max(...heardMs)) } : {}),
      }),
    ),
    judge({
      name: `${sizeText(last.tills)} tills push a sale at the same moment`,
      budget: 'told only',
      unit: 's until the last is acknowledged',
      rounds: [last.pushedMs / MS],
      limit: Number.MAX_VALUE,
      growth: growthOf([first, last], ({ pushedMs }) => pushedMs),
      beside:
        `${text((last.tills * MS) / last.pushedMs)} pushes/s; p50 ${text(median(last.pushMs))} ms, ` +
        `p99 ${text(quantile(last.pushMs, 0.99))} ms; ${last.comeBack} times told to come back; a price that changed when they ` +
        `began was heard by all after ${text(Math.max(...last.heardSellingMs) / MS)} s`,
    }),
  ];
}

function growthOf([first, last]: readonly [Heard, Heard], of: (run: Heard) => number): string {
  return first === last
    ? '–'
    : growth([`${sizeText(first.tills)} tills`, of(first)], [`${sizeText(last.tills)} tills`, of(last)]);
}

async function listen(node: HqNode, count: number, priceMinor: number): Promise<Heard> {
  const tills = await newTills(node, count, `many-${count}`);
  for (const till of tills) till.sell(1);
  await node.ask({ do: 'settle' });
  // All are of one store: where one of them stands, the others stand too.
  const { cursor: begun = '' } = (await tills[0]?.whole(1_000)) ?? {};
  const cursors = tills.map(() => begun);
  const change = async (
    price: number,
    isQuiet: boolean,
  ): Promise<{ readonly heardMs: readonly number[]; readonly limits: string }> => {
    const heardMs: number[] = [];
    let changedAt = Number.NaN;
    const listening = tills.map(async (till, at) => {
      cursors[at] = await heard(till, cursors[at] ?? '');
      heardMs.push(performance.now() - changedAt);
    });
    if (isQuiet) await allListen(node, count);
    const watched = meter(node.pid);
    changedAt = performance.now();
    await node.ask({ do: 'prices', count: PRICES, storeId: 'bench', priceMinor: price });
    await Promise.all(listening);
    return { heardMs, limits: watched.end().shares };
  };
  const { heardMs, limits } = await change(priceMinor, true);
  const residentBytes = await node.residentBytes();
  const changed = change(priceMinor + WHILE_SELLING, false);
  const pushMs: number[] = [];
  const pushedMs = await timed(() =>
    Promise.all(
      tills.map(async (till) => {
        pushMs.push(await timed(() => till.drain(1, 300)));
      }),
    ),
  );
  const { heardMs: heardSellingMs } = await changed;
  const comeBack = tills.reduce((sum, till) => sum + till.comeBack, 0);
  return { tills: count, heardMs, heardSellingMs, pushMs, pushedMs, comeBack, residentBytes, limits };
}

/** Until so many wait for news at headquarters. */
async function allListen(node: HqNode, count: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < ARRIVED_MS_MAX; waitedMs += LOOK_MS) {
    if (Number(await node.ask({ do: 'waiting' })) >= count) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Listens until a price comes; where it stands then. */
async function heard(till: BenchTill, from: string): Promise<string> {
  for (let cursor = from; ;) {
    const answer = await till.feed(cursor, { waitMs: 25_000, limit: 5_000 });
    if (answer.kind !== 'changes') throw new Error('the feed begins anew');
    cursor = answer.cursor;
    if (answer.items.some(({ kind }) => kind === 'price')) return cursor;
  }
}
