/**
 * What one till was granted in advance is no other till's loss: a lease is asked for where the account lives, goes back when somebody
 * else needs it, and where its till is away the other one says who has it, and what can be used.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestPage, TestTill } from '#main/till/testing.ts';
import { type JoinedTill, type TwoTills, pause, twoTills } from './two-tills.ts';

/** 4.35 each. */
const MILK = '03017620422003';
const UID = '04a1b2c3d4e5f6';

function rows(till: TestTill, kind: string): readonly Readonly<Record<string, unknown>>[] {
  const entries = till.store().entriesAfter(0, 100_000);
  return entries.filter((entry) => entry.kind === kind).map(({ payload }) => payload);
}

function tap(page: TestPage) {
  return page.command('presentCard', { uid: UID, medium: 'contactless', source: 'pcsc' });
}

function leased(till: TestTill): number {
  const leases = till
    .store()
    .authority.allGrants()
    .filter(({ kind }) => kind === 'lease');
  return leases.reduce((sum, { left }) => sum + left, 0);
}

/** A gift card of 20.00, sold at the first till, which has a lease of all of it when this resolves. */
async function leasedCard({ one, two, until }: TwoTills): Promise<string> {
  await tap(one.page);
  const cardRef = one.page.view('basket').presentedCard?.cardRef ?? '';
  const input = { account: 'gift-card', amountMinor: 2_000, cardRef } as const;
  assert.equal((await one.page.command('addVoucher', { ...one.page.ticket(), ...input })).kind, 'done');
  assert.equal((await one.page.pay()).kind, 'done');
  const accountId = String(rows(one.till, 'account-opened').at(-1)?.['account_id']);
  await until('the till that sold it has a lease', () => leased(one.till) === 2_000);
  await until('the other till knows of it', () => {
    const figure = two.till.store().authority.hqFigure(accountId as never);
    return figure?.balance === 2_000 && figure.reserved === 2_000;
  });
  return accountId;
}

/** Milk times `count`, and the card pays all of it; again while the answer is on its way. The last words, and all that was said. */
async function payByCard({ page }: JoinedTill, accountId: string, count: number) {
  await page.scan(MILK);
  const [line] = page.view('basket').lines;
  await page.command('setQuantity', { ...page.ticket(), lineId: line?.lineId ?? '', quantityMilli: count * 1_000 });
  assert.equal((await tap(page)).kind, 'done');
  const said = new Set<string>();
  for (let tries = 0; tries < 2_000; tries++) {
    const { totalMinor } = page.view('basket');
    const payments = [{ method: 'gift-card' as const, tenderedMinor: totalMinor, accountId }];
    const outcome = await page.command('pay', { ...page.ticket(), payments, print: 'none' });
    if (outcome.kind === 'done') return { outcome: 'paid', said };
    said.add(
      `${outcome.reason} ${String(outcome.params?.['why'] ?? '')} ${String(outcome.params?.['holder'] ?? '')}`.trim(),
    );
    if (outcome.reason !== 'spending_asked') return { outcome, said };
    await pause(10);
  }
  return { outcome: 'never answered', said };
}

test('a gift card that was only looked at is leased to nobody, and one that was used here is', async (context) => {
  const shop = await twoTills(context);
  const { one, two } = shop;
  const accountId = await leasedCard(shop);
  await tap(two.page);
  await two.page.scan(MILK);
  await shop.settled();
  await two.page.command('cancelTicket', two.page.ticket());
  await shop.settled();
  assert.deepEqual([leased(one.till), leased(two.till)], [2_000, 0]);
  assert.deepEqual(rows(two.till, 'grant-received'), []);

  assert.equal((await payByCard(two, accountId, 1)).outcome, 'paid');
  await shop.until('the rest follows the customer', () => leased(two.till) === 2_000 - 435 && leased(one.till) === 0);
});

test('what another till has of a gift card comes back when it is to be spent, and the page says who gives it', async (context) => {
  const shop = await twoTills(context);
  const accountId = await leasedCard(shop);
  const { outcome, said } = await payByCard(shop.two, accountId, 4);
  assert.equal(outcome, 'paid', [...said].join(' / '));
  assert.deepEqual([...said], ['spending_asked', 'spending_asked spend-asked-back till-1']);
  assert.deepEqual(
    rows(shop.one.till, 'grant-returned').map(({ amount }) => amount),
    [2_000],
  );
  await shop.until('both tills know what is left', () =>
    [shop.one, shop.two].every(({ till }) => till.store().account(accountId as never)?.balance === 2_000 - 1_740),
  );
});

test('a lease of a till that is cut off is not freed: the other till says who has it and how much is left', async (context) => {
  const shop = await twoTills(context);
  const accountId = await leasedCard(shop);
  shop.one.isCut = true;
  const { outcome, said } = await payByCard(shop.two, accountId, 1);
  assert.ok(typeof outcome !== 'string', [...said].join(' / '));
  assert.deepEqual(
    [outcome.reason, outcome.params?.['why'], outcome.params?.['holder'], outcome.params?.['heldMinor']],
    ['spending_refused', 'spend-hq-held-elsewhere', 'till-1', 2_000],
  );
  assert.equal(outcome.params?.['availableMinor'], 0);
  const shown = shop.two.page.view('basket').storedValue[0];
  assert.deepEqual([shown?.balanceMinor, shown?.spendableMinor, shown?.allowance?.state], [2_000, 0, 'refused']);
  assert.equal(shown?.allowance?.holders[0]?.amount, 2_000);

  // The till that is cut off goes on spending its lease, and what is left of it comes back with the line.
  assert.equal((await payByCard(shop.one, accountId, 1)).outcome, 'paid');
  shop.one.isCut = false;
  await shop.until('the lease is back', () => leased(shop.one.till) === 0);
  await shop.until('it can be spent at the other till', () => {
    const figure = shop.two.till.store().authority.hqFigure(accountId as never);
    return figure?.balance === 2_000 - 435 && figure.reserved === 0;
  });
  await shop.two.page.command('cancelTicket', shop.two.page.ticket());
  assert.equal((await payByCard(shop.two, accountId, 3)).outcome, 'paid');
});

test('what one till loaded and another spent is no movement below zero at either', async (context) => {
  const shop = await twoTills(context);
  const accountId = await leasedCard(shop);
  assert.equal((await payByCard(shop.two, accountId, 2)).outcome, 'paid');
  await shop.until('the figure has all of it', () => {
    const figure = shop.two.till.store().authority.hqFigure(accountId as never);
    return figure?.balance === 2_000 - 870 && figure.includes.includes(shop.two.till.store().identity.chainId);
  });
  const file = shop.two.page.query('account', { accountId }).account;
  assert.deepEqual(
    file?.movements.map(({ reason, amount, balanceAfter }) => [reason, amount, balanceAfter]),
    [
      ['elsewhere', 2_000, 1_130],
      ['spent', -870, null],
    ],
  );
  assert.ok(file?.ageMs !== null && file?.balance === 1_130);
});

test('a lease goes back when the till is switched off', async (context) => {
  const shop = await twoTills(context);
  const accountId = await leasedCard(shop);
  await shop.one.till.close();
  await shop.until('it is free at headquarters', () => {
    const figure = shop.two.till.store().authority.hqFigure(accountId as never);
    return figure?.reserved === 0;
  });
  assert.equal((await payByCard(shop.two, accountId, 4)).outcome, 'paid');
});
