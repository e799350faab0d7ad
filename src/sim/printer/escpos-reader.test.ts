/**
 * The reader against examples of the manuals, by hand.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { codePagesOf } from './code-pages.ts';
import { EscposReader, type ReaderEvent } from './escpos-reader.ts';
import { type PaperItem, paperText } from './paper.ts';
import { RealTimeScanner } from './real-time.ts';

const START = [0x1b, 0x40, 0x1c, 0x2e, 0x1b, 0x52, 0];

function events(bytes: readonly number[], model = 'TM-T88V'): readonly ReaderEvent[] {
  return new EscposReader({ codePages: codePagesOf(model), columns: 42 }).push(Uint8Array.from(bytes));
}

function text(bytes: readonly number[], model?: string): string {
  return paperText(
    events(bytes, model).flatMap((event): readonly PaperItem[] => (event.kind === 'paper' ? [event.item] : [])),
  );
}

test('a byte means what the selected code page of the model says', () => {
  assert.equal(text([...START, 0x1b, 0x74, 16, 0x80, 0x9c, 0xe9, 0x0a]), '€œé\n');
  assert.equal(text([...START, 0x1b, 0x74, 19, 0xd5, 0x82, 0x0a]), '€é\n');
  assert.equal(text([...START, 0x82, 0x0a]), 'é\n');
  assert.equal(text([...START, 0x1b, 0x74, 99, 0xe9, 0x0a]), '\ufffd\n');
  assert.equal(text([...START, 0x1b, 0x1d, 0x74, 32, 0xe9, 0x0a], 'TSP600'), 'é\n');
});

test('an encoder that forgets to leave two-byte mode or the national character set is caught', () => {
  assert.equal(text([0x1b, 0x40, 0x1b, 0x52, 0, 0x1b, 0x74, 16, 0xe9, 0x0a]), '\ufffd\n');
  assert.equal(text([0x1b, 0x40, 0x1c, 0x2e, 0x23, 0x0a]), '\ufffd\n');
});

test('a line longer than the paper goes on in the next', () => {
  assert.equal(text([...START, ...new Array<number>(45).fill(0x41), 0x0a]), `${'A'.repeat(42)}\nAAA\n`);
});

test('a drawer pulse needs all five bytes, and a short one swallows what follows', () => {
  assert.deepEqual(events([0x1b, 0x70, 1, 50, 100]), [{ kind: 'kick', pin: 5, onMs: 100 }]);
  assert.deepEqual(events([0x1b, 0x70, 0]), []);
  assert.equal(text([0x1b, 0x70, 0, 0x41, 0x42, 0x43, 0x0a]), 'C\n');
});

test('however the line is cut, the paper is the same', () => {
  const image = [0x1d, 0x76, 0x30, 0, 1, 0, 2, 0, 0xff, 0x0a];
  const job = [...START, 0x1b, 0x21, 0x30, 0x41, 0x0a, ...image, 0x1d, 0x28, 0x6b, 4, 0, 49, 80, 48, 0x78];
  const whole = [...job, 0x1d, 0x28, 0x6b, 3, 0, 49, 81, 48, 0x1d, 0x6b, 73, 3, 0x7b, 0x42, 0x41, 0x1d, 0x56, 66, 3];
  assert.equal(text(whole), 'A\n[image 8×2]\n[qr x]\n[barcode A]\n[cut]\n');
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length), { maxLength: 10 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), whole.length];
      const reader = new EscposReader({ codePages: codePagesOf('TM-T88V'), columns: 42 });
      const all = at.slice(1).flatMap((end, index) => [...reader.push(Uint8Array.from(whole.slice(at[index], end)))]);
      assert.deepEqual(all, events(whole));
    }),
  );
});

test('a real-time question is heard wherever it stands, in pieces and inside an image', () => {
  const scanner = new RealTimeScanner();
  assert.deepEqual(scanner.push(Uint8Array.of(0x1d, 0x76, 0x30, 0, 3, 0, 1, 0, 0x10, 0x04, 0x01)), [
    { kind: 'question', n: 1 },
  ]);
  assert.deepEqual(scanner.push(Uint8Array.of(0x10)), []);
  assert.deepEqual(scanner.push(Uint8Array.of(0x04)), []);
  assert.deepEqual(scanner.push(Uint8Array.of(0x04)), [{ kind: 'question', n: 4 }]);
  assert.deepEqual(scanner.push(Uint8Array.of(0x10, 0x14, 1, 1, 2)), [{ kind: 'pulse', pin: 5 }]);
});

test('no bytes at all make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.doesNotThrow(() => events([...bytes]));
    }),
    { numRuns: 1_000 },
  );
});
