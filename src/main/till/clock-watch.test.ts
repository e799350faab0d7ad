import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeStart, judgeStep } from './clock-watch.ts';
import { localDate, utcOffsetMinutes } from './local-time.ts';
import { CASHIER, MANAGER, makeTill } from './testing.ts';

const HOUR_MS = 3_600_000;

test('two minutes are nothing, more is a step, and only twelve hours forward ask a manager', () => {
  assert.equal(judgeStep(1_000_000, 1_000_000 + 120_000).kind, 'steady');
  assert.deepEqual(judgeStep(1_000_000_000, 1_000_000_000 - 121_000), {
    kind: 'stepped',
    expectedMs: 1_000_000_000,
    readMs: 999_879_000,
    asksManager: false,
  });
  const forward = judgeStep(0, 13 * HOUR_MS);
  assert.ok(forward.kind === 'stepped' && forward.asksManager);
  const back = judgeStep(20 * HOUR_MS, 0);
  assert.ok(back.kind === 'stepped' && !back.asksManager);
});

test('after a start only a gap above the longest closure asks a manager', () => {
  assert.equal(judgeStart(0, 5 * 24 * HOUR_MS, 5).kind, 'steady');
  const late = judgeStart(0, 5 * 24 * HOUR_MS + 1, 5);
  assert.ok(late.kind === 'stepped' && late.asksManager);
  const early = judgeStart(HOUR_MS, 0, 5);
  assert.ok(early.kind === 'stepped' && !early.asksManager);
});

test('a clock that is set back is written down with both values, and selling goes on', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn(CASHIER);
  till.clock.wall -= HOUR_MS;
  till.restart();
  const after = till.page();
  assert.ok(after.view('status').notices.some((notice) => notice.code === 'clock.stepped'));
  const row = till
    .store()
    .entriesAfter(0, 100)
    .find((entry) => entry.kind === 'clock-stepped');
  assert.equal(row?.payload['step_ms'], -HOUR_MS);
  await after.scan('3017620422003');
  assert.equal((await after.pay()).kind, 'done');
  await till.close();
});

test('a till that finds itself a week later asks a manager before anybody signs in', async () => {
  const till = makeTill();
  till.clock.wall += 7 * 24 * HOUR_MS;
  till.restart();
  let page = till.page();
  assert.deepEqual(await page.signIn(CASHIER), { kind: 'refused', reason: 'clock_needs_manager' });
  till.restart();
  page = till.page();
  assert.deepEqual(await page.signIn(CASHIER), { kind: 'refused', reason: 'clock_needs_manager' });
  assert.equal((await page.signIn(MANAGER)).kind, 'done');
  assert.ok(
    till
      .store()
      .entriesAfter(0, 100)
      .some((entry) => entry.kind === 'clock-accepted'),
  );
  assert.ok(!page.view('status').notices.some((notice) => notice.code === 'clock.implausible'));
  await page.command('signOut', {});
  assert.equal((await page.signIn(CASHIER)).kind, 'done');
  await till.close();
});

test('the day is the shop\u2019s own, on both sides of midnight and of summer time', () => {
  assert.equal(localDate(Date.UTC(2026, 10, 22, 22, 59), 'Europe/Paris'), '2026-11-22');
  assert.equal(localDate(Date.UTC(2026, 10, 22, 23, 0), 'Europe/Paris'), '2026-11-23');
  assert.equal(utcOffsetMinutes(Date.UTC(2026, 10, 22, 12), 'Europe/Paris'), 60);
  assert.equal(utcOffsetMinutes(Date.UTC(2026, 6, 22, 12), 'Europe/Paris'), 120);
  assert.equal(localDate(Date.UTC(2026, 10, 22, 23, 30), 'Africa/Tunis'), '2026-11-23');
});
