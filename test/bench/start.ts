/**
 * From the spawn of the till process to the first scan that it accepts, with everything that it opens out of the page
 * cache; at a small shop and at one with a million products and a million rows; and once just after an update, on the
 * database of the first version, whose days are then built anew. And what it then takes of memory, after it has sold,
 * searched and printed.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { asOfFirstVersion } from '#main/store/earlier-version.ts';
import { Cashier } from '../rig/cashier.ts';
import { diceOf } from '../rig/dice.ts';
import { MIGRATIONS } from '../rig/shop.ts';
import { TILL_PROGRAM, startTill } from '../rig/till-process.ts';
import { hashMegabyteMs } from './anchors.ts';
import { type Counter, makeCounter } from './counter.ts';
import { type Figure, growth, judge, median, sizeText, text } from './figure.ts';
import type { Scale } from './scale.ts';

const START_MS_MAX = 1_000;
const MEMORY_MB_MAX = 150;
const SHELL_RUN = 'bench';
const TILL_DATABASE = 'till.db';
const SALES_BEFORE_WEIGHING = 20;
const SEARCHES_BEFORE_WEIGHING = 100;

interface Size {
  readonly name: string;
  readonly counter: Counter;
  readonly products: number;
  readonly startMs: number[];
  readonly memoryMb: number[];
  /** Its database as the first version left it, to start on; null for one that is up to date. */
  readonly earlier: string | null;
}

export async function startFigures(scale: Scale): Promise<readonly Figure[]> {
  const smallProducts = Math.min(...scale.products);
  const largeProducts = Math.max(...scale.products);
  const sizes = [
    await sizeOf(`${sizeText(smallProducts)} products`, { products: smallProducts }),
    await sizeOf(`${sizeText(largeProducts)} products, ${sizeText(scale.journalRows)} rows`, {
      products: largeProducts,
      journalRows: scale.journalRows,
    }),
  ] as const;
  const [few, many] = [Math.ceil(scale.journalRows / 100), scale.journalRows];
  const updated = [
    await sizeOf(`${sizeText(few)} rows`, { products: smallProducts, journalRows: few, earlier: true }),
    await sizeOf(`${sizeText(many)} rows`, { products: largeProducts, journalRows: many, earlier: true }),
  ] as const;
  const anchor: number[] = [];
  try {
    for (let round = 0; round < scale.rounds; round++) {
      anchor.push(hashMegabyteMs(5));
      for (const size of [...sizes, ...updated]) await startOnce(size, round);
    }
  } finally {
    for (const size of [...sizes, ...updated]) await size.counter.close();
  }
  const [small, large] = sizes;
  const figure = (
    of: (size: Size) => readonly number[],
    [less, more]: readonly [Size, Size] = [small, large],
  ): { readonly rounds: readonly number[]; readonly growth: string } => ({
    rounds: of(more),
    growth: growth([less.name, median(of(less))], [more.name, median(of(more))]),
  });
  const start = {
    budget: '< 1 s',
    unit: 'ms',
    limit: START_MS_MAX,
    beside: `SHA-256 of 1 MB ${text(median(anchor))} ms`,
  } as const;
  return [
    judge({
      ...start,
      name: `start to first scan, cold, ${large.name}`,
      ...figure((size) => size.startMs),
    }),
    judge({
      ...start,
      name: `start just after an update that changed a projection, cold, ${updated[1].name}`,
      ...figure((size) => size.startMs, updated),
    }),
    judge({
      name: `memory of the till process, ${large.name}`,
      budget: '< 150 MB',
      unit: 'MB',
      limit: MEMORY_MB_MAX,
      ...figure((size) => size.memoryMb),
    }),
  ];
}

async function sizeOf(
  name: string,
  options: { readonly products: number; readonly journalRows?: number; readonly earlier?: true },
): Promise<Size> {
  const counter = await makeCounter(options);
  // Somebody signs in once; a till that is started again by the same shell keeps them.
  const { till } = await counter.open();
  await till.stop();
  const earlier = options.earlier === true ? earlierDatabase(counter) : null;
  return { name, counter, products: options.products, startMs: [], memoryMb: [], earlier };
}

/** The shop of a counter in a database of the first version, beside its own. */
function earlierDatabase({ folder, shop: { dataDir } }: Counter): string {
  asOfFirstVersion({ dataDir, migrationsDir: MIGRATIONS });
  const earlier = path.join(folder, 'earlier.db');
  copyFileSync(path.join(dataDir, TILL_DATABASE), earlier);
  return earlier;
}

/** Puts a counter back to the moment of the update. */
function putBack({ counter, earlier }: Size): void {
  if (earlier === null) return;
  const database = path.join(counter.shop.dataDir, TILL_DATABASE);
  for (const suffix of ['-wal', '-shm']) if (existsSync(database + suffix)) rmSync(database + suffix);
  copyFileSync(earlier, database);
  // The head file has seen what was sold after the last update.
  for (const chain of readdirSync(counter.shop.keysDir, { withFileTypes: true }))
    if (chain.isDirectory()) rmSync(path.join(counter.shop.keysDir, chain.name, 'head'), { force: true });
}

async function startOnce(size: Size, round: number): Promise<void> {
  const { counter, products } = size;
  putBack(size);
  for (const folder of [counter.shop.dataDir, counter.shop.keysDir, path.dirname(TILL_PROGRAM)]) forgetPages(folder);
  const cashier = new Cashier({ dice: diceOf(round), products, linesMax: 12 });
  const fromMs = performance.now();
  const till = startTill({ ...counter.shop, restarts: round + 1, shellRunId: SHELL_RUN });
  try {
    const start = await till.started;
    if (start.kind !== 'ready') throw new Error(`the till does not start: ${JSON.stringify(start)}`);
    till.connect(cashier.page);
    await cashier.scan();
    size.startMs.push(performance.now() - fromMs);
    await cashier.signIn();
    for (let sale = 0; sale < SALES_BEFORE_WEIGHING; sale++) await cashier.serve();
    for (let search = 0; search < SEARCHES_BEFORE_WEIGHING; search++)
      await cashier.page.query('search', { text: searchText(search), limit: 20 });
    size.memoryMb.push(residentMb(till.pid));
  } finally {
    await till.stop();
  }
}

/** Two letters, a word, a mistake, in turn. */
function searchText(turn: number): string {
  return ['ba', 'chocou', 'flo pra', 'boutrio', 'mi'][turn % 5] ?? '';
}

/** Puts the files of a folder out of the page cache (posix_fadvise, by way of dd). */
function forgetPages(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const dropped = spawnSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none'], { encoding: 'utf8' });
    if (dropped.status !== 0) throw new Error(`the page cache of ${file} was not dropped: ${dropped.stderr}`);
  }
}

/** Memory that the process holds, shared libraries included. */
function residentMb(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kib) * 1024) / 1_000_000;
}
