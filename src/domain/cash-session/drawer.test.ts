/** The ledger of the drawer, on the traps into which others have fallen. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry } from '#domain/journal/journal.ts';
import { drawerAfter, drawerPayload, EMPTY_DRAWER, expectedInDrawer } from './cash-session.ts';

type Row = Pick<Entry, 'family' | 'kind' | 'payload'>;

const float = (minor?: number): Row => ({
  family: 'L',
  kind: 'session-opened',
  payload: {
    session_id: 's',
    business_day: '2026-11-22',
    station_id: 'till',
    ...(minor === undefined ? {} : { float_minor: minor }),
  },
});

const paid = (amountMinor: number, tenderedMinor = amountMinor, method = 'cash'): Row => ({
  family: 'P',
  kind: 'payment-received',
  payload: {
    ticket_id: 't',
    ticket_number: '000001',
    n: 1,
    method,
    currency: 'EUR',
    amount_minor: amountMinor,
    tendered_minor: tenderedMinor,
    change_minor: tenderedMinor - amountMinor,
  },
});

const moved = (movement: string, amountMinor: number): Row => ({
  family: 'P',
  kind: 'cash-moved',
  payload: { movement, amount_minor: amountMinor },
});

const rounded = (amountMinor: number): Row => ({
  family: 'P',
  kind: 'cash-rounded',
  payload: { amount_minor: amountMinor },
});

function expected(...rows: readonly Row[]): number {
  return expectedInDrawer(rows.reduce(drawerAfter, EMPTY_DRAWER));
}

test('change is not cash received: float 500, sale 749, tendered 1000, change 251 leave 1249', () => {
  assert.equal(expected(float(500), paid(749, 1000)), 1249);
});

test('a float declared anew replaces what was left: last close 100, float 50, sale 10 leave 60', () => {
  assert.equal(expected(float(50), paid(10)), 60);
});

test('every way in and out is a line of its own, and the lines add up to what is expected', () => {
  const rows = [
    float(10_000),
    paid(1999, 5000),
    paid(-500),
    moved('pay-in', 3000),
    moved('pay-out', -1250),
    moved('safe-drop', -8000),
  ];
  assert.deepEqual(drawerPayload(rows.reduce(drawerAfter, EMPTY_DRAWER)), {
    float_minor: 10_000,
    received_minor: 5000,
    change_minor: -3001,
    refunded_minor: -500,
    pay_in_minor: 3000,
    pay_out_minor: -1250,
    safe_drop_minor: -8000,
    expected_minor: 5249,
  });
});

test('a cheque, a card and what rounding pays are not in the drawer', () => {
  assert.equal(
    expected(float(0), paid(1000, 1000, 'card'), paid(700, 700, 'cheque'), paid(1230, 1300), rounded(4)),
    1230,
  );
});

test('a session of the first version began with no float', () => {
  assert.equal(expected(float(), paid(435, 500)), 435);
});

test('training changes nothing in the drawer', () => {
  assert.equal(expected(float(100), { ...paid(435, 500), family: 'X' }), 100);
});
