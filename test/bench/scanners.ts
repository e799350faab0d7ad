/**
 * From the last byte, report or key of a scanner to the painted line, by every way a code can come: network, serial line,
 * HID, keyboard, camera; each in turn in every round, beside a scan that the page itself asks for, which is what remains of
 * the way when there is no scanner on it.
 *
 * What a path's time includes: over TCP and HID the kernel's socket or pipe (and umockdev); on the serial line the program
 * that makes the pseudo-terminal, at no baud rate; at the keyboard everything behind the X server, whose own time of the
 * last key is where the clock begins. No path includes the time that the scanner takes to send a code.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { DeviceConfig } from '#devices/wire.ts';
import { PtyLine, SimulatedScanner } from '#sim/scanner/simulated-scanner.ts';
import { openTestDesk, type TestDesk } from '../../tools/lib/test-desk.mjs';
import { eanOf } from '../rig/products.ts';
import { openHidBed } from '../rig/umockdev.ts';
import { xKeyboard } from '../rig/x-keyboard.ts';
import { cameraArguments, cameraFigure, CAMERA, type CameraRound, cameraRound, switchCamera } from './camera-scans.ts';
import { type Figure, judge, median, quantile, text } from './figure.ts';
import { clearTicket, latePercent, type Painted, paintedAfter, wallClockMs } from './painted.ts';
import type { Scale } from './scale.ts';
import { withWebShop } from './web-shop.ts';

const PAGE_SCAN = 'the page’s own scan';

/** A way for a code to come; gives the time at which its last part came, or how to ask for it afterwards. */
interface Way {
  readonly name: string;
  readonly scan: (code: string) => number | (() => Promise<number>) | Promise<number>;
  /** The program that presses the keys may stand still on a busy machine: then its keys are a typist's, and rightly so. */
  readonly canStall?: true;
}

export async function scannersFigures(scale: Scale): Promise<readonly Figure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-bench-scanners-'));
  const desk = await openTestDesk();
  const hidBed = await openHidBed();
  const scanners = {
    network: new SimulatedScanner({ port: 0 }),
    serial: new SimulatedScanner({ line: new PtyLine({ link: path.join(folder, 'serial-scanner') }) }),
    hid: await hidBed.plugScanner(),
  };
  try {
    await scanners.network.plug();
    await scanners.serial.plug();
    const products = Math.min(...scale.products);
    const context = await windowOf(desk, await cameraArguments(desk, { symbols: scale.cameraSymbols, products }));
    const page = context.pages()[0] ?? (await context.newPage());
    const lines = Object.entries(scanners).map(([id, { address }]): DeviceConfig => ({
      id,
      kind: 'scanner',
      name: id,
      address,
    }));
    const keyboard: DeviceConfig = {
      id: 'keyboard',
      kind: 'scanner',
      name: 'keyboard',
      address: 'wedge:',
      layout: 'us',
    };
    const rounds = new Map<string, Painted[]>();
    const cameraRounds: CameraRound[] = [];
    await withWebShop(page, { products, devices: [...lines, keyboard, CAMERA], env: hidBed.env }, async () => {
      await page.bringToFront();
      await switchCamera(page, 'off');
      for (const { id } of lines) await page.waitForSelector(`[data-device="${id}"][data-tone="good"]`);
      const ways = waysOf(page, scanners, desk);
      // The first of everything loads what the others use.
      for (const way of ways) await round(page, way, { first: products - 10, count: 2 });
      const count = Math.ceil(scale.times / 10);
      for (let turn = 0; turn < scale.rounds; turn++) {
        for (const way of ways) {
          const painted = await round(page, way, { first: (turn * count) % products, count });
          rounds.set(way.name, [...(rounds.get(way.name) ?? []), painted]);
        }
        cameraRounds.push(await cameraRound(page, scale.cameraSymbols));
      }
    });
    const anchor = rounds.get(PAGE_SCAN) ?? [];
    return [
      ...[...rounds].filter(([name]) => name !== PAGE_SCAN).map(([name, of]) => wayFigure(name, of, anchor)),
      cameraFigure(cameraRounds, scale.cameraSymbols),
    ];
  } finally {
    await desk.close();
    await scanners.network.unplug();
    await scanners.serial.unplug();
    await hidBed.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A window on the display, whose pages note down keys as they come and the socket to the till. */
async function windowOf(desk: TestDesk, args: readonly string[]): Promise<BrowserContext> {
  const context = await desk.launchChromium({
    viewport: { width: 1366, height: 768 },
    headless: false,
    args,
    permissions: ['camera'],
  });
  await context.addInitScript(() => {
    const noted: Noted = { closedMs: 0, socket: null };
    Object.assign(globalThis, { noted });
    window.addEventListener(
      'keydown',
      ({ code, timeStamp }) => {
        if (code === 'Enter') noted.closedMs = performance.timeOrigin + timeStamp;
      },
      { capture: true },
    );
    const { send } = WebSocket.prototype;
    WebSocket.prototype.send = function (data) {
      noted.socket = this;
      send.call(this, data);
    };
  });
  return context;
}

/** What the page notes down by itself. */
interface Noted {
  /** When the X server had the last Enter. */
  closedMs: number;
  socket: WebSocket | null;
}

function waysOf(
  page: Page,
  scanners: Readonly<Record<'network' | 'serial' | 'hid', SimulatedScanner>>,
  desk: TestDesk,
): readonly Way[] {
  const by =
    (scanner: SimulatedScanner): Way['scan'] =>
    (code) => {
      const sentMs = wallClockMs();
      scanner.scan(code);
      return sentMs;
    };
  const keyboard = xKeyboard(desk.environment);
  return [
    { name: PAGE_SCAN, scan: (code) => page.evaluate(scanFromPage, code) },
    { name: 'network: last byte', scan: by(scanners.network) },
    { name: 'serial line: last byte', scan: by(scanners.serial) },
    { name: 'HID: last report', scan: by(scanners.hid) },
    {
      name: 'keyboard: last key',
      canStall: true,
      scan: (code) => {
        keyboard.scan(code);
        return () => page.evaluate(() => (globalThis as unknown as { noted: Noted }).noted.closedMs);
      },
    },
  ];
}

/** Runs in the page: the command that a scan of the keyboard or the camera becomes, and when it went out. */
function scanFromPage(text: string): number {
  const { noted } = globalThis as unknown as { noted: Noted };
  const sentMs = performance.timeOrigin + performance.now();
  const command = { kind: 'command', id: crypto.randomUUID(), name: 'scan', input: { text, source: 'bench' } };
  noted.socket?.send(JSON.stringify(command));
  return sentMs;
}

async function round(page: Page, way: Way, run: { readonly first: number; readonly count: number }): Promise<Painted> {
  const latenciesMs: number[] = [];
  const frames: number[] = [];
  for (let scan = 0; scan < run.count; scan++) {
    const one = await painted(page, way, eanOf(run.first + scan));
    latenciesMs.push(one.latencyMs);
    frames.push(one.frames);
  }
  await clearTicket(page);
  return { latenciesMs, frames };
}

/** A scan; for a way that can stall once more, as a person would. Anywhere else a lost scan ends the run. */
async function painted(page: Page, way: Way, code: string): ReturnType<typeof paintedAfter> {
  try {
    return await paintedAfter(page, () => way.scan(code));
  } catch (error) {
    if (way.canStall !== true) throw new Error(`${way.name}: no line for ${code}`, { cause: error });
    process.stderr.write(`bench: ${way.name}: no line for ${code}, scanned again\n`);
    await page.keyboard.press('Escape');
    return paintedAfter(page, () => way.scan(code));
  }
}

function wayFigure(name: string, rounds: readonly Painted[], anchor: readonly Painted[]): Figure {
  const times = (of: readonly Painted[]): string => {
    const latencies = of.flatMap(({ latenciesMs }) => latenciesMs);
    return `p50 ${text(median(latencies))} ms, p99 ${text(quantile(latencies, 0.99))} ms`;
  };
  return judge({
    name: `${name} to painted line`,
    budget: '≤ 1 % later than the second frame',
    unit: '% later',
    rounds: rounds.map(latePercent),
    limit: 1,
    beside: `${times(rounds)}; ${PAGE_SCAN} ${times(anchor)}`,
  });
}
