/**
 * An ESC/POS printer behind a line: asks how it is, sends a job as one write, and finds out what became of it.
 *
 * A network line lasts for one job and is closed by ending and reading, never by dropping it; its late answers die with it.
 * A serial or USB line stays open, and the printer says by itself what changes. Behind a spooler nobody answers, and
 * nothing is asked. The driver keeps no retry loop: whether a job is sent again is decided by the till, and after the first
 * byte by a person.
 */
import type { Clock } from '#base/clock.ts';
import type { FaultCode } from '#base/fault.ts';
import { Fault } from '#base/fault.ts';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import type { OpenTransport } from '#devices/transport/transport.ts';
import type { DeviceFacts } from '../../wire.ts';
import type { DrawerSense } from '../drawer-sense.ts';
import type { LineQueue } from '../line-queue.ts';
import { type LineTraits, transferMs } from '../line-traits.ts';
import type { PrinterHealth, PrintOutcome, ReceiptPrinter } from '../printer.ts';
import type { Bitmap } from './bitmap.ts';
import {
  encodePulse,
  encodeRealTimePulse,
  encodeReceipt,
  needsPainter,
  REPORTS_ON,
  type RowPainter,
} from './encode.ts';
import { askIdentity } from './identify.ts';
import { PrinterLine } from './printer-line.ts';
import type { PrinterProfile } from './profile.ts';
import { type Proof, waitForProof } from './proof.ts';
import type { PrinterStatus } from './status.codec.ts';

/** A printer answers a real-time question in a few milliseconds; a busy network card has been seen to take 400. */
const ANSWER_MS_MAX = 1_000;
/** For a printer that never answered so far: long enough to notice that it has learnt to. */
const SILENT_ANSWER_MS_MAX = 250;
/** A line that takes a receipt this much slower than it should takes it no more. */
const WRITE_MS_MAX = 20_000;
/** A drawer that opens long after the sale opens in front of somebody else. */
const PULSE_WAIT_MS_MAX = 4_000;

/** What a printer has when its paper or its cover, and nothing worse, keeps it from printing. */
const OFFLINE_FAULTS: ReadonlySet<FaultCode> = new Set(['printer.paper-out', 'printer.cover-open', 'printer.offline']);

/** What a job is proved by on this printer, best first; what it was found not to have is not asked again. */
const PROOFS = ['process-id', 'reached', 'none'] as const;
type ProofKind = (typeof PROOFS)[number];

interface Contact {
  readonly line: PrinterLine;
  /** Null where the printer does not say. */
  readonly status: PrinterStatus | null;
}
type Job = (contact: Contact) => Promise<PrintOutcome>;

export interface EscposPrinterOptions {
  readonly open: OpenTransport;
  readonly clock: Clock;
  readonly queue: LineQueue;
  readonly traits: LineTraits;
  readonly profile: PrinterProfile;
  readonly drawerPin: 2 | 5;
  readonly drawerSense: DrawerSense | null;
  /** Loads what draws text; called only when a document needs it. */
  readonly painter: () => Promise<RowPainter>;
  /** The shop's picture in the printer's dots, or null where there is none or it cannot be drawn. */
  readonly logo: () => Promise<Bitmap | null>;
  /** Four fresh bytes between 20h and 7Eh for each job. */
  readonly nextProcessId: () => Uint8Array;
  /** What a job, or the printer by itself, found out about its state. */
  readonly onHealth: (health: PrinterHealth) => void;
  /** Who the printer says it is, each time it was found. */
  readonly onFacts: (facts: DeviceFacts) => void;
}

export function createEscposPrinter(options: EscposPrinterOptions): ReceiptPrinter {
  const { clock, queue, profile, traits } = options;
  let proofKind: ProofKind = profile.processId ? 'process-id' : 'reached';
  /** Whether it ever answered, and whether it did when it was asked last. */
  let everAnswered = false;
  let answered = true;
  let introduced = false;
  /** What a job that is in the printer waits for. */
  let waitsFor: FaultCode | null = null;

  function print(document: ReceiptDocument): Promise<PrintOutcome> {
    return queue.run(async () => {
      const painter = needsPainter(document, profile) ? await painterOrFault() : null;
      if (painter instanceof Fault) {
        options.onHealth({ state: 'trouble', fault: painter.code });
        return { state: 'failed', fault: painter.code };
      }
      const logo = await options.logo();
      return converse((contact) => sendReceipt(contact, document, painter, logo));
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
    if (waitsFor !== null) return { state: 'failed', fault: waitsFor };
    let abandoned = false;
    let started = false;
    return new Promise((resolve) => {
      const cancel = clock.after(PULSE_WAIT_MS_MAX, () => {
        if (started) return;
        abandoned = true;
        resolve({ state: 'failed', fault: waitsFor ?? 'printer.offline' });
      });
      void queue.run(async () => {
        if (abandoned) return;
        started = true;
        cancel();
        resolve(
          await converse(
            (contact) => sendPulse(contact, encodePulse),
            (contact) => sendPulse(contact, encodeRealTimePulse),
          ),
        );
      });
    });
  }

  async function probe(): Promise<PrinterHealth | null> {
    if (queue.busy) return null;
    return queue.run(async (): Promise<PrinterHealth> => {
      const contact = await reach();
      if (contact instanceof Fault) return healthWithout(contact);
      if (contact.status !== null && !introduced) {
        introduced = true;
        options.onFacts(await askIdentity(contact.line, ANSWER_MS_MAX));
        if (traits.life === 'stays') contact.line.send(REPORTS_ON);
      }
      const health = healthOf(contact.status);
      await release(contact.line);
      return health;
    });
  }

  /**
   * Finds out whether the printer is there, refuses the job while nothing of it has left, and lets the line go whatever
   * happens. `offlineJob` is what can still be done by a printer without paper or with its cover open: change must be
   * given all the same.
   */
  async function converse(job: Job, offlineJob?: Job): Promise<PrintOutcome> {
    const contact = await reach();
    if (contact instanceof Fault) {
      options.onHealth(healthWithout(contact));
      return { state: 'failed', fault: contact.code };
    }
    const { line, status } = contact;
    options.onHealth(healthOf(status));
    const blockedBy = status?.blockedBy ?? null;
    const canDo = blockedBy === null ? job : OFFLINE_FAULTS.has(blockedBy) ? offlineJob : undefined;
    const outcome: PrintOutcome =
      canDo === undefined ? { state: 'failed', fault: blockedBy ?? 'printer.offline' } : await canDo(contact);
    if (outcome.state === 'unknown') {
      introduced = false;
      options.onHealth({ state: 'absent', fault: 'device.lost' });
      // Nothing of a job may be left on a line that the next one takes.
      void line.close();
    } else await release(line);
    return outcome;
  }

  /** An open line and what the printer says on it, or why there is none: nothing of a job has left by then. */
  async function reach(): Promise<Contact | Fault> {
    const line = await openLine();
    if (line instanceof Fault) {
      introduced = false;
      return line;
    }
    if (line.oneWay) return { line, status: null };
    line.onStatus((status) => {
      heardByItself(status);
    });
    // A line that stays may hold a late answer to a question of minutes ago.
    line.forgetQuestions();
    const status = await line.ask(answered ? ANSWER_MS_MAX : SILENT_ANSWER_MS_MAX);
    answered = status !== null;
    if (line.stranger) {
      introduced = false;
      await release(line);
      return new Fault('printer.not-a-printer', 'the question for its state was answered with text');
    }
    if (line.lost) {
      introduced = false;
      void line.close();
      return new Fault('device.lost', 'the line ended before the job');
    }
    if (status === null && everAnswered) {
      // It talked before and does not now: it is off, or wedged, and would take the job to where nobody finds it.
      introduced = false;
      await release(line);
      return new Fault('device.no-answer', 'the printer answered before and does not now');
    }
    everAnswered ||= answered;
    return { line, status };
  }

  async function openLine(): Promise<PrinterLine | Fault> {
    const kept = queue.takeKept();
    if (kept !== null && !kept.lost) return kept;
    void kept?.close();
    introduced &&= traits.life !== 'stays';
    try {
      return new PrinterLine({ transport: await options.open(), clock, traits });
    } catch (error) {
      if (error instanceof Fault) return error;
      throw error;
    }
  }

  async function release(line: PrinterLine): Promise<void> {
    if (traits.life === 'stays' && !line.lost) queue.keep(line);
    else await line.close();
  }

  function heardByItself(status: PrinterStatus): void {
    options.drawerSense?.heard(status.drawerPinHigh);
    // During a job and a question its own outcome says what there is to say.
    if (!queue.busy) options.onHealth(healthOf(status));
  }

  async function sendReceipt(
    { line, status }: Contact,
    document: ReceiptDocument,
    painter: RowPainter | null,
    logo: Bitmap | null,
  ): Promise<PrintOutcome> {
    const kind = status === null ? 'none' : proofKind;
    const processId = kind === 'process-id' ? options.nextProcessId() : null;
    const bytes = encodeReceipt(document, {
      profile,
      painter,
      logo,
      processId,
      askAtEnd: kind === 'reached',
      ...(status === null
        ? {}
        : { reports: traits.life === 'stays' ? ('from-now-on' as const) : ('during-job' as const) }),
    });
    const reachedBefore = line.reached;
    line.send(bytes);
    if (kind === 'none') return handedOver(line, bytes.length);
    const id = processId === null ? null : Buffer.from(processId).toString('latin1');
    const proof = await waitForProof({
      line,
      clock,
      proved: () => (id === null ? line.reached > reachedBefore : line.heardProcess(id)),
      onBlocked(blockedBy, now) {
        waitsFor = blockedBy;
        options.onHealth(healthOf(now));
      },
    });
    waitsFor = null;
    return outcomeOf(proof, line, bytes.length);
  }

  function outcomeOf(proof: Proof, line: PrinterLine, bytes: number): Promise<PrintOutcome> | PrintOutcome {
    if (proof === 'lost') return { state: 'unknown', fault: 'printer.outcome-unknown' };
    if (proof === 'unproved') {
      proofKind = PROOFS[PROOFS.indexOf(proofKind) + 1] ?? 'none';
      return handedOver(line, bytes);
    }
    return proofKind === 'process-id' ? { state: 'printed' } : handedOver(line, bytes);
  }

  function sendPulse({ line }: Contact, encode: (pin: 2 | 5) => Uint8Array): Promise<PrintOutcome> {
    const bytes = encode(options.drawerPin);
    options.drawerSense?.kicked();
    line.send(bytes);
    return handedOver(line, bytes.length);
  }

  /** Without proof, a line that takes everything and closes in order is as good as it gets. */
  async function handedOver(line: PrinterLine, bytes: number): Promise<PrintOutcome> {
    const unknown = { state: 'unknown', fault: 'printer.outcome-unknown' } as const;
    await line.until(WRITE_MS_MAX + 2 * transferMs(traits, bytes), () => line.written);
    if (!line.written || line.lost) return unknown;
    if (traits.life === 'a-job') return (await line.close()) === 'asked' ? { state: 'handed-over' } : unknown;
    // A line that stays has no end that could go wrong: what it needs to carry the bytes is waited out.
    await line.until(Math.max(0, line.carriedMs - clock.monotonicMs()), () => false);
    return line.lost ? unknown : { state: 'handed-over' };
  }

  function close(): void {
    void queue.run(async () => {
      await queue.takeKept()?.close();
    });
  }

  return { print, pulse, probe, close };
}

/** A device that is there and is none of ours is no absent printer. */
function healthWithout({ code }: Fault): PrinterHealth {
  return { state: code === 'printer.not-a-printer' ? 'trouble' : 'absent', fault: code };
}

function healthOf(status: PrinterStatus | null): PrinterHealth {
  if (status === null) return { state: 'ready' };
  if (status.blockedBy !== null) return { state: 'trouble', fault: status.blockedBy };
  return status.paperNearEnd ? { state: 'ready', fault: 'printer.paper-near-end' } : { state: 'ready' };
}
