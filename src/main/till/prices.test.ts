/** Discounts, other prices and held tickets at the till: limits of roles, somebody else's PIN, and crashes in between. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { payloadOf } from '#domain/journal/journal.ts';
import { openDrafts } from '#main/store/store.ts';
import { CASHIER, MANAGER, PIN, type TestPage, type TestTill, makeTill } from './testing.ts';

const MILK = '3017620422003';
const WATER = '3274080005003';
const PEN = '3086126729848';
const APPROVAL = { operatorId: MANAGER, pin: PIN };

function rowsOf(till: TestTill, kind: string) {
  return till
    .store()
    .entriesAfter(0, 1000)
    .filter((row) => row.kind === kind);
}

function lineIdAt(page: TestPage, index: number): string {
  return page.view('basket').lines[index]?.lineId ?? '';
}

/** A cashier with milk (4.35), water (0.60 and 0.15 deposit) and a pen (1.20) on the ticket. */
async function selling(options: Parameters<typeof makeTill>[0] = {}): Promise<{ till: TestTill; page: TestPage }> {
  const till = makeTill(options);
  const page = till.page();
  await page.signIn(CASHIER);
  for (const code of [MILK, WATER, PEN]) assert.equal((await page.scan(code)).kind, 'done');
  return { till, page };
}

function discountMilk(page: TestPage, value: number, more: object = {}) {
  return page.command('discountLine', {
    ...page.ticket(),
    lineId: lineIdAt(page, 0),
    discount: { kind: 'percent', value },
    reason: 'Emballage abîmé',
    ...more,
  });
}

test('a cashier gives off what the role may, with a reason, and the screen shows what is paid and what it was', async (t) => {
  const { till, page } = await selling();
  t.after(() => till.close());
  assert.equal((await discountMilk(page, 1000, { reason: '  ' })).kind, 'refused');
  assert.equal((await discountMilk(page, 1000)).kind, 'done');
  const ticket = { ...page.ticket(), discount: { kind: 'amount' as const, value: 50 }, reason: 'Fidèle' };
  assert.equal((await page.command('discountTicket', ticket)).kind, 'done');
  const view = page.view('basket');
  assert.deepEqual(
    view.lines.map(({ grossMinor, listGrossMinor }) => [grossMinor, listGrossMinor]),
    [
      [357, 435],
      [55, 60],
      [15, undefined],
      [109, 120],
    ],
  );
  assert.deepEqual([view.totalMinor, view.discountMinor], [536, 94]);
  assert.deepEqual(view.discount, { kind: 'amount', value: 50, reason: 'Fidèle' });
  assert.equal((await page.pay()).kind, 'done');
  const [row] = rowsOf(till, 'ticket-validated');
  assert.ok(row !== undefined);
  const payload = payloadOf(row, 'ticket-validated');
  assert.equal(payload.discount_minor, 94);
  assert.deepEqual(payload.lines[0]?.discounts, [
    { kind: 'line', amount_minor: 44, reason: 'Emballage abîmé' },
    { kind: 'ticket', amount_minor: 34, reason: 'Fidèle' },
  ]);
  assert.equal(payload.lines[0]?.list_gross_minor, 435);
  assert.equal(rowsOf(till, 'approval-given').length, 0);
});

test('beyond the limit somebody who may approves once, with the reason in a row; the next action asks again', async (t) => {
  const { till, page } = await selling();
  t.after(() => till.close());
  const needed = {
    kind: 'refused',
    reason: 'approval_needed',
    params: { action: 'discount', askedBasisPoints: 3000, limitBasisPoints: 1000 },
  };
  assert.deepEqual(await discountMilk(page, 3000), needed);
  const byCashier = await discountMilk(page, 3000, { approval: { operatorId: CASHIER, pin: PIN } });
  assert.ok(byCashier.kind === 'refused' && byCashier.reason === 'approver_no_right');
  const wrong = await discountMilk(page, 3000, { approval: { operatorId: MANAGER, pin: '0000' } });
  assert.ok(wrong.kind === 'refused' && wrong.reason === 'wrong_pin');
  assert.equal(page.view('basket').discountMinor, 0);
  assert.equal((await discountMilk(page, 3000, { approval: APPROVAL })).kind, 'done');
  assert.equal(page.view('basket').lines[0]?.grossMinor, 304);
  const pen = { ...page.ticket(), lineId: lineIdAt(page, 3), discount: { kind: 'percent' as const, value: 3000 } };
  const again = await page.command('discountLine', { ...pen, reason: 'encore' });
  assert.ok(again.kind === 'refused' && again.reason === 'approval_needed', 'an approval is never remembered');
  assert.equal((await page.pay()).kind, 'done');
  const [approval] = rowsOf(till, 'approval-given');
  assert.ok(approval !== undefined && approval.operator === CASHIER);
  const given = payloadOf(approval, 'approval-given');
  assert.deepEqual([given.approver, given.action, given.reason], [MANAGER, 'discount', 'Emballage abîmé']);
  assert.equal(given.about['basis_points'], 3000);
  const [sold] = rowsOf(till, 'ticket-validated');
  assert.ok(sold !== undefined);
  assert.equal(payloadOf(sold, 'ticket-validated').lines[0]?.discounts?.[0]?.approval_id, given.approval_id);
});

test('an amount is held to the limit by the part it is of the line, also when the quantity goes down later', async (t) => {
  const till = makeTill();
  t.after(() => till.close());
  const page = till.page();
  await page.signIn(CASHIER);
  await page.command('multiply', { quantityMilli: 10_000 });
  await page.scan(MILK);
  const give = (value: number) =>
    page.command('discountLine', {
      ...page.ticket(),
      lineId: lineIdAt(page, 0),
      discount: { kind: 'amount', value },
      reason: 'geste',
    });
  const much = await give(436);
  assert.ok(much.kind === 'refused' && much.reason === 'approval_needed');
  assert.equal((await give(435)).kind, 'done');
  await page.command('setQuantity', { ...page.ticket(), lineId: lineIdAt(page, 0), quantityMilli: 1000 });
  assert.equal(page.view('basket').totalMinor, 435 - 43);
});

test('a price is set below the list as far as the role may, above it freely, and the list price comes back without a reason', async (t) => {
  const { till, page } = await selling();
  t.after(() => till.close());
  const price = (unitPriceMinor: number, more: object = { reason: 'Étiquette du rayon' }) =>
    page.command('overridePrice', {
      ...page.ticket(),
      lineId: lineIdAt(page, 0),
      unitPriceMinor,
      reason: '',
      ...more,
    });
  assert.deepEqual(await price(400, {}), { kind: 'refused', reason: 'reason_missing' });
  assert.equal((await price(392)).kind, 'done');
  const low = await price(391);
  assert.ok(low.kind === 'refused' && low.reason === 'approval_needed');
  assert.deepEqual(low.params, { action: 'price-override', askedBasisPoints: 1012, limitBasisPoints: 1000 });
  assert.equal((await price(100, { reason: 'Fin de série', approval: APPROVAL })).kind, 'done');
  assert.deepEqual(
    page.view('basket').lines.map(({ unitPriceMinor, listUnitPriceMinor }) => [unitPriceMinor, listUnitPriceMinor])[0],
    [100, 435],
  );
  assert.equal((await price(500)).kind, 'done', 'dearer needs nobody');
  assert.equal((await price(435, {})).kind, 'done');
  assert.equal(page.view('basket').lines[0]?.listUnitPriceMinor, undefined);
  const negative = await price(-1);
  assert.ok(negative.kind === 'refused' && negative.reason === 'price_invalid');
  const deposit = await page.command('overridePrice', {
    ...page.ticket(),
    lineId: lineIdAt(page, 2),
    unitPriceMinor: 1,
    reason: 'x',
  });
  assert.ok(deposit.kind === 'refused' && deposit.reason === 'line_unknown');
});

test('a kill between the row of an approval and the draft loses no discount, and doubles neither', async (t) => {
  const { till, page } = await selling();
  t.after(() => till.close());
  const input = {
    ...page.ticket(),
    lineId: lineIdAt(page, 0),
    discount: { kind: 'percent' as const, value: 5000 },
    reason: 'Emballage abîmé',
    approval: APPROVAL,
  };
  const before = openDrafts(till.dataDir);
  const draft = before.load()[0];
  assert.equal((await page.command('discountLine', input, 'discount-1')).kind, 'done');
  // The draft file as it was when the row was durable already.
  assert.ok(draft !== undefined);
  before.save(draft);
  before.close();
  till.restart();
  const again = till.page();
  assert.equal(again.view('basket').lines[0]?.grossMinor, 217);
  assert.equal((await again.command('discountLine', input, 'discount-1')).kind, 'done');
  assert.equal(rowsOf(till, 'approval-given').length, 1);
  assert.equal(again.view('basket').discountMinor, 218);
});

test('a held ticket waits through a restart, is taken up once at any station, and keeps its id and its discounts', async (t) => {
  const { till, page } = await selling();
  t.after(() => till.close());
  await discountMilk(page, 1000);
  const { ticketId } = page.ticket();
  const hold = { ...page.ticket(), label: ' Oublié le portefeuille\n' };
  assert.equal((await page.command('holdTicket', hold, 'hold-1')).kind, 'done');
  assert.equal((await page.command('holdTicket', hold, 'hold-1')).kind, 'done');
  assert.deepEqual(page.view('basket').lines, []);
  const [held] = page.view('basket').held;
  assert.deepEqual(
    [held?.ticketId, held?.label, held?.totalMinor, held?.articleCount, held?.operatorName],
    [ticketId, 'Oublié le portefeuille', 586, 3, 'Camille'],
  );
  till.restart();
  const other = till.page('station-2');
  await other.enter(MANAGER);
  const back = till.page();
  assert.equal(other.view('basket').held.length, 1);
  assert.equal((await other.command('recallTicket', { heldTicketId: ticketId })).kind, 'done');
  assert.equal(other.view('basket').ticketId, ticketId);
  assert.equal(other.view('basket').totalMinor, 586);
  assert.deepEqual(back.view('basket').held, []);
  assert.deepEqual(await back.command('recallTicket', { heldTicketId: ticketId }), {
    kind: 'refused',
    reason: 'held_unknown',
  });
  assert.equal((await other.pay()).kind, 'done');
  assert.equal(rowsOf(till, 'ticket-validated').length, 1);
});

test('an empty ticket is not held, and a ticket in progress is not overwritten by one that comes back', async (t) => {
  const { till, page } = await selling();
  t.after(() => till.close());
  const { ticketId } = page.ticket();
  await page.command('holdTicket', { ...page.ticket(), label: '' });
  assert.deepEqual(await page.command('holdTicket', { ...page.ticket(), label: '' }), {
    kind: 'refused',
    reason: 'basket_empty',
  });
  await page.scan(PEN);
  assert.deepEqual(await page.command('recallTicket', { heldTicketId: ticketId }), {
    kind: 'refused',
    reason: 'unsent_or_open_ticket',
  });
  assert.equal(page.view('basket').lines.length, 1);
  await page.pay();
  assert.equal((await page.command('recallTicket', { heldTicketId: ticketId })).kind, 'done');
});

test('a held ticket that the journal knows is paid does not come back', async (t) => {
  const { till, page } = await selling();
  t.after(() => till.close());
  const { ticketId } = page.ticket();
  const drafts = openDrafts(till.dataDir);
  const [draft] = drafts.load();
  assert.ok(draft !== undefined);
  await page.pay();
  // A draft file of another day, put back by hand.
  const next = { ...draft, ticketId: till.store().tickets(1)[0]?.ticketId ?? draft.ticketId };
  drafts.hold(
    { ...next, label: 'old', heldAtMs: 1, heldBy: till.store().operators()[0]?.id ?? ('' as never) },
    { ...draft, ticketId: page.ticket().ticketId as never, basket: draft.basket },
  );
  drafts.close();
  till.restart();
  const again = till.page();
  assert.deepEqual(again.view('basket').held, []);
  assert.equal(rowsOf(till, 'ticket-validated').length, 1);
  assert.notEqual(again.view('basket').ticketId, ticketId);
});

test('a line that was voided stays gone from a held ticket whatever the draft says', async (t) => {
  const { till, page } = await selling();
  t.after(() => till.close());
  const drafts = openDrafts(till.dataDir);
  const [old] = drafts.load();
  assert.ok(old !== undefined);
  await page.command('voidLine', { ...page.ticket(), lineId: lineIdAt(page, 0) });
  drafts.save(old);
  drafts.close();
  till.restart();
  const again = till.page();
  await again.command('holdTicket', { ...again.ticket(), label: '' });
  await again.command('recallTicket', { heldTicketId: again.view('basket').held[0]?.ticketId ?? '' });
  assert.equal(again.view('basket').totalMinor, 195);
});

test('what was voided or abandoned is told as it stood on the ticket, its part of the discounts taken off', async (t) => {
  const { till, page } = await selling();
  t.after(() => till.close());
  await discountMilk(page, 1000);
  await page.command('voidLine', { ...page.ticket(), lineId: lineIdAt(page, 0) });
  const [voided] = rowsOf(till, 'line-voided');
  assert.ok(voided !== undefined);
  const gone = payloadOf(voided, 'line-voided');
  assert.deepEqual([gone.gross_minor, gone.lines[0]?.list_gross_minor], [391, 435]);
  await page.command('cancelTicket', page.ticket());
  const [cancelled] = rowsOf(till, 'ticket-cancelled');
  assert.ok(cancelled !== undefined);
  assert.equal(payloadOf(cancelled, 'ticket-cancelled').gross_minor, 195);
});

test('a price that was let pass is for the pieces that were there, and one more costs what the list says', async (t) => {
  const { till, page } = await selling();
  t.after(() => till.close());
  const price = { ...page.ticket(), lineId: lineIdAt(page, 0), unitPriceMinor: 100, reason: 'Abîmé' };
  assert.equal((await page.command('overridePrice', { ...price, approval: APPROVAL })).kind, 'done');
  const more = () =>
    page.command('setQuantity', { ...page.ticket(), lineId: lineIdAt(page, 0), quantityMilli: 10_000 });
  const refused = await more();
  assert.ok(refused.kind === 'refused' && refused.reason === 'approval_needed', JSON.stringify(refused));
  assert.equal(refused.params?.['action'], 'price-override');
  assert.equal((await page.scan(MILK)).kind, 'done');
  assert.deepEqual(
    page.view('basket').lines.map(({ grossMinor }) => grossMinor),
    [100, 60, 15, 120, 435],
    'one more is sold at the price of the list',
  );
});

test('a percentage that was let pass takes nothing off goods that come later, and shrinks with goods that go', async (t) => {
  const { till, page } = await selling();
  t.after(() => till.close());
  const ticket = { ...page.ticket(), discount: { kind: 'percent' as const, value: 9000 }, reason: 'Geste' };
  assert.equal((await page.command('discountTicket', { ...ticket, approval: APPROVAL })).kind, 'done');
  const offMinor = page.view('basket').discountMinor;
  assert.equal(offMinor, Math.round((435 + 60 + 120) * 0.9));
  await page.scan(MILK);
  assert.equal(page.view('basket').discountMinor, offMinor);
  await page.command('voidLine', { ...page.ticket(), lineId: lineIdAt(page, 0) });
  await page.command('voidLine', { ...page.ticket(), lineId: lineIdAt(page, 3) });
  assert.ok(page.view('basket').discountMinor <= Math.ceil((60 + 120) * 0.9) + 1);
});
