/**
 * Kills a selling till again and again, and then asks what it lost. Each round starts the till process on the same
 * shop, lets the cashier go on with what they were doing, and at a random instant sends SIGKILL: to the till, to its
 * devices process, or it makes the page reconnect. After the last round everything is let come to rest and is counted.
 *
 * The printer outlives it all, as a real one does: what is on its paper was printed.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SimulatedPrinter } from '#sim/printer/simulated-printer.ts';
import type { Cashier } from '../rig/cashier.ts';
import { type Dice, diceOf } from '../rig/dice.ts';
import { drawerFlaws, paperFlaws, saleFlaws } from '../rig/agreement.ts';
import { readLedger } from '../rig/ledger.ts';
import { printouts } from '../rig/paper.ts';
import { type ShopFolders, makeShop, printerAt } from '../rig/shop.ts';
import { type Deeds, Staff } from '../rig/staff.ts';
import { type TillProcess, startTill } from '../rig/till-process.ts';

const PRODUCTS = 300;
const LINES_MAX = 4;
/** Every so many rounds the whole journal is read, so that a flaw is found near where it came in. */
const LOOK_EVERY = 25;
/** From here on a cashier may have begun to sell; the longest wait sees several sales and receipts through. */
const KILL_MS_MAX = 350;

export interface CrashOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly progress?: (round: number) => void;
}

export interface CrashReport {
  readonly rounds: number;
  readonly seed: number;
  readonly tillKills: number;
  /** Of them, before the till had said that it was ready. */
  readonly killsWhileStarting: number;
  readonly devicesKills: number;
  readonly reconnections: number;
  readonly salesConfirmed: number;
  readonly salesInJournal: number;
  readonly receiptsAsked: number;
  readonly receiptsOnPaper: number;
  readonly receiptsUnknown: number;
  readonly duplicatesOnPaper: number;
  readonly drawerKicks: number;
  readonly pulses: number;
  readonly deeds: Deeds;
  readonly flaws: readonly string[];
}

interface Counts {
  tillKills: number;
  killsWhileStarting: number;
  devicesKills: number;
  reconnections: number;
}

/** One whole run. Flaws are what must not be; the rest is for people to read. */
export async function crashRun(options: CrashOptions): Promise<CrashReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'crash-'));
  const printer = new SimulatedPrinter({ port: 0, model: 'TM-T88V' });
  await printer.plug();
  try {
    const shop = makeShop(folder, { products: PRODUCTS, devices: [printerAt(printer.port)] });
    return await roundsIn(shop, printer, options);
  } finally {
    await printer.unplug();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function roundsIn(shop: ShopFolders, printer: SimulatedPrinter, options: CrashOptions): Promise<CrashReport> {
  const dice = diceOf(options.seed);
  const cashier = new Staff({ dice: diceOf(options.seed + 1), products: PRODUCTS, linesMax: LINES_MAX });
  const counts: Counts = { tillKills: 0, killsWhileStarting: 0, devicesKills: 0, reconnections: 0 };
  const flaws: string[] = [];
  const shift = workShift(cashier);
  for (let round = 0; round < options.rounds; round++) {
    const till = startTill({ ...shop, restarts: round, shellRunId: 'crash-run' });
    await oneRound({ till, cashier, dice, counts, failed: shift.failed });
    await till.ended;
    cashier.page.disconnect();
    if (round % LOOK_EVERY === LOOK_EVERY - 1) {
      // The kicks first: a pulse that is committed meanwhile is none too many.
      const { kicks } = printer.drawer;
      const ledger = readLedger(path.join(shop.dataDir, 'till.db'));
      flaws.push(...ledger.flaws, ...drawerFlaws(ledger, kicks));
    }
    if (flaws.length > 0) break;
    options.progress?.(round + 1);
  }
  await comeToRest(shop, { cashier, shift, rounds: options.rounds });
  const ledger = readLedger(path.join(shop.dataDir, 'till.db'));
  const paper = printouts(printer.paper);
  flaws.push(
    ...ledger.flaws,
    ...saleFlaws(cashier.confirmed, ledger),
    ...paperFlaws(ledger, paper),
    ...drawerFlaws(ledger, printer.drawer.kicks),
  );
  for (const bytes of printer.unknownCommands)
    flaws.push(`the printer was told what no manual has: ${Buffer.from(bytes).toString('hex')}`);
  const receipts = ledger.jobs.filter((job) => job.kind === 'receipt');
  return {
    ...counts,
    rounds: options.rounds,
    seed: options.seed,
    salesConfirmed: cashier.confirmed.length,
    salesInJournal: ledger.sales.size,
    receiptsAsked: receipts.length,
    receiptsOnPaper: paper.filter((printout) => printout.copy === 0).length,
    receiptsUnknown: receipts.filter((job) => job.state === 'unknown').length,
    duplicatesOnPaper: paper.filter((printout) => printout.copy > 0).length,
    drawerKicks: printer.drawer.kicks,
    deeds: cashier.deeds,
    pulses: ledger.jobs.filter((job) => job.kind === 'pulse').length,
    flaws: [...new Set(flaws)],
  };
}

interface Shift {
  /** Rejects with what the cashier could not do. */
  readonly failed: Promise<never>;
  /** Serves the customer at hand to the end and nobody after; needs a till that answers. */
  end(): Promise<void>;
}

/** The cashier serves one customer after the other and knows nothing of rounds: a command waits for its answer. */
function workShift(cashier: Cashier): Shift {
  let over = false;
  const work = async (): Promise<void> => {
    await cashier.signIn();
    while (!over) await cashier.serve();
  };
  const worked = work();
  const failed = worked.then(() => new Promise<never>(() => undefined));
  failed.catch(() => undefined);
  return {
    failed,
    end() {
      over = true;
      return worked;
    },
  };
}

/** From the start of the till to its death. */
async function oneRound(round: {
  readonly till: TillProcess;
  readonly cashier: Cashier;
  readonly dice: Dice;
  readonly counts: Counts;
  readonly failed: Promise<never>;
}): Promise<void> {
  const { till, cashier, dice, counts } = round;
  counts.tillKills += 1;
  // Now and then the till does not even come up.
  if (dice.chance(0.1)) {
    await Promise.race([pause(dice.whole(1, 250)), till.started]);
    counts.killsWhileStarting += 1;
    till.kill();
    return;
  }
  const start = await till.started;
  if (start.kind !== 'ready') throw new Error(`the till does not start: ${JSON.stringify(start)}`);
  till.connect(cashier.page);
  const killAtMs = dice.whole(1, KILL_MS_MAX);
  const disturbAtMs = dice.whole(0, killAtMs);
  await Promise.race([round.failed, pause(disturbAtMs)]);
  if (dice.chance(0.2)) {
    counts.reconnections += 1;
    till.disconnect(cashier.page);
    till.connect(cashier.page);
  }
  if (dice.chance(0.25) && killDevicesOf(till.pid)) counts.devicesKills += 1;
  await Promise.race([round.failed, pause(killAtMs - disturbAtMs)]);
  till.kill();
}

/** Lets the last customer be served and the till run until nothing is on its way any more, and stops it. */
async function comeToRest(
  shop: ShopFolders,
  rest: { readonly cashier: Cashier; readonly shift: Shift; readonly rounds: number },
): Promise<void> {
  const till = startTill({ ...shop, restarts: rest.rounds, shellRunId: 'crash-run' });
  const start = await till.started;
  if (start.kind !== 'ready') throw new Error(`the till does not start: ${JSON.stringify(start)}`);
  till.connect(rest.cashier.page);
  await rest.shift.end();
  for (let turn = 0; turn < 400; turn++) {
    const { jobs } = await rest.cashier.page.query('jobs', {});
    if (jobs.every((job) => job.state === 'unknown')) break;
    await pause(50);
  }
  await till.stop();
}

function killDevicesOf(tillPid: number): boolean {
  try {
    const children = readFileSync(`/proc/${tillPid}/task/${tillPid}/children`, 'utf8').trim();
    if (children === '') return false;
    process.kill(Number(children.split(' ')[0]), 'SIGKILL');
    return true;
  } catch {
    // It was gone before we came.
    return false;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
