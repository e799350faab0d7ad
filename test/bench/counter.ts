/**
 * A counter to measure at: a real till process on a shop of a given size, a printer that answers, one page.
 */
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { SimulatedPrinter } from '#sim/printer/simulated-printer.ts';
import { Cashier } from '../rig/cashier.ts';
import { diceOf } from '../rig/dice.ts';
import { type ShopFolders, makeShop, printerAt } from '../rig/shop.ts';
import { type TillProcess, startTill } from '../rig/till-process.ts';
import { cachedCatalogue, scratchFile } from './cache.ts';
import { cachedJournal } from './journal.ts';

/** Start bit, eight of data, stop bit. */
export const BITS_PER_BYTE = 10;

export interface CounterOptions {
  readonly products: number;
  /** Rows of journal before; none unless given. */
  readonly journalRows?: number;
  /** Its name among the tills of a headquarters. */
  readonly tillId?: string;
  readonly env?: (folders: ShopFolders) => Readonly<Record<string, string>>;
  /** Its printer is on a serial line of that rate instead of on the network. */
  readonly serialBaud?: number;
  /** Called after anything changed at the printer. */
  readonly onPrinterChange?: () => void;
}

export interface Counter {
  readonly folder: string;
  readonly shop: ShopFolders;
  readonly printer: SimulatedPrinter;
  /** Starts the till process and signs in. */
  open(): Promise<{ readonly till: TillProcess; readonly cashier: Cashier }>;
  close(): Promise<void>;
}

/** Makes the counter in a folder of its own; nothing runs until `open`. */
export async function makeCounter(options: CounterOptions): Promise<Counter> {
  mkdirSync(scratchFile('runs'), { recursive: true });
  const folder = realpathSync(mkdtempSync(path.join(scratchFile('runs'), 'counter-')));
  const { serialBaud: baud, onPrinterChange: onChange } = options;
  const printer = new SimulatedPrinter({
    port: 0,
    model: 'TM-T88V',
    ...(baud === undefined
      ? {}
      : { pty: path.join(folder, 'serial-printer'), ptyBytesPerSecond: baud / BITS_PER_BYTE }),
    ...(onChange === undefined ? {} : { onChange }),
  });
  await printer.plug();
  const shop = shopIn(folder, options, printer);
  let running: TillProcess | undefined;
  return {
    folder,
    shop,
    printer,
    async open() {
      const till = startTill({
        ...shop,
        env: options.env?.(shop) ?? {},
        restarts: 0,
        shellRunId: 'bench',
        logFile: path.join(folder, 'log'),
      });
      running = till;
      const start = await till.started;
      if (start.kind !== 'ready')
        throw new Error(
          `the till does not start: ${JSON.stringify(start)}\n${readFileSync(path.join(folder, 'log'), 'utf8')}`,
        );
      const cashier = new Cashier({ dice: diceOf(9), products: options.products, linesMax: 12 });
      till.connect(cashier.page);
      await cashier.signIn();
      await cashier.page.when(
        ({ status }) =>
          status?.devices.some((device) => device.kind === 'printer' && device.state === 'ready') === true,
      );
      return { till, cashier };
    },
    async close() {
      running?.kill();
      await running?.ended;
      await printer.unplug();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function shopIn(folder: string, options: CounterOptions, printer: SimulatedPrinter): ShopFolders {
  const onNetwork = printerAt(printer.port);
  const { serialBaud: baud } = options;
  const devices = [baud === undefined ? onNetwork : { ...onNetwork, address: `${printer.serialAddress}?baud=${baud}` }];
  const { tillId } = options;
  const shop = makeShop(folder, { products: 1, devices, ...(tillId === undefined ? {} : { tillId }) });
  if (options.journalRows !== undefined) {
    const past = cachedJournal(options.journalRows);
    for (const [from, to] of [
      [past.dataDir, shop.dataDir],
      [past.keysDir, shop.keysDir],
    ] as const) {
      rmSync(to, { recursive: true });
      cpSync(from, to, { recursive: true });
    }
    writeFileSync(shop.devicesFile, JSON.stringify({ devices }));
  }
  useCatalogue(shop.dataDir, cachedCatalogue(options.products));
  return shop;
}

/** A version is never written again, so that all runs may share one file. */
function useCatalogue(dataDir: string, catalogue: string): void {
  const folder = path.join(dataDir, 'catalogue');
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  mkdirSync(folder);
  for (const name of readdirSync(catalogue)) {
    if (name.endsWith('.db')) linkSync(path.join(catalogue, name), path.join(folder, name));
    else cpSync(path.join(catalogue, name), path.join(folder, name));
  }
}
