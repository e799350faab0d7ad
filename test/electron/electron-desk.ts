/** The built till in a real, sandboxed Electron on a display of its own, with a simulated printer on its counter. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication, Page } from 'playwright-core';
import type { DeviceConfig } from '#devices/wire.ts';
import { SimulatedPrinter } from '#sim/printer/simulated-printer.ts';
import { SimulatedScanner } from '#sim/scanner/simulated-scanner.ts';
import { type TestDesk, openTestDesk } from '../../tools/lib/test-desk.mjs';

const PRINTER = { id: 'printer', kind: 'printer', name: 'Ticket', profile: 'default', drawer: true };
const SCANNER = { id: 'scanner', kind: 'scanner', name: 'Scanner' };
const SCREENS = fileURLToPath(new URL('../../.screens/', import.meta.url));

export interface ElectronDesk {
  readonly desk: TestDesk;
  readonly printer: SimulatedPrinter;
  readonly scanner: SimulatedScanner;
  /** How often a till has begun or ceased to listen to the scanner. */
  scannerChanges(): number;
  /** The words that name the shop's folders; the shop stays the same over restarts. */
  readonly shopArguments: readonly string[];
  /** Starts the app and waits for its page. */
  open(...more: readonly string[]): Promise<{ readonly app: ElectronApplication; readonly page: Page }>;
  close(): Promise<void>;
}

/** A shop of the unprivileged user's own, with these devices beside printer and scanner. */
export async function openElectronDesk(
  more: readonly DeviceConfig[] = [],
  display: Parameters<typeof openTestDesk>[0] = {},
): Promise<ElectronDesk> {
  const desk = await openTestDesk(display);
  const printer = new SimulatedPrinter({ port: 0 });
  let changes = 0;
  const scanner = new SimulatedScanner({
    port: 0,
    onChange: () => {
      changes += 1;
    },
  });
  await Promise.all([printer.plug(), scanner.plug()]);
  const folder = desk.folder('shop');
  const devices = path.join(folder, 'devices.json');
  const printing = { ...PRINTER, address: `tcp://127.0.0.1:${printer.port}` };
  writeFileSync(devices, JSON.stringify({ devices: [printing, { ...SCANNER, address: scanner.address }, ...more] }));
  const places = { data: path.join(folder, 'data'), keys: path.join(folder, 'keys'), devices };
  const shopArguments = Object.entries(places).flatMap(([name, place]) => [`--${name}`, place]);
  return {
    desk,
    printer,
    scanner,
    scannerChanges: () => changes,
    shopArguments,
    async open(...more) {
      const app = await desk.launchElectron({ args: [...shopArguments, ...more] });
      const page = await app.firstWindow();
      page.setDefaultTimeout(15_000);
      return { app, page };
    },
    async close() {
      await desk.close();
      await Promise.all([printer.unplug(), scanner.unplug()]);
    },
  };
}

/** Keeps a picture of the page for people to look at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  await page.screenshot({ path: path.join(SCREENS, `${name}.png`) });
}

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly uid: number;
  readonly command: readonly string[];
  /** 2 is a filter on system calls: the sandbox. */
  readonly seccomp: number;
}

/** A process and all that descend from it. */
export function familyOf(root: number): readonly RunningProcess[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? processOf(Number(name)) : []));
  const family = new Set([root]);
  // Children have higher numbers only until the numbers wrap: go round until nobody joins.
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid));
}

function processOf(pid: number): readonly RunningProcess[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/);
    return [{ pid, parent: field('PPid'), uid: field('Uid'), seccomp: field('Seccomp'), command }];
  } catch {
    return []; // it ended while we looked
  }
}

/** The TCP ports that a process listens on. */
export function listeningPortsOf(pid: number): readonly number[] {
  const sockets = new Set(socketsOf(pid));
  return ['tcp', 'tcp6'].flatMap((table) => {
    const rows = readFileSync(`/proc/net/${table}`, 'utf8').trim().split('\n').slice(1);
    const LISTEN = '0A';
    return rows
      .map((row) => row.trim().split(/\s+/))
      .filter((cells) => cells[3] === LISTEN && sockets.has(`socket:[${cells[9]}]`))
      .map((cells) => Number.parseInt(cells[1]?.split(':')[1] ?? '', 16));
  });
}

function socketsOf(pid: number): readonly string[] {
  return descriptorsOf(pid).flatMap((name) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${name}`)];
    } catch {
      return []; // closed while we looked
    }
  });
}

/** None of a process that ended while we looked: Chromium starts helpers that live for a moment. */
function descriptorsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`);
  } catch {
    return [];
  }
}

/** The one process of a family that runs the named program. */
export function programIn(family: readonly RunningProcess[], name: string): RunningProcess {
  const found = family.filter(({ command }) => command.some((word) => word.endsWith(name)));
  assert.equal(found.length, 1, `one ${name} runs, not ${found.length}`);
  return found[0] as RunningProcess;
}
