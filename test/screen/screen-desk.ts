/**
 * A till with a demo shop, a simulated printer on its counter, and its page in a sandboxed Chromium: all that a scripted
 * cashier needs. Everything goes through the real web shell.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import type { DeviceConfig } from '#devices/wire.ts';
import { SimulatedPrinter } from '#sim/printer/simulated-printer.ts';
import { WEDGE_DEFAULTS } from '#renderer/wedge/wedge.ts';
import { openTestDesk, type TestDesk } from '../../tools/lib/test-desk.mjs';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const PRINTER = { id: 'printer', kind: 'printer', name: 'Ticket', profile: 'default', drawer: true };

export interface ScreenDesk {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly printer: SimulatedPrinter;
  /** The environment of the browser, its display included. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where the till keeps its store. */
  readonly dataDir: string;
  /** Kills the till process as a crash would; its shell starts another. */
  killTill(): void;
  close(): Promise<void>;
}

export interface ScreenDeskOptions {
  readonly language?: 'fr' | 'en' | 'ar';
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Devices beside the printer. */
  readonly devices?: readonly DeviceConfig[];
  /** What the shell and its processes find in their environment, beside the test's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** The browser's own options and switches, given the folder that its user can read. */
  readonly browser?: (desk: TestDesk) => Promise<Record<string, unknown>> | Record<string, unknown>;
}

/** Opens it all and shows the page. */
export async function openScreenDesk(options: ScreenDeskOptions = {}): Promise<ScreenDesk> {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-screen-'));
  const printer = new SimulatedPrinter({ port: 0 });
  await printer.plug();
  const devices = path.join(folder, 'devices.json');
  const ticketPrinter = { ...PRINTER, address: `tcp://127.0.0.1:${printer.port}` };
  writeFileSync(devices, JSON.stringify({ devices: [ticketPrinter, ...(options.devices ?? [])] }));
  const shell = spawn(
    process.execPath,
    [
      path.join(DIST, 'shell-web.mjs'),
      '--data',
      path.join(folder, 'data'),
      '--keys',
      path.join(folder, 'keys'),
      '--devices',
      devices,
      ...(options.language === undefined ? [] : ['--lang', options.language]),
    ],
    // SCREEN_LOG=1 lets the shell and its till speak on the test's own standard error.
    {
      stdio: ['pipe', 'pipe', process.env['SCREEN_LOG'] === undefined ? 'ignore' : 'inherit'],
      env: { ...process.env, ...options.env },
    },
  );
  const address = await firstAddress(createInterface({ input: shell.stdout }));
  const desk = await openTestDesk();
  const context = await desk.launchChromium({
    viewport: options.viewport ?? { width: 1366, height: 768 },
    ...(await options.browser?.(desk)),
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(10_000);
  await page.goto(address);
  return {
    page,
    context,
    printer,
    environment: desk.environment,
    dataDir: path.join(folder, 'data'),
    killTill() {
      process.kill(childNamed(shell.pid ?? 0, 'till.mjs'), 'SIGKILL');
    },
    async close() {
      await desk.close();
      const ended = new Promise((resolve) => shell.once('exit', resolve));
      shell.kill('SIGTERM');
      await ended;
      await printer.unplug();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Signs in by keyboard, as Camille the cashier unless somebody else is named. */
export async function signIn(
  page: Page,
  who: { readonly operator: string; readonly pin: string } = { operator: 'camille', pin: '1234' },
): Promise<void> {
  await page.waitForSelector('[data-screen="sign-in"] [data-operator]');
  const operators = await page
    .locator('[data-operator]')
    .evaluateAll((found) => found.map((one) => one.getAttribute('data-operator')));
  await typeSlowly(page, String(operators.indexOf(who.operator) + 1));
  await page.waitForSelector('[data-action="other-operator"]');
  await typeSlowly(page, who.pin);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-screen="selling"] [data-panel]');
  // No session is open in the morning: the drawer is taken over as it was left.
  if ((await page.locator('[data-panel="opening"]').count()) > 0) await page.keyboard.press('F12');
  await page.waitForSelector('[data-screen="selling"] [data-panel="find"] [data-field="main"]');
}

/** Types as a person does: far enough apart never to be a scanner. */
export async function typeSlowly(page: Page, text: string): Promise<void> {
  for (const character of text) {
    await page.keyboard.press(character === ' ' ? 'Space' : character);
    await page.waitForTimeout(90);
  }
}

export interface WedgeScan {
  readonly code: string;
  /** What the machine's own layout makes of the scanner's keys. */
  readonly machine?: 'us' | 'fr';
  readonly terminator?: 'Enter' | 'Tab' | 'none';
  /** Pause between two keys. */
  readonly gapMs?: number;
}

/** Of `Input.dispatchKeyEvent`. */
const SHIFT = 8;
const AZERTY_DIGITS = 'à&é"\'(-è_ç';

/**
 * Presses the keys of a US keyboard scanner. The keys of a scan are queued in the browser at once and carry the times a
 * scanner would have given them, so that a slow test machine does not turn a scanner into a typist.
 */
export async function wedgeScan(page: Page, scans: readonly WedgeScan[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  let lastMs = 0;
  for (const scan of scans) {
    const strokes = strokesOf(scan);
    const gapMs = scan.gapMs ?? 4;
    const startMs = Math.max(Date.now() - strokes.length * gapMs, lastMs + 30);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, startMs + strokes.length * gapMs - Date.now())));
    await Promise.all(
      strokes.flatMap((stroke, index) => {
        lastMs = startMs + index * gapMs;
        const { key, code, windowsVirtualKeyCode } = stroke;
        const timestamp = lastMs / 1_000;
        return [
          session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...stroke, timestamp }),
          session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code, windowsVirtualKeyCode, timestamp }),
        ];
      }),
    );
  }
  await session.detach();
  // Whoever scans takes longer than this to reach a key; sooner, Ctrl+M, I or J is the scanner's own end of line.
  await page.waitForTimeout(Math.max(0, lastMs - Date.now()) + WEDGE_DEFAULTS.gapMsMaxEstablished + 1);
}

function strokesOf({ code, machine = 'us', terminator = 'Enter' }: WedgeScan) {
  const digits = [...code].map((digit) => {
    if (digit === '-') return { key: '-', code: 'Minus', text: '-', windowsVirtualKeyCode: 189 };
    if (/[A-Z]/.test(digit))
      return {
        key: digit,
        code: `Key${digit}`,
        text: digit,
        windowsVirtualKeyCode: digit.charCodeAt(0),
        modifiers: SHIFT,
      };
    const key = machine === 'us' ? digit : (AZERTY_DIGITS[Number(digit)] ?? '');
    return { key, code: `Digit${digit}`, text: key, windowsVirtualKeyCode: 48 + Number(digit) };
  });
  if (terminator === 'none') return digits;
  const isEnter = terminator === 'Enter';
  return [
    ...digits,
    { key: terminator, code: terminator, text: isEnter ? '\r' : '', windowsVirtualKeyCode: isEnter ? 13 : 9 },
  ];
}

export interface DemoProduct {
  readonly gtin: string;
  readonly plu: string;
  readonly name: string;
  readonly unit: string;
}

/** The products of the demo shop, from the file that it is made of. */
export function demoProducts(): readonly DemoProduct[] {
  const [head = '', ...lines] = readFileSync(path.join(DIST, 'demo/products.tsv'), 'utf8').trimEnd().split(/\r?\n/);
  const columns = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
    return { gtin: cell('gtin'), plu: cell('plu'), name: cell('nom'), unit: cell('unité') };
  });
}

/** `count` products sold by the piece under a plain EAN-13, spread over the shop. */
export function someEans(count: number): readonly DemoProduct[] {
  const sold = demoProducts().filter(
    ({ gtin, unit }) => /^[1-9]\d{12}$/.test(gtin) && !gtin.startsWith('2') && unit.startsWith('pi'),
  );
  assert.ok(sold.length >= count, 'the demo shop has that many products with an EAN-13');
  return Array.from({ length: count }, (_, index) => sold[Math.floor((index * sold.length) / count)] as DemoProduct);
}

/** Lines of the ticket on the screen, once there are `count` of product lines. */
export async function waitForLines(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelectorAll('[data-line-id][data-kind="product"]').length === wanted,
    count,
  );
}

/** Resolves once `condition` holds; the printer has its own pace. */
export async function eventually(condition: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`never happened: ${what}`);
}

function firstAddress(lines: Interface): Promise<string> {
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.startsWith('{')) resolve((JSON.parse(line) as { readonly address: string }).address);
    });
    lines.once('close', () => reject(new Error('the shell ended before it gave an address')));
  });
}

function childNamed(parent: number, name: string): number {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').map(Number);
  const found = children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(name));
  assert.ok(found !== undefined, `a ${name} runs below the shell`);
  return found;
}
