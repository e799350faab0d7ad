/**
 * An ESC/POS printer behind a line: asks how it is, sends a job as one write, and finds out what became of it.
 *
 * A line lasts for one job. It is closed by ending and reading, never by dropping it, and its late answers die with
 * it. The driver keeps no retry loop: whether a job is sent again is decided by the till, and after the first byte
 * by a person.
 */
import type { Clock } from '#base/clock.ts';
import type { FaultCode } from '#base/fault.ts';
import { Fault } from '#base/fault.ts';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import type { ByteTransport, OpenTransport } from '#devices/transport/transport.ts';
import type { LineQueue } from '../line-queue.ts';
import type { PrinterHealth, PrintOutcome, ReceiptPrinter } from '../printer.ts';
import { encodePulse, encodeRealTimePulse, encodeReceipt, needsPainter, type RowPainter } from './encode.ts';
import type { PrinterProfile } from './profile.ts';
import { type PrinterStatus, STATUS_ANSWERS, STATUS_QUESTIONS, StatusDecoder, statusOf } from './status.codec.ts';

/** A printer answers a real-time question in a few milliseconds; a busy network card has been seen to take 400. */
const ANSWER_MS_MAX = 1_000;
/** For a printer that never answered so far: long enough to notice that it has learnt to. */
const SILENT_ANSWER_MS_MAX = 250;
const ASK_AGAIN_MS = 400;
/** A receipt is on paper within a few seconds; a long one on an old impact printer takes twenty. */
const PRINT_MS_MAX = 30_000;
/** A printer that talked before the job and says nothing for this long after it is gone. */
const SILENCE_MS_MAX = 8_000;
/** Somebody is putting in a new roll: the printer goes on from its buffer by itself. */
const BLOCKED_MS_MAX = 15 * 60_000;
/** A drawer that opens long after the sale opens in front of somebody else. */
const PULSE_WAIT_MS_MAX = 4_000;

/** What a printer has when its paper or its cover, and nothing worse, keeps it from printing. */
const OFFLINE_FAULTS: ReadonlySet<FaultCode> = new Set(['printer.paper-out', 'printer.cover-open', 'printer.offline']);

type Job = (line: PrinterLine) => Promise<PrintOutcome>;

export interface EscposPrinterOptions {
  readonly open: OpenTransport;
  readonly clock: Clock;
  readonly queue: LineQueue;
  readonly profile: PrinterProfile;
  readonly drawerPin: 2 | 5;
  /** Loads what draws text; called only when a document needs it. */
  readonly painter: () => Promise<RowPainter>;
  /** Four fresh bytes between 20h and 7Eh for each job. */
  readonly nextProcessId: () => Uint8Array;
  /** What a job found out about the printer on its way. */
  readonly onHealth: (health: PrinterHealth) => void;
}

export function createEscposPrinter(options: EscposPrinterOptions): ReceiptPrinter {
  const { clock, queue, profile } = options;
  let answers = true;
  let blockedBy: FaultCode | null = null;

  function print(document: ReceiptDocument): Promise<PrintOutcome> {
    return queue.run(async () => {
      const painter = needsPainter(document, profile) ? await painterOrFault() : null;
      if (painter instanceof Fault) {
        options.onHealth({ state: 'trouble', fault: painter.code });
        return { state: 'failed', fault: painter.code };
      }
      const processId = profile.processId ? options.nextProcessId() : null;
      const bytes = encodeReceipt(document, { profile, painter, processId });
      return converse((line) => sendReceipt(line, bytes, processId));
    });
  }

  /** The canvas is native code that may be missing on a machine; a receipt in Latin letters prints without it. */
  async function painterOrFault(): Promise<RowPainter | Fault> {
    try {
      return await options.painter();
    } catch (cause) {
      return new Fault('printer.cannot-draw', `the canvas does not load: ${String(cause)}`, { cause });
    }
  }

  async function pulse(): Promise<PrintOutcome> {
    if (blockedBy !== null) return { state: 'failed', fault: blockedBy };
    let abandoned = false;
    let started = false;
    return new Promise((resolve) => {
      const cancel = clock.after(PULSE_WAIT_MS_MAX, () => {
        if (started) return;
        abandoned = true;
        resolve({ state: 'failed', fault: blockedBy ?? 'printer.offline' });
      });
      void queue.run(async () => {
        if (abandoned) return;
        started = true;
        cancel();
        resolve(
          await converse(
            (line) => sendPulse(line, encodePulse),
            (line) => sendPulse(line, encodeRealTimePulse),
          ),
        );
      });
    });
  }

  async function probe(): Promise<PrinterHealth | null> {
    if (queue.busy) return null;
    let health: PrinterHealth = { state: 'ready' };
    await queue.run(async () => {
      const line = await openLine();
      if (line instanceof Fault) {
        health = { state: 'absent', fault: line.code };
        return;
      }
      const status = await line.ask(answers ? ANSWER_MS_MAX : SILENT_ANSWER_MS_MAX);
      answers = status !== null;
      health = line.lost ? { state: 'absent', fault: 'device.lost' } : healthOf(status);
      await line.close();
    });
    return health;
  }

  /**
   * Opens a line, asks, refuses the job while nothing of it has left, and closes whatever happens. `offlineJob` is what
   * can still be done by a printer without paper or with its cover open: change must be given all the same.
   */
  async function converse(job: Job, offlineJob?: Job): Promise<PrintOutcome> {
    const line = await openLine();
    if (line instanceof Fault) {
      options.onHealth({ state: 'absent', fault: line.code });
      return { state: 'failed', fault: line.code };
    }
    const status = await line.ask(answers ? ANSWER_MS_MAX : SILENT_ANSWER_MS_MAX);
    answers = status !== null;
    if (line.lost) {
      options.onHealth({ state: 'absent', fault: 'device.lost' });
      return { state: 'failed', fault: 'device.lost' };
    }
    options.onHealth(healthOf(status));
    const canDo =
      status === null || status.blockedBy === null
        ? job
        : OFFLINE_FAULTS.has(status.blockedBy)
          ? offlineJob
          : undefined;
    if (canDo === undefined) {
      await line.close();
      return { state: 'failed', fault: status?.blockedBy ?? 'printer.offline' };
    }
    const outcome = await canDo(line);
    await line.close();
    return outcome;
  }

  async function openLine(): Promise<PrinterLine | Fault> {
    try {
      return new PrinterLine(await options.open(), clock);
    } catch (error) {
      if (error instanceof Fault) return error;
      throw error;
    }
  }

  async function sendReceipt(
    line: PrinterLine,
    bytes: Uint8Array,
    processId: Uint8Array | null,
  ): Promise<PrintOutcome> {
    line.send(bytes);
    if (processId === null || !answers) return closed(line);
    const proved = await proof(line, processId);
    blockedBy = null;
    if (proved === 'printed') return { state: 'printed' };
    if (proved === 'unproved') return closed(line);
    options.onHealth({ state: 'absent', fault: 'device.lost' });
    return { state: 'unknown', fault: 'printer.outcome-unknown' };
  }

  async function sendPulse(line: PrinterLine, encode: (pin: 2 | 5) => Uint8Array): Promise<PrintOutcome> {
    line.send(encode(options.drawerPin));
    return closed(line);
  }

  /** Without proof, a line that takes everything and closes in order is as good as it gets. */
  async function closed(line: PrinterLine): Promise<PrintOutcome> {
    const why = await line.close();
    if (why === 'asked') return { state: 'handed-over' };
    options.onHealth({ state: 'absent', fault: 'device.lost' });
    return { state: 'unknown', fault: 'printer.outcome-unknown' };
  }

  /** Waits for the process id; asks on the way, since a printer without paper keeps the job and goes on after. */
  async function proof(line: PrinterLine, processId: Uint8Array): Promise<'printed' | 'unproved' | 'lost'> {
    const expected = Buffer.from(processId).toString('latin1');
    let goodSinceMs = clock.monotonicMs();
    let heardMs = goodSinceMs;
    let blockedSinceMs: number | null = null;
    for (;;) {
      if (await line.processed(expected, ASK_AGAIN_MS)) return 'printed';
      if (line.lost) return 'lost';
      const status = await line.ask(ASK_AGAIN_MS);
      const nowMs = clock.monotonicMs();
      if (line.heardProcess(expected)) return 'printed';
      if (line.lost) return 'lost';
      if (status === null) {
        if (nowMs - heardMs > SILENCE_MS_MAX) return 'lost';
        continue;
      }
      heardMs = nowMs;
      if (status.blockedBy !== blockedBy) {
        blockedBy = status.blockedBy;
        options.onHealth(healthOf(status));
        goodSinceMs = nowMs;
      }
      blockedSinceMs = blockedBy === null ? null : (blockedSinceMs ?? nowMs);
      if (blockedSinceMs !== null && nowMs - blockedSinceMs > BLOCKED_MS_MAX) return 'lost';
      if (blockedBy === null && nowMs - goodSinceMs > PRINT_MS_MAX) return 'unproved';
    }
  }

  return { print, pulse, probe };
}

function healthOf(status: PrinterStatus | null): PrinterHealth {
  if (status === null) return { state: 'ready' };
  if (status.blockedBy !== null) return { state: 'trouble', fault: status.blockedBy };
  return status.paperNearEnd ? { state: 'ready', fault: 'printer.paper-near-end' } : { state: 'ready' };
}

/** One line for one job: questions with their answers in order, and process ids as they come. */
class PrinterLine {
  readonly #transport: ByteTransport;
  readonly #clock: Clock;
  readonly #decoder = new StatusDecoder();
  readonly #processIds = new Set<string>();
  readonly #answers: number[] = [];
  #asked = 0;
  #wake: (() => void) | null = null;
  #lost = false;

  constructor(transport: ByteTransport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
    transport.onBytes((bytes) => {
      for (const frame of this.#decoder.push(bytes)) {
        if (frame.kind === 'status') this.#answers.push(frame.byte);
        if (frame.kind === 'process') this.#processIds.add(Buffer.from(frame.id).toString('latin1'));
      }
      this.#wake?.();
    });
    transport.onClosed((why) => {
      this.#lost = why === 'lost';
      this.#wake?.();
    });
  }

  get lost(): boolean {
    return this.#lost;
  }

  /** One write. What becomes of it is learnt from the answers and from how the line ends. */
  send(bytes: Uint8Array): void {
    this.#transport.write(bytes).catch(() => {
      this.#lost = true;
      this.#wake?.();
    });
  }

  /**
   * The printer's state, or null where it does not say. Answers carry no number, so they are counted: one that comes
   * too late still belongs to the question it answers.
   */
  async ask(waitMs: number): Promise<PrinterStatus | null> {
    const before = this.#answers.length;
    this.#asked += STATUS_ANSWERS;
    this.send(STATUS_QUESTIONS);
    await this.#until(waitMs, () => this.#answers.length >= this.#asked || this.#lost);
    const whole = this.#answers.length - (this.#answers.length % STATUS_ANSWERS);
    const [printer, offline, paper] = this.#answers.slice(whole - STATUS_ANSWERS, whole);
    if (whole <= before || printer === undefined || offline === undefined || paper === undefined) return null;
    return statusOf(printer, offline, paper);
  }

  async processed(id: string, waitMs: number): Promise<boolean> {
    await this.#until(waitMs, () => this.#processIds.has(id) || this.#lost);
    return this.heardProcess(id);
  }

  heardProcess(id: string): boolean {
    return this.#processIds.has(id);
  }

  async close(): Promise<'asked' | 'lost'> {
    await this.#transport.close();
    return this.#lost ? 'lost' : 'asked';
  }

  #until(waitMs: number, done: () => boolean): Promise<void> {
    if (done()) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        cancel();
        this.#wake = null;
        resolve();
      };
      const cancel = this.#clock.after(waitMs, finish);
      this.#wake = () => {
        if (done()) finish();
      };
    });
  }
}
