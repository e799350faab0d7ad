/** A session from its float to its closing, and what stands in the way of each step. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { payloadOf } from '#domain/journal/journal.ts';
import { CASHIER, makeTill, MANAGER, PIN, type TestPage } from '../testing.ts';
import {
  APPROVAL,
  close,
  closeDay,
  confirm,
  countAndClose,
  differenceOf,
  inCoins,
  MILK,
  MILK_MINOR,
  move,
  open,
  openedTill,
  sell,
  sessionOf,
  why,
} from './testing.ts';

test('signing in opens nothing, and nothing is sold before a session is open', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(CASHIER);
  assert.equal(page.view('cash').state, 'none');
  assert.equal(till.store().openDay(), null);
  assert.equal(why(await page.scan(MILK)), 'session_needed');
  await open(page);
  assert.equal((await page.scan(MILK)).kind, 'done');
  assert.equal((await page.pay()).kind, 'done');
  await page.command('signOut', {});
  assert.equal(till.store().drawerSession()?.state, 'open');
  await till.close();
});

test('a session begins with the float that was counted, by denomination, and its row says so', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(CASHIER);
  const float = [
    { denominationMinor: 50, count: 3 },
    { denominationMinor: 2000, count: 5 },
  ];
  const outcome = await page.command('openSession', { float, asLeft: false, reason: '' });
  assert.equal(outcome.kind, 'done');
  const [row] = till
    .store()
    .entriesAfter(0, 100)
    .filter(({ kind }) => kind === 'session-opened');
  assert.ok(row !== undefined);
  const payload = payloadOf(row, 'session-opened');
  assert.equal(payload.float_minor, 10_150);
  assert.deepEqual(payload.float, [
    { denomination_minor: 2000, count: 5 },
    { denomination_minor: 50, count: 3 },
  ]);
  assert.equal(payload.left_minor, undefined, 'nobody had left anything');
  await till.close();
});

test('a float that differs from what the last close left needs a reason and an approval, and both stay', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(MANAGER);
  await open(page, 10_000);
  await countAndClose(page, 10_000, 5000);
  assert.equal(page.view('cash').leftMinor, 5000);
  const short = { float: inCoins(4800), asLeft: false, reason: '' };
  assert.equal(why(await page.command('openSession', short)), 'reason_missing');
  const refused = await page.command('openSession', { ...short, reason: 'Un rouleau manque' });
  assert.ok(refused.kind === 'refused' && refused.reason === 'approval_needed');
  assert.deepEqual(refused.params, { action: 'opening-difference', differenceMinor: -200 });
  const approved = await page.command('openSession', { ...short, reason: 'Un rouleau manque', approval: APPROVAL });
  assert.equal(approved.kind, 'done');
  const rows = till.store().entriesAfter(0, 100);
  const given = rows.find(({ kind }) => kind === 'approval-given' && kind !== undefined);
  const opened = rows.findLast(({ kind }) => kind === 'session-opened');
  assert.ok(given !== undefined && opened !== undefined);
  const payload = payloadOf(opened, 'session-opened');
  assert.deepEqual([payload.left_minor, payload.difference_minor, payload.reason], [5000, -200, 'Un rouleau manque']);
  const ids = rows
    .filter(({ kind }) => kind === 'approval-given')
    .map((row) => payloadOf(row, 'approval-given').approval_id);
  assert.ok(ids.includes(payload.approval_id ?? ''));
  await till.close();
});

test('what was left is taken over without counting it again', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(MANAGER);
  await open(page, 10_000);
  await countAndClose(page, 10_000, 7500);
  assert.equal((await page.command('openSession', { float: [], asLeft: true, reason: '' })).kind, 'done');
  const sessionId = page.view('cash').sessionId ?? '';
  assert.equal(sessionOf(till, sessionId).floatMinor, 7500);
  await till.close();
});

test('last close 100, float declared anew 50, sale: the float is 50 and not 150', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(MANAGER);
  await open(page, 10_000);
  await countAndClose(page, 10_000, 10_000);
  const sessionId = await open(page, 5000);
  await sell(page);
  await page.command('beginCount', { holdTickets: false });
  await confirm(page, sessionId, 5000 + MILK_MINOR);
  assert.equal(differenceOf(page, sessionId), 0);
  await till.close();
});

test('money comes in and goes out with reason, slip and drawer, in numbers of their own', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(CASHIER);
  const sessionId = await open(page);
  const slips: string[] = [];
  for (const [movement, amountMinor] of [
    ['pay-in', 2000],
    ['pay-out', 1250],
    ['safe-drop', 3000],
    ['pay-out', 100],
  ] as const) {
    till.hardware.sent.length = 0;
    const outcome = await move(page, movement, amountMinor);
    assert.ok(outcome.kind === 'done' && outcome.jobId !== null, JSON.stringify(outcome));
    assert.deepEqual(
      till.hardware.sent.map(({ kind }) => kind),
      ['pulse'],
    );
    assert.equal(till.store().job(outcome.jobId as never)?.kind, 'slip');
    slips.push(outcome.slipNumber);
  }
  assert.deepEqual(slips, ['IN-0001', 'OUT-0001', 'DROP-0001', 'OUT-0002']);
  await page.command('beginCount', { holdTickets: false });
  await confirm(page, sessionId, 10_000 + 2000 - 1250 - 3000 - 100);
  assert.equal(differenceOf(page, sessionId), 0);
  await till.close();
});

test('a pay-out beyond the limit of the role needs one approval, and no amount that is none is moved', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(CASHIER);
  await open(page);
  const payOut = (amountMinor: number, rest: object = {}): Promise<{ kind: string; reason?: string }> =>
    page.command('moveCash', { movement: 'pay-out', amountMinor, counts: [], reason: 'Achat', ...rest });
  assert.equal(why(await payOut(5001)), 'approval_needed');
  assert.equal((await payOut(5000)).kind, 'done');
  assert.equal((await payOut(5001, { approval: APPROVAL })).kind, 'done');
  assert.equal(why(await payOut(5001)), 'approval_needed', 'an approval covers one action');
  assert.equal(why(await payOut(100, { reason: ' ' })), 'reason_missing');
  for (const amountMinor of [0, -100, 100_000_000_000]) assert.equal(why(await payOut(amountMinor)), 'amount_invalid');
  const counts = [{ denominationMinor: 2000, count: 1 }];
  assert.equal(why(await payOut(1900, { counts })), 'counts_invalid');
  assert.equal((await payOut(2000, { counts })).kind, 'done');
  assert.equal(why(await payOut(0, { counts: [{ denominationMinor: 2500, count: 1 }] })), 'counts_invalid');
  await till.close();
});

test('more than lies in the drawer is told to whoever may see it, and needs an approval from anybody else', async () => {
  const { till, page, other } = await openedTill(20_600);
  const drop = (from: TestPage, amountMinor: number) =>
    from.command('moveCash', { movement: 'safe-drop', amountMinor, counts: [], reason: '' });
  const short = await drop(page, 900_000);
  assert.ok(short.kind === 'refused' && short.reason === 'amount_invalid');
  assert.deepEqual(short.params, { why: 'drawer-short', amountMinor: 900_000, expectedMinor: 20_600 });
  for (const amountMinor of [20_500, 900_000]) {
    const asked = await drop(other, amountMinor);
    assert.ok(asked.kind === 'refused' && asked.reason === 'approval_needed', 'the same answer on both sides');
    assert.deepEqual(asked.params, { action: 'pay-out', amountMinor, limitMinor: 5000 });
  }
  assert.equal((await drop(other, 5000)).kind, 'done');
  assert.equal((await drop(page, 15_600)).kind, 'done');
  await till.close();
});

test('a session in which nothing was sold is counted and closed, and so is its day', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(MANAGER);
  await open(page, 0);
  const businessDay = page.view('cash').businessDay ?? '';
  await countAndClose(page, 0);
  assert.equal((await closeDay(page, businessDay)).kind, 'done');
  await till.close();
});

test('an empty ticket blocks no count; one with lines is held on demand and paid in a later session', async () => {
  const { till, page, other } = await openedTill(0);
  await other.scan(MILK);
  const refused = await page.command('beginCount', { holdTickets: false });
  assert.ok(refused.kind === 'refused' && refused.reason === 'tickets_open');
  assert.deepEqual(refused.params, { tickets: 1 });
  assert.equal((await page.command('beginCount', { holdTickets: true })).kind, 'done');
  assert.equal(other.view('basket').lines.length, 0);
  assert.deepEqual([page.view('cash').openTickets, page.view('cash').heldTickets], [0, 1]);
  const sessionId = page.view('cash').sessionId ?? '';
  await confirm(page, sessionId, 0);
  await close(page, sessionId);
  await open(page, 0);
  const held = other.view('basket').held[0];
  assert.equal((await other.command('recallTicket', { heldTicketId: held?.ticketId ?? '' })).kind, 'done');
  const paid = await other.pay();
  assert.ok(paid.kind === 'done' && paid.totalMinor === MILK_MINOR);
  await till.close();
});

test('a sale that arrives while cash is counted is refused, its ticket stays, and it is paid once when the count is given up', async () => {
  const { till, page, other, sessionId } = await openedTill(0);
  await page.command('beginCount', { holdTickets: false });
  assert.equal(why(await other.scan(MILK)), 'session_counting');
  assert.equal(other.view('basket').lines.length, 0);
  await page.command('abandonCount', {});
  await other.scan(MILK);
  const paid = await other.pay({ tenderedMinor: 500 });
  assert.equal(paid.kind, 'done');
  await page.command('beginCount', { holdTickets: false });
  const late = await other.pay({ tenderedMinor: 500 });
  assert.equal(late.kind, 'refused');
  await confirm(page, sessionId, MILK_MINOR);
  assert.equal(differenceOf(page, sessionId), 0);
  await till.close();
});

test('a ticket that was begun is paid after a suspension, and nothing is scanned meanwhile', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(CASHIER);
  await open(page);
  await page.scan(MILK);
  await page.command('suspendSession', {});
  assert.equal(why(await page.scan(MILK)), 'session_suspended');
  assert.equal(why(await page.pay()), 'session_suspended');
  assert.equal(page.view('basket').lines.length, 1);
  await page.command('resumeSession', {});
  assert.equal((await page.pay()).kind, 'done');
  await till.close();
});

test('a recount is a new record, both stay, and the session is closed on the one that was looked at', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(MANAGER);
  const sessionId = await open(page);
  await page.command('beginCount', { holdTickets: false });
  assert.deepEqual(await confirm(page, sessionId, 9000), { kind: 'done', countNumber: 1 });
  assert.equal(differenceOf(page, sessionId), -1000);
  assert.deepEqual(await confirm(page, sessionId, 10_000), { kind: 'done', countNumber: 2 });
  assert.equal(differenceOf(page, sessionId), 0);
  const stale = await close(page, sessionId, { countNumber: 1 });
  assert.ok(stale.kind === 'refused' && stale.reason === 'count_stale');
  assert.deepEqual(stale.params, { countNumber: 2 });
  assert.equal((await close(page, sessionId, { countNumber: 2 })).kind, 'done');
  const counts = till
    .store()
    .entriesAfter(0, 100)
    .filter(({ kind }) => kind === 'cash-counted');
  assert.deepEqual(
    counts.map((row) => payloadOf(row, 'cash-counted').methods.map((each) => each.counted_minor)),
    [[9000], [10_000]],
  );
  await till.close();
});

test('a count that was given up no longer stands, and the next one has the next number', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(MANAGER);
  const sessionId = await open(page);
  await page.command('beginCount', { holdTickets: false });
  await confirm(page, sessionId, 9000);
  await page.command('abandonCount', {});
  assert.deepEqual(page.view('cash').toCount, []);
  await page.command('beginCount', { holdTickets: false });
  assert.equal(page.view('cash').toCount[0]?.count, null);
  const uncounted = await close(page, sessionId);
  assert.ok(uncounted.kind === 'refused' && uncounted.reason === 'session_state');
  assert.deepEqual(await confirm(page, sessionId, 10_000), { kind: 'done', countNumber: 2 });
  await till.close();
});

test('money found after a count that was short is entered and counted, and the difference is gone', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(MANAGER);
  const sessionId = await open(page);
  await page.command('beginCount', { holdTickets: false });
  await confirm(page, sessionId, 12_000);
  assert.equal(differenceOf(page, sessionId), 2000);
  await page.command('abandonCount', {});
  await move(page, 'pay-in', 2000);
  await page.command('beginCount', { holdTickets: false });
  await confirm(page, sessionId, 12_000);
  assert.equal(differenceOf(page, sessionId), 0);
  assert.equal((await close(page, sessionId, { countNumber: 2 })).kind, 'done');
  await till.close();
});

test('whoever has seen the difference and may not see what is expected cannot go back to selling', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(CASHIER);
  const sessionId = await open(page);
  await page.command('beginCount', { holdTickets: false });
  assert.equal((await page.command('abandonCount', {})).kind, 'done', 'before it is confirmed they may');
  await page.command('beginCount', { holdTickets: false });
  await confirm(page, sessionId, 9000);
  const refused = await page.command('abandonCount', {});
  assert.ok(refused.kind === 'refused' && refused.reason === 'no_right');
  await till.close();
});

test('a difference above one limit needs a reason, above another an approval, and the row of the closing has both', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(MANAGER);
  const sessionId = await open(page);
  await page.command('beginCount', { holdTickets: false });
  await confirm(page, sessionId, 9680);
  const input = { sessionId, countNumber: 1, reason: '', nextFloatMinor: 5000, nextFloat: [], print: true };
  assert.equal(why(await page.command('closeSession', input)), 'reason_missing');
  const reason = 'Erreur de rendu';
  const refused = await page.command('closeSession', { ...input, reason });
  assert.ok(refused.kind === 'refused' && refused.reason === 'approval_needed');
  assert.deepEqual(refused.params, { action: 'closing-difference', differenceMinor: -320, limitMinor: 300 });
  const byCashier = { operatorId: CASHIER, pin: PIN };
  assert.equal(why(await page.command('closeSession', { ...input, reason, approval: byCashier })), 'approver_no_right');
  const closed = await page.command('closeSession', { ...input, reason, approval: APPROVAL });
  assert.ok(closed.kind === 'done' && closed.depositMinor === 4680 && closed.jobId !== null);
  const row = sessionOf(till, sessionId).closing;
  assert.ok(row !== null);
  const payload = payloadOf(row, 'session-closed');
  assert.ok(payload.counted && payload.reason === reason && payload.approval_id !== undefined);
  assert.deepEqual(
    [
      payload.drawer.expected_minor,
      payload.methods[0]?.difference_minor,
      payload.next_float_minor,
      payload.deposit_minor,
    ],
    [10_000, -320, 5000, 4680],
  );
  await till.close();
});

test('two people who close the same session close it once, and the second is told', async () => {
  const till = makeTill();
  const page = till.page();
  const other = till.page('office');
  await page.enter(MANAGER);
  await other.enter(MANAGER);
  const sessionId = await open(page);
  await page.command('beginCount', { holdTickets: false });
  await confirm(other, sessionId, 10_000);
  const outcomes = await Promise.all([close(page, sessionId), close(other, sessionId)]);
  assert.deepEqual(outcomes.map(why), ['done', 'session_state']);
  assert.equal(
    till
      .store()
      .entriesAfter(0, 100)
      .filter(({ kind }) => kind === 'session-closed').length,
    1,
  );
  await till.close();
});

test('two sessions of one day share no row, and each is expected what is its own', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(MANAGER);
  const first = await open(page, 1000);
  await sell(page);
  await page.command('blindClose', { holdTickets: false });
  const second = await open(page, 2000);
  await sell(page);
  await sell(page);
  await page.command('blindClose', { holdTickets: false });
  assert.deepEqual(
    page.view('cash').toCount.map(({ sessionId, state }) => [sessionId, state]),
    [
      [first, 'blind-closed'],
      [second, 'blind-closed'],
    ],
  );
  await confirm(page, second, 2000 + 2 * MILK_MINOR);
  await confirm(page, first, 1000 + MILK_MINOR);
  assert.deepEqual([differenceOf(page, first), differenceOf(page, second)], [0, 0]);
  await close(page, first);
  await close(page, second);
  const { businessDay } = sessionOf(till, first);
  assert.equal((await closeDay(page, businessDay)).kind, 'done');
  const { closing } = page.query('closing', { businessDay });
  assert.equal(closing?.grossMinor, 3 * MILK_MINOR);
  await till.close();
});

test('negative, fractional and foreign counts and methods nobody can count are refused, and nothing is written', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(CASHIER);
  const sessionId = await open(page);
  await page.command('beginCount', { holdTickets: false });
  const before = till.store().head().seq;
  const cash = (denominationMinor: number, count: number) => ({
    sessionId,
    cash: [{ denominationMinor, count }],
    methods: [],
  });
  for (const input of [
    cash(100, -1),
    cash(25, 1),
    cash(100, 100_001),
    { sessionId, cash: [], methods: [{ method: 'purse', amountMinor: 0 }] },
    { sessionId, cash: [], methods: [{ method: 'cash', amountMinor: 10_000 }] },
    { sessionId, cash: [], methods: [{ method: 'cheque', amountMinor: 100, pieces: -1 }] },
  ] as const)
    assert.equal(why(await page.command('confirmCount', input as never)), 'counts_invalid');
  await assert.rejects(page.command('confirmCount', cash(100, 1.5) as never), /does not fit/);
  assert.equal(till.store().head().seq, before);
  assert.equal(page.view('cash').toCount[0]?.count, null);
  await till.close();
});

test('a till that dies between any two steps goes on where it was, to the cent', async () => {
  const till = makeTill();
  let page = till.page();
  const die = (): void => {
    till.restart();
    page = till.page();
  };
  await page.enter(MANAGER);
  die();
  const sessionId = await open(page);
  die();
  await sell(page);
  die();
  await page.scan(MILK);
  die();
  await page.command('suspendSession', {});
  die();
  await page.command('resumeSession', {});
  die();
  assert.equal((await page.pay({ tenderedMinor: 500 })).kind, 'done');
  await move(page, 'safe-drop', 5000);
  die();
  await page.command('beginCount', { holdTickets: true });
  die();
  assert.equal(page.view('cash').state, 'counting');
  await confirm(page, sessionId, 5000 + 2 * MILK_MINOR);
  die();
  assert.equal(differenceOf(page, sessionId), 0);
  assert.equal((await close(page, sessionId, { nextFloatMinor: 2000 })).kind, 'done');
  die();
  assert.equal(page.view('cash').leftMinor, 2000);
  assert.equal((await closeDay(page, sessionOf(till, sessionId).businessDay)).kind, 'done');
  die();
  assert.equal(page.view('cash').state, 'none');
  assert.equal(page.query('closings', { limit: 10 }).closings.length, 1);
  await till.close();
});

test('the X is read as often as one likes, by whoever may see what is expected, and writes nothing', async () => {
  const { till, page, other } = await openedTill();
  await sell(page);
  const before = till.store().head().seq;
  const { report } = page.query('xReport', {});
  assert.equal(report?.drawer.expectedMinor, 10_000 + MILK_MINOR);
  assert.equal(report.grossMinor, MILK_MINOR);
  assert.equal(page.query('xReport', {}).report?.drawer.expectedMinor, report.drawer.expectedMinor);
  assert.equal(other.query('xReport', {}).report, null);
  assert.equal(why(await other.command('printReport', { businessDay: null })), 'no_right');
  assert.equal((await page.command('printReport', { businessDay: null })).kind, 'done');
  assert.equal(till.store().head().seq, before);
  await till.close();
});

test('a drop is advised above the limit of the shop, and no longer once it was made', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(CASHIER);
  await open(page, 49_900);
  assert.equal(page.view('cash').isDropAdvised, false);
  await sell(page);
  await till.settle();
  assert.equal(page.view('cash').isDropAdvised, true);
  await move(page, 'safe-drop', 30_000);
  assert.equal(page.view('cash').isDropAdvised, false);
  await till.close();
});
