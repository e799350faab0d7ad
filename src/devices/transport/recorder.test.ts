import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LineFrame } from '../wire.ts';
import { LineRecorder } from './recorder.ts';
import { frameBytes } from './recording.ts';
import { memoryLine } from './transport.ts';

/** A clock that moves when the test says so. */
function heldClock() {
  let nowMs = 1_000;
  let due: (() => void)[] = [];
  return {
    wallMs: () => nowMs,
    after(_delayMs: number, then: () => void) {
      due.push(then);
      return () => {
        due = due.filter((one) => one !== then);
      };
    },
    pass(ms: number) {
      nowMs += ms;
      for (const then of due.splice(0)) then();
    },
  };
}

const said = (frames: readonly LineFrame[]): readonly string[] =>
  frames.map(({ direction, hex }) => (hex === '' ? direction : `${direction} ${hex}`));

test('what goes over a line is noted with its time and direction, also over a reopening, and the line stays as it was', async () => {
  const clock = heldClock();
  const recorder = new LineRecorder(clock);
  const { near, far } = memoryLine('serial:///dev/x');
  const line = recorder.around({ ...near, oneWay: false });
  assert.deepEqual([line.address, line.oneWay], ['serial:///dev/x', false]);
  const heard: number[] = [];
  line.onBytes((bytes) => heard.push(...bytes));
  await line.write(Uint8Array.of(0x1b, 0x40));
  clock.pass(5);
  far.send(Uint8Array.of(0x12));
  await Promise.resolve();
  await line.close();
  recorder.around(memoryLine().near);
  assert.deepEqual(said(recorder.frames()), ['opened', 'out 1b40', 'in 12', 'closed', 'opened']);
  assert.deepEqual(
    recorder.frames().map(({ atMs }) => atMs),
    [1_000, 1_000, 1_005, 1_005, 1_005],
  );
  assert.deepEqual(heard, [0x12]);
});

test('what is kept stays within its bounds, in bytes and in pieces, and the oldest is forgotten first', () => {
  const recorder = new LineRecorder(heldClock());
  for (let byte = 0; byte < 5_000; byte++) recorder.note('in', Uint8Array.of(byte & 0xff));
  assert.equal(recorder.frames().length, 2_000);
  assert.equal(recorder.frames().at(-1)?.hex, (4_999 & 0xff).toString(16).padStart(2, '0'));
  recorder.note('out', new Uint8Array(1_000_000).fill(7));
  const bytes = recorder.frames().reduce((sum, frame) => sum + frameBytes(frame).length, 0);
  assert.ok(bytes <= 256 * 1_024 && bytes > 250 * 1_024, String(bytes));
  assert.ok(recorder.frames().every((frame) => frameBytes(frame).every((byte) => byte === 7)));
});

test('who changes its bytes after a write changes nothing that was noted', async () => {
  const recorder = new LineRecorder(heldClock());
  const line = recorder.around(memoryLine().near);
  const bytes = Uint8Array.of(1, 2);
  const written = line.write(bytes);
  bytes.fill(9);
  await written;
  assert.deepEqual(said(recorder.frames()), ['opened', 'out 0102']);
});

test('who watches is told of what happens from then on, a few at a time, until it looks away', () => {
  const clock = heldClock();
  const recorder = new LineRecorder(clock);
  recorder.note('in', Uint8Array.of(1));
  const told: (readonly string[])[] = [];
  recorder.watch((frames) => told.push(said(frames)));
  recorder.note('in', Uint8Array.of(2));
  recorder.note('out', Uint8Array.of(3));
  clock.pass(100);
  recorder.note('in', Uint8Array.of(4));
  clock.pass(100);
  recorder.note('in', Uint8Array.of(5));
  recorder.watch(null);
  clock.pass(100);
  recorder.note('in', Uint8Array.of(6));
  clock.pass(100);
  assert.deepEqual(told, [['in 02', 'out 03'], ['in 04']]);
  assert.equal(recorder.frames().length, 6);
});

test('a watch that asks for the past begins with it, and one that goes on hears nothing twice', () => {
  const clock = heldClock();
  const recorder = new LineRecorder(clock);
  for (let n = 0; n < 60; n++) recorder.note('in', Uint8Array.of(n));
  const told: (readonly string[])[] = [];
  const look = (frames: Parameters<typeof said>[0]): unknown => told.push(said(frames));
  recorder.watch(look, 50);
  assert.deepEqual([told.length, told[0]?.length, told[0]?.[0], told[0]?.at(-1)], [1, 50, 'in 0a', 'in 3b']);
  recorder.note('in', Uint8Array.of(0xff));
  recorder.watch(look, 50);
  clock.pass(100);
  assert.deepEqual(told.slice(1), [['in ff']]);
});
