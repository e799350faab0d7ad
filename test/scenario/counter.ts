/**
 * A shop with a simulated printer and scanner, the web shell as it ships, and a cashier at its page.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Scenario, SimulatedPrinter } from '#sim/printer/simulated-printer.ts';
import type { ScreenClient } from '../conformance/screen-client.ts';
import { type ShopFolder, shopFolder } from '../conformance/shop-folder.ts';
import { connectPage, redeem } from '../conformance/web-client.ts';
import { type WebShellProcess, childOf, startWebShellProcess } from '../conformance/web-shell-process.ts';
import { enter } from '../rig/enter.ts';

/** Barcodes of pieces of the demo shop. */
export const CODES: readonly string[] = readFileSync(
  fileURLToPath(new URL('../../data/demo/products.tsv', import.meta.url)),
  'utf8',
)
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .filter((cells) => /^\d{13}$/.test(cells[0] ?? '') && (cells[9] ?? '') === '')
  .map((cells) => cells[0] ?? '');

export interface Counter {
  readonly shop: ShopFolder;
  readonly printer: SimulatedPrinter;
  page(): ScreenClient;
  shell(): WebShellProcess;
  signIn(role?: 'cashier' | 'manager'): Promise<void>;
  scan(codes: readonly string[]): Promise<void>;
  /** Pays the ticket and gives its number. */
  pay(print: 'paper' | 'none'): Promise<string>;
  kill(program: 'till.mjs' | 'devices.mjs'): void;
  /** Ends the shell and starts another one on the same shop. */
  startAgain(): Promise<void>;
  close(): Promise<void>;
}

const PINS = { cashier: '1234', manager: '9876' } as const;

/** Opens the shop. `within` runs the shell in surroundings of its own; `shop` is one that was opened before. */
export async function openCounter(
  options: {
    readonly scenario?: Scenario;
    readonly within?: (shop: ShopFolder) => readonly string[];
    readonly shop?: ShopFolder;
    /** More words for the shell. */
    readonly args?: readonly string[];
  } = {},
): Promise<Counter> {
  const shop = options.shop ?? shopFolder();
  const printer = new SimulatedPrinter({ port: 0, model: 'TM-T88V', scenario: options.scenario ?? 'healthy' });
  await printer.plug();
  const devicesFile = path.join(path.dirname(shop.data), 'devices.json');
  writeFileSync(
    devicesFile,
    JSON.stringify({
      devices: [
        { id: 'printer', kind: 'printer', name: 'Printer', address: printer.address, profile: 'TM-T88V', drawer: true },
      ],
    }),
  );
  let shell: WebShellProcess;
  let page: ScreenClient;
  await open();

  async function open(): Promise<void> {
    const within = options.within?.(shop);
    shell = await startWebShellProcess({
      args: ['--data', shop.data, '--keys', shop.keys, '--devices', devicesFile, ...(options.args ?? [])],
      ...(within === undefined ? {} : { within }),
    });
    page = connectPage(await redeem(await shell.address()));
  }

  return {
    shop,
    printer,
    page: () => page,
    shell: () => shell,
    async signIn(role = 'manager') {
      await page.ready();
      const operator = page.view('station').operators.find((known) => known.role === role);
      await enter(page, { operatorId: operator?.id ?? '', pin: PINS[role] });
    },
    async scan(codes) {
      for (const text of codes)
        assert.equal((await page.command('scan', { text, source: 'scenario' })).kind, 'done', text);
    },
    async pay(print) {
      const { ticketId, version, totalMinor } = page.view('basket');
      const outcome = await page.command('pay', {
        ticketId,
        basketVersion: version,
        payments: [{ method: 'cash', tenderedMinor: totalMinor + 100 }],
        print,
      });
      assert.ok(outcome.kind === 'done', JSON.stringify(outcome));
      return outcome.ticketNumber;
    },
    kill(program) {
      const till = shell.tillPid();
      process.kill(program === 'till.mjs' ? till : childOf(till, program), 'SIGKILL');
    },
    async startAgain() {
      page.close();
      await shell.stop();
      await open();
    },
    async close() {
      page.close();
      await shell.stop();
      await printer.unplug();
      shop.remove();
    },
  };
}

/** Waits until something is so. */
export async function eventually(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    assert.ok(tries < 1000, `waited too long: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
