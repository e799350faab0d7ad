import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { secondsLocked, afterFailure } from './lockout.ts';
import { CASHIER, CLERK, MANAGER, PIN, makeTill } from './testing.ts';

test('signing in and out opens and closes nothing: the drawer is somebody else’s matter', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(CASHIER);
  assert.deepEqual([page.view('status').businessDay, page.view('status').sessionId], [null, null]);
  await page.command('openSession', { float: [], asLeft: true, reason: '' });
  const { businessDay, sessionId } = page.view('status');
  assert.match(businessDay ?? '', /^\d{4}-\d\d-\d\d$/);
  assert.notEqual(sessionId, null);
  const other = till.page('station-2');
  await other.enter(MANAGER);
  await page.command('signOut', {});
  await other.command('signOut', {});
  assert.equal(other.view('status').sessionId, sessionId);
  const kinds = till
    .store()
    .entriesAfter(0, 100)
    .map((entry) => `${entry.family} ${entry.kind}`);
  assert.deepEqual(kinds.slice(2), [
    'L operator-signed-in',
    'L day-opened',
    'L session-opened',
    'L operator-signed-in',
    'L operator-signed-out',
    'L operator-signed-out',
  ]);
  await till.close();
});

test('what is scanned before anybody opened the drawer is refused in words, and nothing is begun', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(CASHIER);
  assert.deepEqual(await page.scan('3017620422003'), { kind: 'refused', reason: 'session_needed' });
  assert.equal(page.view('basket').notice?.reason, 'session_needed');
  assert.equal(page.view('basket').lines.length, 0);
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

test('a PIN that approves is locked out like one that signs in, and is in no file as a hash that can be guessed', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn(CASHIER);
  const move = { movement: 'pay-out' as const, amountMinor: 20_000, counts: [], reason: 'fournitures' };
  assert.equal(reasonOf(await page.command('moveCash', move)), 'approval_needed');
  const wrong = { ...move, approval: { operatorId: MANAGER, pin: '0000' } };
  const reasons: string[] = [];
  for (let guess = 0; guess < 6; guess += 1) reasons.push(reasonOf(await page.command('moveCash', wrong)));
  assert.deepEqual(reasons, ['wrong_pin', 'wrong_pin', 'wrong_pin', 'wrong_pin', 'locked_out', 'locked_out']);
  const plain = createHash('sha256')
    .update(`moveCash\n${JSON.stringify(wrong)}`)
    .digest('hex');
  const outcomes = readdirSync(till.dataDir)
    .filter((name) => name.endsWith('.db') || name.endsWith('-wal'))
    .map((name) => readFileSync(join(till.dataDir, name)).toString('latin1'));
  assert.ok(outcomes.every((text) => !text.includes(plain)));
  assert.ok(outcomes.every((text) => !text.includes('"pin":"0000"')));
  await till.close();
});

test('somebody without the right to approve lets nothing pass, though their PIN is right', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn(CASHIER);
  const move = { movement: 'pay-out' as const, amountMinor: 20_000, counts: [], reason: 'fournitures' };
  const approval = { operatorId: CLERK, pin: PIN };
  assert.equal(reasonOf(await page.command('moveCash', { ...move, approval })), 'approver_no_right');
  const right = { ...move, approval: { operatorId: MANAGER, pin: PIN } };
  assert.equal((await page.command('moveCash', right)).kind, 'done');
  assert.equal(reasonOf(await page.command('moveCash', move)), 'approval_needed', 'one approval is for one action');
  const approvals = till
    .store()
    .entriesAfter(0, 100)
    .filter(({ kind }) => kind === 'approval-given');
  assert.deepEqual(
    approvals.map(({ payload, operator }) => [payload['approver'], payload['action'], operator]),
    [[MANAGER, 'pay-out', CASHIER]],
  );
  await till.close();
});

function reasonOf(outcome: { readonly kind: string; readonly reason?: string }): string {
  return outcome.reason ?? outcome.kind;
}
