import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type PrinterFrame, StatusDecoder, statusOf, statusOfAutomatic } from './status.codec.ts';

const PROCESS = Uint8Array.of(0x37, 0x22, 0x41, 0x42, 0x43, 0x44, 0x00);
const MODEL = Uint8Array.from([0x5f, ...Buffer.from('TM-T88V'), 0x00]);
const AUTOMATIC = Uint8Array.of(0x18, 0x00, 0x0c, 0x0f);

function frames(pieces: readonly Uint8Array[]): readonly PrinterFrame[] {
  const decoder = new StatusDecoder();
  return pieces.flatMap((piece) => [...decoder.push(piece)]);
}

function show(frame: PrinterFrame): string {
  return `${frame.kind} ${frame.kind === 'info' ? frame.text : Buffer.from(bytesOf(frame)).toString('hex')}`;
}

/** The bytes on the line that a frame was made of. */
function bytesOf(frame: PrinterFrame): Uint8Array {
  switch (frame.kind) {
    case 'status':
    case 'reached':
      return Uint8Array.of(frame.byte);
    case 'process':
      return Uint8Array.of(0x37, 0x22, ...frame.id, 0x00);
    case 'info':
      return Uint8Array.of(0x5f, ...Buffer.from(frame.text, 'latin1'), 0x00);
    default:
      return frame.bytes;
  }
}

const line = fc
  .array(
    fc.oneof(
      fc.constantFrom(Uint8Array.of(0x12), PROCESS, MODEL, AUTOMATIC, Uint8Array.of(0x0c)),
      fc.uint8Array({ maxLength: 6 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts));

test('answers, automatic status, names and process ids are told apart on one line', () => {
  const heard = frames([Uint8Array.of(0x12, 0x1a, ...AUTOMATIC, ...PROCESS, 0x72, ...MODEL, 0x0c, 0xff)]);
  assert.deepEqual(heard.map(show), [
    'status 12',
    'status 1a',
    'automatic 18000c0f',
    'process 37224142434400',
    'status 72',
    'info TM-T88V',
    'reached 0c',
    'noise ff',
  ]);
});

test('however the line is cut, the frames are the same', () => {
  fc.assert(
    fc.property(line, fc.array(fc.nat(200), { maxLength: 8 }), (bytes, cuts) => {
      const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
      const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
      assert.deepEqual(frames(pieces), frames([bytes]));
    }),
  );
});

test('no byte is unaccounted for: the frames in order are the line, but for what is still coming', () => {
  fc.assert(
    fc.property(line, (bytes) => {
      const heard = Buffer.concat(frames([bytes]).map(bytesOf));
      assert.deepEqual(heard, bytes.subarray(0, heard.length));
      assert.ok(bytes.length - heard.length < 82);
    }),
  );
});

test('noise costs the noise: whatever is no beginning of a frame, the answer behind it arrives', () => {
  const beginsNothing = fc.integer({ min: 0x80, max: 0xff });
  const answer = fc.constantFrom(Uint8Array.of(0x12), PROCESS, MODEL, AUTOMATIC, Uint8Array.of(0x0c));
  fc.assert(
    fc.property(fc.array(beginsNothing, { maxLength: 40 }), answer, (noise, good) => {
      const last = frames([Uint8Array.from(noise), good]).at(-1);
      assert.ok(last !== undefined && last.kind !== 'noise');
      assert.deepEqual(Buffer.from(bytesOf(last)), Buffer.from(good));
    }),
  );
});

test('noise that begins like a frame costs itself too: a process id behind a stray header arrives', () => {
  for (const stray of [[0x37], [0x37, 0x22], [0x37, 0x22, 0x41], [0x5f], [0x5f, 0x41], [0x10], [0x14, 0x00]]) {
    const heard = frames([Uint8Array.from(stray), PROCESS]).map(show);
    assert.equal(heard.at(-1), 'process 37224142434400', stray.toString());
  }
});

test('after noise of any kind that ends, the next process id arrives', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
      // NULs end what the noise began, whatever it was.
      const heard = frames([noise, new Uint8Array(8), PROCESS]).map(show);
      assert.equal(heard.at(-1), 'process 37224142434400');
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
  assert.equal(statusOf(0x12, 0x12, 0x12).drawerPinHigh, false);
  assert.equal(statusOf(0x16, 0x12, 0x12).drawerPinHigh, true);
});

test('what a printer says by itself means the same as what it answers', () => {
  const automatic = (...bytes: readonly number[]): ReturnType<typeof statusOfAutomatic> =>
    statusOfAutomatic(Uint8Array.from(bytes));
  assert.equal(automatic(0x10, 0, 0, 0x0f).blockedBy, null);
  assert.equal(automatic(0x18, 0, 0x0f, 0x0f).blockedBy, 'printer.paper-out');
  assert.equal(automatic(0x38, 0, 0, 0x0f).blockedBy, 'printer.cover-open');
  assert.equal(automatic(0x18, 0x08, 0, 0x0f).blockedBy, 'printer.error');
  assert.equal(automatic(0x18, 0x40, 0, 0x0f).blockedBy, 'printer.error');
  assert.equal(automatic(0x18, 0, 0, 0x0f).blockedBy, 'printer.offline');
  assert.equal(automatic(0x10, 0, 0x03, 0x0f).paperNearEnd, true);
  assert.equal(automatic(0x14, 0, 0, 0x0f).drawerPinHigh, true);
});
