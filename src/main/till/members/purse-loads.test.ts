/** Loads of a member's purse: on one purse for each person, and never on anybody else's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { currencyOf } from '#domain/money/money.ts';
import { firstSettings } from '#domain/settings/settings.ts';
import { CLERK, MANAGER, PIN, type TestPage, type TestTill, makeTill } from '../testing.ts';

const UID = '04a1b2c3d4e5f6';
const OTHER_UID = '04b7b7b7b7b7b7';
const EUR = currencyOf('EUR');
assert.ok(EUR !== undefined);
const FIRST = firstSettings(EUR);

async function counter(): Promise<{ till: TestTill; page: TestPage }> {
  const till = makeTill();
  const page = till.page();
  await page.signIn(MANAGER);
  return { till, page };
}

function tap(page: TestPage, uid = UID) {
  return page.command('presentCard', { uid, medium: 'contactless', source: 'pcsc' });
}

async function enrol(page: TestPage, uid: string): Promise<string> {
  await tap(page, uid);
  const cardRef = page.view('basket').presentedCard?.cardRef ?? '';
  const outcome = await page.command('enrol', { fields: { name: `Client ${uid}` }, cardRef, evenIfAlike: true });
  assert.ok(outcome.kind === 'done', JSON.stringify(outcome));
  return outcome.personId;
}

function load(page: TestPage, amountMinor: number) {
  return page.command('addVoucher', { ...page.ticket(), account: 'purse', amountMinor });
}

function pursesOf(page: TestPage, personId: string): readonly number[] {
  const accounts = page.query('customerFile', { personId }).customer?.accounts ?? [];
  return accounts.filter(({ account }) => account === 'purse').map(({ balance }) => balance);
}

function reasonOf(outcome: { readonly kind: string; readonly reason?: string }): string {
  return outcome.kind === 'refused' ? (outcome.reason ?? '') : outcome.kind;
}

test('a purse that two tickets load for the first time is opened once, within its limit, and has all of the money', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const other = till.page('second');
  await other.signIn(CLERK);
  const third = till.page('third');
  await third.signIn(CLERK);
  const personId = await enrol(page, UID);
  for (const [one, amountMinor] of [
    [page, 20_000],
    [other, 25_000],
    [third, 10_000],
  ] as const) {
    await tap(one);
    assert.equal(reasonOf(await load(one, amountMinor)), 'done');
  }
  assert.equal((await page.pay()).kind, 'done');
  assert.equal((await other.pay()).kind, 'done');
  assert.equal(reasonOf(await third.pay()), 'load_limits', 'more than a purse may hold');
  assert.deepEqual(pursesOf(page, personId), [45_000]);
  await tap(page);
  assert.equal(page.view('basket').storedValue[0]?.balanceMinor, 45_000);
});

test('a ticket that loads a purse keeps its customer until the load is taken off', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const [owner, another] = [await enrol(page, UID), await enrol(page, OTHER_UID)];
  await tap(page);
  const added = await load(page, 5000);
  assert.ok(added.kind === 'done');
  const detached = await page.command('detachCustomer', page.ticket());
  assert.ok(detached.kind === 'refused');
  assert.equal(detached.params?.['why'], 'purse-load-on-ticket');
  assert.equal(reasonOf(await tap(page, OTHER_UID)), 'unsent_or_open_ticket');
  const attached = await page.command('attachCustomer', { ...page.ticket(), personId: another });
  assert.equal(reasonOf(attached), 'unsent_or_open_ticket');
  assert.equal((await page.pay()).kind, 'done');
  assert.deepEqual([pursesOf(page, owner), pursesOf(page, another)], [[5000], []]);
  await tap(page);
  const again = await load(page, 5000);
  assert.ok(again.kind === 'done');
  await page.command('voidLine', { ...page.ticket(), lineId: again.lineId });
  assert.equal(reasonOf(await page.command('detachCustomer', page.ticket())), 'done');
});

test('a load for a person who was erased meanwhile is not paid, and opens no purse of nobody', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const other = till.page('second');
  await other.signIn(CLERK);
  const personId = await enrol(page, UID);
  await tap(other);
  const added = await load(other, 5000);
  assert.ok(added.kind === 'done');
  const approval = { operatorId: MANAGER, pin: PIN };
  const erased = await page.command('erasePerson', { personId, reason: 'Demande écrite', approval });
  assert.equal(erased.kind, 'done');
  assert.equal(reasonOf(await other.pay()), 'customer_erased');
  await other.command('voidLine', { ...other.ticket(), lineId: added.lineId });
  await other.scan('03017620422003');
  assert.equal((await other.pay()).kind, 'done');
  const opened = till
    .store()
    .entriesAfter(0, 100_000)
    .filter(({ kind }) => kind === 'account-opened');
  assert.deepEqual(
    opened.map(({ payload }) => (payload as { account?: string }).account),
    ['points'],
  );
});

test('a purse that came by a name has the cap of a card that is only a number', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const personId = await enrol(page, UID);
  await tap(page);
  await load(page, 20_000);
  assert.equal((await page.pay()).kind, 'done');
  await page.scan('03017620422003');
  const [line] = page.view('basket').lines;
  await page.command('setQuantity', { ...page.ticket(), lineId: line?.lineId ?? '', quantityMilli: 30_000 });
  await tap(page);
  await page.command('detachCustomer', page.ticket());
  await page.command('attachCustomer', { ...page.ticket(), personId });
  const [purse] = page.view('basket').storedValue;
  assert.ok(purse !== undefined && purse.capMinor !== null && purse.capMinor < 30 * 435);
  const payments = [{ method: 'purse' as const, tenderedMinor: 30 * 435, accountId: purse.accountId }];
  const input = { ...page.ticket(), payments, print: 'none' as const };
  assert.equal(reasonOf(await page.command('pay', input)), 'spending_cap');
  const approval = { operatorId: MANAGER, pin: PIN };
  assert.equal(reasonOf(await page.command('pay', { ...input, approval })), 'done');
});

test('a gift card of paper is not paid for while nothing can print it', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await page.command('addVoucher', { ...page.ticket(), account: 'gift-card', amountMinor: 2000 });
  const { printer } = till.hardware;
  till.hardware.printer = null;
  assert.equal(reasonOf(await page.pay()), 'no_printer');
  till.hardware.printer = printer;
  assert.equal(reasonOf(await page.pay()), 'done');
});

test('signing out takes the customer, the stored value and the card that were shown off an empty ticket, in the draft too', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await enrol(page, UID);
  await tap(page);
  await load(page, 5000);
  await page.pay();
  await tap(page);
  assert.equal(page.view('basket').storedValue.length, 1);
  await tap(page, OTHER_UID);
  assert.notEqual(page.view('basket').presentedCard, null);
  await page.command('signOut', {});
  till.restart();
  const next = till.page();
  await next.signIn(CLERK);
  const { member, storedValue, presentedCard } = next.view('basket');
  assert.deepEqual([member, storedValue, presentedCard], [null, [], null]);
});

test('a card reported lost after it was shown pays nothing at another station, nor in place of it', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const other = till.page('second');
  await other.signIn(CLERK);
  const personId = await enrol(page, UID);
  await tap(page);
  await load(page, 5000);
  await page.pay();
  await tap(other);
  await other.scan('03017620422003');
  const cardId = page.query('customerFile', { personId }).customer?.cards[0]?.cardId ?? '';
  await page.command('setCardState', { cardId, state: 'lost' });
  const accountId = other.view('basket').storedValue[0]?.accountId ?? '';
  const pay = () => {
    const payments = [{ method: 'purse' as const, tenderedMinor: 435, accountId }];
    return other.command('pay', { ...other.ticket(), payments, print: 'none' });
  };
  assert.equal(reasonOf(await pay()), 'card_blocked');
  assert.equal((await page.command('setCardState', { cardId, state: 'active' })).kind, 'done');
  assert.equal(reasonOf(await pay()), 'done');
});

test('what a single-purpose voucher paid never goes back to an account that is closed', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const value = { ...FIRST['gift-cards'], voucher: 'single-purpose' as const, vatRateBasisPoints: 550 };
  assert.equal((await page.command('saveSettings', { group: 'gift-cards', value })).kind, 'done');
  await tap(page);
  const cardRef = page.view('basket').presentedCard?.cardRef ?? '';
  await page.command('addVoucher', { ...page.ticket(), account: 'gift-card', amountMinor: 2000, cardRef });
  await page.pay();
  await page.scan('03017620422003');
  await tap(page);
  const accountId = page.view('basket').storedValue[0]?.accountId ?? '';
  const { ticketId } = page.ticket();
  const lineId = page.view('basket').lines[0]?.lineId ?? '';
  const payments = [{ method: 'gift-card' as const, tenderedMinor: 435, accountId }];
  assert.equal((await page.command('pay', { ...page.ticket(), payments, print: 'none' })).kind, 'done');
  const state = 'closed' as const;
  await page.command('setAccountState', { accountId, state, reason: 'Réclamation' });
  const lines = [{ lineId, quantityMilli: 1000 }];
  const nothing = [{ method: 'cash' as const, amountMinor: 0 }];
  const input = { ticketId, lines, payments: nothing, reason: 'Tourné', print: 'none' as const };
  const refund = await page.command('refund', input);
  assert.equal(reasonOf(refund), 'account_closed');
});
