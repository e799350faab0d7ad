/**
 * Scanners on the kernel's HID interface, mocked by umockdev, for programs that open them by the real library. A program sees
 * them when it is started with `env` (or by `wrap`): the devices process alone, or a whole till, whose children inherit it.
 *
 *   const bed = await openHidBed();
 *   const scanner = await bed.plugScanner();            // hid://0c2e:0b61?serial=SIM0001
 *   const till = startTill({ …, env: bed.env });
 *   scanner.scan('3017620422003');                     // once the till says that the scanner is ready
 *   await scanner.unplug(); await scanner.plug();      // live, at the next node of /dev, as the kernel would
 *   await bed.close();
 *
 * What a scanner sends before its device was opened is lost, as with a real one: wait for the health "ready". The rest of
 * /dev stays as it is; of /sys the program sees the mock's and nothing else.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  type Maker,
  MOCKED,
  mockedAddress,
  type MockedDevice,
  ReportsPipe,
  type ScannerLine,
  SimulatedScanner,
  writeMockedFiles,
} from '#sim/scanner/simulated-scanner.ts';

const BED_PROGRAM = fileURLToPath(new URL('umockdev-bed.py', import.meta.url));
/** Python's own packages of Debian; another Python has no `gi`. */
const PYTHON = '/usr/bin/python3';
const PRELOAD = 'libumockdev-preload.so.0';

export interface HidBed {
  /** What a program needs in its environment to see the devices of this bed. */
  readonly env: Readonly<Record<string, string>>;
  /** The same for a command line. */
  wrap(command: readonly string[]): readonly string[];
  /** Plugs in a scanner in HID POS mode. */
  plugScanner(options?: { readonly maker?: Maker; readonly device?: Partial<MockedDevice> }): Promise<SimulatedScanner>;
  close(): Promise<void>;
}

/** Opens a bed without devices. Close it at the end of the test. */
export async function openHidBed(): Promise<HidBed> {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-hid-'));
  const python = spawn(PYTHON, [BED_PROGRAM], {
    env: { ...process.env, LD_PRELOAD: PRELOAD },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  python.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => python.once('close', () => resolve()));
  const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => {
    const { value, done } = await answers.next();
    assert.ok(done !== true, 'umockdev ended');
    return value;
  };
  const root = await answer();
  let turn: Promise<unknown> = Promise.resolve();
  const order = (...words: readonly string[]): Promise<void> => {
    const obeyed = turn.then(async () => {
      python.stdin.write(`${words.join('\t')}\n`);
      assert.equal(await answer(), 'ok');
    });
    turn = obeyed.catch(() => undefined);
    return obeyed;
  };

  let pluggings = 0;
  const lines: BedLine[] = [];
  return {
    env: { LD_PRELOAD: PRELOAD, UMOCKDEV_DIR: root },
    wrap: (command) => ['env', `LD_PRELOAD=${PRELOAD}`, `UMOCKDEV_DIR=${root}`, ...command],
    async plugScanner(options = {}) {
      const maker = options.maker ?? 'honeywell';
      const device = { ...MOCKED[maker], ...options.device };
      const line = new BedLine({ folder, device, order, nextPlugging: () => pluggings++ });
      lines.push(line);
      await line.plug();
      return new SimulatedScanner({ line, hidOf: maker });
    },
    async close() {
      for (const line of lines) line.silence();
      await endOf(python, ended);
      rmSync(folder, { recursive: true, force: true });
      rmSync(root, { recursive: true, force: true });
    },
  };
}

interface BedLineOptions {
  readonly folder: string;
  readonly device: MockedDevice;
  readonly order: (...words: readonly string[]) => Promise<void>;
  readonly nextPlugging: () => number;
}

/** One place where a scanner is plugged in and pulled out. */
class BedLine implements ScannerLine {
  readonly address: string;
  readonly #options: BedLineOptions;
  #node: string | null = null;
  #pipe: ReportsPipe | null = null;

  constructor(options: BedLineOptions) {
    this.#options = options;
    this.address = mockedAddress(options.device);
  }

  get listeners(): number {
    return this.#node === null ? 0 : 1;
  }

  async plug(): Promise<void> {
    if (this.#node !== null) return;
    const { folder, device, order, nextPlugging } = this.#options;
    const files = writeMockedFiles(folder, device, nextPlugging());
    this.#pipe = new ReportsPipe(files.reportsPipe);
    this.#node = files.node;
    await order('plug', files.node, files.deviceFile, files.ioctlFile, files.reportsPipe);
  }

  async unplug(): Promise<void> {
    const node = this.#node;
    this.#node = null;
    this.silence();
    if (node !== null) await this.#options.order('unplug', node);
  }

  /** Ends the script, so that nobody waits for the next of its lines. */
  silence(): void {
    this.#pipe?.close();
    this.#pipe = null;
  }

  send(bytes: Uint8Array): boolean {
    this.#pipe?.write(bytes);
    return this.#pipe !== null;
  }
}

async function endOf(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.stdin?.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(timer);
}

/** Which mock and which library, for the report of real parts. */
export function hidVersions(): string {
  const said = execFileSync('umockdev-run', ['--version'], { encoding: 'utf8' }).trim();
  const library = JSON.parse(
    readFileSync(new URL('../../node_modules/node-hid/package.json', import.meta.url), 'utf8'),
  ) as { readonly version: string };
  return `umockdev ${said}, node-hid ${library.version}`;
}
