/**
 * A customer display of two lines, as the till sees one: on TCP, or behind a pseudo-terminal as on a serial port. It never
 * says a word, and goes wrong on request. Door of the folder.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { DisplayReader, type PageName, type ReaderDialect } from './display-reader.ts';

export { DisplayReader, type PageName, type ReaderDialect } from './display-reader.ts';

/** What can go wrong, by name. */
export const SCENARIOS = [
  'healthy',
  /** The cable is pulled. */
  'unplugged',
  /** Takes sixty bytes a second. */
  'slow',
  /** Switched on and stuck: takes the connection and not one byte. */
  'stuck',
  /** A bad contact: one byte in eight arrives as another. */
  'garbled',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

export interface SimulatedDisplayOptions {
  readonly port: number;
  readonly host?: string;
  readonly dialect?: ReaderDialect;
  readonly columns?: number;
  readonly page?: PageName;
  readonly scenario?: Scenario;
  /** Where a pseudo-terminal is linked, made by socat: a serial port for whoever opens it. */
  readonly pty?: string;
  /** Called when an eye could see a change. */
  readonly onChange?: () => void;
}

const SLOW_BYTES = 6;
const SLOW_MS = 100;
const GARBLED_EVERY = 8;

export class SimulatedDisplay {
  readonly #options: SimulatedDisplayOptions;
  readonly #reader: DisplayReader;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #socat: ChildProcess | null = null;
  #port: number;
  #scenario: Scenario;
  #timer: NodeJS.Timeout | null = null;
  #bytes = 0;

  constructor(options: SimulatedDisplayOptions) {
    this.#options = options;
    this.#port = options.port;
    this.#scenario = options.scenario ?? 'healthy';
    const { page } = options;
    this.#reader = new DisplayReader({
      dialect: options.dialect ?? 'escpos',
      columns: options.columns ?? 20,
      ...(page === undefined ? {} : { page }),
    });
  }

  get port(): number {
    return this.#port;
  }

  /** The address that a set-up names it by. */
  get address(): string {
    const { host = '127.0.0.1', pty } = this.#options;
    return pty === undefined ? `tcp://${host}:${this.#port}` : `serial://${pty}?baud=9600`;
  }

  get lines(): readonly [string, string] {
    return this.#reader.lines;
  }

  get unknownCommands(): readonly string[] {
    return this.#reader.unknownCommands;
  }

  get plugged(): boolean {
    return this.#server !== null;
  }

  get scenario(): Scenario {
    return this.#scenario;
  }

  /** How many bytes it took since it was made. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Puts the plug in: the same address as before, and both lines dark. */
  async plug(): Promise<void> {
    if (this.#server !== null || this.#scenario === 'unplugged') return;
    this.#reader.reset();
    const server = createServer((socket) => this.#connected(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, this.#options.host ?? '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
    if (this.#options.pty !== undefined) await this.#openPty(this.#options.pty);
    this.#changed();
  }

  async unplug(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    await this.#closePty();
    for (const socket of this.#sockets) socket.resetAndDestroy();
    this.#sockets.clear();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#reader.reset();
    await new Promise<void>((resolve) => {
      if (server === null) resolve();
      else server.close(() => resolve());
    });
    this.#changed();
  }

  /** Off and on again behind a line that stays: a pole with a plug of its own. */
  switchOffAndOn(): void {
    this.#reader.reset();
    this.#changed();
  }

  async setScenario(scenario: Scenario): Promise<void> {
    this.#scenario = scenario;
    if (scenario === 'unplugged') return this.unplug();
    await this.plug();
    for (const socket of this.#sockets) {
      if (scenario === 'stuck') socket.pause();
      else socket.resume();
    }
  }

  #connected(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('data', (bytes) => {
      this.#bytes += bytes.length;
      if (this.#scenario === 'slow') this.#takeSlowly(socket, bytes);
      else this.#take(bytes);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    if (this.#scenario === 'stuck') socket.pause();
  }

  #take(bytes: Uint8Array): void {
    this.#reader.push(this.#scenario === 'garbled' ? bytes.map(damaged) : bytes);
    this.#changed();
  }

  #takeSlowly(socket: Socket, bytes: Uint8Array): void {
    socket.pause();
    this.#take(bytes.subarray(0, SLOW_BYTES));
    this.#timer = setTimeout(() => {
      if (bytes.length > SLOW_BYTES) this.#takeSlowly(socket, bytes.subarray(SLOW_BYTES));
      else if (this.#scenario !== 'stuck') socket.resume();
    }, SLOW_MS);
  }

  /** A pseudo-terminal whose other end is this display: socat makes the one and joins it to the other. */
  #openPty(link: string): Promise<void> {
    const { host = '127.0.0.1' } = this.#options;
    const socat = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${link}`, `tcp:${host}:${this.#port}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#socat = socat;
    let said = '';
    return new Promise((resolve, reject) => {
      socat.once('error', reject);
      socat.once('exit', (code) => reject(new Error(`socat ended with ${code}: ${said}`)));
      socat.stderr.on('data', (bytes: Buffer) => {
        said = (said + String(bytes)).slice(-2_000);
        if (said.includes('starting data transfer loop')) resolve();
      });
    });
  }

  #closePty(): Promise<void> {
    const socat = this.#socat;
    this.#socat = null;
    // First: a name that is left over may lead to somebody else's terminal, which the kernel gives the same number.
    if (this.#options.pty !== undefined) rmSync(this.#options.pty, { force: true });
    if (socat === null || socat.exitCode !== null || socat.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      socat.once('close', () => resolve());
      // As a cable that is pulled: nobody is told beforehand.
      socat.kill('SIGKILL');
    });
  }

  #changed(): void {
    this.#options.onChange?.();
  }
}

function damaged(byte: number, index: number): number {
  return index % GARBLED_EVERY === GARBLED_EVERY - 1 ? byte ^ 0x15 : byte;
}
