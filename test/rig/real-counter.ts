/**
 * A counter with devices on real lines: a serial scanner and a pole display behind pseudo-terminals, a printer with its
 * drawer on a network socket, a card reader of the real PC/SC service, a scanner on the kernel's HID interface; and the
 * till as its own process, with a page.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CommandName, CommandInput, Outcome } from '#contract/screen/screen.ts';
import { VirtualCard } from '#sim/card/virtual-card.ts';
import { SimulatedDisplay } from '#sim/display/simulated-display.ts';
import { SimulatedPrinter } from '#sim/printer/simulated-printer.ts';
import type { SimulatedScanner } from '#sim/scanner/simulated-scanner.ts';
import { drawerFlaws, paperFlaws, saleFlaws } from './agreement.ts';
import { openSession } from './enter.ts';
import type { ConfirmedSale } from './cashier.ts';
import { type Dice, diceOf } from './dice.ts';
import { type Ledger, readLedger } from './ledger.ts';
import { Page } from './page.ts';
import { printouts } from './paper.ts';
import { openPcsc, type Pcsc } from './pcsc.ts';
import { eanOf } from './products.ts';
import { openPty, type Pty } from './pty.ts';
import { realPart } from './real-part.ts';
import { makeShop, printerAt, SELLER, type ShopFolders } from './shop.ts';
import { startTill, type TillProcess } from './till-process.ts';
import { openHidBed } from './umockdev.ts';

/** The devices of this counter, by id. */
export const DEVICES = ['printer', 'scanner', 'display', 'hid-scanner', 'card'] as const;
const REAL_PARTS = [
  ['whole counter: serial scanner, pole display, network printer, PC/SC card, HID scanner', 'one till process'],
] as const;
const PRODUCTS = 300;
/** How long anything here may take before it is called lost. Nothing is proved by a time, only given up after one. */
const WAIT_MS_MAX = 60_000;

export interface RealCounterOptions {
  readonly seed: number;
  readonly logFile?: string;
}

export interface RealCounter {
  readonly shop: ShopFolders;
  readonly printer: SimulatedPrinter;
  readonly scanner: Pty;
  readonly display: SimulatedDisplay;
  readonly hidScanner: SimulatedScanner;
  readonly pcsc: Pcsc;
  readonly card: VirtualCard;
  readonly page: Page;
  readonly till: TillProcess;
  readonly dice: Dice;
  readonly confirmed: readonly ConfirmedSale[];
  /** The code of one of the shop's products. */
  code(): string;
  command<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Outcome<Name>>;
  /** Lines of articles on the ticket, as the page shows them. */
  articles(): number;
  /** Scans over the serial line and waits until the article is on the ticket. */
  scan(code?: string, by?: 'serial' | 'hid'): Promise<void>;
  /** Holds the card to the reader, waits until something is said of it, and takes it away. Gives the reason shown. */
  present(): Promise<string>;
  /** Does something when the drawer has opened next, before the receipt comes. */
  afterKick(then: () => void): void;
  /** Pays in cash what is on the ticket. */
  pay(print: 'paper' | 'none'): Promise<ConfirmedSale>;
  /** Resolves when a device is in the given state. */
  device(id: string, state: string, fault?: string): Promise<void>;
  until(what: string, holds: () => boolean): Promise<void>;
  /** Waits until no job is on its way any more: each is done, unknown, or waits for somebody. */
  atRest(): Promise<void>;
  ledger(): Ledger;
  /** What must not be: between ticket, paper and drawer. */
  flaws(): readonly string[];
  close(): Promise<void>;
}

/** Opens everything, and signs the seller in. */
export async function openRealCounter(options: RealCounterOptions): Promise<RealCounter> {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-counter-'));
  const afterKick: (() => void)[] = [];
  let kicks = 0;
  const printer: SimulatedPrinter = new SimulatedPrinter({
    port: 0,
    model: 'TM-T88V',
    onChange() {
      if (printer.drawer.kicks === kicks) return;
      kicks = printer.drawer.kicks;
      for (const then of afterKick.splice(0)) then();
    },
  });
  await printer.plug();
  const scanner = await openPty();
  const display = new SimulatedDisplay({ port: 0, pty: path.join(folder, 'tty-display') });
  await display.plug();
  const pcsc = await openPcsc();
  const card = new VirtualCard({ ...pcsc.place, uid: '04a1b2c3d4e580' });
  const hidBed = await openHidBed();
  const hidScanner = await hidBed.plugScanner();
  const shop = makeShop(path.join(folder, 'shop'), {
    products: PRODUCTS,
    devices: [
      { ...printerAt(printer.port), drawerSensor: 'open-is-high' },
      { id: 'scanner', kind: 'scanner', name: 'Douchette', address: `serial://${scanner.appPath}?baud=9600` },
      { id: 'display', kind: 'display', name: 'Afficheur', address: display.address, dialect: 'escpos', columns: 20 },
      { id: 'hid-scanner', kind: 'scanner', name: 'Douchette USB', address: hidScanner.address },
      { id: 'card', kind: 'card', name: 'Lecteur de cartes', address: 'pcsc://ACS' },
    ],
  });
  const dice = diceOf(options.seed);
  const page = new Page(() => dice.uuid());
  for (const topic of ['station', 'basket', 'status', 'customer'] as const) page.subscribe(topic);
  const till = startTill({
    ...shop,
    restarts: 0,
    shellRunId: 'real-counter',
    env: { ...pcsc.env, ...hidBed.env },
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
  });
  const start = await till.started;
  if (start.kind !== 'ready') throw new Error(`the till does not start: ${JSON.stringify(start)}`);
  till.connect(page);
  const confirmed: ConfirmedSale[] = [];

  const command: RealCounter['command'] = (name, input) => page.command(name, input);
  const articles = (): number => page.views.basket?.lines.filter(({ kind }) => kind === 'product').length ?? 0;

  async function until(what: string, holds: () => boolean): Promise<void> {
    const startedMs = performance.now();
    while (!holds()) {
      if (performance.now() - startedMs > WAIT_MS_MAX)
        throw new Error(`waited too long: ${what}; the devices are ${JSON.stringify(page.views.status?.devices)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  const device: RealCounter['device'] = (id, state, fault) =>
    until(`device ${id} ${state} ${fault ?? ''}`, () =>
      (page.views.status?.devices ?? []).some(
        (one) => one.id === id && one.state === state && (fault === undefined || one.fault === fault),
      ),
    );

  async function scan(code = eanOf(dice.whole(0, PRODUCTS - 1)), by: 'serial' | 'hid' = 'serial'): Promise<void> {
    const before = page.views.basket?.notice?.serial ?? 0;
    if (by === 'serial') scanner.send(Buffer.from(`${code}\r`));
    else hidScanner.scan(code);
    await until(`the scan of ${code}`, () => (page.views.basket?.notice?.serial ?? 0) > before);
    if (page.views.basket?.notice?.kind !== 'added')
      throw new Error(`scan of ${code}: ${JSON.stringify(page.views.basket?.notice)}`);
  }

  async function present(): Promise<string> {
    const before = page.views.basket?.notice?.serial ?? 0;
    await card.insert();
    await until('a word about the card', () => (page.views.basket?.notice?.serial ?? 0) > before);
    const { kind, reason } = page.views.basket?.notice ?? {};
    card.remove();
    if (kind !== 'card') throw new Error(`the card led to ${kind} ${reason}`);
    return reason ?? '';
  }

  async function pay(print: 'paper' | 'none'): Promise<ConfirmedSale> {
    const { basket } = page.views;
    if (basket === undefined) throw new Error('there is no ticket');
    const outcome = await command('pay', {
      ticketId: basket.ticketId,
      basketVersion: basket.version,
      payments: [{ method: 'cash', tenderedMinor: basket.cashTotalMinor + 500 }],
      print,
    });
    if (outcome.kind !== 'done') throw new Error(`pay refused: ${JSON.stringify(outcome)}`);
    const sale = {
      ticketId: basket.ticketId,
      number: outcome.ticketNumber,
      totalMinor: outcome.totalMinor,
      print,
    } as const;
    confirmed.push(sale);
    await until('the next ticket', () => page.views.basket?.ticketId !== basket.ticketId);
    return sale;
  }

  async function atRest(): Promise<void> {
    const startedMs = performance.now();
    for (;;) {
      const { jobs } = await page.query('jobs', {});
      if (jobs.every((job) => job.state === 'unknown')) return;
      if (performance.now() - startedMs > WAIT_MS_MAX)
        throw new Error(`jobs never come to rest: ${JSON.stringify(jobs)}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  const ledger = (): Ledger => readLedger(path.join(shop.dataDir, 'till.db'));

  async function close(): Promise<void> {
    card.remove();
    await till.stop();
    await hidBed.close();
    await pcsc.close();
    await display.unplug();
    await scanner.close();
    await printer.unplug();
    rmSync(folder, { recursive: true, force: true });
  }

  try {
    await until('the station', () => page.views.station !== undefined);
    await command('signIn', SELLER);
    await openSession({ command });
    for (const id of DEVICES) await device(id, 'ready');
  } catch (error) {
    // What stays open keeps the test's process from ending.
    await close();
    throw error;
  }
  for (const [name, detail] of REAL_PARTS) realPart(name, detail);
  return {
    shop,
    printer,
    scanner,
    display,
    hidScanner,
    pcsc,
    card,
    page,
    till,
    dice,
    confirmed,
    code: () => eanOf(dice.whole(0, PRODUCTS - 1)),
    command,
    articles,
    scan,
    present,
    afterKick: (then) => void afterKick.push(then),
    pay,
    device,
    until,
    atRest,
    ledger,
    flaws() {
      const kicked = printer.drawer.kicks;
      const now = ledger();
      const unknown = printer.unknownCommands.map(
        (bytes) => `the printer was told what no manual has: ${Buffer.from(bytes).toString('hex')}`,
      );
      return [
        ...now.flaws,
        ...saleFlaws(confirmed, now),
        ...paperFlaws(now, printouts(printer.paper)),
        ...drawerFlaws(now, kicked),
        ...unknown,
      ];
    },
    close,
  };
}
