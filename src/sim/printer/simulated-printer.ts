/**
 * A receipt printer on TCP, as the till sees one: takes a connection, answers questions in real time, prints what it
 * gets on a roll of paper, kicks a drawer, and goes wrong on request. Door of the folder.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { codePagesOf } from './code-pages.ts';
import { EscposReader, RealTimeScanner, type ReaderEvent } from './escpos-reader.ts';
import type { PaperItem } from './paper.ts';

export { EscposReader, type ReaderEvent } from './escpos-reader.ts';
export { type PaperItem, paperText } from './paper.ts';

/** What can go wrong, by name. */
export const SCENARIOS = [
  'healthy',
  'paper-out',
  /** The roll ends after a few lines of the next receipt; put in paper and it goes on. */
  'paper-out-mid-receipt',
  /** The power goes after the first bytes of the next job. */
  'powered-off-mid-job',
  'cover-open',
  /** Prints, but never says anything. */
  'never-answers',
  /** Takes the first byte of a job and resets the connection. */
  'reset-after-first-byte',
  /** Prints a hundred bytes a second. */
  'slow',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

export interface SimulatedPrinterOptions {
  readonly port: number;
  readonly host?: string;
  readonly model?: string;
  readonly columns?: number;
  readonly scenario?: Scenario;
  /** Called after anything changed that an eye could see. */
  readonly onChange?: () => void;
}

export interface DrawerState {
  readonly open: boolean;
  readonly kicks: number;
}

const LINES_BEFORE_PAPER_OUT = 5;
const BYTES_BEFORE_POWER_OFF = 64;
const SLOW_BYTES = 10;
const SLOW_MS = 100;
const RECEIVED_BYTES_MAX = 4_000_000;
const NOTHING = new Uint8Array(0);

export class SimulatedPrinter {
  readonly #options: SimulatedPrinterOptions;
  #server: Server | null = null;
  #port: number;
  #socket: Socket | null = null;
  #reader: EscposReader;
  /** What arrived and is not printed yet. It outlives its sender; only a pulled plug empties it. */
  #buffer: Uint8Array = NOTHING;
  #timer: NodeJS.Timeout | null = null;
  #automaticStatus = false;
  #jobBytes = 0;
  #scenario: Scenario;
  #paper: PaperItem[] = [];
  #paperOut = false;
  #coverOpen = false;
  #plugged = false;
  #drawerOpen = false;
  #kicks = 0;
  #linesLeft: number | null = null;
  #unknown: Uint8Array[] = [];
  readonly #received: Uint8Array[] = [];
  #receivedBytes = 0;

  constructor(options: SimulatedPrinterOptions) {
    this.#options = options;
    this.#port = options.port;
    this.#scenario = options.scenario ?? 'healthy';
    this.#reader = this.#freshReader();
  }

  get port(): number {
    return this.#port;
  }

  get address(): string {
    return `tcp://${this.#options.host ?? '127.0.0.1'}:${this.#port}`;
  }

  get paper(): readonly PaperItem[] {
    return this.#paper;
  }

  get drawer(): DrawerState {
    return { open: this.#drawerOpen, kicks: this.#kicks };
  }

  get state(): {
    readonly plugged: boolean;
    readonly paperOut: boolean;
    readonly coverOpen: boolean;
    readonly scenario: Scenario;
  } {
    return { plugged: this.#plugged, paperOut: this.#paperOut, coverOpen: this.#coverOpen, scenario: this.#scenario };
  }

  /** Commands that no manual has: a healthy encoder sends none. */
  get unknownCommands(): readonly Uint8Array[] {
    return this.#unknown;
  }

  /** What arrived, questions included: the last megabytes of it. */
  get received(): Uint8Array {
    return Buffer.concat(this.#received);
  }

  /** Puts the plug in: listens, on the same port as before. */
  async plug(): Promise<void> {
    if (this.#plugged) return;
    const server = createServer((socket) => {
      this.#connected(socket);
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, this.#options.host ?? '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
    this.#plugged = true;
    this.setScenario(this.#scenario);
  }

  /** Pulls the plug: connections are reset, what was not printed yet is forgotten. */
  async unplug(): Promise<void> {
    if (!this.#plugged) return;
    this.#plugged = false;
    const server = this.#server;
    this.#server = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#buffer = NOTHING;
    this.#reader = this.#freshReader();
    this.#socket?.resetAndDestroy();
    this.#socket = null;
    await new Promise<void>((resolve) => {
      if (server === null) resolve();
      else
        server.close(() => {
          resolve();
        });
    });
    this.#changed();
  }

  setScenario(scenario: Scenario): void {
    this.#scenario = scenario;
    this.#linesLeft = scenario === 'paper-out-mid-receipt' ? LINES_BEFORE_PAPER_OUT : null;
    if (scenario === 'paper-out') this.#paperOut = true;
    if (scenario === 'cover-open') this.#coverOpen = true;
    this.#stateChanged();
  }

  removePaper(): void {
    this.#paperOut = true;
    this.#stateChanged();
  }

  insertPaper(): void {
    this.#paperOut = false;
    this.#linesLeft = null;
    this.#stateChanged();
  }

  openCover(): void {
    this.#coverOpen = true;
    this.#stateChanged();
  }

  closeCover(): void {
    this.#coverOpen = false;
    this.#stateChanged();
  }

  closeDrawer(): void {
    this.#drawerOpen = false;
    this.#stateChanged();
  }

  /** Takes the paper away: what was on it is returned. */
  tearOff(): readonly PaperItem[] {
    const torn = this.#paper;
    this.#paper = [];
    this.#changed();
    return torn;
  }

  #freshReader(): EscposReader {
    return new EscposReader({
      codePages: codePagesOf(this.#options.model ?? 'default'),
      columns: this.#options.columns ?? 42,
    });
  }

  get #blocked(): boolean {
    return this.#paperOut || this.#coverOpen;
  }

  #connected(socket: Socket): void {
    if (this.#socket !== null) {
      // One connection at a time, as most printers.
      socket.resetAndDestroy();
      return;
    }
    this.#socket = socket;
    this.#automaticStatus = false;
    this.#jobBytes = 0;
    const realTime = new RealTimeScanner();
    socket.setNoDelay(true);
    socket.on('data', (bytes) => {
      const questions: number[] = [];
      for (const command of realTime.push(bytes)) {
        if (command.kind === 'question') questions.push(command.n);
        else this.#kick();
      }
      for (const question of questions) this.#say(Uint8Array.of(this.#answer(question)));
      this.#keep(bytes);
      this.#jobBytes += bytes.length - questions.length * 3;
      this.#buffer = Buffer.concat([this.#buffer, bytes]);
      if (!this.#misbehave()) this.#print();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null;
    });
  }

  /** Goes on with what is in the buffer, byte by byte: any of them may be the last for which there is paper. */
  #print(): void {
    while (this.#buffer.length > 0 && !this.#blocked && this.#timer === null && this.#plugged) {
      const slow = this.#scenario === 'slow';
      const piece = this.#buffer.subarray(0, slow ? SLOW_BYTES : 1);
      this.#buffer = this.#buffer.subarray(piece.length);
      for (const event of this.#reader.push(piece)) this.#obey(event);
      if (slow) {
        this.#timer = setTimeout(() => {
          this.#timer = null;
          this.#print();
        }, SLOW_MS);
      }
    }
  }

  /** A printer that is asked how it is every two seconds must not fill the memory in a day. */
  #keep(bytes: Uint8Array): void {
    this.#received.push(bytes);
    this.#receivedBytes += bytes.length;
    while (this.#receivedBytes > RECEIVED_BYTES_MAX) this.#receivedBytes -= this.#received.shift()?.length ?? 0;
  }

  #say(bytes: Uint8Array): void {
    if (this.#scenario !== 'never-answers' && this.#socket?.writable === true) this.#socket.write(bytes);
  }

  /** True when the bytes that came were the end of it. */
  #misbehave(): boolean {
    if (this.#scenario === 'reset-after-first-byte' && this.#jobBytes > 0) {
      this.#socket?.resetAndDestroy();
      this.#socket = null;
      this.#buffer = NOTHING;
      return true;
    }
    if (this.#scenario === 'powered-off-mid-job' && this.#jobBytes > BYTES_BEFORE_POWER_OFF) {
      this.#scenario = 'healthy';
      void this.unplug();
      return true;
    }
    return false;
  }

  #obey(event: ReaderEvent): void {
    switch (event.kind) {
      case 'paper':
        this.#paper.push(event.item);
        if (this.#linesLeft !== null && --this.#linesLeft <= 0) this.removePaper();
        break;
      case 'kick':
        this.#kick();
        break;
      case 'process':
        this.#say(Uint8Array.of(0x37, 0x22, ...event.id, 0x00));
        break;
      case 'paper-status':
        this.#say(Uint8Array.of(this.#paperOut ? 0x0c : 0x00));
        break;
      case 'automatic-status':
        this.#automaticStatus = event.on;
        if (event.on) this.#say(this.#statusBytes());
        break;
      case 'unknown':
        this.#unknown.push(event.bytes);
        break;
    }
    this.#changed();
  }

  #kick(): void {
    this.#kicks += 1;
    this.#drawerOpen = true;
    this.#changed();
  }

  #answer(question: number): number {
    switch (question) {
      case 1:
        return 0x12 | (this.#blocked ? 0x08 : 0) | (this.#drawerOpen ? 0x04 : 0);
      case 2:
        return 0x12 | (this.#coverOpen ? 0x04 : 0) | (this.#paperOut ? 0x20 : 0);
      case 4:
        return 0x12 | (this.#paperOut ? 0x6c : 0);
      default:
        return 0x12;
    }
  }

  #statusBytes(): Uint8Array {
    const first = 0x10 | (this.#blocked ? 0x08 : 0) | (this.#drawerOpen ? 0x04 : 0) | (this.#coverOpen ? 0x20 : 0);
    return Uint8Array.of(first, 0, this.#paperOut ? 0x0c : 0, 0);
  }

  #stateChanged(): void {
    if (this.#automaticStatus) this.#say(this.#statusBytes());
    this.#print();
    this.#changed();
  }

  #changed(): void {
    this.#options.onChange?.();
  }
}
