/**
 * Bytes through a queue of the operating system's spooler (CUPS), untouched. A line is one job: what is written is gathered,
 * and given to the spooler at the close.
 *
 * Nothing comes back but that the spooler took it. It says "completed" of a job that waits in a printer without paper and
 * of one that lost power half-way, and sends a job anew from its beginning when the line to the printer broke: both were
 * seen, with CUPS 2.4. So nothing that must happen only once belongs into a receipt's job.
 */
import { Fault } from '#base/fault.ts';
import { LineListeners } from './line-listeners.ts';
import { runProgram } from './run-program.ts';
import type { ByteTransport, ClosedWhy } from './transport.ts';

/** A spooler on this machine answers in milliseconds; one on another may be switched off. */
const ASK_MS_MAX = 3_000;
const HAND_OVER_MS_MAX = 10_000;

export interface CupsTarget {
  readonly address: string;
  readonly queue: string;
  readonly server?: string;
}

/** Asks whether the queue is there and takes jobs; rejects with a Fault. */
export async function openCups(target: CupsTarget): Promise<ByteTransport> {
  const { address, queue } = target;
  const asked = await runProgram('lpstat', [...serverWords(target), '-a', queue], { waitMs: ASK_MS_MAX });
  if (asked.kind === 'missing') throw new Fault('device.unreachable', `${address}: this machine has no CUPS`);
  if (asked.kind === 'too-slow') throw new Fault('device.unreachable', `${address}: the spooler gives no answer`);
  if (asked.exitCode !== 0) throw await whyNot(target);
  if (/ not accepting requests /.test(asked.out)) throw new Fault('printer.offline', `${address}: ${asked.out.trim()}`);
  return new CupsLine(target);
}

/** It says the same of a queue that is not there and of a spooler that does not run. */
async function whyNot(target: CupsTarget): Promise<Fault> {
  const asked = await runProgram('lpstat', [...serverWords(target), '-r'], { waitMs: ASK_MS_MAX });
  return asked.kind === 'ended' && /scheduler is running/.test(asked.out)
    ? new Fault('printer.queue-missing', `${target.address}: the spooler has no queue of that name`)
    : new Fault('device.unreachable', `${target.address}: the spooler does not run`);
}

function serverWords({ server }: CupsTarget): readonly string[] {
  return server === undefined ? [] : ['-h', server];
}

/** Names of the queues of this machine's spooler; none where there is no spooler. Never rejects. */
export async function listQueues(): Promise<readonly string[]> {
  const asked = await runProgram('lpstat', ['-e'], { waitMs: ASK_MS_MAX });
  return asked.kind === 'ended' && asked.exitCode === 0 ? asked.out.split('\n').filter((name) => name !== '') : [];
}

class CupsLine implements ByteTransport {
  readonly address: string;
  readonly oneWay = true;
  readonly #target: CupsTarget;
  readonly #listeners = new LineListeners();
  readonly #gathered: Uint8Array[] = [];
  #closing: Promise<void> | null = null;

  constructor(target: CupsTarget) {
    this.address = target.address;
    this.#target = target;
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#closing !== null) {
      return Promise.reject(new Fault('device.lost', `${this.address}: the job was handed over`));
    }
    this.#gathered.push(Uint8Array.from(bytes));
    return Promise.resolve();
  }

  onBytes(listen: (bytes: Uint8Array) => void): () => void {
    return this.#listeners.onBytes(listen);
  }

  onClosed(listen: (why: ClosedWhy) => void): () => void {
    return this.#listeners.onClosed(listen);
  }

  close(): Promise<void> {
    this.#closing ??= this.#handOver();
    return this.#closing;
  }

  async #handOver(): Promise<void> {
    const input = Buffer.concat(this.#gathered.splice(0));
    if (input.length === 0) {
      this.#listeners.closed('asked');
      return;
    }
    const words = [...serverWords(this.#target), '-d', this.#target.queue, '-o', 'raw', '-t', 'Comptoir', '-'];
    const ended = await runProgram('lp', words, { waitMs: HAND_OVER_MS_MAX, input });
    this.#listeners.closed(ended.kind === 'ended' && ended.exitCode === 0 ? 'asked' : 'lost');
  }
}
