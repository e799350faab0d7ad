import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { secondsLocked, afterFailure } from './lockout.ts';
import { CASHIER, MANAGER, PIN, makeTill } from './testing.ts';

test('the first to sign in opens the day and a session, the last one out closes it uncounted', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn(CASHIER);
  const { businessDay, sessionId } = page.view('status');
  assert.match(businessDay ?? '', /^\d{4}-\d\d-\d\d$/);
  assert.notEqual(sessionId, null);
  const other = till.page('station-2');
  await other.signIn(MANAGER);
  assert.equal(other.view('status').sessionId, sessionId);
  await page.command('signOut', {});
  assert.equal(other.view('status').sessionId, sessionId);
  await other.command('signOut', {});
  assert.equal(other.view('status').sessionId, null);
  const kinds = till
    .store()
    .entriesAfter(0, 100)
    .map((entry) => `${entry.family} ${entry.kind}`);
  assert.deepEqual(kinds.slice(2), [
    'L day-opened',
    'L session-opened',
    'L operator-signed-in',
    'L operator-signed-in',
    'L operator-signed-out',
    'L operator-signed-out',
    'G session-closed',
  ]);
  await till.close();
});

test('a day left open stays open, and the next day begins with the next session', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  const first = page.view('status').businessDay ?? '';
  await page.command('signOut', {});
  till.clock.wall += 24 * 3600_000;
  till.clock.monotonic += 24 * 3600_000;
  await page.signIn();
  const second = page.view('status').businessDay ?? '';
  assert.ok(second > first, `${second} comes after ${first}`);
  await till.close();
});

test('a session that a power cut left open overnight is closed, and today is a day of its own', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  const { businessDay, sessionId } = page.view('status');
  till.clock.wall += 24 * 3600_000;
  till.restart({ shellRunId: 'shell-2' });
  const morning = till.page();
  await morning.signIn();
  assert.notEqual(morning.view('status').sessionId, sessionId);
  assert.ok((morning.view('status').businessDay ?? '') > (businessDay ?? ''));
  const closed = till
    .store()
    .entriesAfter(0, 100)
    .filter((entry) => entry.kind === 'session-closed');
  assert.deepEqual(
    closed.map((entry) => [entry.business_day, entry.payload['reason']]),
    [[businessDay, 'left-open']],
  );
  await till.close();
});

test('a ticket with lines keeps its operator until it is paid or cancelled', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  await page.scan('3017620422003');
  assert.deepEqual(await page.command('signOut', {}), {
    kind: 'refused',
    reason: 'unsent_or_open_ticket',
    params: { lines: 1 },
  });
  await page.command('cancelTicket', page.ticket());
  assert.equal((await page.command('signOut', {})).kind, 'done');
  await till.close();
});

test('five wrong PINs lock an operator out, on every screen and after a restart, and it is written down', async () => {
  const till = makeTill();
  const page = till.page();
  for (const attemptsLeft of [4, 3, 2, 1]) {
    assert.deepEqual(await page.signIn(CASHIER, '0000'), {
      kind: 'refused',
      reason: 'wrong_pin',
      params: { attemptsLeft },
    });
  }
  assert.deepEqual(await page.signIn(CASHIER, '0000'), {
    kind: 'refused',
    reason: 'locked_out',
    params: { seconds: 30 },
  });
  assert.equal((await till.page('station-2').signIn(CASHIER, PIN)).kind, 'refused');
  till.restart();
  const after = till.page();
  assert.deepEqual(await after.signIn(CASHIER, PIN), {
    kind: 'refused',
    reason: 'locked_out',
    params: { seconds: 30 },
  });
  assert.equal((await after.signIn(MANAGER, PIN)).kind, 'done');
  till.clock.wall += 31_000;
  till.clock.monotonic += 31_000;
  assert.equal((await till.page('station-2').signIn(CASHIER, PIN)).kind, 'done');
  assert.ok(
    till
      .store()
      .entriesAfter(0, 100)
      .some((entry) => entry.kind === 'operator-locked-out'),
  );
  await till.close();
});

test('many guesses at once give no more tries than one at a time', async () => {
  const till = makeTill();
  const page = till.page();
  const outcomes = await Promise.all(
    ['1', '2', '3', '4', '5', '6', '7', '8'].map((digit) => page.signIn(CASHIER, digit.repeat(4))),
  );
  const reasons = outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.reason : outcome.kind));
  assert.deepEqual(reasons.slice(0, 4), ['wrong_pin', 'wrong_pin', 'wrong_pin', 'wrong_pin']);
  assert.deepEqual(reasons.slice(4), ['locked_out', 'locked_out', 'locked_out', 'locked_out']);
  assert.equal(till.store().lockout(CASHIER as never).failures, 5);
  await till.close();
});

test('somebody unknown is told no more than somebody with a wrong PIN', async () => {
  const till = makeTill();
  const page = till.page();
  assert.deepEqual(await page.signIn('nobody', PIN), {
    kind: 'refused',
    reason: 'wrong_pin',
    params: { attemptsLeft: 4 },
  });
  await till.close();
});

test('a sign-in that is sent again while its PIN is checked is one sign-in', async () => {
  let answer = (_right: boolean): void => undefined;
  const pins = { matches: () => new Promise<boolean>((resolve) => (answer = resolve)) };
  const till = makeTill({ ports: { pins } });
  const page = till.page();
  const input = { operatorId: CASHIER, pin: PIN };
  page.receive({ kind: 'command', id: 'sign-in-1', name: 'signIn', input });
  const joined = page.command('signIn', input, 'sign-in-1');
  await till.settle();
  answer(true);
  assert.equal((await joined).kind, 'done');
  assert.equal(
    till
      .store()
      .entriesAfter(0, 100)
      .filter((entry) => entry.kind === 'operator-signed-in').length,
    1,
  );
  await till.close();
});

test('commands without the right are refused by the till, whatever the page shows', async () => {
  const till = makeTill();
  const page = till.page();
  const { ticketId, basketVersion } = page.ticket();
  const attempts = [
    page.command('signOut', {}),
    page.command('addProduct', { ticketId, basketVersion, productId: 'x', quantityMilli: 1000 }),
    page.command('pay', { ticketId, basketVersion, payments: [{ method: 'cash', tenderedMinor: 1 }], print: 'none' }),
    page.command('reprint', { ticketId }),
    page.command('openDrawer', { reason: 'x' }),
    page.command('resolveJob', { jobId: 'x', choice: 'discard' }),
    page.command('dismissNotice', { noticeId: 'x' }),
  ];
  for (const outcome of await Promise.all(attempts))
    assert.deepEqual(outcome, { kind: 'refused', reason: 'not_signed_in' });
  assert.deepEqual(page.query('tickets', { limit: 5 }), { tickets: [] });
  assert.deepEqual(page.query('search', { text: 'milk', limit: 5 }), { products: [] });
  await page.signIn(CASHIER);
  assert.deepEqual(await page.command('openDrawer', { reason: 'change' }), {
    kind: 'refused',
    reason: 'no_right',
    params: { right: 'open-drawer' },
  });
  await till.close();
});

test('a lockout grows from half a minute to half an hour and no clock makes it longer', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 2 ** 41 }),
      fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
      (failures, nowMs, stepMs) => {
        const lockout = afterFailure({ failures, lockedUntilMs: 0 }, nowMs);
        const seconds = secondsLocked(lockout, nowMs);
        assert.equal(seconds === 0, failures < 4);
        assert.ok(seconds === 0 || (seconds >= 30 && seconds <= 1800));
        assert.ok(secondsLocked(lockout, Math.max(0, nowMs + stepMs)) <= 1800);
        assert.ok(secondsLocked(afterFailure(lockout, nowMs), nowMs) >= seconds);
      },
    ),
  );
});
