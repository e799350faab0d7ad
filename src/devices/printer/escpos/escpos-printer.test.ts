/**
 * The driver on a clock that the test moves, against a printer written out by hand: what takes half a minute or a quarter of
 * an hour in a shop.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '#base/clock.ts';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import { memoryLine, type MemoryFarEnd } from '#devices/transport/transport.ts';
import type { DeviceFacts } from '../../wire.ts';
import { DrawerSense } from '../drawer-sense.ts';
import { LineQueue } from '../line-queue.ts';
import type { LineTraits } from '../line-traits.ts';
import type { PrinterHealth, PrintOutcome, ReceiptPrinter } from '../printer.ts';
import { createEscposPrinter } from './escpos-printer.ts';
import { printerProfile } from './profile.ts';

const RECEIPT: ReceiptDocument = { language: 'fr', blocks: [{ kind: 'text', text: 'TOTAL 6,80' }] };
const A_JOB: LineTraits = { life: 'a-job', talks: true, bytesPerSecond: null };
const STAYS: LineTraits = { life: 'stays', talks: true, bytesPerSecond: 960 };

/** Time that passes when the test says so; whoever waits is called at the moment he asked for. */
class HandClock implements Clock {
  #nowMs = 0;
  #timers: { readonly atMs: number; readonly then: () => void }[] = [];

  wallMs = (): number => this.#nowMs;
  monotonicMs = (): number => this.#nowMs;

  after(delayMs: number, then: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, then };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      await settled();
      const next = this.#timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#nowMs = next.atMs;
      next.then();
    }
    this.#nowMs = endMs;
  }
}

/** Everything that needs no time has happened. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What the printer answers to each piece that arrives: its real-time state, and what the test wants beside. */
interface Behaviour {
  /** The answers to `DLE EOT` 1, 2 and 4; null for none. */
  state: readonly [number, number, number] | null;
  processId: boolean;
  reached: boolean;
  names: readonly string[];
}

const WELL = [0x12, 0x12, 0x12] as const;
const NO_PAPER = [0x1a, 0x32, 0x7e] as const;

interface Rig {
  readonly clock: HandClock;
  readonly printer: ReceiptPrinter;
  readonly printerSide: Behaviour;
  readonly lines: MemoryFarEnd[];
  readonly health: PrinterHealth[];
  readonly facts: DeviceFacts[];
  readonly drawer: string[];
  sent(): string;
}

function rig(traits: LineTraits, behaviour: Partial<Behaviour> = {}): Rig {
  const clock = new HandClock();
  const printerSide: Behaviour = { state: WELL, processId: true, reached: true, names: [], ...behaviour };
  const lines: MemoryFarEnd[] = [];
  const health: PrinterHealth[] = [];
  const facts: DeviceFacts[] = [];
  const drawer: string[] = [];
  const profile = printerProfile('TM-T88V');
  assert.ok(profile);
  const printer = createEscposPrinter({
    open() {
      const { near, far } = memoryLine();
      lines.push(far);
      far.onBytes((bytes) => answer(far, Buffer.from(bytes), printerSide));
      return Promise.resolve(near);
    },
    clock,
    queue: new LineQueue(),
    traits,
    profile,
    drawerPin: 2,
    drawerSense: new DrawerSense({ clock, polarity: 'open-is-high', tell: (state) => drawer.push(state) }),
    painter: () => Promise.reject(new Error('nothing is drawn')),
    logo: () => Promise.resolve(null),
    nextProcessId: () => new TextEncoder().encode('0007'),
    onHealth: (now) => health.push(now),
    onFacts: (found) => facts.push(found),
  });
  const sent = (): string => Buffer.concat(lines.map((far) => far.received())).toString('latin1');
  return { clock, printer, printerSide, lines, health, facts, drawer, sent };
}

function answer(far: MemoryFarEnd, bytes: Buffer, { state, processId, reached, names }: Behaviour): void {
  const text = bytes.toString('latin1');
  if (text.startsWith('\x10\x04\x01') && state !== null) far.send(Uint8Array.from(state));
  const asked = ['\x1dIB', '\x1dIC', '\x1dIA', '\x1dID'].indexOf(text);
  if (names[asked] !== undefined) far.send(Buffer.from(`_${names[asked]}\0`, 'latin1'));
  const idAt = text.indexOf('\x1d(H\x06\x0000');
  if (idAt !== -1 && processId) far.send(Buffer.from(`7"${text.slice(idAt + 7, idAt + 11)}\0`, 'latin1'));
  if (text.includes('\x1dr\x01') && reached) far.send(Uint8Array.of(0x00));
}

function followed(job: Promise<PrintOutcome>): { outcome: PrintOutcome | null } {
  const followed: { outcome: PrintOutcome | null } = { outcome: null };
  void job.then((outcome) => {
    followed.outcome = outcome;
  });
  return followed;
}

test('no. 2: a printer that knows no process id is handed the receipt, and is asked for none the next time', async () => {
  const { printer, clock, sent } = rig(A_JOB, { processId: false });
  const first = followed(printer.print(RECEIPT));
  await clock.pass(20_000);
  assert.equal(first.outcome, null);
  await clock.pass(15_000);
  assert.deepEqual(first.outcome, { state: 'handed-over' });
  const before = sent().length;
  const second = followed(printer.print(RECEIPT));
  await clock.pass(1);
  assert.deepEqual(second.outcome, { state: 'handed-over' });
  assert.equal(sent().slice(before).includes('\x1d(H'), false);
  assert.equal(sent().slice(before).endsWith('\x1dr\x01'), true);
  assert.equal(sent().split('TOTAL').length - 1, 2);
});

test('no. 2: one that answers real-time questions and nothing else is found out once, and not waited for again', async () => {
  const { printer, clock } = rig(A_JOB, { processId: false, reached: false });
  for (const patienceMs of [35_000, 35_000, 1]) {
    const job = followed(printer.print(RECEIPT));
    await clock.pass(patienceMs);
    assert.deepEqual(job.outcome, { state: 'handed-over' });
  }
});

test('no. 1: a printer that stays without paper is waited for a quarter of an hour, then its outcome is unknown', async () => {
  const { printer, printerSide, clock, health, sent } = rig(A_JOB, { processId: false });
  const job = followed(printer.print(RECEIPT));
  await clock.pass(100);
  printerSide.state = NO_PAPER;
  await clock.pass(14 * 60_000);
  assert.equal(job.outcome, null);
  assert.deepEqual(health.at(-1), { state: 'trouble', fault: 'printer.paper-out' });
  assert.deepEqual(await printer.pulse(), { state: 'failed', fault: 'printer.paper-out' });
  await clock.pass(2 * 60_000);
  assert.deepEqual(job.outcome, { state: 'unknown', fault: 'printer.outcome-unknown' });
  assert.equal(sent().split('TOTAL').length - 1, 1);
  assert.equal(sent().includes('\x1bp'), false);
});

test('no. 3: a printer that falls silent in the middle leaves an unknown outcome, and the job is not sent again', async () => {
  const { printer, printerSide, clock, sent, health } = rig(A_JOB, { processId: false });
  const job = followed(printer.print(RECEIPT));
  await clock.pass(100);
  printerSide.state = null;
  await clock.pass(12_000);
  assert.deepEqual(job.outcome, { state: 'unknown', fault: 'printer.outcome-unknown' });
  assert.deepEqual(health.at(-1), { state: 'absent', fault: 'device.lost' });
  await clock.pass(60_000);
  assert.equal(sent().split('TOTAL').length - 1, 1);
});

test('with its buffer full a printer hears no question: what it says by itself keeps the receipt waited for', async () => {
  const { printer, printerSide, clock, lines, health } = rig(STAYS, { processId: false });
  const job = followed(printer.print(RECEIPT));
  await clock.pass(100);
  printerSide.state = null;
  lines[0]?.send(Uint8Array.of(0x18, 0x00, 0x0f, 0x0f));
  await clock.pass(5 * 60_000);
  assert.equal(job.outcome, null);
  assert.deepEqual(health.at(-1), { state: 'trouble', fault: 'printer.paper-out' });
  lines[0]?.send(Uint8Array.of(0x10, 0x00, 0x00, 0x0f));
  lines[0]?.send(Buffer.from('7"0007\0', 'latin1'));
  await clock.pass(1_000);
  assert.deepEqual(job.outcome, { state: 'printed' });
});

test('an answer that was lost on the way costs that answer and not the receipt', async () => {
  const { printer, printerSide, clock, lines } = rig(A_JOB, { processId: false });
  const job = followed(printer.print(RECEIPT));
  await clock.pass(100);
  printerSide.state = [0x12, 0x12, 0xff];
  await clock.pass(1_000);
  printerSide.state = WELL;
  await clock.pass(12_000);
  assert.equal(job.outcome, null);
  lines[0]?.send(Buffer.from('7"0007\0', 'latin1'));
  await clock.pass(1_000);
  assert.deepEqual(job.outcome, { state: 'printed' });
});

test('a slow line has the time that its bytes need, before its printer is called silent', async () => {
  const { printer, printerSide, clock, lines } = rig(STAYS, { processId: false, state: WELL });
  const long: ReceiptDocument = {
    language: 'fr',
    blocks: Array.from({ length: 300 }, () => ({ kind: 'text' as const, text: 'x'.repeat(40) })),
  };
  const job = followed(printer.print(long));
  await clock.pass(100);
  // Thirteen kilobytes at 9600 baud are thirteen seconds in which the printer can hear no question.
  printerSide.state = null;
  await clock.pass(14_000);
  assert.equal(job.outcome, null);
  lines[0]?.send(Buffer.from('7"0007\0', 'latin1'));
  await clock.pass(500);
  assert.deepEqual(job.outcome, { state: 'printed' });
});

test('on a line that stays, what changes is heard without a question, and the line is opened once', async () => {
  const { printer, clock, lines, health, drawer } = rig(STAYS);
  const probing = printer.probe();
  await clock.pass(2_000);
  assert.deepEqual(await probing, { state: 'ready' });
  assert.equal(
    Buffer.from(lines[0]?.received() ?? [])
      .toString('latin1')
      .endsWith('\x1da\x0f'),
    true,
  );
  lines[0]?.send(Uint8Array.of(0x38, 0x00, 0x00, 0x0f));
  await settled();
  assert.deepEqual(health, [{ state: 'trouble', fault: 'printer.cover-open' }]);
  lines[0]?.send(Uint8Array.of(0x14, 0x00, 0x03, 0x0f));
  await settled();
  assert.deepEqual(health.at(-1), { state: 'ready', fault: 'printer.paper-near-end' });
  assert.deepEqual(drawer, ['closed', 'open']);
  const job = followed(printer.print(RECEIPT));
  await clock.pass(1_000);
  assert.deepEqual(job.outcome, { state: 'printed' });
  assert.equal(lines.length, 1);
});

test('a line that was lost while the printer rested is opened anew for the next job', async () => {
  const { printer, clock, lines } = rig(STAYS);
  const probing = printer.probe();
  await clock.pass(2_000);
  await probing;
  lines[0]?.lose();
  await settled();
  const job = followed(printer.print(RECEIPT));
  await clock.pass(1_000);
  assert.deepEqual(job.outcome, { state: 'printed' });
  assert.equal(lines.length, 2);
});

test('a printer says once who it is, each time it was found, and one that has no name is asked no more', async () => {
  const { printer, clock, facts, sent } = rig(A_JOB, { names: ['EPSON', 'TM-T88V', '30.61 ESC/POS', 'X1'] });
  for (let turn = 0; turn < 2; turn++) {
    const probing = printer.probe();
    await clock.pass(5_000);
    await probing;
  }
  assert.deepEqual(facts, [{ maker: 'EPSON', model: 'TM-T88V', firmware: '30.61 ESC/POS', serial: 'X1' }]);
  // What a printer without such an answer took for text is forgotten before the next receipt.
  assert.equal(sent().includes('\x1dID\x1b@'), true);
  const nameless = rig(A_JOB);
  const probing = nameless.printer.probe();
  await nameless.clock.pass(5_000);
  await probing;
  assert.deepEqual(nameless.facts, [{}]);
  assert.equal(nameless.sent().includes('\x1dIC'), false);
});

test('no. 4: a drawer says nothing of being closed for half a second after its kick', async () => {
  const { printer, clock, drawer, lines } = rig(STAYS);
  const pulsing = followed(printer.pulse());
  await clock.pass(50);
  assert.deepEqual(pulsing.outcome, { state: 'handed-over' });
  assert.deepEqual(drawer, ['closed']);
  for (const bounce of [0x10, 0x14, 0x10, 0x14]) lines[0]?.send(Uint8Array.of(bounce, 0, 0, 0x0f));
  await settled();
  assert.deepEqual(drawer, ['closed', 'open']);
  await clock.pass(600);
  lines[0]?.send(Uint8Array.of(0x10, 0, 0, 0x0f));
  await settled();
  assert.deepEqual(drawer, ['closed', 'open', 'closed']);
});

test('no. 4: a drawer that stayed shut says so after its kick, although nothing changed', async () => {
  const { printer, clock, drawer } = rig(A_JOB);
  const first = printer.probe();
  await clock.pass(5_000);
  await first;
  assert.deepEqual(drawer, ['closed']);
  const pulsing = printer.pulse();
  await clock.pass(50);
  await pulsing;
  await clock.pass(600);
  const again = printer.probe();
  await clock.pass(5_000);
  await again;
  assert.deepEqual(drawer, ['closed', 'closed']);
});
