import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Clock } from '#base/clock.ts';
import { DisplayReader } from '#sim/display/simulated-display.ts';
import { memoryLine } from '../transport/transport.ts';
import type { ByteTransport } from '../transport/transport.ts';
import { type DisplayRig, lineDisplayConformance } from './display.conformance.ts';
import { DISPLAY_CODE_PAGES, type DisplayContent, beginBytes, contentBytes, openLineDisplay } from './display.ts';
import { fitLine } from './fit.ts';
import { lettersOf } from './letters.ts';

class SetClock implements Clock {
  #nowMs = 0;
  #due: { atMs: number; then: () => void }[] = [];
  wallMs = (): number => this.#nowMs;
  monotonicMs = (): number => this.#nowMs;
  after(delayMs: number, then: () => void): () => void {
    const entry = { atMs: this.#nowMs + delayMs, then };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  }
  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      for (let turns = 0; turns < 20; turns += 1) await Promise.resolve();
      const next = this.#due.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#nowMs = next.atMs;
      this.#due = this.#due.filter((other) => other !== next);
      next.then();
    }
    this.#nowMs = endMs;
  }
}

function rig(dialect: 'escpos' | 'cd5220'): DisplayRig {
  const clock = new SetClock();
  const { near, far } = memoryLine();
  const reader = new DisplayReader({ dialect, columns: 20 });
  let writes = 0;
  far.onBytes((bytes) => reader.push(bytes));
  let held: (() => void)[] | null = null;
  const line: ByteTransport = {
    address: near.address,
    onBytes: near.onBytes,
    onClosed: near.onClosed,
    close: near.close,
    async write(bytes) {
      writes += 1;
      assert.equal(writes, 1, 'one write at a time');
      const waiting = held;
      if (waiting !== null) await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        await near.write(bytes);
      } finally {
        writes -= 1;
      }
    },
  };
  const stuck: boolean[] = [];
  const display = openLineDisplay({ line, model: { dialect }, clock, onStuck: (is) => stuck.push(is) });
  const letGo = (): void => {
    for (const go of held ?? []) go();
    held = null;
  };
  return {
    display,
    stuck,
    lines: () => reader.lines,
    refused: () => reader.unknownCommands,
    bytesWritten: () => far.received().length,
    hold() {
      held = [];
    },
    async release() {
      letGo();
      await clock.pass(0);
    },
    async lose() {
      far.lose();
      await clock.pass(0);
      letGo();
      await clock.pass(0);
    },
    pass: (ms) => clock.pass(ms),
  };
}

lineDisplayConformance('escpos', () => rig('escpos'));
lineDisplayConformance('cd5220', () => rig('cd5220'));

const fixture = (file: string): Uint8Array =>
  Buffer.from(
    readFileSync(new URL(file, import.meta.url), 'utf8')
      .split('\n')
      .filter((row) => !row.startsWith('#'))
      .join('')
      .replace(/\s/g, ''),
    'hex',
  );
const SALE: DisplayContent = {
  top: { left: 'Crème brûlée', right: '3,20 €' },
  bottom: { left: 'TOTAL', right: '13,65 €' },
};

test('each dialect writes the bytes of its manual, and nothing else', () => {
  for (const dialect of ['escpos', 'cd5220'] as const) {
    const bytes = Buffer.concat([beginBytes({ dialect }), contentBytes(SALE, { dialect })]);
    assert.deepEqual(bytes, fixture(`${dialect}/fixtures/sale.hex`), dialect);
  }
});

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

test('an amount is whole, or without its spaces, or stars: never a part of it', () => {
  const fit = (right: string, columns: number) => text(fitLine({ left: 'Total', right }, 'ASCII', columns));
  assert.equal(fit('12,50', 12), 'Total  12,50');
  assert.equal(fit('1 234,50', 12), 'Tot 1 234,50');
  assert.equal(fit('1 234,50', 8), '1 234,50');
  assert.equal(fit('12 345,50', 8), '12345,50');
  assert.equal(fit('1 234 567,50', 8), '********');
});

test('words alone stand in the middle, words beside an amount give way to it', () => {
  assert.equal(text(fitLine({ left: 'Bonjour', right: '' }, 'ASCII', 20)), '      Bonjour       ');
  assert.equal(text(fitLine({ left: 'A'.repeat(40), right: '1,00' }, 'ASCII', 20)), `${'A'.repeat(15)} 1,00`);
  assert.equal(text(fitLine({ left: '', right: '' }, 'ASCII', 8)), ' '.repeat(8));
});

test('a letter that the page does not have becomes its nearest ones, and never a question mark', () => {
  const written = (given: string) => text(Uint8Array.from(lettersOf(given, 'ASCII')));
  assert.equal(written('Bœuf haché 5 % – “frais”'), 'Boeuf hache 5 % - "frais"');
  assert.equal(written('12,50\u00a0€'), '12,50 EUR');
  assert.equal(written('حليب'), 'hlib');
  assert.equal(written('شاي ٥٠ كيسا'), 'chai 50 kisa');
  assert.equal(written('Łódź, Škoda, ﬁn, Ⅳ'), 'Lodz, Skoda, fin, IV');
  assert.equal(written('牛乳 🍎 pomme'), '  pomme');
});

test('what the page has is written as it is: French capitals, and the euro where there is one', () => {
  const shown = (given: string, page: 'CP858' | 'CP437' | 'CP1252') => {
    const reader = new DisplayReader({ dialect: 'escpos', columns: 40 });
    reader.push(
      contentBytes(
        { top: { left: given, right: '1' }, bottom: { left: '', right: '' } },
        { columns: 40, codePage: page },
      ),
    );
    return reader.lines[0].slice(0, -1).trim();
  };
  assert.equal(shown('ÉPICERIE à l’œuf, Noël, ÇA 9 €', 'CP1252'), 'ÉPICERIE à l’œuf, Noël, ÇA 9 €');
  assert.equal(shown('ÉPICERIE À l’œuf, Noël, ÇA 9 €', 'CP858'), "ÉPICERIE À l'oeuf, Noël, ÇA 9 €");
  assert.equal(shown('ÉPICERIE À l’œuf, Noël, ÇA 9 €', 'CP437'), "ÉPICERIE A l'oeuf, Noël, ÇA 9 EUR");
});

test('whatever a name says, both lines are exactly as long as the display, without one control byte', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.integer({ min: 8, max: 40 }),
      fc.constantFrom(...DISPLAY_CODE_PAGES),
      (left, right, columns, page) => {
        const cells = fitLine({ left, right }, page, columns);
        assert.equal(cells.length, columns);
        assert.ok(cells.every((byte) => byte >= 0x20 && byte !== 0x7f));
        assert.ok(/[?]/.test((left + right).normalize('NFKD')) || !cells.includes(0x3f));
      },
    ),
    { numRuns: 5_000 },
  );
});
