/**
 * A refund of a ticket that this very till sold, with a headquarters: its lines are kept there first, so that they do not come back at
 * two tills; and whatever becomes of the line, the till that sold them takes them back.
 */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type FakeHeadquarters, fakeHeadquarters, rowsOf } from './authority/testing.ts';
import { CASHIER, MANAGER, PIN, type TestPage, type TestTill, makeTill } from './testing.ts';

/** 4.35 each. */
const MILK = '03017620422003';

interface Counter {
  readonly till: TestTill;
  readonly hq: FakeHeadquarters;
  page: TestPage;
  readonly ticketId: string;
}

/** A till of a headquarters that sold so many milks, and whose sale headquarters has unless it is unsent. */
async function counter(context: TestContext, { milks = 2, isSent = true, operator = MANAGER } = {}): Promise<Counter> {
  const hq = fakeHeadquarters();
  const till = makeTill({ ports: { openHq: () => hq.open() } });
  context.after(() => till.close());
  hq.joinTo(till);
  const page = till.page();
  await page.signIn(operator);
  const { ticketId } = page.ticket();
  for (let count = 0; count < milks; count++) await page.scan(MILK);
  assert.equal((await page.pay({ print: 'none', tenderedMinor: milks * 435 })).kind, 'done');
  if (isSent) sent(till);
  hq.reserve = { kind: 'granted', expiresAtMs: hq.nowMs + 900_000 };
  return { till, hq, page, ticketId };
}

/** Headquarters has every row of the till. */
function sent(till: TestTill): void {
  const store = till.store();
  const last = store.entriesAfter(0, 100_000).at(-1);
  const { chainId } = store.identity;
  store.note(({ hq }) => hq.putAck({ chainId, seq: last?.seq ?? 0, hash: last?.hash ?? '', signature: 'AA' }));
}

/** Asks for so many milks back; `done`, or the reason. */
async function ask(
  { page, ticketId }: Counter,
  { count = 1, approval }: { count?: number; approval?: { operatorId: string; pin: string } } = {},
): Promise<string> {
  const { ticket } = page.query('refundable', { ticketId });
  const lines = ticket?.lines.filter(({ why }) => why === 'ok').slice(0, count) ?? [];
  const outcome = await page.command('refund', {
    ticketId,
    lines: lines.map(({ lineId }) => ({ lineId, quantityMilli: Math.ceil(count / lines.length) * 1_000 })),
    payments: [{ method: 'cash', amountMinor: 435 * count }],
    reason: 'abîmé',
    print: 'none',
    ...(approval && { approval }),
  });
  return outcome.kind === 'done' ? 'done' : `${outcome.reason} ${String(outcome.params?.['why'] ?? '')}`.trim();
}

function reserved({ hq }: Counter): readonly string[] {
  return hq.asked.flatMap(({ name, input }) =>
    name === 'reserve' ? [(input as { reservationId: string }).reservationId] : [],
  );
}

/** What the refunds of this till name in their rows. */
function named({ till }: Counter): readonly unknown[] {
  return rowsOf(till, 'ticket-validated')
    .flatMap(({ refund }) => (refund === undefined ? [] : [refund as Readonly<Record<string, unknown>>]))
    .map(({ reservation_id: reservation, chain_id: chain }) => chain ?? reservation ?? null);
}

function released({ till }: Counter): readonly unknown[] {
  return rowsOf(till, 'refund-released').map(({ reservation_id }) => reservation_id);
}

test('its lines are kept at headquarters first, the page is told when to go on, and the row names what kept them', async (context) => {
  const one = await counter(context);
  one.hq.mode = 'held-back';
  assert.equal(await ask(one), 'refund_asked');
  assert.deepEqual(one.page.view('basket').refundsAsked, [one.ticketId]);
  assert.equal(await ask(one), 'refund_asked');
  await one.hq.answer();
  assert.deepEqual(one.page.view('basket').refundsAsked, []);
  assert.equal(await ask(one), 'done');
  assert.equal(reserved(one).length, 1);
  assert.deepEqual(named(one), reserved(one));
  await one.till.settle();
  assert.deepEqual([released(one), one.till.store().authority.questions()], [[], []]);
});

test('goods that came back at another till do not come back here, and whoever tries again asks again', async (context) => {
  const one = await counter(context);
  one.hq.reserve = { kind: 'refused', reason: 'already-refunded' };
  for (const times of [1, 2]) {
    assert.equal(await ask(one), 'refund_asked');
    await one.till.settle();
    assert.equal(await ask(one), 'refund_elsewhere refund-own-already-refunded');
    assert.equal(reserved(one).length, times);
  }
  assert.deepEqual([named(one), released(one)], [[], []]);
});

test('a sale that was not sent yet is nobody else\u2019s: nothing is asked', async (context) => {
  const one = await counter(context, { isSent: false });
  assert.equal(await ask(one), 'done');
  assert.deepEqual([reserved(one), named(one)], [[], [null]]);
});

test('the till that sold it is not stopped by a line that is cut, nor by a headquarters that cannot say', async (context) => {
  const away = await counter(context);
  away.hq.link = 'offline';
  assert.equal(await ask(away), 'done');
  assert.deepEqual([reserved(away), named(away)], [[], [null]]);
  for (const reason of ['recovering', 'not-allowed', 'unknown-ticket'] as const) {
    const one = await counter(context);
    one.hq.reserve = { kind: 'refused', reason };
    assert.equal(await ask(one), 'refund_asked', reason);
    await one.till.settle();
    assert.equal(await ask(one), 'done', reason);
    await one.till.settle();
    assert.deepEqual([named(one), released(one)], [[null], []], reason);
    assert.deepEqual(one.till.store().authority.questions(), [], reason);
  }
});

test('a question that nobody answered stops nobody, and what it may have kept is given back after the refund', async (context) => {
  const one = await counter(context, { milks: 20, operator: CASHIER });
  one.hq.mode = 'silent';
  const approval = { operatorId: MANAGER, pin: PIN };
  assert.equal(await ask(one, { count: 20, approval }), 'refund_asked');
  await one.till.settle();
  assert.equal(await ask(one, { count: 20 }), 'approval_needed');
  assert.deepEqual(released(one), []);
  assert.equal(await ask(one, { count: 20, approval }), 'done');
  await one.till.settle();
  const [asked] = reserved(one);
  assert.deepEqual([named(one), released(one)], [[null], [asked]]);
  assert.deepEqual(one.till.store().authority.questions(), []);
});

test('what is kept goes back where nobody refunds it: after a crash, and once cash is counted', async (context) => {
  const crashed = await counter(context);
  await ask(crashed);
  await crashed.till.settle();
  crashed.till.restart();
  crashed.page = crashed.till.page();
  await crashed.page.signIn(MANAGER);
  await crashed.till.settle();
  assert.deepEqual(released(crashed), reserved(crashed));
  // What headquarters still calls taken may be what this till has just given back: it is asked again for a moment.
  crashed.hq.reserve = { kind: 'refused', reason: 'already-refunded' };
  assert.equal(await ask(crashed), 'refund_asked');
  await crashed.till.settle();
  assert.equal(await ask(crashed), 'refund_asked');
  crashed.hq.reserve = { kind: 'granted', expiresAtMs: crashed.hq.nowMs + 900_000 };
  for (let tries = 0; tries < 500 && crashed.page.view('basket').refundsAsked.length > 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(await ask(crashed), 'done');
  assert.deepEqual(named(crashed), reserved(crashed).slice(-1));

  const counted = await counter(context);
  await ask(counted);
  await counted.till.settle();
  assert.deepEqual(released(counted), []);
  assert.equal((await counted.page.command('beginCount', { holdTickets: true })).kind, 'done');
  await counted.till.settle();
  assert.deepEqual(released(counted), reserved(counted));
});

test('what was kept for one refund is not used for another of the same lines, at another station', async (context) => {
  const one = await counter(context, { milks: 4 });
  const beside = { ...one, page: one.till.page('beside') };
  await beside.page.signIn(MANAGER);
  assert.equal(await ask(one, { count: 2 }), 'refund_asked');
  await one.till.settle();
  assert.deepEqual(await Promise.all([ask(one, { count: 2 }), ask(beside, { count: 2 })]), ['done', 'refund_asked']);
  await one.till.settle();
  assert.equal(await ask(beside, { count: 2 }), 'done');
  assert.equal(new Set(reserved(one)).size, 2);
  assert.deepEqual(named(one), reserved(one));
});

test('an approval is asked for before headquarters is: whoever goes away without one had nothing kept', async (context) => {
  const one = await counter(context, { milks: 20, operator: CASHIER });
  assert.equal(await ask(one, { count: 20 }), 'approval_needed');
  await one.till.settle();
  assert.deepEqual([reserved(one), rowsOf(one.till, 'refund-reserved')], [[], []]);
  const approval = { operatorId: MANAGER, pin: PIN };
  assert.equal(await ask(one, { count: 20, approval }), 'refund_asked');
  await one.till.settle();
  assert.equal(await ask(one, { count: 20, approval }), 'done');
  assert.deepEqual(named(one), reserved(one));
});

test('what is kept goes back at once where the page leaves its refund, is loaded anew, goes away or signs out', async (context) => {
  const leaving: readonly ((one: Counter) => unknown)[] = [
    ({ page }) => page.command('leaveRefund', {}),
    ({ till }) => till.page(),
    ({ page }) => page.close(),
    ({ page }) => page.command('signOut', {}),
  ];
  for (const leave of leaving) {
    const one = await counter(context);
    const beside = { ...one, page: one.till.page('beside') };
    await beside.page.signIn(MANAGER);
    assert.equal(await ask(one), 'refund_asked');
    await one.till.settle();
    // A page of another station that leaves its own refund gives nothing of this one back.
    await beside.page.command('leaveRefund', {});
    await one.till.settle();
    assert.deepEqual([released(one), one.till.store().authority.openReservations().length], [[], 1], String(leave));
    await leave(one);
    await one.till.settle();
    assert.deepEqual(released(one), reserved(one), String(leave));
    assert.deepEqual(one.till.store().authority.questions(), [], String(leave));
  }
});

test('a headquarters that fails at a look-up is not asked again with every look of the page', async (context) => {
  const { till, hq, page } = await counter(context);
  const look = () => page.query('refundable', { number: '777777' }).elsewhere;
  const asked = () => hq.asked.filter(({ name }) => name === 'ticket').length;
  hq.mode = 'faulty';
  assert.equal(look(), 'asking');
  await till.settle();
  assert.deepEqual([look(), look(), asked()], ['away', 'away', 1]);
  till.clock.monotonic += 3_000;
  hq.mode = 'answers';
  assert.equal(look(), 'asking');
  await till.settle();
  assert.deepEqual([look(), asked()], ['unknown', 2]);
});
