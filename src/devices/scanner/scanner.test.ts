import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '#base/clock.ts';
import { memoryLine, type MemoryFarEnd, parseAddress } from '#devices/transport/transport.ts';
import { decoderFor, listenToScanner, type Read } from './scanner.ts';

/** A clock that stands until it is told to go on. */
class StandingClock implements Clock {
  #nowMs = 0;
  #due: { readonly atMs: number; readonly then: () => void }[] = [];

  wallMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, then: () => void): () => void {
    const entry = { atMs: this.#nowMs + delayMs, then };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  }

  /** Lets the line deliver, then that much time pass. */
  async pass(ms: number): Promise<void> {
    await delivered();
    const until = this.#nowMs + ms;
    for (;;) {
      const next = this.#due.filter((entry) => entry.atMs <= until).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#due = this.#due.filter((other) => other !== next);
      this.#nowMs = next.atMs;
      next.then();
      await delivered();
    }
    this.#nowMs = until;
  }
}

const delivered = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Rig {
  readonly clock: StandingClock;
  readonly far: MemoryFarEnd;
  readonly reads: Read[];
  readonly texts: () => readonly string[];
  say(text: string): void;
}

function rig(options: { readonly address?: string; readonly repeatMs?: number } = {}): Rig {
  const clock = new StandingClock();
  const { near, far } = memoryLine();
  const reads: Read[] = [];
  listenToScanner({
    line: near,
    clock,
    decoder: decoderFor(parseAddress(options.address ?? 'serial:///dev/ttyS0')),
    repeatMs: options.repeatMs ?? 0,
    onRead: (read) => reads.push(read),
  });
  return {
    clock,
    far,
    reads,
    texts: () => reads.map((read) => read.text),
    say: (text) => far.send(new TextEncoder().encode(text)),
  };
}

function hidReport(text: string, more: boolean): Uint8Array {
  const report = Buffer.alloc(64);
  report.set([2, text.length]);
  report.write(`]Q1${text}`, 2, 'latin1');
  report[63] = more ? 1 : 0;
  return report;
}

test('no. 11: a code with its suffix is given at once, and one without after a silence', async () => {
  const { clock, texts, say } = rig();
  for (const end of ['\r', '\n', '\t', '\u0003']) say(`TK-1${end}`);
  await clock.pass(0);
  assert.equal(texts().length, 4);
  say('TK-2');
  await clock.pass(40);
  assert.equal(texts().length, 4);
  await clock.pass(21);
  assert.deepEqual(texts(), ['TK-1', 'TK-1', 'TK-1', 'TK-1', 'TK-2']);
});

for (const [name, suffix] of [
  ['with a suffix', '\r'],
  ['without one', ''],
] as const) {
  test(`no. 12: two scans 30 ms apart ${name} are two codes, also of equal articles`, async () => {
    const { clock, texts, say } = rig();
    for (const code of ['3017620422003', '96385074', '96385074', ']E04006381333931']) {
      say(code + suffix);
      await clock.pass(30);
    }
    await clock.pass(100);
    assert.deepEqual(texts(), ['3017620422003', '96385074', '96385074', '4006381333931']);
  });
}

test('no. 12: a code that comes in pieces, as far apart as a serial adapter cuts them, is one code', async () => {
  const { clock, texts, say } = rig();
  for (const piece of ['9638507', '4', '3017620422003', 'ABC', 'DEF']) {
    say(piece);
    await clock.pass(16);
  }
  await clock.pass(100);
  assert.deepEqual(texts(), ['963850743017620422003ABCDEF']);
});

test('a machine that was kept busy hears the rest of a code before it believes in the silence', async () => {
  const { clock, texts, say } = rig();
  say('TK-1');
  await clock.pass(59);
  // The rest is with the system already when the timer is due.
  const due = clock.pass(1);
  say('-2\r');
  await due;
  await clock.pass(100);
  assert.deepEqual(texts(), ['TK-1-2']);
});

test('no. 13: each pull of a trigger counts; where the set-up says so, the same code at once is one', async () => {
  const each = rig();
  each.say('96385074\r96385074\r');
  await each.clock.pass(0);
  assert.equal(each.texts().length, 2);
  const once = rig({ repeatMs: 500 });
  once.say('96385074\r96385074\r3017620422003\r');
  await once.clock.pass(501);
  once.say('96385074\r');
  await once.clock.pass(0);
  assert.deepEqual(once.texts(), ['96385074', '3017620422003', '96385074']);
});

test('no. 15: a long HID code waits for its next report for as long as a report may take, and then is dropped', async () => {
  const { clock, far, reads } = rig({ address: 'hid://0c2e:0b61' });
  far.send(hidReport('A'.repeat(56), true));
  await clock.pass(200);
  far.send(hidReport('B', false));
  await clock.pass(0);
  assert.deepEqual(reads, [{ text: `${'A'.repeat(56)}B`, symbology: ']Q1' }]);
  far.send(hidReport('A'.repeat(56), true));
  await clock.pass(300);
  far.send(hidReport('C', false));
  await clock.pass(300);
  assert.deepEqual(reads.slice(1), [{ text: 'C', symbology: ']Q1' }]);
});

test('what was unfinished when the line broke is no code', async () => {
  const { clock, far, texts, say } = rig();
  say('30176');
  await clock.pass(1);
  far.lose();
  await clock.pass(1_000);
  assert.deepEqual(texts(), []);
});
