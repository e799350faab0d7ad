/**
 * Records a real till that sells: the shop is made and at rest, then the till process runs under the flight recorder,
 * with its devices process and a printer that answers, and a cashier sells from a seeded script.
 */
import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SimulatedPrinter } from '#sim/printer/simulated-printer.ts';
import { Cashier } from '../rig/cashier.ts';
import { diceOf } from '../rig/dice.ts';
import { makeShop, printerAt } from '../rig/shop.ts';
import { type Deeds, Staff } from '../rig/staff.ts';
import { startTill } from '../rig/till-process.ts';
import type { Image } from './disk.ts';
import { recorderEnvironment } from './recorder.ts';
import type { SentCommands } from './promises.ts';

const PRODUCTS = 200;
const LINES_MAX = 5;

export interface Recorded {
  readonly folder: string;
  readonly traceFile: string;
  /** The disk when the recording began. */
  readonly before: Image;
  readonly dataDir: string;
  readonly keysDir: string;
  readonly printerPort: number;
  readonly commands: SentCommands;
  readonly salesConfirmed: number;
  /** What else was done beside selling; null where somebody only sold. */
  readonly deeds: Deeds | null;
}

export interface RecordOptions {
  readonly seed: number;
  readonly sales: number;
  /** Another program than the built one: to plant a bug. */
  readonly till?: { readonly program: string; readonly nodeFlags: readonly string[]; readonly args: readonly string[] };
}

/** Makes a recording below a temporary folder; `forget` removes it. */
export async function recordSelling(options: RecordOptions): Promise<Recorded> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'power-cut-')));
  const printer = new SimulatedPrinter({ port: 0, model: 'TM-T88V' });
  await printer.plug();
  try {
    const shop = makeShop(folder, { products: PRODUCTS, devices: [printerAt(printer.port)] });
    const before = imageOf([shop.dataDir, shop.keysDir]);
    const traceFile = path.join(folder, 'trace');
    const till = startTill({
      ...shop,
      ...options.till,
      env: recorderEnvironment({ traceFile, roots: [shop.dataDir, shop.keysDir], bytes: true }),
      restarts: 0,
      shellRunId: 'power-cut-run',
      logFile: path.join(folder, 'log'),
    });
    const script = { dice: diceOf(options.seed), products: PRODUCTS, linesMax: LINES_MAX };
    // A planted bug lies in a sale, and breaks promises that a longer script relies on: there, somebody only sells.
    const staff = options.till === undefined ? new Staff(script) : null;
    const cashier = staff ?? new Cashier(script);
    const start = await till.started;
    if (start.kind !== 'ready')
      throw new Error(
        `the till does not start: ${JSON.stringify(start)} ${readFileSync(path.join(folder, 'log'), 'utf8')}`,
      );
    till.connect(cashier.page);
    await cashier.signIn();
    await cashier.page.when(
      ({ status }) => status?.devices.some((device) => device.kind === 'printer' && device.state === 'ready') === true,
    );
    while (cashier.confirmed.length < options.sales) await cashier.serve();
    // Whatever the dice say, a day that was counted and closed is among what is cut.
    await staff?.closeDay();
    // Not stopped: the recording ends as a power cut does.
    till.kill();
    await till.ended;
    return {
      folder,
      traceFile,
      before,
      dataDir: shop.dataDir,
      keysDir: shop.keysDir,
      printerPort: printer.port,
      commands: cashier.sent,
      salesConfirmed: cashier.confirmed.length,
      deeds: staff?.deeds ?? null,
    };
  } finally {
    await printer.unplug();
  }
}

export function forget(recorded: Recorded): void {
  rmSync(recorded.folder, { recursive: true, force: true });
}

/** Everything that lies in `folders` now. */
export function imageOf(folders: readonly string[]): Image {
  const image = new Map<string, Uint8Array | null>();
  for (const folder of folders) {
    image.set(folder, null);
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const file = path.join(folder, name);
      if (!file.endsWith('-shm')) image.set(file, statSync(file).isDirectory() ? null : readFileSync(file));
    }
  }
  return image;
}
