/** Business days and their Z: order, once, past midnight, clocks that are wrong, and days of the version before. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import { CASHIER, makeTill, MANAGER, type TestPage, type TestTill } from '../testing.ts';
import {
  APPROVAL,
  close,
  closeDay,
  confirm,
  countAndClose,
  DAY_MS,
  differenceOf,
  HOUR_MS,
  inCoins,
  MILK,
  MILK_MINOR,
  open,
  sell,
  sessionOf,
  why,
} from './testing.ts';

/** Monday 21 September 2026, 16:13 in Paris. */
const TODAY = '2026-09-21';

function passes(till: TestTill, ms: number): void {
  till.clock.wall += ms;
  till.clock.monotonic += ms;
}

async function manager(till: TestTill): Promise<TestPage> {
  const page = till.page();
  await page.enter(MANAGER);
  return page;
}

async function wholeDay(page: TestPage, sales = 1): Promise<string> {
  await open(page, 1000);
  for (let sale = 0; sale < sales; sale += 1) await sell(page);
  const businessDay = present(page.view('cash').businessDay, 'an open day');
  await countAndClose(page, 1000 + sales * MILK_MINOR);
  return businessDay;
}

test('a day is closed once, after its sessions, and its Z says what its tickets say', async () => {
  const till = makeTill();
  const page = await manager(till);
  const sessionId = await open(page, 1000);
  await sell(page);
  await sell(page);
  const notReady = await closeDay(page, TODAY);
  assert.ok(notReady.kind === 'refused' && notReady.reason === 'day_not_ready');
  assert.deepEqual(notReady.params, { businessDay: TODAY, sessions: 1 });
  await countAndClose(page, 1000 + 2 * MILK_MINOR);
  const printed = await page.command('closeDay', { businessDay: TODAY, print: true });
  assert.ok(printed.kind === 'done' && printed.zNumber === 1 && printed.jobId !== null);
  assert.equal(till.store().job(printed.jobId as never)?.kind, 'report');
  const again = await closeDay(page, TODAY);
  assert.ok(again.kind === 'refused' && again.reason === 'day_closed');
  assert.deepEqual(again.params, { businessDay: TODAY, zNumber: 1 });
  const row = present(till.store().closing(TODAY), 'the Z');
  const z = payloadOf(row, 'day-closed');
  assert.deepEqual([z.sales, z.gross_minor, z.vat_minor], [{ count: 2, amount_minor: 870 }, 870, 46]);
  assert.deepEqual(z.hours, [{ hour: 16, count: 2, amount_minor: 870 }]);
  assert.deepEqual(
    z.sessions.map((session) => [session.session_id, session.counted, session.deposit_minor]),
    [[sessionId, true, 1870]],
  );
  assert.equal(row.session_id, undefined);
  assert.equal(row.family, 'G');
  await till.close();
});

test('VAT of a day is that of its tickets added up, and never worked out again from their sum', async () => {
  const till = makeTill();
  const page = await manager(till);
  await open(page, 0);
  for (let sale = 0; sale < 10; sale += 1) await sell(page);
  await countAndClose(page, 10 * MILK_MINOR);
  await closeDay(page, TODAY);
  const { closing } = page.query('closing', { businessDay: TODAY });
  // 4.35 at 5.5 % is 0.23 of VAT; ten times that, not the 2.27 that 43.50 would give.
  assert.deepEqual(closing?.vat, [{ rateBasisPoints: 550, grossMinor: 4350, netMinor: 4120, vatMinor: 230 }]);
  await till.close();
});

test('nothing is written into a closed day', async () => {
  const till = makeTill();
  const page = await manager(till);
  await wholeDay(page);
  await closeDay(page, TODAY);
  const z = present(till.store().closing(TODAY), 'the Z');
  assert.equal(why(await page.scan(MILK)), 'session_needed');
  await page.command('printReport', { businessDay: TODAY });
  await page.command('signOut', {});
  await page.enter(MANAGER);
  await open(page, 0);
  await sell(page);
  const later = till.store().entriesAfter(z.seq, 100);
  assert.ok(later.length >= 6);
  assert.deepEqual(
    later.filter((row) => row.business_day === TODAY).map(({ kind }) => kind),
    [],
  );
  await till.close();
});

test('after its Z the same date is the next business day, and so is a clock that is behind', async () => {
  const till = makeTill();
  const page = await manager(till);
  assert.equal(await wholeDay(page), '2026-09-21');
  await closeDay(page, '2026-09-21');
  assert.equal(await wholeDay(page), '2026-09-22');
  await closeDay(page, '2026-09-22');
  passes(till, DAY_MS);
  assert.equal(await wholeDay(page), '2026-09-23', 'the clock says the 22nd');
  await till.close();
});

test('a clock set to yesterday before the Z closes the day all the same, and the next day comes after it', async () => {
  const till = makeTill();
  const page = await manager(till);
  await wholeDay(page);
  till.clock.wall -= DAY_MS;
  assert.equal((await closeDay(page, TODAY)).kind, 'done');
  assert.equal(await wholeDay(page), '2026-09-22');
  await till.close();
});

test('a clock more than a day behind the last closed day needs somebody who vouches for it', async () => {
  const till = makeTill();
  const page = await manager(till);
  await wholeDay(page);
  await closeDay(page, TODAY);
  till.clock.wall -= 5 * DAY_MS;
  const float = { float: [], asLeft: true, reason: '' };
  const refused = await page.command('openSession', float);
  assert.ok(refused.kind === 'refused' && refused.reason === 'clock_behind_day');
  assert.deepEqual(refused.params, { action: 'clock-set-back', businessDay: '2026-09-22', days: 5 });
  assert.equal((await page.command('openSession', { ...float, approval: APPROVAL })).kind, 'done');
  const given = till
    .store()
    .entriesAfter(0, 200)
    .findLast(({ kind }) => kind === 'approval-given');
  assert.ok(given !== undefined && payloadOf(given, 'approval-given').action === 'clock-set-back');
  assert.equal(given.business_day, '2026-09-22');
  await till.close();
});

test('a clock behind and a float that differs are both named to the one who lets them pass together', async () => {
  const till = makeTill();
  const page = await manager(till);
  await wholeDay(page);
  await closeDay(page, TODAY);
  till.clock.wall -= 5 * DAY_MS;
  const refused = await page.command('openSession', { float: inCoins(2000), asLeft: false, reason: 'Recompté' });
  assert.ok(refused.kind === 'refused' && refused.reason === 'clock_behind_day');
  assert.deepEqual(refused.params, {
    action: 'clock-set-back',
    actions: 'clock-set-back,opening-difference',
    businessDay: '2026-09-22',
    days: 5,
    differenceMinor: 2000,
  });
  await till.close();
});

test('no Z is made while a session is counted, because it would say what accounts are owed now', async () => {
  const till = makeTill();
  const page = await manager(till);
  await wholeDay(page);
  passes(till, DAY_MS);
  const sessionId = await open(page, 0);
  assert.equal((await page.command('beginCount', { holdTickets: true })).kind, 'done');
  const early = await closeDay(page, TODAY);
  assert.equal(early.kind === 'refused' && early.reason, 'session_counting');
  assert.equal((await confirm(page, sessionId, 0)).kind, 'done');
  assert.equal((await closeDay(page, TODAY)).kind, 'done');
  await till.close();
});

test('the opening says into which day it opens where that is not today', async () => {
  const till = makeTill();
  const page = await manager(till);
  assert.equal(page.view('cash').nextBusinessDay, null);
  await wholeDay(page);
  assert.equal(page.view('cash').nextBusinessDay, null, 'today is still open');
  await closeDay(page, TODAY);
  assert.deepEqual(page.view('cash').nextBusinessDay, { businessDay: '2026-09-22', lastClosedDay: TODAY });
  assert.equal(page.view('cash').dayAge, 'today', 'nothing is open');
  await open(page, 0);
  assert.deepEqual([page.view('cash').businessDay, page.view('cash').dayAge], ['2026-09-22', 'ahead']);
  passes(till, 20 * HOUR_MS);
  await sell(page);
  await till.settle();
  assert.equal(page.view('cash').dayAge, 'today', 'the calendar has come to it');
  await till.close();
});

test('a list of Z tells what each method differs by, and counts sales and refunds apart as the Z does', async () => {
  const till = makeTill();
  const page = await manager(till);
  const sessionId = await open(page, 1000);
  await sell(page);
  await page.command('beginCount', { holdTickets: true });
  const methods = [{ method: 'card' as const, amountMinor: 300, pieces: 1 }];
  const counted = await page.command('confirmCount', { sessionId, cash: inCoins(1135), methods });
  assert.equal(counted.kind, 'done', JSON.stringify(counted));
  assert.equal((await close(page, sessionId)).kind, 'done');
  await closeDay(page, TODAY);
  const [summary] = page.query('closings', { limit: 5 }).closings;
  assert.equal(summary?.differenceMinor, -300);
  assert.deepEqual(summary.differences, [
    { method: 'cash', differenceMinor: -300 },
    { method: 'card', differenceMinor: 300 },
  ]);
  assert.deepEqual([summary.ticketCount, summary.refundCount], [1, 0]);
  await till.close();
});

test('a day that is still open past midnight goes on in its own day and says so', async () => {
  const till = makeTill();
  const page = await manager(till);
  const sessionId = await open(page, 0);
  await sell(page);
  passes(till, 9 * HOUR_MS);
  await sell(page);
  await till.settle();
  assert.equal(page.view('cash').dayAge, 'past-midnight');
  await countAndClose(page, 2 * MILK_MINOR);
  assert.equal(sessionOf(till, sessionId).businessDay, TODAY);
  await closeDay(page, TODAY);
  const { closing } = page.query('closing', { businessDay: TODAY });
  assert.deepEqual(
    closing?.hours.map(({ key, count }) => [key, count]),
    [
      ['1', 1],
      ['16', 1],
    ],
  );
  await till.close();
});

test('a day that is open for too long takes no new ticket, and one that was begun is paid', async () => {
  const till = makeTill();
  const page = await manager(till);
  await open(page, 0);
  await page.scan(MILK);
  passes(till, 25 * HOUR_MS);
  assert.equal((await page.scan(MILK)).kind, 'done', 'the ticket was begun');
  assert.equal((await page.pay()).kind, 'done');
  const refused = await page.scan(MILK);
  assert.ok(refused.kind === 'refused' && refused.reason === 'day_too_long');
  await till.settle();
  assert.equal(page.view('cash').dayAge, 'too-long');
  await till.close();
});

test('a day left open is closed before the one that followed, and today is sold meanwhile', async () => {
  const till = makeTill();
  const page = await manager(till);
  assert.equal(await wholeDay(page), '2026-09-21');
  passes(till, DAY_MS);
  assert.equal(await wholeDay(page, 2), '2026-09-22');
  assert.deepEqual(page.view('cash').unclosedDays, [
    { businessDay: '2026-09-21', isReady: true },
    { businessDay: '2026-09-22', isReady: true },
  ]);
  const refused = await closeDay(page, '2026-09-22');
  assert.ok(refused.kind === 'refused' && refused.reason === 'older_day_first');
  assert.deepEqual(refused.params, { businessDay: '2026-09-21' });
  assert.deepEqual(await closeDay(page, '2026-09-21'), { kind: 'done', zNumber: 1, jobId: null });
  assert.deepEqual(await closeDay(page, '2026-09-22'), { kind: 'done', zNumber: 2, jobId: null });
  await till.close();
});

test('a day that was never opened has no Z', async () => {
  const till = makeTill();
  const page = await manager(till);
  assert.equal(why(await closeDay(page, '2026-09-20')), 'day_not_ready');
  await open(page, 0);
  assert.equal(why(await closeDay(page, '2027-01-01')), 'day_not_ready');
  assert.equal(till.store().closings(10).length, 0);
  await till.close();
});

test('perpetual totals go on from Z to Z and are never reset', async () => {
  const till = makeTill();
  const page = await manager(till);
  const totals: (readonly number[])[] = [];
  for (const sales of [1, 0, 3]) {
    const businessDay = await wholeDay(page, sales);
    await closeDay(page, businessDay);
    const z = payloadOf(present(till.store().closing(businessDay), 'the Z'), 'day-closed');
    totals.push([z.z_number, z.perpetual_net_minor, z.perpetual_absolute_minor, z.perpetual_ticket_count]);
    till.restart();
    page.close();
    Object.assign(page, till.page());
  }
  assert.deepEqual(totals, [
    [1, MILK_MINOR, MILK_MINOR, 1],
    [2, MILK_MINOR, MILK_MINOR, 1],
    [3, 4 * MILK_MINOR, 4 * MILK_MINOR, 4],
  ]);
  await till.close();
});

test('a Z printed again is a numbered duplicate with a row of its own', async () => {
  const till = makeTill();
  const page = await manager(till);
  await wholeDay(page);
  await closeDay(page, TODAY);
  for (const copyNumber of [1, 2]) {
    assert.equal((await page.command('printReport', { businessDay: TODAY })).kind, 'done');
    const copy = till
      .store()
      .entriesAfter(0, 200)
      .findLast(({ family }) => family === 'C');
    assert.ok(copy !== undefined);
    assert.equal(payloadOf(copy, 'closing-duplicate-printed').copy_number, copyNumber);
  }
  assert.equal(why(await page.command('printReport', { businessDay: '2026-09-20' })), 'day_not_ready');
  await till.close();
});

test('what happens while no day is open is in the Z of the next one, and in no other', async () => {
  const till = makeTill();
  const page = await manager(till);
  assert.equal((await page.command('openDrawer', { reason: 'monnaie' })).kind, 'done');
  const first = await wholeDay(page);
  assert.equal((await closeDay(page, first)).kind, 'done');
  for (let time = 0; time < 2; time += 1)
    assert.equal((await page.command('openDrawer', { reason: 'monnaie' })).kind, 'done');
  till.restart();
  const again = await manager(till);
  const second = await wholeDay(again);
  assert.equal((await closeDay(again, second)).kind, 'done');
  const openingsOf = (day: string) =>
    payloadOf(present(till.store().closing(day), 'a Z'), 'day-closed').drawer_openings;
  assert.deepEqual([openingsOf(first), openingsOf(second)], [1, 2]);
  await till.close();
});

test('over and short of the last days are told by who had the drawer last, with who opened it', async () => {
  const till = makeTill();
  const page = await manager(till);
  await open(page, 1000);
  await countAndClose(page, 680);
  await closeDay(page, TODAY);
  passes(till, DAY_MS);
  const sessionId = await open(page, 1000);
  await page.command('signOut', {});
  await page.enter(CASHIER);
  await page.command('beginCount', { holdTickets: true });
  await confirm(page, sessionId, 1010);
  await page.command('signOut', {});
  await page.enter(MANAGER);
  assert.equal((await close(page, sessionId)).kind, 'done');
  const differences = (days: number): unknown =>
    page
      .query('overShort', { days })
      .sessions.map((each) => [each.businessDay, each.operatorName, each.openedByName, each.differenceMinor]);
  const handedOver = ['2026-09-22', 'Camille', 'Bernard', 10];
  assert.deepEqual(differences(30), [['2026-09-21', 'Bernard', 'Bernard', -320], handedOver]);
  assert.deepEqual(differences(1), [handedOver]);
  const { closings } = page.query('closings', { limit: 5 });
  assert.deepEqual(
    closings.map((each) => [each.businessDay, each.zNumber, each.differenceMinor]),
    [[TODAY, 1, -320]],
  );
  await closeDay(page, '2026-09-22');
  const [session] = present(page.query('closing', { businessDay: '2026-09-22' }).closing, 'the Z').sessions;
  assert.deepEqual([session?.openedByName, session?.countedByName], ['Bernard', 'Camille']);
  const signed = payloadOf(present(till.store().closing('2026-09-22'), 'the Z'), 'day-closed').sessions[0];
  assert.deepEqual([signed?.opened_by, signed?.counted_by], [MANAGER, CASHIER]);
  await till.close();
});

/** Two days as the first version wrote them: no float, no count, sessions closed when the last one signed out. */
function firstVersionDays(till: TestTill): void {
  till.store().transact((transaction) => {
    const append = (family: 'L' | 'T' | 'P' | 'G', kind: string, businessDay: string, payload: object): void => {
      const sessionId = `session-${businessDay}`;
      const common = { entryId: randomUUID(), operator: 'camille', businessDay, sessionId };
      transaction.append({ ...common, family, kind, payload: payload as never });
    };
    for (const [index, day] of ['2026-09-18', '2026-09-19'].entries()) {
      const session = { session_id: `session-${day}`, business_day: day };
      const number = transaction.nextTicketNumber();
      const ticket = { ticket_id: `ticket-${day}`, ticket_number: number };
      append('L', 'day-opened', day, { business_day: day, utc_offset_minutes: 120 });
      append('L', 'session-opened', day, { ...session, station_id: 'till' });
      append('T', 'ticket-validated', day, { ...ticket, ...FIRST_VERSION_TICKET });
      append('P', 'payment-received', day, { ...ticket, ...FIRST_VERSION_PAYMENT });
      // The last day's session was left open by a power cut.
      if (index === 0)
        append('G', 'session-closed', day, { ...session, counted: false, reason: 'last-operator-signed-out' });
    }
  });
}

const FIRST_VERSION_TICKET = {
  transaction: 'sale',
  station_id: 'till',
  till_number: '1',
  software: { name: 'Comptoir', version: '0.1.0' },
  utc_offset_minutes: 120,
  currency: 'EUR',
  lines: [
    {
      line_id: 'line-1',
      kind: 'product',
      product_id: 'milk',
      label: 'milk',
      unit: 'piece',
      quantity_milli: 1000,
      unit_price_minor: 435,
      gross_minor: 435,
      vat_rate_basis_points: 550,
      meal_voucher: false,
      position: 1,
      net_minor: 412,
      vat_minor: 23,
    },
  ],
  line_count: 1,
  article_count: 1,
  vat: [{ rate_basis_points: 550, gross_minor: 435, net_minor: 412, vat_minor: 23 }],
  gross_minor: 435,
  net_minor: 412,
  vat_minor: 23,
  movements: [{ n: 1, product_id: 'milk', unit: 'piece', quantity_milli: -1000 }],
  print: 'none',
  demonstration: true,
};

const FIRST_VERSION_PAYMENT = {
  n: 1,
  method: 'cash',
  currency: 'EUR',
  amount_minor: 435,
  tendered_minor: 500,
  change_minor: 65,
};

test('days and sessions of the version before are counted and closed one by one, with no float', async () => {
  const till = makeTill();
  firstVersionDays(till);
  till.restart();
  const page = await manager(till);
  assert.equal(page.view('cash').state, 'open');
  assert.deepEqual(page.view('cash').unclosedDays, [
    { businessDay: '2026-09-18', isReady: true },
    { businessDay: '2026-09-19', isReady: false },
  ]);
  const left = 'session-2026-09-19';
  await page.command('beginCount', { holdTickets: true });
  await confirm(page, left, MILK_MINOR);
  assert.equal(differenceOf(page, left), 0);
  assert.equal((await close(page, left)).kind, 'done');
  assert.equal(why(await closeDay(page, '2026-09-19')), 'older_day_first');
  for (const [businessDay, zNumber] of [
    ['2026-09-18', 1],
    ['2026-09-19', 2],
  ] as const) {
    assert.deepEqual(await closeDay(page, businessDay), { kind: 'done', zNumber, jobId: null });
    const z = payloadOf(present(till.store().closing(businessDay), 'the Z'), 'day-closed');
    assert.deepEqual(
      [z.gross_minor, z.vat_minor, z.perpetual_net_minor, z.sessions.map(({ counted }) => counted)],
      [MILK_MINOR, 23, zNumber * MILK_MINOR, [zNumber === 2]],
    );
  }
  assert.equal(await wholeDay(page), TODAY);
  assert.equal((await closeDay(page, TODAY)).kind, 'done');
  await till.close();
});

test('outcomes are forgotten with the Z of their day, and until then the same id gets the same answer', async () => {
  const till = makeTill();
  const page = await manager(till);
  await open(page, 0);
  await page.scan(MILK);
  const input = {
    ...page.ticket(),
    payments: [{ method: 'cash' as const, tenderedMinor: 500 }],
    print: 'none' as const,
  };
  const first = await page.command('pay', input, 'pay-1');
  await countAndClose(page, MILK_MINOR);
  assert.deepEqual(await page.command('pay', input, 'pay-1'), first);
  await closeDay(page, TODAY);
  const later = await page.command('pay', input, 'pay-1');
  assert.ok(later.kind === 'done' || later.kind === 'refused');
  assert.equal(till.store().tickets(10).length, 1, 'a ticket is paid once, whatever is remembered');
  await till.close();
});
