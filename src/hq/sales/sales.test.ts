import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { NewEntry } from '#domain/journal/journal.ts';
import { runProjectors } from '../project/run-projectors.ts';
import { unprojectedOf } from '../project/unprojected.ts';
import { DAY, openTestHq, TestTill, ticketEntry, type TestHq } from '../testing.ts';
import { SALES_PROJECTOR } from './sales.ts';
import { addedSums, hoursOf, methodsOf, NOTHING_SOLD, type DaySums } from './sums.ts';
import { CASH_SESSION, DAY_CLOSING, SOLD_TICKET, TAKINGS_DAY, TAKINGS_STORE_DAY, TICKET_PAYMENT } from './tables.ts';

async function enrolled(hq: TestHq, name: string): Promise<TestTill> {
  const till = TestTill.fresh(hq, name);
  assert.equal((await till.enrol()).kind, 'enrolled');
  return till;
}

function sessionEntry(kind: string, family: NewEntry['family'], payload: NewEntry['payload']): NewEntry {
  const place = { session_id: 'session-1', business_day: DAY, station_id: 'station-1' };
  return {
    entryId: `e-${kind}-${JSON.stringify(payload).length}`,
    family,
    kind,
    operator: 'op-1',
    payload: { ...place, ...payload },
  };
}

test('a cash session stands with its float, its count and what was over or short', async () => {
  const hq = await openTestHq();
  const till = await enrolled(hq, 'a');
  const session = async () => hq.store.read.get(CASH_SESSION, ['chain-a', DAY, 'session-1']);
  till.append(sessionEntry('session-opened', 'L', { currency: 'EUR', float_minor: 15_000 }));
  await till.push(0);
  assert.deepEqual([(await session())?.state, (await session())?.float_minor], ['open', 15_000]);
  till.append(sessionEntry('count-begun', 'L', {}));
  const methods = [
    { method: 'cash', expected_minor: 20_000, counted_minor: 19_950, difference_minor: -50 },
    { method: 'card', expected_minor: 1_000, counted_minor: 1_020, difference_minor: 20 },
  ];
  till.append(sessionEntry('cash-counted', 'L', { count_number: 1, currency: 'EUR', methods, cash: [] }));
  await till.push(0);
  assert.deepEqual([(await session())?.state, (await session())?.difference_minor], ['counted', -30]);
  const closed = {
    counted: true,
    opened_by: 'op-1',
    currency: 'EUR',
    count_number: 2,
    methods,
    drawer: { float_minor: 15_000 },
  };
  const after = { next_float_minor: 15_000, next_float: [], deposit_minor: 4_950, reason: 'monnaie' };
  till.append(sessionEntry('session-closed', 'G', { ...closed, ...after }));
  await till.push(0);
  const row = await session();
  assert.deepEqual(
    [
      row?.state,
      row?.is_counted,
      row?.count_number,
      row?.difference_minor,
      row?.deposit_minor,
      row?.reason,
      row?.opened_by,
    ],
    ['closed', true, 2, -30, 4_950, 'monnaie', 'op-1'],
  );
  assert.deepEqual(JSON.parse(row?.methods ?? ''), methods);
});

test('a session that nobody counted is closed uncounted, and the Z stands', async () => {
  const hq = await openTestHq();
  const till = await enrolled(hq, 'a');
  till.append(sessionEntry('session-opened', 'L', {}));
  till.append(sessionEntry('session-closed', 'G', { counted: false, reason: 'left-open' }));
  const sums = { gross_minor: 900, net_minor: 750, vat_minor: 150 };
  const perpetual = { perpetual_net_minor: 9_000, perpetual_absolute_minor: 9_100, perpetual_ticket_count: 12 };
  till.append({
    entryId: 'e-z',
    family: 'G',
    kind: 'day-closed',
    payload: { business_day: DAY, z_number: 3, ...sums, ...perpetual },
  });
  await till.push(0);
  const row = await hq.store.read.get(CASH_SESSION, ['chain-a', DAY, 'session-1']);
  assert.deepEqual([row?.state, row?.is_counted, row?.reason], ['closed', false, 'left-open']);
  const z = await hq.store.read.get(DAY_CLOSING, ['chain-a', DAY]);
  assert.deepEqual([z?.z_number, z?.gross_minor, z?.perpetual_ticket_count], [3, 900, 12]);
});

test('takings of a store are those of its tills, by hour and method, however often they are rolled up', async () => {
  const hq = await openTestHq();
  const [one, other] = [await enrolled(hq, 'a'), await enrolled(hq, 'b')];
  one.sell(500);
  other.sell(300);
  other.sell(-200);
  await one.push(0);
  await other.push(0);
  while (await runProjectors(hq.core, [SALES_PROJECTOR]));
  const again = { ...SALES_PROJECTOR, name: 'takings-again' };
  while (await runProjectors(hq.core, [again, SALES_PROJECTOR]));
  one.sell(1);
  await one.push(3);
  while (await runProjectors(hq.core, [again, SALES_PROJECTOR]));
  const day = await hq.store.read.get(TAKINGS_STORE_DAY, [DAY, 's1']);
  assert.ok(day !== undefined);
  assert.deepEqual([day.gross_minor, day.refund_minor, day.sale_count, day.refund_count], [601, -200, 3, 1]);
  assert.deepEqual(hoursOf(day), [{ hour: 10, count: 4, grossMinor: 601 }]);
  assert.deepEqual(methodsOf(day), [{ method: 'cash', count: 4, amountMinor: 601 }]);
});

test('a gift card that is sold is taken and no turnover, and who buys nothing else fills no basket', async () => {
  const hq = await openTestHq();
  const till = await enrolled(hq, 'a');
  const sell = (n: number, ticket: { grossMinor: number; dueMinor: number; articles: number }): void => {
    const entry = ticketEntry({ entryId: `t-${n}`, ticketId: `t-${n}`, number: `${n}`, grossMinor: ticket.grossMinor });
    const payload = { ...entry.payload, due_minor: ticket.dueMinor, article_count: ticket.articles };
    till.append({ ...entry, payload });
    const paid = { ticket_id: `t-${n}`, method: 'card', amount_minor: ticket.dueMinor };
    till.append({ entryId: `p-${n}`, family: 'P', kind: 'payment-received', businessDay: DAY, payload: paid });
  };
  sell(1, { grossMinor: 500, dueMinor: 2_500, articles: 1 });
  sell(2, { grossMinor: 0, dueMinor: 3_000, articles: 0 });
  // Given away: nothing to pay, and a basket all the same.
  sell(3, { grossMinor: 0, dueMinor: 0, articles: 2 });
  await till.push(0);
  while (await runProjectors(hq.core, [SALES_PROJECTOR]));
  const day = await hq.store.read.get(TAKINGS_STORE_DAY, [DAY, 's1']);
  assert.ok(day !== undefined);
  assert.deepEqual([day.sale_count, day.basket_count, day.gross_minor], [3, 2, 500]);
  assert.equal(day.stored_value_minor, 5_000);
  const taken = methodsOf(day).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  assert.equal(taken, day.gross_minor + day.stored_value_minor, 'what was taken is what was sold');
});

test('training counts nowhere', async () => {
  const hq = await openTestHq();
  const till = await enrolled(hq, 'a');
  till.append({ ...ticketEntry({ entryId: 'e1', ticketId: 't1', number: '1', grossMinor: 500 }), family: 'X' });
  assert.equal((await till.push(0)).kind, 'acked');
  assert.equal(hq.store.allRows(SOLD_TICKET).length, 0);
  assert.equal(hq.store.allRows(TAKINGS_DAY).length, 0);
});

test('whatever an authentic row says of sales or cash, it is acknowledged and what else there is still adds up', async () => {
  const kinds = [
    'ticket-validated',
    'payment-received',
    'cash-rounded',
    'session-opened',
    'cash-counted',
    'session-closed',
    'day-closed',
  ];
  const names = [
    'ticket_id',
    'ticket_number',
    'transaction',
    'gross_minor',
    'amount_minor',
    'method',
    'methods',
    'session_id',
  ];
  names.push(
    'business_day',
    'counted',
    'drawer',
    'z_number',
    'utc_offset_minutes',
    'currency',
    'net_minor',
    'vat_minor',
  );
  const value = fc.oneof(
    fc.constantFrom('sale', 'refund', DAY, 'x', '', '__proto__', `'; DROP TABLE chain;--`, true, null),
    fc.constantFrom(0, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
    fc.constant([{ method: 'cash', expected_minor: 1, counted_minor: 2, difference_minor: Number.MAX_SAFE_INTEGER }]),
    fc.constant({ float_minor: 1 }),
  );
  const odd = fc.record({ kind: fc.constantFrom(...kinds), payload: fc.dictionary(fc.constantFrom(...names), value) });
  await fc.assert(
    fc.asyncProperty(fc.array(odd, { maxLength: 6 }), async (rows) => {
      const hq = await openTestHq();
      const till = await enrolled(hq, 'a');
      till.sell(500);
      rows.forEach(({ kind, payload }, index) => till.append({ entryId: `odd-${index}`, family: 'M', kind, payload }));
      till.sell(70);
      const answer = await till.push(0);
      assert.equal(answer.kind === 'acked' && answer.ack.seq, till.head.seq);
      while (await runProjectors(hq.core, [SALES_PROJECTOR]));
      const tickets = hq.store.allRows(SOLD_TICKET);
      const payments = hq.store.allRows(TICKET_PAYMENT);
      const days = hq.store.allRows(TAKINGS_DAY) as readonly DaySums[];
      const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
      assert.equal(sum(days.map((day) => day.gross_minor)), sum(tickets.map((row) => Number(row['gross_minor']))));
      const paid = days.flatMap((day) => methodsOf(day).map(({ amountMinor }) => amountMinor));
      assert.equal(sum(paid), sum(payments.map((row) => Number(row['amount_minor']))));
      assert.ok((await unprojectedOf(hq.store.read, { chainId: 'chain-a', limit: 99 })).length <= 2 * rows.length);
    }),
    { numRuns: 40 },
  );
});

test('sums are added in any order', () => {
  const sums = fc
    .record({ gross: fc.integer(), hour: fc.integer({ min: 0, max: 23 }), method: fc.constantFrom('cash', 'card') })
    .map(({ gross, hour, method }): DaySums => ({
      ...NOTHING_SOLD,
      sale_count: 1,
      gross_minor: gross,
      last_at_ms: gross,
      hours: JSON.stringify([{ hour, count: 1, grossMinor: gross }]),
      methods: JSON.stringify([{ method, count: 1, amountMinor: gross }]),
    }));
  fc.assert(
    fc.property(fc.array(sums), (list) => {
      const forward = list.reduce((sum, each) => addedSums(sum, each), NOTHING_SOLD);
      assert.deepEqual(
        list.reduceRight((sum, each) => addedSums(sum, each), NOTHING_SOLD),
        forward,
      );
    }),
  );
});
