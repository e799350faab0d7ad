import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cameraSession, REPEAT_MS, STILL_MS_MAX, type Eye } from './session.ts';
import type { CameraRead } from './watching.ts';

/** A camera made of callbacks, and a clock that only `pass` moves. */
function rig() {
  let nowMs = 0;
  const timers = new Set<{ readonly dueMs: number; readonly call: () => void }>();
  const states: string[] = [];
  const reads: string[] = [];
  const eyes: { on: Parameters<Eye['watch']>[0] | null; closed: boolean }[] = [];
  let refusal: string | null = null;
  const session = cameraSession({
    async open() {
      await Promise.resolve();
      if (refusal !== null) throw new DOMException('no', refusal);
      const made: (typeof eyes)[number] = { on: null, closed: false };
      eyes.push(made);
      return { watch: (on) => void (made.on = on), close: () => void (made.closed = true) };
    },
    after(ms, call) {
      const timer = { dueMs: nowMs + ms, call };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    nowMs: () => nowMs,
    onRead: ({ text }) => reads.push(text),
    onState: (state) => states.push(state.kind === 'trouble' ? state.fault : state.kind),
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    session,
    states,
    reads,
    eyes,
    settle,
    refuse: (name: string | null) => void (refusal = name),
    look(...texts: string[]) {
      const seen = texts.map((text): CameraRead => ({ text, symbology: ']E0' }));
      eyes.at(-1)?.on?.onLook(seen);
    },
    end: () => eyes.at(-1)?.on?.onEnd(),
    async pass(ms: number) {
      const untilMs = nowMs + ms;
      for (;;) {
        await settle();
        const due = [...timers].filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0];
        if (due === undefined) break;
        timers.delete(due);
        nowMs = due.dueMs;
        due.call();
      }
      nowMs = untilMs;
    },
  };
}

test('no. 13: an article held before the camera is read once, another at once, and the first again after it was away', async () => {
  const { session, look, reads, pass } = rig();
  session.want(true);
  await pass(0);
  for (let picture = 0; picture < 30; picture += 1) {
    look('3017620422003');
    await pass(100);
  }
  look('5449000000996');
  assert.deepEqual(reads, ['3017620422003', '5449000000996']);
  await pass(REPEAT_MS);
  look('3017620422003');
  assert.equal(reads.length, 3);
});

test('no. 13: the set-up can ask the camera to count every picture, or to wait longer', async () => {
  const { session, look, reads, pass } = rig();
  session.want(true);
  await pass(0);
  session.setRepeatMs(0);
  look('1');
  look('1');
  assert.equal(reads.length, 2);
});

test('a track that ends is opened again, and what the old one still says is not heard', async () => {
  const { session, look, end, states, reads, eyes, pass } = rig();
  session.want(true);
  await pass(0);
  look();
  end();
  eyes[0]?.on?.onLook([{ text: 'late', symbology: '' }]);
  await pass(300);
  look('1');
  assert.deepEqual(states, ['starting', 'live', 'camera.lost', 'live']);
  assert.deepEqual(reads, ['1']);
  assert.deepEqual(
    eyes.map(({ closed }) => closed),
    [true, false],
  );
});

test('a camera that stands still without a word is opened again', async () => {
  const { session, look, states, eyes, pass } = rig();
  session.want(true);
  await pass(0);
  look();
  await pass(STILL_MS_MAX + 1_000);
  look();
  assert.equal(eyes.length, 2);
  assert.deepEqual(states, ['starting', 'live', 'camera.lost', 'live']);
});

test('a refused camera is not asked for again by itself, but when the permission changes', async () => {
  const { session, refuse, states, eyes, pass } = rig();
  refuse('NotAllowedError');
  session.want(true);
  await pass(60_000);
  assert.deepEqual(states, ['starting', 'camera.denied']);
  refuse(null);
  session.retry();
  await pass(0);
  assert.equal(eyes.length, 1);
});

test('a camera that is not there is looked for with a growing pause, and at once when one is plugged in', async () => {
  const { session, refuse, states, look, pass } = rig();
  refuse('NotFoundError');
  session.want(true);
  await pass(60_000);
  const tries = states.filter((state) => state === 'camera.lost').length;
  assert.ok(tries >= 12 && tries <= 20, String(tries));
  refuse(null);
  session.retry();
  await pass(0);
  look();
  assert.equal(states.at(-1), 'live');
});

test('switched off or out of sight, the camera is closed, also when it was just being opened', async () => {
  const { session, eyes, states, pass, settle } = rig();
  session.want(true);
  session.want(false);
  await settle();
  assert.deepEqual(
    eyes.map(({ closed }) => closed),
    [true],
  );
  session.want(true);
  await pass(0);
  session.want(false);
  assert.ok(eyes.every(({ closed }) => closed));
  assert.equal(states.at(-1), 'off');
  await pass(60_000);
  assert.equal(eyes.length, 2, 'and nothing opens it again');
});
