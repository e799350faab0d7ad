import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type PrinterFrame, StatusDecoder, statusOf } from './status.codec.ts';

const PROCESS = Uint8Array.of(0x37, 0x22, 0x41, 0x42, 0x43, 0x44, 0x00);

/** Frames as text, with adjacent noise joined: how noise is cut says nothing. */
function frames(pieces: readonly Uint8Array[]): readonly string[] {
  const decoder = new StatusDecoder();
  const all: string[] = [];
  for (const frame of pieces.flatMap((piece) => [...decoder.push(piece)])) {
    const text = show(frame);
    const last = all.at(-1);
    if (frame.kind === 'noise' && last?.startsWith('noise')) all[all.length - 1] = last + text.slice('noise'.length);
    else all.push(text);
  }
  return all;
}

function show(frame: PrinterFrame): string {
  if (frame.kind === 'status') return `status ${frame.byte}`;
  return `${frame.kind} ${Buffer.from(frame.kind === 'process' ? frame.id : frame.bytes).toString('hex')}`;
}

test('answers, automatic status and process ids are told apart on one line', () => {
  const line = Uint8Array.of(0x12, 0x1a, 0x18, 0x00, 0x0c, 0x00, ...PROCESS, 0x72);
  assert.deepEqual(frames([line]), ['status 18', 'status 26', 'noise 18000c00', 'process 41424344', 'status 114']);
});

test('however the line is cut, the frames are the same', () => {
  const stream = fc.array(
    fc.oneof(
      fc.constantFrom(Uint8Array.of(0x12), PROCESS, Uint8Array.of(0x18, 0, 0, 0)),
      fc.uint8Array({ maxLength: 6 }),
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(stream, fc.array(fc.nat(200), { maxLength: 8 }), (parts, cuts) => {
      const bytes = Buffer.concat(parts);
      const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
      const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
      assert.deepEqual(frames(pieces), frames([bytes]));
    }),
  );
});

test('after noise that ends a block, the next process id arrives', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
      // A stray 37h holds up to 96 bytes; NULs end what the noise began, whatever it was.
      const heard = frames([noise, new Uint8Array(8), PROCESS]);
      assert.equal(heard.at(-1), 'process 41424344');
    }),
  );
});

test('the cause is named that somebody can do something about', () => {
  assert.equal(statusOf(0x12, 0x12, 0x12).blockedBy, null);
  assert.equal(statusOf(0x1a, 0x32, 0x72).blockedBy, 'printer.paper-out');
  assert.equal(statusOf(0x1a, 0x16, 0x12).blockedBy, 'printer.cover-open');
  assert.equal(statusOf(0x1a, 0x52, 0x12).blockedBy, 'printer.error');
  assert.equal(statusOf(0x1a, 0x12, 0x12).blockedBy, 'printer.offline');
  assert.equal(statusOf(0x12, 0x12, 0x1e).paperNearEnd, true);
});
