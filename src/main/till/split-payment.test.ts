/** Paying by several methods, with stored value sold and spent: balances, caps, vouchers of both kinds, and who may not pay what. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { payloadOf } from '#domain/journal/journal.ts';
import { currencyOf } from '#domain/money/money.ts';
import { firstSettings } from '#domain/settings/settings.ts';
import { CLERK, MANAGER, type TestPage, type TestTill, makeTill } from './testing.ts';

/** 4.35 at 5.5 %, a meal voucher pays it. */
const MILK = '3017620422003';
/** 1.20 at 20 %. */
const PEN = '3086126729848';
const UID = '04a1b2c3d4e5f6';
const DAY_MS = 86_400_000;
const EUR = currencyOf('EUR');
assert.ok(EUR !== undefined);
const FIRST = firstSettings(EUR);

type Method = 'cash' | 'card' | 'cheque' | 'meal-voucher' | 'gift-card' | 'purse';

async function counter(operator = MANAGER): Promise<{ till: TestTill; page: TestPage }> {
  const till = makeTill();
  const page = till.page();
  await page.signIn(operator);
  return { till, page };
}

function rowsOf(till: TestTill, kind: string) {
  return till
    .store()
    .entriesAfter(0, 1000)
    .filter((row) => row.kind === kind);
}

function lastTicket(till: TestTill) {
  const row = rowsOf(till, 'ticket-validated').at(-1);
  assert.ok(row !== undefined);
  return payloadOf(row, 'ticket-validated');
}

/** The P rows of the last ticket: method and amount. */
function paymentsOf(till: TestTill): readonly (readonly [string, number])[] {
  const { ticket_id: id } = lastTicket(till);
  return rowsOf(till, 'payment-received')
    .map((row) => payloadOf(row, 'payment-received'))
    .filter((payment) => payment.ticket_id === id)
    .map((payment) => [payment.method, payment.amount_minor]);
}

function payBy(page: TestPage, ...payments: readonly (readonly [Method, number, string?])[]) {
  return page.command('pay', {
    ...page.ticket(),
    payments: payments.map(([method, tenderedMinor, accountId]) => ({
      method,
      tenderedMinor,
      ...(accountId === undefined ? {} : { accountId }),
    })),
    print: 'none',
  });
}

function tap(page: TestPage, uid = UID) {
  return page.command('presentCard', { uid, medium: 'contactless', source: 'pcsc' });
}

/** Puts a gift card on the ticket: the card is held to the reader, and so much is put on it. */
async function addGiftCard(page: TestPage, amountMinor: number, uid = UID) {
  await tap(page, uid);
  const shown = page.view('basket').presentedCard;
  return page.command('addVoucher', {
    ...page.ticket(),
    account: 'gift-card',
    amountMinor,
    ...(shown === null ? {} : { cardRef: shown.cardRef }),
    ...(shown === null ? { accountId: page.view('basket').storedValue[0]?.accountId ?? '' } : {}),
  });
}

/** Sells a gift card for cash; the id of its account. */
async function soldGiftCard(page: TestPage, till: TestTill, amountMinor: number): Promise<string> {
  assert.equal((await addGiftCard(page, amountMinor)).kind, 'done');
  assert.equal((await payBy(page, ['cash', amountMinor])).kind, 'done');
  const opened = rowsOf(till, 'account-opened').at(-1);
  assert.ok(opened !== undefined);
  return payloadOf(opened, 'account-opened').account_id;
}

function balance(till: TestTill, accountId: string): number | undefined {
  return till.store().account(accountId as never)?.balance;
}

test('a ticket is split over all methods in one order, and only the cash of it gives change', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  for (let index = 0; index < 3; index += 1) await page.scan(MILK);
  await page.scan(PEN);
  assert.deepEqual([page.view('basket').totalMinor, page.view('basket').mealVoucherMinorMax], [1425, 1305]);
  const outcome = await page.command('pay', {
    ...page.ticket(),
    payments: [
      { method: 'cash', tenderedMinor: 500 },
      { method: 'card', tenderedMinor: 400, reference: '4970 1012 3456 7890' },
      { method: 'cheque', tenderedMinor: 100, reference: '0004711' },
      { method: 'meal-voucher', tenderedMinor: 700 },
    ],
    print: 'none',
  });
  assert.ok(outcome.kind === 'done' && outcome.changeMinor === 275 && outcome.totalMinor === 1425);
  assert.deepEqual(paymentsOf(till), [
    ['meal-voucher', 700],
    ['card', 400],
    ['cheque', 100],
    ['cash', 225],
  ]);
  const references = rowsOf(till, 'payment-received').map((row) => payloadOf(row, 'payment-received').reference);
  assert.deepEqual(references, [undefined, '…7890', '0004711', undefined], 'the number of a card is kept nowhere');
});

test('what does not fit is refused with what is missing or most, and nothing was paid', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await page.scan(MILK);
  await page.scan(PEN);
  const reasonOf = async (...payments: Parameters<typeof payBy>[1][]) => {
    const outcome = await payBy(page, ...payments);
    return outcome.kind === 'refused' ? [outcome.reason, outcome.params] : outcome.kind;
  };
  assert.deepEqual(await reasonOf(['card', 556]), ['tender_exceeds', { method: 'card', mostMinor: 555 }]);
  assert.deepEqual(await reasonOf(['card', 500]), ['tendered_short', { missingMinor: 55 }]);
  assert.deepEqual(await reasonOf(['meal-voucher', 436], ['cash', 200]), ['meal_voucher_limit', { mostMinor: 435 }]);
  assert.deepEqual(await reasonOf(['gift-card', 100, 'nobody'], ['cash', 500]), ['account_unknown', undefined]);
  assert.deepEqual(await reasonOf(['gift-card', 100], ['cash', 500]), ['account_unknown', undefined]);
  await page.command('saveSettings', {
    group: 'tenders',
    value: { methods: ['cash', 'card'], mealVoucherMinorMax: 0 },
  });
  assert.deepEqual(await reasonOf(['cheque', 555]), ['tender_not_accepted', { method: 'cheque' }]);
  assert.equal(rowsOf(till, 'ticket-validated').length, 0);
  assert.equal(await reasonOf(['card', 300], ['cash', 255]), 'done');
});

test('the drawer opens for what goes into it and stays shut for a card', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const pulses = () => till.hardware.sent.filter((job) => job.kind === 'pulse').length;
  await page.scan(PEN);
  await payBy(page, ['card', 120]);
  assert.equal(pulses(), 0);
  await page.scan(PEN);
  await payBy(page, ['cheque', 120]);
  assert.equal(pulses(), 1);
  await page.scan(PEN);
  await payBy(page, ['card', 100], ['cash', 20]);
  assert.equal(pulses(), 2);
});

test('a gift card is a debt and no turnover: sold beside the lines, untaxed, and opened only when it is paid', async (t) => {
  const { till, page } = await counter(CLERK);
  t.after(() => till.close());
  await page.scan(PEN);
  assert.equal((await addGiftCard(page, 3000)).kind, 'done');
  const view = page.view('basket');
  assert.deepEqual([view.totalMinor, view.lines.length, view.vouchers[0]?.balanceAfterMinor], [3120, 1, 3000]);
  assert.equal(rowsOf(till, 'account-opened').length, 0);
  assert.equal((await payBy(page, ['cash', 5000])).kind, 'done');
  const ticket = lastTicket(till);
  assert.deepEqual([ticket.gross_minor, ticket.due_minor, ticket.vat_minor], [120, 3120, 20]);
  const [voucher] = ticket.vouchers ?? [];
  assert.deepEqual(ticket.balance_movements, [
    { n: 2, account_id: voucher?.account_id, unit: 'EUR', amount: 3000, reason: 'loaded' },
  ]);
  const order = till
    .store()
    .entriesAfter(0, 1000)
    .slice(-4)
    .map(({ kind }) => kind);
  assert.deepEqual(order, ['account-opened', 'card-assigned', 'ticket-validated', 'payment-received']);
  const [card] = rowsOf(till, 'card-assigned');
  assert.ok(card !== undefined);
  assert.match(payloadOf(card, 'card-assigned').card_hash, /^k1:[0-9a-f]{64}$/);
  assert.equal(balance(till, voucher?.account_id ?? ''), 3000);
});

test('an abandoned ticket leaves neither card nor account, and its void says what was to be sold', async (t) => {
  const { till, page } = await counter(CLERK);
  t.after(() => till.close());
  await addGiftCard(page, 3000);
  const lineId = page.view('basket').vouchers[0]?.lineId ?? '';
  assert.equal((await page.command('voidLine', { ...page.ticket(), lineId })).kind, 'done');
  assert.equal(page.view('basket').totalMinor, 0);
  till.restart();
  const again = till.page();
  assert.deepEqual(again.view('basket').vouchers, []);
  await addGiftCard(again, 2000);
  assert.equal((await again.command('cancelTicket', again.ticket())).kind, 'done');
  const [voided, cancelled] = [rowsOf(till, 'line-voided')[0], rowsOf(till, 'ticket-cancelled')[0]];
  assert.ok(voided !== undefined && cancelled !== undefined);
  assert.equal(payloadOf(voided, 'line-voided').vouchers?.[0]?.amount_minor, 3000);
  assert.equal(payloadOf(cancelled, 'ticket-cancelled').vouchers?.[0]?.amount_minor, 2000);
  assert.equal(rowsOf(till, 'account-opened').length, 0);
});

test('a gift card is spent in two tickets to the cent, and never for more than is on it', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const account = await soldGiftCard(page, till, 500);
  await page.scan(MILK);
  assert.equal((await tap(page)).kind, 'done');
  assert.equal((await payBy(page, ['gift-card', 435, account])).kind, 'done');
  assert.deepEqual(paymentsOf(till), [['gift-card', 435]]);
  assert.deepEqual(lastTicket(till).balance_movements, [
    { n: 2, account_id: account, unit: 'EUR', amount: -435, reason: 'spent' },
  ]);
  assert.equal(balance(till, account), 65);
  await page.scan(PEN);
  const unseen = await payBy(page, ['gift-card', 65, account], ['cash', 55]);
  assert.ok(unseen.kind === 'refused' && unseen.reason === 'account_unknown', 'the card was shown for another ticket');
  await tap(page);
  assert.deepEqual(await payBy(page, ['gift-card', 66, account], ['cash', 54]), {
    kind: 'refused',
    reason: 'balance_short',
    params: { balanceMinor: 65, wantedMinor: 66 },
  });
  const twice = await payBy(page, ['gift-card', 40, account], ['gift-card', 40, account], ['cash', 40]);
  assert.ok(twice.kind === 'refused' && twice.reason === 'balance_short', 'twice on one ticket is one balance');
  assert.equal((await payBy(page, ['gift-card', 65, account], ['cash', 55])).kind, 'done');
  assert.equal(balance(till, account), 0);
  till.restart();
  assert.equal(balance(till, account), 0);
});

test('one card at two stations is spent once', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const account = await soldGiftCard(page, till, 500);
  const other = till.page('station-2');
  await other.signIn(CLERK);
  for (const each of [page, other]) {
    await each.scan(MILK);
    await tap(each);
    assert.equal(each.view('basket').storedValue[0]?.spendableMinor, 500);
  }
  assert.equal((await payBy(page, ['gift-card', 435, account])).kind, 'done');
  const late = await payBy(other, ['gift-card', 435, account]);
  assert.ok(late.kind === 'refused' && late.reason === 'balance_short');
  assert.equal(balance(till, account), 65);
});

test('a card that is blocked or whose time is over meanwhile pays nothing', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const account = await soldGiftCard(page, till, 500);
  await page.scan(MILK);
  await tap(page);
  const setState = (state: 'active' | 'blocked') =>
    page.command('setAccountState', { accountId: account, state, reason: 'perdue' });
  assert.equal((await setState('blocked')).kind, 'done');
  const blocked = await payBy(page, ['gift-card', 435, account]);
  assert.ok(blocked.kind === 'refused' && blocked.reason === 'account_blocked');
  assert.equal((await setState('active')).kind, 'done');
  till.clock.wall += 800 * DAY_MS;
  till.clock.monotonic += 800 * DAY_MS;
  const expired = await payBy(page, ['gift-card', 435, account]);
  assert.ok(expired.kind === 'refused' && expired.reason === 'account_expired');
  assert.equal(balance(till, account), 500);
});

test('a card that is only a number spends no more a day than the shop lets it', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const value = { ...FIRST['gift-cards'], uidSpendingMinorMax: 600 };
  assert.equal((await page.command('saveSettings', { group: 'gift-cards', value })).kind, 'done');
  const account = await soldGiftCard(page, till, 5000);
  await page.scan(MILK);
  await tap(page);
  assert.equal((await payBy(page, ['gift-card', 435, account])).kind, 'done');
  await page.scan(MILK);
  await tap(page);
  const [shown] = page.view('basket').storedValue;
  assert.deepEqual([shown?.balanceMinor, shown?.spendableMinor, shown?.capMinor], [4565, 165, 600]);
  const beyond = await payBy(page, ['gift-card', 166, account], ['cash', 269]);
  assert.ok(beyond.kind === 'refused' && beyond.reason === 'spending_cap');
  assert.equal((await payBy(page, ['gift-card', 165, account], ['cash', 270])).kind, 'done');
});

test('stored value buys goods and no other stored value', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const account = await soldGiftCard(page, till, 5000);
  await page.scan(PEN);
  await addGiftCard(page, 1000, '04ffffffffff01');
  await tap(page);
  const refused = await payBy(page, ['gift-card', 1120, account]);
  assert.deepEqual(refused, {
    kind: 'refused',
    reason: 'tender_exceeds',
    params: { method: 'gift-card', mostMinor: 120 },
  });
  assert.equal((await payBy(page, ['gift-card', 120, account], ['cash', 1000])).kind, 'done');
});

test('a card is loaded no further than the shop lets it, whatever lies on two tickets', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await soldGiftCard(page, till, 25_000);
  const other = till.page('station-2');
  await other.signIn(CLERK);
  for (const each of [page, other]) assert.equal((await addGiftCard(each, 20_000)).kind, 'done');
  assert.equal((await payBy(page, ['card', 20_000])).kind, 'done');
  const late = await payBy(other, ['card', 20_000]);
  assert.ok(late.kind === 'refused' && late.reason === 'load_limits');
});

test('a single-purpose voucher is taxed when it is sold, and taken out of the goods of its rate when it is spent', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const value = { ...FIRST['gift-cards'], voucher: 'single-purpose' as const, vatRateBasisPoints: 550 };
  assert.equal((await page.command('saveSettings', { group: 'gift-cards', value })).kind, 'done');
  const account = await soldGiftCard(page, till, 1055);
  const sold = lastTicket(till);
  assert.deepEqual([sold.gross_minor, sold.vat_minor, sold.due_minor, sold.vouchers], [1055, 55, undefined, undefined]);
  assert.deepEqual(
    sold.lines.map((line) => [line.kind, line.account_id, line.gross_minor, line.vat_rate_basis_points]),
    [['voucher', account, 1055, 550]],
  );
  assert.equal(balance(till, account), 1055);
  await page.scan(MILK);
  await page.scan(PEN);
  await tap(page);
  const beyond = await payBy(page, ['gift-card', 436, account], ['cash', 200]);
  assert.ok(beyond.kind === 'refused' && beyond.reason === 'tender_exceeds', 'not for the pen, which has another rate');
  const outcome = await payBy(page, ['gift-card', 400, account], ['cash', 200]);
  assert.ok(outcome.kind === 'done' && outcome.totalMinor === 155 && outcome.changeMinor === 45);
  const spent = lastTicket(till);
  assert.deepEqual(
    spent.lines.map((line) => [line.kind, line.gross_minor, line.net_minor + line.vat_minor]),
    [
      ['product', 435, 435],
      ['product', 120, 120],
      ['voucher', -400, -400],
    ],
  );
  assert.deepEqual(
    spent.vat.map((row) => [row.rate_basis_points, row.gross_minor, row.vat_minor]),
    [
      [2000, 120, 20],
      [550, 35, 2],
    ],
  );
  assert.deepEqual(paymentsOf(till), [['cash', 155]]);
  assert.deepEqual(spent.balance_movements?.at(-1), {
    n: 3,
    account_id: account,
    unit: 'EUR',
    amount: -400,
    reason: 'spent',
  });
  assert.equal(balance(till, account), 655);
  await page.scan(MILK);
  await tap(page);
  const whole = await payBy(page, ['gift-card', 435, account]);
  assert.ok(whole.kind === 'done' && whole.totalMinor === 0);
  assert.deepEqual(paymentsOf(till), []);
});

test('points are earned on what is really paid and given once, whatever two stations say', async (t) => {
  const { till, page } = await counter(CLERK);
  t.after(() => till.close());
  const enrolled = await page.command('enrol', { fields: { name: 'Inès' }, evenIfAlike: false });
  assert.ok(enrolled.kind === 'done');
  const { personId } = enrolled;
  const attach = (each: TestPage) => each.command('attachCustomer', { ...each.ticket(), personId });
  await attach(page);
  await page.command('multiply', { quantityMilli: 10_000 });
  await page.scan(MILK);
  await payBy(page, ['cash', 5000]);
  assert.equal(lastTicket(till).loyalty?.points_earned, 43);
  const other = till.page('station-2');
  await other.signIn(MANAGER);
  for (const each of [page, other]) {
    await attach(each);
    await each.scan(MILK);
    assert.equal((await each.command('redeemPoints', { ...each.ticket(), points: 40 })).kind, 'done');
    assert.equal(each.view('basket').totalMinor, 235);
  }
  assert.equal((await payBy(page, ['cash', 235])).kind, 'done');
  const ticket = lastTicket(till);
  assert.deepEqual(ticket.lines[0]?.discounts, [{ kind: 'points', amount_minor: 200 }]);
  assert.deepEqual(
    ticket.balance_movements?.map(({ reason, amount }) => [reason, amount]),
    [
      ['redeemed', -40],
      ['earned', 2],
    ],
  );
  assert.deepEqual(
    [ticket.loyalty?.points_redeemed, ticket.loyalty?.points_earned, ticket.loyalty?.points_balance],
    [40, 2, 5],
  );
  const late = await payBy(other, ['cash', 235]);
  assert.deepEqual(late, { kind: 'refused', reason: 'points_short', params: { points: 40, balance: 5 } });
  assert.equal((await other.command('redeemPoints', { ...other.ticket(), points: 0 })).kind, 'done');
  assert.equal((await payBy(other, ['cash', 435])).kind, 'done');
});

test('while cash is counted no screen says what was just paid, and paying again says nothing of it either', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await page.scan(PEN);
  const payment = {
    ...page.ticket(),
    payments: [{ method: 'cash' as const, tenderedMinor: 200 }],
    print: 'none' as const,
  };
  await page.command('pay', payment);
  assert.equal(page.view('basket').lastTicket?.changeMinor, 80);
  assert.equal((await page.command('beginCount', { holdTickets: false })).kind, 'done');
  await page.command('multiply', { quantityMilli: null });
  assert.equal(page.view('basket').lastTicket, null);
  const again = await page.command('pay', payment);
  assert.equal(again.kind, 'refused');
  assert.equal((await page.command('abandonCount', {})).kind, 'done');
  assert.equal(page.view('basket').lastTicket?.changeMinor, 80);
});

test('what was received of a payment stays with the ticket through changes, a hold and a killed till, and goes with it', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await page.scan(MILK);
  const card = { method: 'card' as const, tenderedMinor: 200, reference: '4970 1012 3456 7890' };
  const keep = (payments: readonly (typeof card)[]) =>
    page.command('setTenders', { ...page.ticket(), payments: [...payments] });
  const kept = [{ method: 'card', tenderedMinor: 200, reference: '…7890' }];
  assert.equal((await keep([card])).kind, 'done');
  assert.deepEqual(page.view('basket').tenders, kept);
  await page.scan(PEN);
  assert.deepEqual(page.view('basket').tenders, kept);
  assert.equal((await page.command('holdTicket', { ...page.ticket(), label: 'x' })).kind, 'done');
  assert.deepEqual(page.view('basket').tenders, []);
  const heldTicketId = page.view('basket').held[0]?.ticketId ?? '';
  assert.equal((await page.command('recallTicket', { heldTicketId })).kind, 'done');
  till.restart();
  const after = till.page();
  assert.deepEqual(after.view('basket').tenders, kept);
  const stale = await after.command('setTenders', { ticketId: page.ticket().ticketId, basketVersion: 0, payments: [] });
  assert.equal(stale.kind === 'refused' && stale.reason, 'basket_stale');
  const nothing = await after.command('setTenders', {
    ...after.ticket(),
    payments: [{ method: 'card', tenderedMinor: 0 }],
  });
  assert.equal(nothing.kind === 'refused' && nothing.reason, 'amount_invalid');
  assert.equal((await payBy(after, ['card', 200], ['cash', 355])).kind, 'done');
  assert.deepEqual(after.view('basket').tenders, []);
  const early = await after.command('setTenders', { ...after.ticket(), payments: [card] });
  assert.equal(early.kind === 'refused' && early.reason, 'basket_empty');
});

test('an abandoned ticket says what was received for it and goes back, by each way, until anything else is done', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await page.scan(PEN);
  assert.equal((await payBy(page, ['cash', 200])).kind, 'done');
  assert.deepEqual(page.view('basket').lastTicket?.back, [{ method: 'cash', amountMinor: 80 }]);
  const abandon = async (...payments: readonly (readonly ['cash' | 'card', number])[]) => {
    await page.scan(MILK);
    const { ticketId } = page.ticket();
    const received = payments.map(([method, tenderedMinor]) => ({ method, tenderedMinor }));
    assert.equal((await page.command('setTenders', { ...page.ticket(), payments: received })).kind, 'done');
    assert.equal((await page.command('cancelTicket', page.ticket())).kind, 'done');
    return ticketId;
  };
  const ticketId = await abandon(['cash', 100], ['card', 150], ['cash', 50]);
  assert.deepEqual(page.view('basket').abandoned, {
    ticketId,
    back: [
      { method: 'cash', amountMinor: 150 },
      { method: 'card', amountMinor: 150 },
    ],
  });
  assert.equal(rowsOf(till, 'payment-received').length, 1);
  await page.scan(PEN);
  assert.equal(page.view('basket').abandoned, null);
  assert.equal((await page.command('cancelTicket', page.ticket())).kind, 'done');
  assert.equal(page.view('basket').abandoned, null);
  await abandon();
  assert.equal(page.view('basket').abandoned, null);
  await abandon(['cash', 100]);
  await page.scan(PEN);
  assert.equal((await payBy(page, ['cash', 120])).kind, 'done');
  assert.equal(page.view('basket').abandoned, null);
  assert.deepEqual(page.view('basket').lastTicket?.back, []);
});

test('a code of goods that nobody knows is kept and not offered as a card; a card is', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await page.scan('4006381333931');
  assert.equal(page.view('basket').presentedCard?.isOffered, false);
  await tap(page);
  assert.equal(page.view('basket').presentedCard?.isOffered, true);
  const { operators } = page.view('station');
  assert.deepEqual([...new Set(operators.filter(({ mayApprove }) => mayApprove).map(({ role }) => role))], ['manager']);
});
