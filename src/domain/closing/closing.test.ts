/** What one row after the other adds to the figures of its period. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Payload } from '#domain/journal/journal.ts';
import { dayClosedPayload, EMPTY_CLOSING, expectedByMethod, foldRow, reportFigures } from './closing.ts';
import type { ClosingState, FoldedEntry } from './closing.ts';

let seq = 0;

function row(
  family: FoldedEntry['family'],
  kind: string,
  payload: object,
  rest: Partial<FoldedEntry> = {},
): FoldedEntry {
  seq += 1;
  return {
    chain_id: 'chain-1',
    seq,
    family,
    kind,
    at: '2026-11-22T22:30:00.000Z',
    operator: 'camille',
    payload: payload as Payload,
    ...rest,
  };
}

function ticket(grossMinor: number, rest: object = {}): object {
  const vatMinor = Math.round(grossMinor / 6);
  return {
    ticket_id: `ticket-${seq}`,
    ticket_number: String(seq).padStart(6, '0'),
    transaction: grossMinor < 0 ? 'refund' : 'sale',
    utc_offset_minutes: 60,
    currency: 'EUR',
    lines: [
      {
        line_id: 'line',
        kind: 'product',
        category: 'fruit',
        quantity_milli: 1000,
        unit_price_minor: grossMinor,
        gross_minor: grossMinor,
        vat_rate_basis_points: 2000,
      },
    ],
    article_count: 1,
    vat: [
      {
        rate_basis_points: 2000,
        gross_minor: grossMinor,
        net_minor: grossMinor - vatMinor,
        vat_minor: vatMinor,
      },
    ],
    gross_minor: grossMinor,
    net_minor: grossMinor - vatMinor,
    vat_minor: vatMinor,
    movements: [],
    ...rest,
  };
}

function paid(method: string, amountMinor: number, rest: object = {}): object {
  return { method, amount_minor: amountMinor, tendered_minor: amountMinor, change_minor: 0, ticket_id: 't', ...rest };
}

function fold(...rows: readonly FoldedEntry[]): ClosingState {
  return rows.reduce(foldRow, EMPTY_CLOSING);
}

function figures(state: ClosingState): ReturnType<typeof reportFigures> {
  return reportFigures(state, {
    businessDay: '2026-11-22',
    currency: 'EUR',
    outstanding: { storedValueMinor: 0, points: 0 },
  });
}

test('training changes no figure', () => {
  const state = fold(
    row('X', 'ticket-validated', ticket(1200)),
    row('X', 'payment-received', paid('cash', 1200)),
    row('X', 'drawer-opened', {}),
  );
  assert.deepEqual({ ...state, rowCount: 0, place: null }, { ...EMPTY_CLOSING, rowCount: 0 });
});

test('a ticket counts in the hour of the shop and not in that of the clock of the world', () => {
  const hours = figures(
    fold(
      row('T', 'ticket-validated', ticket(600)),
      row('T', 'ticket-validated', ticket(600, { utc_offset_minutes: -330 })),
      row('T', 'ticket-validated', ticket(600, { utc_offset_minutes: 120 })),
    ),
  ).hours;
  assert.deepEqual(hours, [
    { hour: 0, count: 1, amount_minor: 600 },
    { hour: 17, count: 1, amount_minor: 600 },
    { hour: 23, count: 1, amount_minor: 600 },
  ]);
});

test('sales and refunds stand apart, and every breakdown is after refunds and says what went back', () => {
  const report = figures(
    fold(
      row('T', 'ticket-validated', ticket(1200)),
      row('P', 'payment-received', paid('card', 1200)),
      row('T', 'ticket-validated', ticket(-300)),
      row('P', 'payment-received', paid('card', -300)),
    ),
  );
  assert.deepEqual(
    [report.sales, report.refunds],
    [
      { count: 1, amount_minor: 1200 },
      { count: 1, amount_minor: -300 },
    ],
  );
  assert.deepEqual([report.gross_minor, report.vat_minor], [900, 150]);
  const back = { refund_count: 1, refunded_minor: -300 };
  assert.deepEqual(report.methods, [{ method: 'card', count: 1, amount_minor: 900, ...back }]);
  assert.deepEqual(report.operators, [{ operator: 'camille', count: 1, amount_minor: 900, ...back }]);
  assert.deepEqual(report.categories, [{ category: 'fruit', count: 1, amount_minor: 900 }]);
  assert.deepEqual(report.hours, [{ hour: 23, count: 1, amount_minor: 900 }]);
});

test('a discount on the ticket counts once, on however many lines, and one on a line once each', () => {
  const line = (discounts: readonly object[]): object => ({
    kind: 'product',
    quantity_milli: 1000,
    unit_price_minor: 500,
    gross_minor: 400,
    discounts,
  });
  const state = fold(
    row(
      'T',
      'ticket-validated',
      ticket(800, {
        lines: [
          line([
            { kind: 'line', amount_minor: 50 },
            { kind: 'ticket', amount_minor: 50 },
          ]),
          line([
            { kind: 'ticket', amount_minor: 60 },
            { kind: 'points', amount_minor: 40 },
          ]),
        ],
      }),
    ),
  );
  assert.deepEqual(figures(state).discounts, { count: 3, amount_minor: 200 });
});

test('another price than that of the list counts for what it took off', () => {
  const overridden = {
    kind: 'product',
    quantity_milli: 2000,
    unit_price_minor: 400,
    list_unit_price_minor: 500,
    override: { reason: 'Prix du jour' },
    gross_minor: 800,
  };
  const state = fold(row('T', 'ticket-validated', ticket(800, { lines: [overridden] })));
  assert.deepEqual(figures(state).price_overrides, { count: 1, amount_minor: 200 });
});

test('what a manager looks at beside the takings is counted row by row', () => {
  const report = figures(
    fold(
      row('L', 'line-voided', { lines: [{ kind: 'product' }, { kind: 'deposit' }], gross_minor: 135 }),
      row('L', 'ticket-cancelled', { gross_minor: 999 }),
      row('L', 'drawer-opened', {}),
      row('C', 'duplicate-printed', {}),
      row('C', 'closing-duplicate-printed', {}),
      row('L', 'approval-given', {}),
      row('M', 'points-expired', { amount: -40 }),
    ),
  );
  assert.deepEqual(
    [report.voided_lines, report.cancelled_tickets, report.drawer_openings, report.duplicates, report.approvals],
    [{ count: 1, amount_minor: 135 }, { count: 1, amount_minor: 999 }, 1, 2, 1],
  );
  assert.equal(report.points.expired, 40);
});

test('what is paid with a gift card is held against the movement of its account', () => {
  const movements = [{ n: 1, account_id: 'card-1', unit: 'EUR', amount: -700, reason: 'spent' }];
  const state = fold(
    row('T', 'ticket-validated', ticket(1000, { ticket_id: 't', balance_movements: movements })),
    row('P', 'payment-received', paid('gift-card', 700, { account_id: 'card-1' })),
    row('P', 'payment-received', paid('cash', 300)),
  );
  assert.equal(expectedByMethod(state).get('gift-card'), 700);
  assert.equal(state.ledger.get('gift-card'), 700);
  assert.equal(figures(state).stored_value.spent_minor, 700);
});

test('what is paid for a gift card is no turnover: methods come to the total and this', () => {
  const report = figures(
    fold(
      row('T', 'ticket-validated', ticket(1000, { due_minor: 6000 })),
      row('P', 'payment-received', paid('card', 5998)),
      row('P', 'cash-rounded', { amount_minor: 2 }),
    ),
  );
  assert.equal(report.stored_value.beside_turnover_minor, 5000);
  const [card] = report.methods;
  assert.equal((card?.amount_minor ?? 0) + report.cash_rounding_minor, report.gross_minor + 5000);
});

test('a row taken in twice would show: the state after it is another one, and the one before is untouched', () => {
  const before = fold(row('T', 'ticket-validated', ticket(600)));
  const again = foldRow(before, row('T', 'ticket-validated', ticket(600)));
  assert.equal(before.sales.count, 1);
  assert.equal(again.sales.count, 2);
});

test('a Z names the rows of the chain that closes it, and the perpetual totals go on from the last one', () => {
  seq = 100;
  const state = fold(
    row('L', 'day-opened', {}, { chain_id: 'chain-0' }),
    row('T', 'ticket-validated', ticket(1200)),
    row('T', 'ticket-validated', ticket(-200)),
  );
  const z = dayClosedPayload(state, {
    businessDay: '2026-11-22',
    zNumber: 7,
    currency: 'EUR',
    stationId: 'till',
    utcOffsetMinutes: 60,
    outstanding: { storedValueMinor: 500, points: 12 },
    chainId: 'chain-1',
    headSeq: 103,
    perpetualBefore: { netMinor: 10_000, absoluteMinor: 12_000, ticketCount: 40 },
    demonstration: true,
  });
  assert.deepEqual([z.first_seq, z.last_seq, z.z_number], [102, 103, 7]);
  assert.deepEqual([z.perpetual_net_minor, z.perpetual_absolute_minor, z.perpetual_ticket_count], [11_000, 13_400, 42]);
  assert.deepEqual([z.stored_value.outstanding_minor, z.points.outstanding], [500, 12]);
});
