/** What the store says of days, sessions, closings and refunds, after the rows that say it. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, test } from 'node:test';

import type { LineId, SessionId, TicketId } from '#base/brand.ts';
import type { Entry, Family, Payload } from '#domain/journal/journal.ts';

import { makeShop, sell, type TestShop } from './testing.ts';
import type { TillStore } from './till-store.ts';

const MONDAY = '2026-09-21';
const TUESDAY = '2026-09-22';

let shop: TestShop;
let store: TillStore;

beforeEach(() => {
  shop = makeShop();
  store = shop.open();
});
afterEach(() => {
  store.checkpoint();
  store.close();
  const { findings } = shop.verify();
  shop.remove();
  // Whatever a test wrote: made a second time from the rows alone, it is the same.
  assert.deepEqual(
    findings.filter(({ witness }) => witness === 'projection'),
    [],
  );
});

interface NewRow {
  readonly family: Family;
  readonly kind: string;
  readonly payload: Payload;
  readonly businessDay?: string;
  readonly sessionId?: string;
}

function append(row: NewRow): Entry {
  return store.transact((transaction) => transaction.append({ entryId: randomUUID(), operator: 'operator-1', ...row }));
}

function openDay(businessDay: string): void {
  append({ family: 'L', kind: 'day-opened', businessDay, payload: { business_day: businessDay } });
}

function openSession(sessionId: string, businessDay: string, floatMinor = 10_000): void {
  const payload = { session_id: sessionId, business_day: businessDay, station_id: 'till', float_minor: floatMinor };
  append({ family: 'L', kind: 'session-opened', businessDay, sessionId, payload });
}

/** A step of a session: suspended, resumed, closed blind, counted. */
function step(kind: string, sessionId: string, businessDay: string): Entry {
  return append({
    family: 'L',
    kind,
    businessDay,
    sessionId,
    payload: { session_id: sessionId, business_day: businessDay },
  });
}

function closeSession(sessionId: string, businessDay: string, nextFloatMinor: number): Entry {
  const payload = { session_id: sessionId, business_day: businessDay, counted: true, next_float_minor: nextFloatMinor };
  return append({ family: 'G', kind: 'session-closed', businessDay, sessionId, payload });
}

function closeDay(businessDay: string, zNumber: number): Entry {
  return append({
    family: 'G',
    kind: 'day-closed',
    businessDay,
    payload: { business_day: businessDay, z_number: zNumber },
  });
}

function stateOf(sessionId: string): string | undefined {
  return store.session(sessionId as SessionId)?.state;
}

describe('a session', () => {
  test('has the state that its last row gave it, its float, who opened it and when', () => {
    assert.equal(store.drawerSession(), null);
    openDay(MONDAY);
    openSession('s1', MONDAY, 15_050);
    const session = store.drawerSession();
    assert.equal(session?.state, 'open');
    assert.equal(session.floatMinor, 15_050);
    assert.equal(session.openedBy, 'operator-1');
    assert.equal(session.openedAtMs, shop.clock.wall);
    assert.equal(session.businessDay, MONDAY);
    assert.equal(session.count, null);
    assert.equal(session.closing, null);
    for (const [kind, state] of [
      ['session-suspended', 'suspended'],
      ['session-resumed', 'open'],
      ['count-begun', 'counting'],
      ['count-abandoned', 'open'],
      ['count-begun', 'counting'],
      ['cash-counted', 'counting'],
    ] as const) {
      step(kind, 's1', MONDAY);
      assert.equal(store.drawerSession()?.state, state, kind);
      assert.equal(store.openSession(), 's1');
    }
    closeSession('s1', MONDAY, 10_000);
    assert.equal(store.drawerSession(), null);
    assert.equal(store.openSession(), null);
    assert.equal(stateOf('s1'), 'closed');
    assert.equal(store.session('nobody' as SessionId), undefined);
  });

  test('keeps the latest count; an abandoned one stands no longer, so that the next is blind again', () => {
    openDay(MONDAY);
    openSession('s1', MONDAY);
    step('count-begun', 's1', MONDAY);
    step('cash-counted', 's1', MONDAY);
    const recount = step('cash-counted', 's1', MONDAY);
    assert.equal(store.drawerSession()?.count?.entry_id, recount.entry_id);
    step('count-abandoned', 's1', MONDAY);
    assert.equal(store.drawerSession()?.count, null);
    step('count-begun', 's1', MONDAY);
    assert.equal(store.drawerSession()?.count, null);
  });

  test('that was closed blind leaves the drawer to another, and waits for its count however long', () => {
    openDay(MONDAY);
    openSession('s1', MONDAY);
    step('session-blind-closed', 's1', MONDAY);
    assert.equal(store.drawerSession(), null);
    openSession('s2', MONDAY);
    step('session-blind-closed', 's2', MONDAY);
    openSession('s3', MONDAY);
    assert.equal(store.drawerSession()?.sessionId, 's3');
    step('cash-counted', 's1', MONDAY);
    const waiting = store.uncountedSessions();
    assert.deepEqual(
      waiting.map(({ sessionId, count }) => [sessionId, count === null]),
      [
        ['s1', false],
        ['s2', true],
      ],
    );
    closeSession('s1', MONDAY, 0);
    assert.deepEqual(
      store.uncountedSessions().map(({ sessionId }) => sessionId),
      ['s2'],
    );
    assert.deepEqual(
      store.sessionsOfDay(MONDAY).map(({ state }) => state),
      ['closed', 'blind-closed', 'open'],
    );
    assert.deepEqual(store.sessionsOfDay(TUESDAY), []);
  });

  test('leaves its float to the next; one that was closed blind and counted later does not', () => {
    assert.equal(store.leftMinor(), null);
    openDay(MONDAY);
    openSession('s1', MONDAY);
    step('session-blind-closed', 's1', MONDAY);
    openSession('s2', MONDAY);
    closeSession('s2', MONDAY, 12_000);
    assert.equal(store.leftMinor(), 12_000);
    closeSession('s1', MONDAY, 0);
    assert.equal(store.leftMinor(), 12_000);
    openSession('s3', MONDAY);
    closeSession('s3', MONDAY, 0);
    assert.equal(store.leftMinor(), 0);
  });

  test('that the first version closed uncounted leaves nothing that is known', () => {
    openDay(MONDAY);
    append({
      family: 'L',
      kind: 'session-opened',
      businessDay: MONDAY,
      payload: { session_id: 's1', business_day: MONDAY },
    });
    const payload = { session_id: 's1', business_day: MONDAY, counted: false, reason: 'left-open' };
    append({ family: 'G', kind: 'session-closed', businessDay: MONDAY, payload });
    assert.equal(stateOf('s1'), 'closed');
    assert.equal(store.session('s1' as SessionId)?.floatMinor, 0);
    assert.equal(store.leftMinor(), null);
  });
});

describe('a day', () => {
  test('is open until its Z, and closed days are told the latest first', () => {
    assert.deepEqual([store.openDay(), store.lastClosedDay(), store.closings(10)], [null, null, []]);
    openDay(MONDAY);
    openDay(TUESDAY);
    assert.deepEqual(store.unclosedDays(), [MONDAY, TUESDAY]);
    assert.equal(store.openDay(), TUESDAY);
    const first = closeDay(MONDAY, 1);
    assert.equal(store.lastClosedDay(), MONDAY);
    assert.deepEqual(store.unclosedDays(), [TUESDAY]);
    const second = closeDay(TUESDAY, 2);
    assert.equal(store.openDay(), null);
    assert.equal(store.closing(MONDAY)?.entry_id, first.entry_id);
    assert.equal(store.closing('2026-01-01'), undefined);
    assert.deepEqual(
      store.closings(10).map((entry) => entry.entry_id),
      [second.entry_id, first.entry_id],
    );
    assert.equal(store.closings(1).length, 1);
  });

  test('gives its rows in slices that go on where they were, and only its own', () => {
    append({ family: 'L', kind: 'till-started', payload: {} });
    openDay(MONDAY);
    openSession('s1', MONDAY);
    sell(store, { businessDay: MONDAY, sessionId: 's1' });
    append({ family: 'L', kind: 'till-started', payload: {} });
    sell(store, { businessDay: MONDAY, sessionId: 's1' });
    const seen: string[] = [];
    let through = 0;
    for (;;) {
      const slice = store.rowsOfDay(MONDAY, through, 3);
      assert.ok(slice.entries.length <= 3);
      if (slice.through === through) break;
      seen.push(...slice.entries.map(({ kind }) => kind));
      ({ through } = slice);
    }
    const sale = ['ticket-validated', 'payment-received', 'payment-received'];
    // What was written before any day was open is the first day's.
    assert.deepEqual(seen, ['chain-opened', 'till-started', 'day-opened', 'session-opened', ...sale, ...sale]);
    step('session-suspended', 's1', MONDAY);
    assert.deepEqual(
      store.rowsOfDay(MONDAY, through, 100).entries.map(({ kind }) => kind),
      ['session-suspended'],
    );
    assert.deepEqual(store.rowsOfDay('2026-01-01', 0, 10), { entries: [], through: 0 });
  });

  test('has the rows that came after the next day had begun, whatever they are, and its Z as the last', () => {
    openDay(MONDAY);
    openSession('s1', MONDAY);
    step('session-blind-closed', 's1', MONDAY);
    openDay(TUESDAY);
    openSession('s2', TUESDAY);
    sell(store, { businessDay: TUESDAY, sessionId: 's2' });
    const kinds = (day: string): readonly string[] => store.rowsOfDay(day, 0, 100).entries.map(({ kind }) => kind);
    assert.deepEqual(kinds(MONDAY), ['chain-opened', 'day-opened', 'session-opened', 'session-blind-closed']);
    step('cash-counted', 's1', MONDAY);
    sell(store, { businessDay: TUESDAY, sessionId: 's2' });
    append({ family: 'L', kind: 'approval-given', businessDay: MONDAY, payload: {} });
    assert.deepEqual(kinds(MONDAY).slice(4), ['cash-counted', 'approval-given']);
    closeSession('s1', MONDAY, 0);
    closeDay(MONDAY, 1);
    assert.deepEqual(kinds(MONDAY).slice(6), ['session-closed', 'day-closed']);
    assert.equal(kinds(TUESDAY).length, 8);
  });

  test('tells the closings of sessions from a day on, in the order in which they were written', () => {
    openDay(MONDAY);
    openSession('s1', MONDAY);
    step('session-blind-closed', 's1', MONDAY);
    openDay(TUESDAY);
    openSession('s2', TUESDAY);
    const two = closeSession('s2', TUESDAY, 0);
    const one = closeSession('s1', MONDAY, 0);
    const ids = (since: string): readonly string[] => store.sessionClosings(since).map((entry) => entry.entry_id);
    assert.deepEqual(ids(MONDAY), [two.entry_id, one.entry_id]);
    assert.deepEqual(ids(TUESDAY), [two.entry_id]);
  });
});

describe('cash beside sales', () => {
  test('is numbered by its kind, and pays no ticket', () => {
    const move = (movement: string): void => {
      append({ family: 'P', kind: 'cash-moved', payload: { movement, amount_minor: -500 } });
    };
    assert.equal(store.slipCount('pay-out'), 0);
    move('pay-out');
    move('pay-in');
    move('pay-out');
    assert.equal(store.slipCount('pay-out'), 2);
    assert.equal(store.slipCount('pay-in'), 1);
    assert.equal(store.slipCount('safe-drop'), 0);
  });
});

describe('a ticket', () => {
  const line = (lineId: string, quantityMilli: number): Payload => ({
    refund_of_line_id: lineId,
    quantity_milli: quantityMilli,
  });

  function refund(of: TicketId, lines: readonly Payload[], payments: readonly Payload[]): TicketId {
    const ticketId = randomUUID() as TicketId;
    store.transact((transaction) => {
      transaction.append({
        entryId: randomUUID(),
        family: 'T',
        kind: 'ticket-validated',
        operator: 'operator-1',
        payload: {
          ticket_id: ticketId,
          ticket_number: transaction.nextTicketNumber(),
          transaction: 'refund',
          refund: { ticket_id: of, ticket_number: '000001', ticket_entry_id: 'entry', reason: 'broken' },
          lines,
          gross_minor: -200,
          movements: [],
        },
      });
      for (const payment of payments) {
        transaction.append({
          entryId: randomUUID(),
          family: 'P',
          kind: 'payment-received',
          payload: { ticket_id: ticketId, ...payment },
        });
      }
    });
    return ticketId;
  }

  test('is found by its number, in every chain of its till, and only by one that is written as it is printed', () => {
    for (let count = 0; count < 3; count++) sell(store);
    assert.equal(store.ticketByNumber('000002')?.number, '000002');
    for (const wrong of ['2', '000004', '0000002', '2-000002', '1-000002', '', 'TK-000002', '000000']) {
      assert.equal(store.ticketByNumber(wrong), undefined, wrong);
    }
  });

  test('knows what was brought back of each line, and what was given back by which method', () => {
    const sold = sell(store);
    assert.deepEqual([...store.refundedMilli(sold)], []);
    assert.deepEqual(store.refundedPayments(sold), []);
    refund(sold, [line('a', -1000), line('b', -250)], [{ method: 'cash', amount_minor: -150 }]);
    const second = refund(
      sold,
      [line('a', -2000), { quantity_milli: -1000 }],
      [
        { method: 'cash', amount_minor: -30 },
        { method: 'purse', account_id: 'purse-1', amount_minor: -20 },
        { method: 'gift-card', account_id: 'card-1', amount_minor: -5 },
      ],
    );
    assert.deepEqual(
      [...store.refundedMilli(sold)],
      [
        ['a' as LineId, 3000],
        ['b' as LineId, 250],
      ],
    );
    assert.deepEqual(store.refundedPayments(sold), [
      { method: 'cash', amountMinor: 180 },
      { method: 'purse', accountId: 'purse-1', amountMinor: 20 },
      { method: 'gift-card', accountId: 'card-1', amountMinor: 5 },
    ]);
    assert.equal(store.ticket(second)?.transaction, 'refund');
    assert.equal(store.ticket(sold)?.transaction, 'sale');
    assert.deepEqual(
      store.refundsOf(sold).map((entry) => entry.payload['transaction']),
      ['refund', 'refund'],
    );
  });

  test('says what is due beside what was turned over', () => {
    const ticketId = randomUUID() as TicketId;
    const payload = {
      ticket_id: ticketId,
      ticket_number: '000001',
      lines: [],
      gross_minor: 300,
      due_minor: 2300,
      movements: [],
    };
    append({ family: 'T', kind: 'ticket-validated', payload });
    assert.equal(store.ticket(ticketId)?.totalMinor, 300);
    assert.equal(store.ticket(ticketId)?.dueMinor, 2300);
    const plain = store.ticket(sell(store));
    assert.equal(plain?.dueMinor, plain?.totalMinor);
    assert.equal(store.perpetualTotals().netMinor, 300 + (plain?.totalMinor ?? 0));
  });
});
