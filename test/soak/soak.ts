/**
 * Sells at a counter of real lines while their plugs are pulled and put in again at random, and asks afterwards what was
 * lost, what happened twice, and what was never given back: file descriptors, memory, processes.
 *
 * The cashier does what a person would: scans with whichever scanner the status strip shows in service, looks at the
 * screen, and scans again what is not there.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { type Dice, diceOf } from '../rig/dice.ts';
import { DEVICES, openRealCounter, type RealCounter } from '../rig/real-counter.ts';
import { eanOf } from '../rig/products.ts';

export interface SoakOptions {
  readonly tickets: number;
  readonly seed: number;
  readonly progress?: (tickets: number, resources: Resources) => void;
}

/** What the till and everything it started hold. */
export interface Resources {
  readonly processes: number;
  readonly descriptors: number;
  readonly memoryMb: number;
}

export interface SoakReport {
  readonly tickets: number;
  readonly seed: number;
  readonly articles: number;
  readonly scannedAgain: number;
  readonly unpluggings: Readonly<Record<string, number>>;
  readonly cardsShown: number;
  readonly receiptsAsked: number;
  readonly receiptsPrinted: number;
  readonly receiptsUnknown: number;
  readonly drawerKicks: number;
  /** At rest, after a tenth of the tickets and after all of them. */
  readonly before: Resources;
  readonly after: Resources;
  readonly flaws: readonly string[];
}

type Plug = (typeof DEVICES)[number] | 'card-service';

const PRODUCTS = 300;
const LINES_MAX = 5;
/** What two looks at a process at rest may differ by: a timer's descriptor, a connection on its way out. */
const DESCRIPTORS_SLACK = 8;
/** A heap grows to its usual size and is not given back at once; a leak of a kilobyte a ticket would be as much. */
const MEMORY_SLACK_MB = 64;

/** One whole run. Flaws are what must not be; the rest is for people to read. */
export async function soakRun(options: SoakOptions): Promise<SoakReport> {
  const counter = await openRealCounter({ seed: options.seed });
  try {
    return await soakAt(counter, options);
  } finally {
    await counter.close();
  }
}

async function soakAt(counter: RealCounter, options: SoakOptions): Promise<SoakReport> {
  const { tickets, seed } = options;
  const dice = diceOf(seed + 1);
  const counts = { articles: 0, scannedAgain: 0, cardsShown: 0 };
  const flaws: string[] = [];
  const plugs = pullPlugs(counter, diceOf(seed + 2));
  let before: Resources | undefined;
  for (let ticket = 1; ticket <= tickets; ticket++) {
    flaws.push(...(await serve(counter, { dice, counts })));
    if (ticket === Math.ceil(tickets / 10)) before = await atRest(counter, plugs);
    if (ticket % 25 === 0) options.progress?.(ticket, resourcesOf(counter.till.pid));
    if (flaws.length > 0) break;
  }
  const after = await atRest(counter, plugs);
  plugs.end();
  flaws.push(...counter.flaws(), ...leaks(before ?? after, after));
  const receipts = counter.ledger().jobs.filter((job) => job.kind === 'receipt');
  return {
    tickets,
    seed,
    ...counts,
    unpluggings: plugs.counts(),
    receiptsAsked: receipts.length,
    receiptsPrinted: receipts.filter((job) => job.state === 'printed').length,
    receiptsUnknown: receipts.filter((job) => job.state === 'unknown').length,
    drawerKicks: counter.printer.drawer.kicks,
    before: before ?? after,
    after,
    flaws: [...new Set(flaws)],
  };
}

interface Work {
  readonly dice: Dice;
  readonly counts: { articles: number; scannedAgain: number; cardsShown: number };
}

/** One customer. Every article of a ticket is another one, so that each has one line of one piece, or something is wrong. */
async function serve(counter: RealCounter, { dice, counts }: Work): Promise<readonly string[]> {
  const wanted = new Set<string>();
  for (let line = dice.whole(1, LINES_MAX); line > 0; line--) wanted.add(eanOf(dice.whole(0, PRODUCTS - 1)));
  for (const code of wanted) {
    for (let tries = 0; !onTicket(counter, code); tries++) {
      if (tries > 0) counts.scannedAgain += 1;
      await scanOnce(counter, code);
    }
    counts.articles += 1;
  }
  if (dice.chance(0.1) && (await showCard(counter))) counts.cardsShown += 1;
  const lines = counter.page.views.basket?.lines.filter(({ kind }) => kind === 'product') ?? [];
  const flaws = lines
    .filter((line) => line.quantityMilli !== 1_000 || !wanted.has((line.gtin ?? '').replace(/^0/, '')))
    .map((line) => `${line.label} (${line.gtin}) is ${line.quantityMilli / 1000} times on the ticket`);
  await counter.pay(dice.chance(0.5) ? 'paper' : 'none');
  counter.printer.closeDrawer();
  return flaws;
}

/** Scans with a scanner that is in service, and waits until it is seen, or until that scanner is not in service any more. */
async function scanOnce(counter: RealCounter, code: string): Promise<void> {
  let by: 'scanner' | 'hid-scanner' | undefined;
  await counter.until('a scanner in service', () => {
    by = (['scanner', 'hid-scanner'] as const).find((id) => isReady(counter, id));
    return by !== undefined;
  });
  if (by === 'scanner') counter.scanner.send(Buffer.from(`${code}\r`));
  else counter.hidScanner.scan(code);
  // What a scanner said just before its plug was pulled may still be on its way to the screen: a moment is waited.
  let goneMs: number | undefined;
  await counter.until(`the scan of ${code}`, () => {
    if (onTicket(counter, code)) return true;
    if (!isReady(counter, by ?? 'scanner')) goneMs ??= performance.now();
    return goneMs !== undefined && performance.now() - goneMs > 1_000;
  });
}

/** Holds the card to the reader where one is in service. False where the reader went away meanwhile. */
async function showCard(counter: RealCounter): Promise<boolean> {
  if (!isReady(counter, 'card')) return false;
  const serial = counter.page.views.basket?.notice?.serial ?? 0;
  try {
    await counter.card.insert();
  } catch {
    return false;
  }
  const startedMs = performance.now();
  await counter.until('a word about the card', () => {
    if ((counter.page.views.basket?.notice?.serial ?? 0) > serial) return true;
    return !isReady(counter, 'card') || performance.now() - startedMs > 5_000;
  });
  counter.card.remove();
  return (counter.page.views.basket?.notice?.serial ?? 0) > serial;
}

function onTicket({ page }: RealCounter, code: string): boolean {
  return page.views.basket?.lines.some((line) => (line.gtin ?? '').endsWith(code)) === true;
}

function isReady({ page }: RealCounter, id: string): boolean {
  return page.views.status?.devices.some((device) => device.id === id && device.state === 'ready') === true;
}

interface Plugs {
  /** Puts everything in and leaves it there until `go`. */
  rest(): Promise<void>;
  go(): void;
  end(): void;
  counts(): Readonly<Record<string, number>>;
}

/** Pulls one plug after the other at random and puts it in again a little later, beside whatever the cashier does. */
function pullPlugs(counter: RealCounter, dice: Dice): Plugs {
  const { printer, scanner, display, hidScanner, pcsc } = counter;
  const moves: Readonly<Record<Plug, readonly [out: () => Promise<void>, back: () => Promise<void>]>> = {
    printer: [() => printer.unplug(), () => printer.plug()],
    scanner: [() => scanner.unplug(), () => scanner.replug()],
    display: [() => display.unplug(), () => display.plug()],
    'hid-scanner': [() => hidScanner.unplug(), () => hidScanner.plug()],
    card: [() => pcsc.unplug(), () => pcsc.plug()],
    'card-service': [() => pcsc.kill(), () => pcsc.start()],
  };
  const counts = Object.fromEntries(Object.keys(moves).map((plug) => [plug, 0]));
  let over = false;
  let resting = false;
  let moving: Promise<void> = Promise.resolve();

  async function loop(): Promise<void> {
    while (!over) {
      await pause(dice.whole(50, 700));
      if (over || resting) continue;
      const plug = dice.pick(Object.keys(moves) as Plug[]);
      moving = move(plug);
      await moving;
    }
  }

  async function move(plug: Plug): Promise<void> {
    const [out, back] = moves[plug];
    counts[plug] = (counts[plug] ?? 0) + 1;
    await out();
    await pause(dice.whole(1, 600));
    await back();
  }

  void loop();
  return {
    async rest() {
      resting = true;
      await moving;
    },
    go: () => void (resting = false),
    end: () => void (over = true),
    counts: () => counts,
  };
}

/** Everything plugged in and in service, nothing on its way; then what is held is counted. */
async function atRest(counter: RealCounter, plugs: Plugs): Promise<Resources> {
  await plugs.rest();
  for (const id of DEVICES) await counter.device(id, 'ready');
  await counter.atRest();
  // Lines that were closed take a moment to be gone; the least of a few looks is what is really held.
  const looks: Resources[] = [];
  for (let look = 0; look < 10; look++) {
    await pause(300);
    looks.push(resourcesOf(counter.till.pid));
  }
  plugs.go();
  return looks.reduce((least, look) => (look.descriptors < least.descriptors ? look : least));
}

function leaks(before: Resources, after: Resources): readonly string[] {
  const flaws: string[] = [];
  if (after.processes > before.processes) flaws.push(`${after.processes} processes, and ${before.processes} before`);
  if (after.descriptors > before.descriptors + DESCRIPTORS_SLACK)
    flaws.push(`${after.descriptors} file descriptors, and ${before.descriptors} before`);
  if (after.memoryMb > before.memoryMb + MEMORY_SLACK_MB)
    flaws.push(`${after.memoryMb} MB of memory, and ${before.memoryMb} MB before`);
  return flaws;
}

/** A process and all below it. */
function resourcesOf(pid: number): Resources {
  const family = familyOf(pid);
  let descriptors = 0;
  let memoryKb = 0;
  for (const member of family) {
    try {
      descriptors += readdirSync(`/proc/${member}/fd`).length;
      memoryKb += Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${member}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It ended while we looked.
    }
  }
  return { processes: family.length, descriptors, memoryMb: Math.round(memoryKb / 1024) };
}

function familyOf(pid: number): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return [pid, ...children.split(' ').filter(Boolean).map(Number).flatMap(familyOf)];
  } catch {
    return [];
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
