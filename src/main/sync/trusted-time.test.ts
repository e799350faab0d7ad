import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StepClock } from './testing.ts';
import { TrustedTime } from './trusted-time.ts';

const MINUTE_MS = 60_000;

/** A till whose clock is so much ahead of headquarters. */
function ahead(aheadMs: number, kept: (hqMs: number) => number | null) {
  const clock = new StepClock();
  const hqMs = (): number => clock.wallMs() - aheadMs;
  return { clock, hqMs, time: new TrustedTime(clock, kept(hqMs())) };
}

test('a till that is ahead uses a hold of two minutes for all of them, and not a moment longer', async () => {
  const { clock, hqMs, time } = ahead(3 * MINUTE_MS, () => null);
  time.heard(hqMs());
  const endMs = hqMs() + 2 * MINUTE_MS;
  assert.ok(time.grantsMs() < endMs);
  await clock.passes(2 * MINUTE_MS - 1);
  assert.ok(time.grantsMs() < endMs);
  clock.wall -= 60 * MINUTE_MS;
  await clock.passes(1);
  assert.ok(time.grantsMs() >= endMs);
});

test('until headquarters says its time the later of the wall clock and what was kept ends what it granted', () => {
  const fast = ahead(3 * MINUTE_MS, (hqMs) => hqMs);
  assert.equal(fast.time.grantsMs(), fast.clock.wallMs());
  const slow = ahead(-3 * MINUTE_MS, (hqMs) => hqMs);
  assert.equal(slow.time.grantsMs(), slow.hqMs());
  slow.time.heard(slow.hqMs() + MINUTE_MS);
  assert.equal(slow.time.grantsMs(), slow.hqMs() + MINUTE_MS);
});

test('prices go by the later of the two, whatever headquarters said', () => {
  const { clock, hqMs, time } = ahead(3 * MINUTE_MS, () => null);
  time.heard(hqMs());
  assert.equal(time.nowMs(), clock.wallMs());
});
