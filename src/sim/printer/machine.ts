/**
 * The printer behind its connectors: a buffer, a roll of paper, a drawer, and what goes wrong with them. It hears real-time
 * commands the moment they arrive and prints the rest when its turn comes.
 */
import { codePagesOf } from './code-pages.ts';
import { EscposReader, type ReaderEvent } from './escpos-reader.ts';
import type { LineEnd } from './line-end.ts';
import type { PaperItem } from './paper.ts';
import { type RealTimeCommand, RealTimeScanner } from './real-time.ts';
import type { Scenario } from './scenarios.ts';
import {
  automaticStatus,
  type Condition,
  nameAnswer,
  paperStatus,
  type PrinterNames,
  processAnswer,
  realTimeAnswer,
} from './status-bytes.ts';

export interface DrawerState {
  readonly open: boolean;
  readonly kicks: number;
}

const LINES_BEFORE_PAPER_OUT = 5;
const BYTES_BEFORE_POWER_OFF = 64;
const SLOW_BYTES = 10;
const SLOW_MS = 100;
const NOTHING = new Uint8Array(0);
/** Nothing of it is a word of the manual, and some of it begins like one. */
const RUBBISH = [Uint8Array.of(0xff, 0x93, 0x37, 0x41), Uint8Array.of(0x5f, 0x80), Uint8Array.of(0x10, 0x9c, 0x01)];

export interface MachineOptions {
  readonly model: string;
  readonly columns: number;
  readonly names: PrinterNames;
  /** How much it takes before it holds the sender back. */
  readonly bufferBytes: number;
  readonly drawerOpenIsHigh: boolean;
  readonly scenario: Scenario;
  readonly onChange: () => void;
  /** The buffer has room again. */
  readonly onRoom: () => void;
  /** The power went, or the line is to be broken, as the scenario has it. */
  readonly onPowerOff: () => void;
}

export class PrinterMachine {
  readonly #options: MachineOptions;
  #reader: EscposReader;
  #realTime = new RealTimeScanner();
  /** Who spoke last: answers go there. */
  #end: LineEnd | null = null;
  /** What arrived and is not printed yet. It outlives its sender; only a pulled plug empties it. */
  #buffer: Uint8Array = NOTHING;
  #timer: NodeJS.Timeout | null = null;
  #automatic = false;
  #scenario: Scenario;
  /** Bytes of jobs that came before the present scenario: it is about those that come now. */
  #bytesBefore = 0;
  #rubbish = 0;
  #halfClosed = false;
  readonly #unknown: Uint8Array[] = [];
  #linesLeft: number | null = null;
  #powered = false;

  paper: PaperItem[] = [];
  paperOut = false;
  coverOpen = false;
  cutterJammed = false;
  drawerOpen = false;
  kicks = 0;
  /** Orders that were obeyed in real time, questions aside. */
  realTimeOrders = 0;

  constructor(options: MachineOptions) {
    this.#options = options;
    this.#reader = this.#freshReader();
    this.#scenario = options.scenario;
  }

  get scenario(): Scenario {
    return this.#scenario;
  }

  get unknownCommands(): readonly Uint8Array[] {
    return this.#unknown;
  }

  get room(): number {
    return Math.max(0, this.#options.bufferBytes - this.#buffer.length);
  }

  switchOn(): void {
    this.#powered = true;
  }

  /** What was not printed yet is forgotten. */
  switchOff(): void {
    this.#powered = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#buffer = NOTHING;
    this.#end = null;
    this.#automatic = false;
    this.#reader = this.#freshReader();
    this.#bytesBefore = 0;
    this.#options.onChange();
  }

  setScenario(scenario: Scenario): void {
    this.#scenario = scenario;
    this.#bytesBefore = this.#reader.jobBytes;
    this.#linesLeft = scenario === 'paper-out-mid-receipt' ? LINES_BEFORE_PAPER_OUT : null;
    if (scenario === 'paper-out') this.paperOut = true;
    if (scenario === 'cover-open') this.coverOpen = true;
    if (scenario === 'cutter-jammed') this.cutterJammed = true;
    this.stateChanged();
  }

  insertPaper(): void {
    this.paperOut = false;
    this.#linesLeft = null;
    this.stateChanged();
  }

  /** Somebody opened a line: real-time commands of the last one are over. */
  opened(end: LineEnd): void {
    this.#end = end;
    this.#automatic = false;
    this.#halfClosed = false;
    this.#realTime = new RealTimeScanner();
  }

  closed(end: LineEnd): void {
    if (this.#end === end) this.#end = null;
  }

  /** Bytes that arrived in the buffer. */
  take(end: LineEnd, bytes: Uint8Array): void {
    this.#end = end;
    for (const command of this.#realTime.push(bytes)) this.#obeyAtOnce(command);
    this.#buffer = Buffer.concat([this.#buffer, bytes]);
    this.#print();
  }

  stateChanged(): void {
    if (this.#automatic) this.#say(automaticStatus(this.#condition));
    this.#print();
    this.#options.onChange();
  }

  get #condition(): Condition {
    return {
      paperOut: this.paperOut,
      paperNearEnd: this.#scenario === 'paper-near-end',
      coverOpen: this.coverOpen,
      cutterJammed: this.cutterJammed,
      drawerPinHigh: this.drawerOpen === this.#options.drawerOpenIsHigh,
    };
  }

  get #blocked(): boolean {
    return this.paperOut || this.coverOpen || this.cutterJammed;
  }

  #freshReader(): EscposReader {
    return new EscposReader({ codePages: codePagesOf(this.#options.model), columns: this.#options.columns });
  }

  #obeyAtOnce(command: RealTimeCommand): void {
    if (command.kind === 'question') {
      this.#say(Uint8Array.of(realTimeAnswer(command.n, this.#condition)));
      return;
    }
    this.realTimeOrders++;
    if (command.kind === 'pulse') this.#kick();
    else if (this.cutterJammed) {
      if (command.empty) this.#buffer = NOTHING;
      this.cutterJammed = false;
      this.stateChanged();
    }
  }

  /** Goes on with what is in the buffer, byte by byte: any of them may be the last for which there is paper. */
  #print(): void {
    const wasFull = this.room === 0;
    while (this.#buffer.length > 0 && !this.#blocked && this.#timer === null && this.#powered) {
      const slow = this.#scenario === 'slow';
      const piece = this.#buffer.subarray(0, slow ? SLOW_BYTES : 1);
      this.#buffer = this.#buffer.subarray(piece.length);
      const events = this.#reader.push(piece);
      if (this.#misbehaves()) return;
      for (const event of events) this.#obey(event);
      if (slow) {
        this.#timer = setTimeout(() => {
          this.#timer = null;
          this.#print();
        }, SLOW_MS);
      }
    }
    if (wasFull && this.room > 0) this.#options.onRoom();
  }

  /** True when the bytes that came were the end of it. */
  #misbehaves(): boolean {
    const jobBytes = this.#reader.jobBytes - this.#bytesBefore;
    if (this.#scenario === 'reset-after-first-byte' && jobBytes > 0) {
      this.#buffer = NOTHING;
      this.#reader = this.#freshReader();
      this.#bytesBefore = 0;
      this.#end?.reset();
      this.#end = null;
      return true;
    }
    if (this.#scenario === 'powered-off-mid-job' && jobBytes > BYTES_BEFORE_POWER_OFF) {
      this.#scenario = 'healthy';
      this.#options.onPowerOff();
      return true;
    }
    return false;
  }

  #obey(event: ReaderEvent): void {
    const silent = this.#scenario === 'real-time-only';
    switch (event.kind) {
      case 'paper':
        this.paper.push(event.item);
        if (this.#linesLeft !== null && --this.#linesLeft <= 0) {
          this.paperOut = true;
          this.stateChanged();
        }
        break;
      case 'kick':
        this.#kick();
        break;
      case 'process':
        if (!silent && this.#scenario !== 'no-process-id') this.#say(processAnswer(event.id));
        break;
      case 'paper-status':
        if (!silent) this.#say(paperStatus(this.#condition));
        break;
      case 'name': {
        const answer = nameAnswer(event.n, this.#options.names);
        if (!silent && answer !== null) this.#say(answer);
        break;
      }
      case 'automatic-status':
        this.#automatic = event.on && !silent;
        if (this.#automatic) this.#say(automaticStatus(this.#condition));
        break;
      case 'unknown':
        this.#unknown.push(event.bytes);
        break;
    }
    this.#options.onChange();
  }

  #kick(): void {
    this.kicks += 1;
    if (this.#scenario !== 'drawer-jammed' && !this.drawerOpen) {
      this.drawerOpen = true;
      if (this.#automatic) this.#say(automaticStatus(this.#condition));
    }
    this.#options.onChange();
  }

  #say(bytes: Uint8Array): void {
    if (this.#scenario === 'never-answers') return;
    if (this.#scenario === 'answers-rubbish') {
      this.#end?.say(RUBBISH[this.#rubbish++ % RUBBISH.length] ?? NOTHING);
      return;
    }
    if (this.#halfClosed) return;
    this.#end?.say(bytes);
    if (this.#scenario === 'half-closes') {
      this.#halfClosed = true;
      this.#end?.halfClose();
    }
  }
}
