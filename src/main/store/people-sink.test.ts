/** Customers, cards and accounts of all tills: seen whole, added to what this till did itself, and destroyed where somebody was erased. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { type AccountId, type EntryId, type PersonId, branded } from '#base/brand.ts';
import type { AccountValue, FeedItem } from '#contract/sync/feed.ts';
import { peopleSink } from './people-sink.ts';
import type { TillStore } from './store.ts';
import { makeShop, type TestShop } from './testing.ts';

let shop: TestShop;
let store: TillStore;
let shown: PersonId[][];

beforeEach(() => {
  shop = makeShop();
  store = shop.open();
  shown = [];
});
afterEach(() => {
  store.close();
  shop.remove();
});

const PERSON = branded<PersonId>('person');
const POINTS = branded<AccountId>('points');

function sink() {
  return peopleSink({ store, clock: shop.clock, onShown: (personIds) => void shown.push([...personIds]) });
}

function person(key: string, name: string, mergedInto: string | null = null): FeedItem {
  const value = { fields: { name }, consents: [], enrolledAtMs: 1, mergedInto, changedAtMs: 1 };
  return { kind: 'person', key, value };
}

function account(key: string, rest: Partial<AccountValue> = {}): FeedItem {
  const value: AccountValue = {
    accountId: key,
    account: 'points',
    unit: 'points',
    personId: PERSON,
    state: 'active',
    voucher: null,
    vatRateBasisPoints: null,
    expiresOn: null,
    balance: 100,
    reserved: 0,
    includes: {},
    ...rest,
  };
  return { kind: 'account', key, value };
}

test('somebody who is erased while a snapshot comes takes nothing of it along', async () => {
  const receiving = sink();
  const snapshot = receiving.beginSnapshot();
  await snapshot.add([person(PERSON, 'Aïcha'), account(POINTS)]);
  const other = branded<PersonId>('other');
  await receiving.erase([other, PERSON]);
  await snapshot.add([card('card', 'hash')]);
  await snapshot.finish();
  assert.equal(store.person(PERSON), undefined);
  assert.equal(store.account(POINTS)?.balance, 100);
});

function card(key: string, cardHash: string): FeedItem {
  const value = { cardHash, personId: PERSON, accountId: null, medium: 'uid' as const, state: 'active' as const };
  return { kind: 'card', key, value: { ...value, replacedBy: null, assignedAtMs: 1 } };
}

/** A row of this till that earns so many points. */
function earn(accountId: string, amount: number): void {
  store.transact((transaction) =>
    transaction.append({
      entryId: branded<EntryId>(randomUUID()),
      family: 'M',
      kind: 'points-expired',
      payload: { account_id: accountId, amount, earned_before: '2026-01-01T00:00:00.000Z' },
    }),
  );
}

const AT = { hqTimeMs: 5 };

test('a checkpoint is seen whole: card, customer and account at once, and who asks is told who came', async () => {
  const people = sink();
  const done = people.apply([card('card', 'k1:00'), account(POINTS), person(PERSON, 'Aïcha')], AT);
  assert.equal(store.cardByHash('k1:00'), undefined);
  assert.equal(store.account(POINTS), undefined);
  await done;
  assert.equal(store.cardByHash('k1:00')?.personId, PERSON);
  assert.deepEqual(
    store.accountsOfPerson(PERSON).map(({ accountId, balance }) => [accountId, balance]),
    [[POINTS, 100]],
  );
  assert.equal(store.person(PERSON)?.fields.name, 'Aïcha');
  assert.deepEqual(shown, [[PERSON]]);
});

test('of two checkpoints at once, the former line’s and that of a till that joins anew, neither is seen in part', async () => {
  const people = sink();
  const many = Array.from({ length: 200 }, (_, at) => account(`points-${at}`));
  const former = people.apply(many, AT);
  await people.apply([account(POINTS)], AT);
  const seen = many.filter(({ key }) => store.account(branded<AccountId>(key)) !== undefined);
  assert.ok(seen.length === 0 || seen.length === many.length, `${seen.length} of ${many.length}`);
  await former;
  assert.equal(store.account(branded<AccountId>('points-199'))?.balance, 100);
  assert.equal(store.account(POINTS)?.balance, 100);
});

test('what a killed process left half received is seen by nobody, and the next checkpoint is whole', async () => {
  store.note(({ people }) => people.receive(account('lost') as never, { generation: 1, hqTimeMs: 0 }));
  store.close();
  store = shop.open();
  assert.equal(store.account(branded<AccountId>('lost')), undefined);
  await sink().apply([account(POINTS)], AT);
  assert.equal(store.account(branded<AccountId>('lost')), undefined);
  assert.equal(store.account(POINTS)?.balance, 100);
});

test('a balance is headquarters’ figure and the rows of this till that it does not include, in whatever order they come', async () => {
  const people = sink();
  await people.apply([account(POINTS)], AT);
  earn(POINTS, -7);
  const { chainId } = store.identity;
  const { seq } = store.head();
  earn(POINTS, -5);
  assert.equal(store.account(POINTS)?.balance, 88);
  await people.apply([account(POINTS, { balance: 93, includes: { [chainId]: seq } })], AT);
  assert.equal(store.account(POINTS)?.balance, 88);
  assert.deepEqual(
    store.accountMovements(POINTS, 10).map(({ reason, amount, balanceAfter }) => [reason, amount, balanceAfter]),
    [
      ['expired', -5, 88],
      ['elsewhere', 100, 93],
      // Before or after what other tills moved: what was left then nobody here knows, and it is not below zero.
      ['expired', -7, null],
    ],
  );
  // Applied twice, or an older one of another key, nothing changes.
  await people.apply([account(POINTS, { balance: 93, includes: { [chainId]: seq } })], AT);
  assert.equal(store.account(POINTS)?.balance, 88);
});

test('whoever is erased anywhere is erased here, in every file, and comes back by nothing', async () => {
  const people = sink();
  const name = 'Zéphyrine Unique';
  await people.apply([person(PERSON, name), account(POINTS)], AT);
  await people.apply([{ kind: 'person', key: PERSON, value: null }], AT);
  assert.equal(store.personFate(PERSON), 'erased');
  assert.equal(store.person(PERSON), undefined);
  await people.apply([person(PERSON, name)], AT);
  assert.equal(store.person(PERSON), undefined);
  store.close();
  assert.deepEqual(filesWith(shop.root, name), []);
  store = shop.open();
});

test('two customers who turn out to be one are one, with the accounts and cards of both', async () => {
  const people = sink();
  await people.apply(
    [person(PERSON, 'Aïcha'), account(POINTS), person('other', 'A. Benali'), card('card', 'k1:00')],
    AT,
  );
  await people.apply([account('older', { personId: 'other', balance: 9 }), person('other', 'A. Benali', PERSON)], AT);
  const other = branded<PersonId>('other');
  assert.equal(store.person(other)?.personId, PERSON);
  assert.equal(store.survivor(other), PERSON);
  assert.deepEqual(
    store
      .accountsOfPerson(other)
      .map(({ accountId }) => accountId)
      .sort(),
    ['older', POINTS],
  );
  assert.deepEqual(
    store.cardsOfPerson(other).map(({ cardId }) => cardId),
    ['card'],
  );
});

test('a later change that was made here stays, and an earlier one gives way', async () => {
  const people = sink();
  await people.apply([person(PERSON, 'Aïcha')], AT);
  const known = store.person(PERSON);
  assert.ok(known !== undefined);
  store.transact((transaction) => transaction.putPerson({ ...known, fields: { name: 'Aïcha Benali' } }));
  await people.apply([person(PERSON, 'Old name')], AT);
  assert.equal(store.person(PERSON)?.fields.name, 'Aïcha Benali');
  const later = {
    fields: { name: 'Later' },
    consents: [],
    enrolledAtMs: 1,
    mergedInto: null,
    changedAtMs: Date.now() * 2,
  };
  await people.apply([{ kind: 'person', key: PERSON, value: later }], AT);
  assert.equal(store.person(PERSON)?.fields.name, 'Later');
});

test('a snapshot that was abandoned changes nothing; one that ends is all there is, and what it does not name is gone', async () => {
  const people = sink();
  await people.apply([account(POINTS), account('gone')], AT);
  const abandoned = people.beginSnapshot();
  await abandoned.add([account(POINTS, { balance: 1 })]);
  abandoned.abandon();
  assert.equal(store.account(POINTS)?.balance, 100);
  const whole = people.beginSnapshot();
  await whole.add([account(POINTS, { balance: 1 }), account(POINTS, { balance: 2 })]);
  await whole.add([account('new', { balance: 3 })]);
  assert.equal(store.account(POINTS)?.balance, 100);
  await whole.finish();
  const balances = [POINTS, 'gone', 'new'].map((id) => store.account(branded<AccountId>(id))?.balance);
  assert.deepEqual(balances, [2, undefined, 3]);
});

function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesWith(path, text);
    return readFileSync(path).includes(Buffer.from(text, 'utf8')) ? [path] : [];
  });
}
