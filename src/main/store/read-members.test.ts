/** What the store says of persons (as ids), cards and accounts, after the rows that say it. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, test } from 'node:test';

import type { AccountId, CardId, PersonId } from '#base/brand.ts';
import type { Entry, Payload } from '#domain/journal/journal.ts';

import { makeShop, type TestShop } from './testing.ts';
import type { TillStore } from './till-store.ts';

const DAY = '2026-09-21';
const PERSON = 'person-1' as PersonId;
const POINTS = 'points-1' as AccountId;
const PURSE = 'purse-1' as AccountId;

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
  assert.deepEqual(findings, []);
});

function append(family: 'M' | 'L', kind: string, payload: Payload): Entry {
  return store.transact((transaction) =>
    transaction.append({ entryId: randomUUID(), operator: 'operator-1', businessDay: DAY, family, kind, payload }),
  );
}

function openAccount(accountId: AccountId, options: Payload): void {
  append('M', 'account-opened', { account_id: accountId, ...options });
}

function openBoth(): void {
  openAccount(POINTS, { account: 'points', unit: 'points', person_id: PERSON });
  openAccount(PURSE, { account: 'purse', unit: 'EUR', person_id: PERSON });
}

/** A ticket that moves balances, the member's where one is named. */
function ticket(
  movements: readonly Payload[],
  options?: { readonly businessDay?: string; readonly person?: PersonId },
): Entry {
  return store.transact((transaction) => {
    const loyalty = options?.person === undefined ? {} : { loyalty: { person_id: options.person } };
    return transaction.append({
      entryId: randomUUID(),
      family: 'T',
      kind: 'ticket-validated',
      operator: 'operator-1',
      businessDay: options?.businessDay ?? DAY,
      payload: {
        ticket_id: randomUUID(),
        ticket_number: transaction.nextTicketNumber(),
        lines: [],
        gross_minor: 0,
        movements: [{ n: 1, product_id: 'product-1', unit: 'piece', quantity_milli: -1000 }],
        balance_movements: movements.map((movement, index) => ({ n: index + 2, ...movement })),
        ...loyalty,
      },
    });
  });
}

const points = (amount: number, reason: string): Payload => ({ account_id: POINTS, unit: 'points', amount, reason });
const purse = (amount: number, reason: string): Payload => ({ account_id: PURSE, unit: 'EUR', amount, reason });

describe('an account', () => {
  test('holds the sum of its movements, those of one ticket one after the other', () => {
    openBoth();
    const first = ticket([points(120, 'earned'), purse(5000, 'loaded')], { person: PERSON });
    shop.clock.wall += 60_000;
    const second = ticket([points(-100, 'redeemed'), points(30, 'earned'), purse(-1250, 'spent')]);
    assert.deepEqual(store.account(POINTS), {
      accountId: POINTS,
      account: 'points',
      unit: 'points',
      personId: PERSON,
      balance: 50,
      state: 'active',
      voucher: null,
      vatRateBasisPoints: null,
      expiresOn: null,
    });
    assert.equal(store.account(PURSE)?.balance, 3750);
    const atMs = shop.clock.wall;
    assert.deepEqual(store.accountMovements(POINTS, 10), [
      {
        movementId: `${second.entry_id}/3`,
        atMs,
        amount: 30,
        balanceAfter: 50,
        reason: 'earned',
        ticketNumber: '000002',
      },
      {
        movementId: `${second.entry_id}/2`,
        atMs,
        amount: -100,
        balanceAfter: 20,
        reason: 'redeemed',
        ticketNumber: '000002',
      },
      {
        movementId: `${first.entry_id}/2`,
        atMs: atMs - 60_000,
        amount: 120,
        balanceAfter: 120,
        reason: 'earned',
        ticketNumber: '000001',
      },
    ]);
    assert.equal(store.accountMovements(POINTS, 1).length, 1);
    assert.deepEqual(
      store.accountsOfPerson(PERSON).map(({ accountId }) => accountId),
      [POINTS, PURSE],
    );
  });

  test('may be in debt, and what is owed counts only what is above zero', () => {
    openBoth();
    openAccount('points-2' as AccountId, { account: 'points', unit: 'points' });
    ticket([points(10, 'earned'), points(-30, 'taken-back')]);
    ticket([{ account_id: 'points-2', unit: 'points', amount: 70, reason: 'earned' }, purse(400, 'loaded')]);
    assert.equal(store.account(POINTS)?.balance, -20);
    assert.equal(store.outstanding('points'), 70);
    assert.equal(store.outstanding('EUR'), 400);
    assert.equal(store.outstanding('MAD'), 0);
  });

  test('tells what came in until an instant and what ever went out, expiry included', () => {
    openBoth();
    const start = shop.clock.wall;
    ticket([points(100, 'earned')]);
    shop.clock.wall += 1000;
    ticket([points(-40, 'redeemed'), points(7, 'given-back')]);
    shop.clock.wall += 1000;
    const expired = append('M', 'points-expired', { account_id: POINTS, amount: -60, earned_before: 'then' });
    assert.deepEqual(store.accountFlow(POINTS, start), { creditedUntil: 100, debited: 100 });
    assert.deepEqual(store.accountFlow(POINTS, start + 1000), { creditedUntil: 107, debited: 100 });
    assert.deepEqual(store.accountFlow(PURSE, start), { creditedUntil: 0, debited: 0 });
    assert.equal(store.account(POINTS)?.balance, 7);
    const [latest] = store.accountMovements(POINTS, 1);
    assert.deepEqual(latest, {
      movementId: `${expired.entry_id}/1`,
      atMs: start + 2000,
      amount: -60,
      balanceAfter: 7,
      reason: 'expired',
      ticketNumber: null,
    });
  });

  test('tells what was earned since an instant less what went back with goods, and not what was given back or loaded', () => {
    openBoth();
    const start = shop.clock.wall;
    ticket([points(100, 'earned')]);
    shop.clock.wall += 1000;
    ticket([points(50, 'earned'), points(-20, 'redeemed'), points(5, 'given-back'), points(-30, 'taken-back')]);
    assert.equal(store.earnedSince(POINTS, start), 120);
    assert.equal(store.earnedSince(POINTS, start + 1), 20);
    assert.equal(store.earnedSince(POINTS, start + 1001), 0);
  });

  test('tells what was paid with it in a business day, and in no other', () => {
    openBoth();
    append('L', 'day-opened', { business_day: DAY });
    ticket([purse(5000, 'loaded'), purse(-700, 'spent')]);
    ticket([purse(-300, 'spent'), purse(100, 'returned')]);
    ticket([purse(-50, 'spent')], { businessDay: '2026-09-22' });
    assert.equal(store.spentInDay(PURSE, DAY), 1000);
    assert.equal(store.spentInDay(PURSE, '2026-09-22'), 50);
    assert.equal(store.spentInDay(PURSE, '2026-09-23'), 0);
  });

  test('that is a voucher keeps its kind, its rate and its last day; blocked and closed it keeps its balance', () => {
    const card = 'card-1' as AccountId;
    openAccount(card, {
      account: 'gift-card',
      unit: 'EUR',
      voucher: 'single-purpose',
      vat_rate_basis_points: 550,
      expires_on: '2027-11-22',
    });
    ticket([{ account_id: card, unit: 'EUR', amount: 2000, reason: 'loaded' }]);
    for (const state of ['blocked', 'active', 'closed'] as const) {
      append('M', 'account-changed', { account_id: card, state, reason: 'asked for' });
      assert.equal(store.account(card)?.state, state);
    }
    const account = store.account(card);
    assert.deepEqual(
      [account?.voucher, account?.vatRateBasisPoints, account?.expiresOn, account?.balance, account?.personId],
      ['single-purpose', 550, '2027-11-22', 2000, null],
    );
    assert.equal(store.account('nothing' as AccountId), undefined);
  });
});

describe('a card', () => {
  const assign = (cardId: string, options: Payload): void => {
    append('M', 'card-assigned', { card_id: cardId, card_hash: `k1:${cardId}`, medium: 'uid', ...options });
  };

  test('is found by its hash and by its person, with what became of it', () => {
    assign('card-1', { person_id: PERSON });
    assign('card-2', { person_id: PERSON, medium: 'code' });
    assign('card-3', { account_id: PURSE });
    append('M', 'card-changed', { card_id: 'card-1', state: 'replaced', replaced_by_card_id: 'card-2' });
    assert.deepEqual(store.card('card-1' as CardId), {
      cardId: 'card-1',
      cardHash: 'k1:card-1',
      personId: PERSON,
      accountId: null,
      medium: 'uid',
      state: 'replaced',
      replacedBy: 'card-2',
      assignedAtMs: shop.clock.wall,
    });
    assert.equal(store.cardByHash('k1:card-3')?.accountId, PURSE);
    assert.equal(store.cardByHash('k1:unknown'), undefined);
    assert.deepEqual(
      store.cardsOfPerson(PERSON).map(({ cardId }) => cardId),
      ['card-1', 'card-2'],
    );
  });

  test('that was given to somebody else is theirs, and the first one keeps it in their history', () => {
    append('M', 'card-assigned', { card_id: 'first', card_hash: 'k1:same', person_id: PERSON, medium: 'uid' });
    append('M', 'card-changed', { card_id: 'first', state: 'blocked' });
    append('M', 'card-assigned', { card_id: 'second', card_hash: 'k1:same', person_id: 'person-2', medium: 'uid' });
    assert.equal(store.cardByHash('k1:same')?.cardId, 'second');
    assert.equal(store.cardsOfPerson(PERSON)[0]?.state, 'blocked');
  });
});

describe('a person', () => {
  test('is unknown, known and erased, as the rows say', () => {
    assert.equal(store.personFate(PERSON), undefined);
    append('M', 'person-enrolled', { person_id: PERSON, station_id: 'till' });
    assert.equal(store.personFate(PERSON), 'known');
    append('L', 'person-erased', { person_id: PERSON, station_id: 'till', reason: 'asked for' });
    assert.equal(store.personFate(PERSON), 'erased');
  });

  test('was last here with their latest ticket', () => {
    assert.equal(store.lastVisitMs(PERSON), null);
    ticket([], { person: PERSON });
    shop.clock.wall += 5000;
    ticket([], { person: PERSON });
    const atMs = shop.clock.wall;
    shop.clock.wall += 5000;
    ticket([]);
    assert.equal(store.lastVisitMs(PERSON), atMs);
  });
});
