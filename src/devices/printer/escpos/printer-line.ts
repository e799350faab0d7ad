/**
 * One open line to an ESC/POS printer: questions with their answers in order, and what the printer says by itself. It
 * knows no jobs and decides nothing.
 */
import type { Clock } from '#base/clock.ts';
import type { ByteTransport } from '#devices/transport/transport.ts';
import { type LineTraits, transferMs } from '../line-traits.ts';
import {
  type PrinterFrame,
  type PrinterStatus,
  STATUS_ANSWERS,
  STATUS_QUESTIONS,
  StatusDecoder,
  statusOf,
  statusOfAutomatic,
} from './status.codec.ts';
import { StrangerSense } from './stranger.ts';

/** As many process ids are remembered as one job can wait for, and then some. */
const PROCESS_IDS_MAX = 16;
/** A maker's or a model's name with its frame. */
const TEXT_BYTES_MAX = 82;

export class PrinterLine {
  readonly #transport: ByteTransport;
  readonly #clock: Clock;
  readonly #traits: LineTraits;
  readonly #decoder = new StatusDecoder();
  readonly #stranger = new StrangerSense();
  readonly #processIds: string[] = [];
  #onStatus: (status: PrinterStatus) => void = () => undefined;
  /** Answers to `DLE EOT` that belong to one another and are not three yet. */
  #group: number[] = [];
  #asked = 0;
  #answered = 0;
  #answer: PrinterStatus | null = null;
  #status: PrinterStatus | null = null;
  #reached = 0;
  #texts: string[] = [];
  #writing = 0;
  #carriedMs: number;
  #heardMs: number;
  #wake: (() => void) | null = null;
  #lost = false;

  constructor(options: { readonly transport: ByteTransport; readonly clock: Clock; readonly traits: LineTraits }) {
    this.#transport = options.transport;
    this.#clock = options.clock;
    this.#traits = options.traits;
    this.#carriedMs = options.clock.monotonicMs();
    this.#heardMs = this.#carriedMs;
    options.transport.onBytes((bytes) => {
      const frames = this.#decoder.push(bytes);
      // All of a piece is looked at before any of it is believed.
      for (const frame of frames) this.#stranger.heard(frame);
      for (const frame of frames) this.#heard(frame);
      this.#wake?.();
    });
    options.transport.onClosed((why) => {
      this.#lost = why === 'lost';
      this.#wake?.();
    });
  }

  /** Whether nobody will ever answer on it. */
  get oneWay(): boolean {
    return this.#transport.oneWay === true || !this.#traits.talks;
  }

  get lost(): boolean {
    return this.#lost;
  }

  /** Whether the system has taken all that was sent. */
  get written(): boolean {
    return this.#writing === 0;
  }

  /** Whether a question is without its answer. */
  get behind(): boolean {
    return this.#answered < this.#asked;
  }

  /** Whether the last question was answered with text, as no printer does. */
  get stranger(): boolean {
    return this.#stranger.found;
  }

  /** The last that the printer said of itself, asked or not. */
  get status(): PrinterStatus | null {
    return this.#status;
  }

  /** How many `GS r` were answered. */
  get reached(): number {
    return this.#reached;
  }

  /** When the line will have carried what it was given, as far as that is known. */
  get carriedMs(): number {
    return this.#carriedMs;
  }

  /** When the printer last said something that makes sense. */
  get heardMs(): number {
    return this.#heardMs;
  }

  heardProcess(id: string): boolean {
    return this.#processIds.includes(id);
  }

  /** What the printer says of itself, asked or not, goes there from now on. */
  onStatus(listen: (status: PrinterStatus) => void): void {
    this.#onStatus = listen;
  }

  /** One write. What becomes of it is learnt from the answers and from how the line ends. */
  send(bytes: Uint8Array): void {
    const nowMs = this.#clock.monotonicMs();
    this.#carriedMs = Math.max(this.#carriedMs, nowMs) + transferMs(this.#traits, bytes.length);
    this.#writing++;
    this.#transport.write(bytes).then(
      () => {
        this.#writing--;
        this.#wake?.();
      },
      () => {
        this.#lost = true;
        this.#wake?.();
      },
    );
  }

  /**
   * The printer's state, or null where it does not say within `waitMs` after the line has carried the question. Answers
   * carry no number, so they are counted: one that comes too late still belongs to the question it answers.
   */
  async ask(waitMs: number): Promise<PrinterStatus | null> {
    this.#answer = null;
    this.#stranger.forget();
    this.#asked += STATUS_ANSWERS;
    this.send(STATUS_QUESTIONS);
    await this.until(this.#patienceMs(waitMs, STATUS_ANSWERS), () => !this.behind);
    return this.#answer;
  }

  /** Waits no longer for answers that did not come: the next question is counted afresh. */
  forgetQuestions(): void {
    this.#asked = this.#answered;
    this.#group = [];
  }

  /** The text that answers a question, or null. */
  async askText(question: Uint8Array, waitMs: number): Promise<string | null> {
    this.#texts = [];
    this.send(question);
    await this.until(this.#patienceMs(waitMs, TEXT_BYTES_MAX), () => this.#texts.length > 0);
    return this.#texts[0] ?? null;
  }

  /** Waits until `done` holds or the line is lost, at most so long. */
  until(waitMs: number, done: () => boolean): Promise<void> {
    if (done() || this.#lost) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        cancel();
        this.#wake = null;
        resolve();
      };
      const cancel = this.#clock.after(waitMs, finish);
      this.#wake = () => {
        if (done() || this.#lost) finish();
      };
    });
  }

  /** Ends the line in order; `lost` where it had ended before. */
  async close(): Promise<'asked' | 'lost'> {
    await this.#transport.close();
    return this.#lost ? 'lost' : 'asked';
  }

  #patienceMs(waitMs: number, answerBytes: number): number {
    const carryMs = Math.max(0, this.#carriedMs - this.#clock.monotonicMs());
    return waitMs + carryMs + transferMs(this.#traits, answerBytes);
  }

  #heard(frame: PrinterFrame): void {
    if (frame.kind !== 'noise') this.#heardMs = this.#clock.monotonicMs();
    switch (frame.kind) {
      case 'status':
        if (this.stranger) break;
        this.#answered++;
        this.#group.push(frame.byte);
        this.#takeGroup();
        break;
      case 'automatic':
        if (!this.stranger) this.#tell(statusOfAutomatic(frame.bytes));
        break;
      case 'reached':
        this.#reached++;
        break;
      case 'process':
        this.#processIds.push(Buffer.from(frame.id).toString('latin1'));
        if (this.#processIds.length > PROCESS_IDS_MAX) this.#processIds.shift();
        break;
      case 'info':
        this.#texts.push(frame.text);
        if (this.#texts.length > PROCESS_IDS_MAX) this.#texts.shift();
        break;
      case 'noise':
        // The line's recorder has it.
        break;
    }
  }

  #takeGroup(): void {
    const [printer, offline, paper] = this.#group;
    if (printer === undefined || offline === undefined || paper === undefined) return;
    this.#group = [];
    this.#answer = statusOf(printer, offline, paper);
    this.#tell(this.#answer);
  }

  #tell(status: PrinterStatus): void {
    this.#status = status;
    this.#onStatus(status);
  }
}
