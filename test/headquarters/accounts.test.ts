/**
 * One customer, one gift card, two tills: what one till knows the other knows, and whatever is spent is spent once. Both sides are
 * the real ones; only the wire between them is made here.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestPage, TestTill } from '#main/till/testing.ts';
import { type JoinedTill, type TwoTills, pause, twoTills } from './two-tills.ts';

/** 4.35 each. */
const MILK = '03017620422003';
const UID = '04a1b2c3d4e5f6';

function tap(page: TestPage, uid = UID) {
  return page.command('presentCard', { uid, medium: 'contactless', source: 'pcsc' });
}

/** Sells a gift card of 20.00 at the first till; the other knows of it when this resolves. */
async function soldCard({ one, two, until }: TwoTills): Promise<string> {
  await tap(one.page);
  const cardRef = one.page.view('basket').presentedCard?.cardRef ?? '';
  const added = await one.page.command('addVoucher', {
    ...one.page.ticket(),
    account: 'gift-card',
    amountMinor: 2_000,
    cardRef,
  });
  assert.equal(added.kind, 'done', JSON.stringify(added));
  assert.equal((await one.page.pay()).kind, 'done');
  const opened = rows(one.till, 'account-opened').at(-1);
  const accountId = String(opened?.['account_id']);
  await until('the other till knows the card', () => balance(two.till, accountId) === 2_000);
  await until('it is handed over', () => rows(one.till, 'authority-handed-over').length > 0);
  return accountId;
}

function rows(till: TestTill, kind: string): readonly Readonly<Record<string, unknown>>[] {
  const entries = till.store().entriesAfter(0, 100_000);
  return entries.filter((entry) => entry.kind === kind).map(({ payload }) => payload);
}

function balance(till: TestTill, accountId: string): number | undefined {
  return till.store().account(accountId as never)?.balance;
}

function spent(till: TestTill): number {
  return rows(till, 'ticket-validated')
    .flatMap((ticket) => (ticket['balance_movements'] ?? []) as { reason: string; amount: number }[])
    .filter(({ reason }) => reason === 'spent' || reason === 'redeemed')
    .reduce((sum, { amount }) => sum - amount, 0);
}

/** Milk times `count` on the ticket with the card at hand, and the card pays all of it; again once the answer is there. */
async function payByCard({ page }: JoinedTill, accountId: string, count: number): Promise<string> {
  await page.scan(MILK);
  const [line] = page.view('basket').lines;
  await page.command('setQuantity', { ...page.ticket(), lineId: line?.lineId ?? '', quantityMilli: count * 1_000 });
  const shown = await tap(page);
  assert.equal(shown.kind, 'done', JSON.stringify(shown));
  for (let tries = 0; tries < 200; tries++) {
    const { totalMinor } = page.view('basket');
    const outcome = await page.command('pay', {
      ...page.ticket(),
      payments: [{ method: 'gift-card', tenderedMinor: totalMinor, accountId }],
      print: 'none',
    });
    if (outcome.kind === 'done') return 'paid';
    if (outcome.reason !== 'spending_asked') return `${outcome.reason} ${String(outcome.params?.['why'])}`;
    await pause(10);
  }
  return 'never answered';
}

test('a customer who enrols at one till is known at the other, card, name and points, and is not enrolled twice', async (context) => {
  const shop = await twoTills(context);
  const { one, two, until } = shop;
  await tap(one.page);
  const cardRef = one.page.view('basket').presentedCard?.cardRef ?? '';
  const fields = { name: 'Aïcha Benali', phone: '06 12 34 56 78' };
  const enrolled = await one.page.command('enrol', { fields, cardRef, evenIfAlike: false });
  assert.ok(enrolled.kind === 'done');
  await one.page.scan(MILK);
  await tap(one.page);
  assert.equal((await one.page.pay()).kind, 'done');
  const found = () => two.page.query('customers', { text: 'benali', limit: 10 }).customers[0];
  await until('she is found at the other till', () => found()?.points === 4);
  assert.equal((await tap(two.page)).kind, 'done', 'her card too');
  assert.equal(two.page.view('basket').member?.name, 'Aïcha Benali');
  const again = await two.page.command('enrol', { fields, evenIfAlike: false });
  assert.ok(again.kind === 'refused' && again.reason === 'duplicate_customer');

  // Points are earned wherever, and whoever is away.
  two.isCut = true;
  await two.page.scan(MILK);
  assert.equal((await two.page.pay()).kind, 'done');
  assert.equal(found()?.points, 8, 'its own rows come on top at once');
  two.isCut = false;
  await until(
    'the first till knows',
    () => one.page.query('customers', { text: 'benali', limit: 10 }).customers[0]?.points === 8,
  );
});

test('a gift card sold at one till pays at both while they are online, and never more than what is on it', async (context) => {
  const shop = await twoTills(context);
  const accountId = await soldCard(shop);
  const paid = await Promise.all([payByCard(shop.one, accountId, 3), payByCard(shop.two, accountId, 3)]);
  await shop.settled();
  // 13.05 twice is more than there is.
  assert.equal(paid.filter((one) => one === 'paid').length, 1, paid.join(' / '));
  assert.equal(spent(shop.one.till) + spent(shop.two.till), 1_305);
  await shop.until('both tills know what is left', () =>
    [shop.one, shop.two].every(({ till }) => balance(till, accountId) === 695),
  );
});

test('a gift card offered at both tills while the line is cut is spent at most once, and totals are equal afterwards', async (context) => {
  const shop = await twoTills(context);
  const accountId = await soldCard(shop);
  await shop.until('a lease came', () => rows(shop.one.till, 'grant-received').length > 0);
  shop.cut(true);
  await shop.until('both know that they are alone', () =>
    [shop.one, shop.two].every(({ page }) => page.view('status').network === 'offline'),
  );
  const paid = [await payByCard(shop.one, accountId, 4), await payByCard(shop.two, accountId, 4)];
  assert.deepEqual(paid, ['paid', 'spending_refused spend-away']);
  shop.cut(false);
  await shop.until('both tills know what is left', () =>
    [shop.one, shop.two].every(({ till }) => balance(till, accountId) === 2_000 - 1_740),
  );
  assert.equal(spent(shop.one.till) + spent(shop.two.till), 1_740);
});

test('points that two tills give at the same moment are given once', async (context) => {
  const shop = await twoTills(context);
  const { one, two } = shop;
  await tap(one.page);
  const cardRef = one.page.view('basket').presentedCard?.cardRef ?? '';
  await one.page.command('enrol', { fields: { name: 'Karim' }, cardRef, evenIfAlike: false });
  await one.page.scan(MILK);
  const [line] = one.page.view('basket').lines;
  await one.page.command('setQuantity', { ...one.page.ticket(), lineId: line?.lineId ?? '', quantityMilli: 7_000 });
  await tap(one.page);
  assert.equal((await one.page.pay()).kind, 'done');
  // 30 points: 20 can be given, once.
  await shop.until('the other till knows', () => {
    const [customer] = two.page.query('customers', { text: 'karim', limit: 1 }).customers;
    return customer?.points === 30;
  });
  await shop.settled();
  const redeem = async ({ page }: JoinedTill): Promise<string> => {
    await page.scan(MILK);
    await tap(page);
    await page.command('redeemPoints', { ...page.ticket(), points: 20 });
    for (let tries = 0; tries < 200; tries++) {
      const outcome = await page.pay();
      if (outcome.kind === 'done') return 'paid';
      if (outcome.reason !== 'spending_asked') return `${outcome.reason} ${String(outcome.params?.['why'])}`;
      await pause(10);
    }
    return 'never answered';
  };
  const paid = await Promise.all([redeem(one), redeem(two)]);
  assert.equal(paid.filter((outcome) => outcome === 'paid').length, 1, paid.join(' / '));
  assert.equal(spent(one.till) + spent(two.till), 20);
});
