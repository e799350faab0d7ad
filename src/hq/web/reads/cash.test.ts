import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import type { Payload } from '#domain/journal/journal.ts';
import { CHAIN } from '../../ingest/tables.ts';
import { saveOperator } from '../../settings/settings.ts';
import { DAY, openTestHq, TestTill } from '../../testing.ts';
import { sessionsPage } from './cash.ts';
import { readClosing } from './closing.ts';

const PERIOD = { storeIds: null, storeId: null, fromDay: DAY, untilDay: DAY, after: null, limit: 50 };

const Z = {
  business_day: DAY,
  z_number: 3,
  currency: 'EUR',
  first_ticket_number: '000001',
  last_ticket_number: '000002',
  sales: { count: 2, amount_minor: 1_000 },
  refunds: { count: 1, amount_minor: -100 },
  gross_minor: 900,
  net_minor: 750,
  vat_minor: 150,
  vat: [{ rate_basis_points: 2_000, gross_minor: 900, net_minor: 750, vat_minor: 150 }],
  article_count: 4,
  methods: [{ method: 'cash', count: 2, amount_minor: 3_400, refund_count: 1, refunded_minor: -100 }],
  cash_rounding_minor: 0,
  categories: [{ category: '', count: 2, amount_minor: 900 }],
  operators: [{ operator: 'op-1', count: 2, amount_minor: 900, refund_count: 1, refunded_minor: -100 }],
  discounts: { count: 0, amount_minor: 0 },
  stored_value: {
    loaded_minor: 2_500,
    beside_turnover_minor: 2_500,
    spent_minor: 0,
    returned_minor: 0,
    outstanding_minor: 2_500,
  },
  sessions: [
    {
      session_id: 'session-1',
      opened_by: 'op-1',
      counted_by: 'somebody',
      counted: true,
      differences: [
        { method: 'cash', difference_minor: -50 },
        { method: 'card', difference_minor: 0 },
      ],
      deposit_minor: 100,
    },
  ],
  perpetual_net_minor: 9_000,
  perpetual_absolute_minor: 9_100,
  perpetual_ticket_count: 12,
} as const;

async function closedTill(payload: Payload) {
  const hq = await openTestHq();
  const named = await saveOperator(hq.core, { operatorId: 'op-1', name: 'Camille', role: 'manager', pin: '1234' });
  assert.equal(named.kind, 'done');
  const till = TestTill.fresh(hq, 'a');
  assert.equal((await till.enrol()).kind, 'enrolled');
  const place = { session_id: 'session-1', business_day: DAY, station_id: 'station-1' };
  till.append({ entryId: 'e-1', family: 'L', kind: 'session-opened', operator: 'op-1', payload: place });
  const methods = [
    { method: 'cash', expected_minor: 2_000, counted_minor: 1_950, difference_minor: -50 },
    { method: 'card', expected_minor: 700, counted_minor: 700, difference_minor: 0 },
  ];
  const counted = { ...place, count_number: 1, methods };
  till.append({ entryId: 'e-2', family: 'L', kind: 'cash-counted', operator: 'somebody', payload: counted });
  till.append({ entryId: 'e-3', family: 'G', kind: 'day-closed', operator: 'somebody', payload });
  assert.equal((await till.push(0)).kind, 'acked');
  const chain = present(await hq.store.read.get(CHAIN, ['chain-a']), 'the chain');
  return { read: hq.store.read, chain, seq: till.head.seq };
}

test('a session says whose it was by name, and of each method what was expected, counted and between them', async () => {
  const { read } = await closedTill(Z);
  const { rows } = await sessionsPage(read, PERIOD);
  assert.deepEqual(rows[0]?.openedBy, { operatorId: 'op-1', name: 'Camille' });
  assert.deepEqual(rows[0]?.countedBy, { operatorId: 'somebody', name: null }, 'and who had it last');
  assert.deepEqual(rows[0]?.methods, [
    { method: 'cash', expectedMinor: 2_000, countedMinor: 1_950, differenceMinor: -50 },
    { method: 'card', expectedMinor: 700, countedMinor: 700, differenceMinor: 0 },
  ]);
});

test('a Z is shown whole as its row says it, with names where headquarters has them', async () => {
  const { read, chain, seq } = await closedTill(Z);
  const answer = await readClosing(read, chain, seq);
  assert.ok(answer.kind === 'found', JSON.stringify(answer));
  const { closing, report } = answer;
  assert.deepEqual([closing.zNumber, closing.grossMinor, closing.perpetualTicketCount], [3, 900, 12]);
  assert.deepEqual(report.vat, [{ rateBasisPoints: 2_000, netMinor: 750, vatMinor: 150, grossMinor: 900 }]);
  assert.deepEqual(report.methods, [
    { method: 'cash', count: 2, amountMinor: 3_400, refundCount: 1, refundedMinor: -100 },
  ]);
  assert.deepEqual(report.categories, [{ category: '', count: 2, amountMinor: 900 }]);
  assert.deepEqual(report.operators[0]?.operator, { operatorId: 'op-1', name: 'Camille' });
  // Of another shop's people only the id is known.
  assert.deepEqual(report.closedBy, { operatorId: 'somebody', name: null });
  assert.deepEqual([report.storedValue.loadedMinor, report.storedValue.besideTurnoverMinor], [2_500, 2_500]);
  assert.equal(report.sessions[0]?.countedBy?.operatorId, 'somebody');
  assert.deepEqual(report.sessions[0]?.differences, [
    { method: 'cash', differenceMinor: -50 },
    { method: 'card', differenceMinor: 0 },
  ]);
});

test('a row that is no Z is refused, and so is a Z that says what nobody can read', async () => {
  const { read, chain, seq } = await closedTill({ ...Z, vat: 'none' });
  assert.deepEqual(await readClosing(read, chain, seq), { kind: 'refused', reason: 'not-understood' });
  assert.deepEqual(await readClosing(read, chain, seq - 1), { kind: 'refused', reason: 'unknown' });
  assert.deepEqual(await readClosing(read, chain, seq + 1), { kind: 'refused', reason: 'unknown' });
});
