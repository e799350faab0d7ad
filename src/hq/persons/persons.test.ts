/** Persons at headquarters: told, found, merged, forgotten. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SyncPerson } from '#contract/sync/sync.ts';
import { readAccountsOfPerson, readCardsOfPerson } from '../accounts/accounts.ts';
import { START_MS, testHq, write, type TestChain, type TestHq } from '../accounts/testing.ts';
import { memoryStore } from '../store/memory-store.ts';
import { HQ_TABLES } from '../store/tables.ts';
import { dropOldChanges, findPersons, forgetPerson, mergePersons, openPersons, readPersons } from './persons.ts';
import { PERSON_CHANGE } from './tables.ts';

const BY = { userId: 'user-1', reason: 'asked for' };

function person(personId: string, fields: SyncPerson['fields'], changedAtMs = START_MS): SyncPerson {
  return { personId, fields, consents: [], enrolledAtMs: START_MS - 1_000, changedAtMs };
}

async function tell(hq: TestHq, chain: TestChain, ...persons: readonly SyncPerson[]): Promise<readonly string[]> {
  return (await hq.ask(chain, 'persons', { persons: [...persons] })).erased;
}

async function fieldsOf(hq: TestHq, personId: string): Promise<unknown> {
  const values = await openPersons(hq.core, [{ personId }]);
  return values.get(personId)?.fields;
}

/** Everything that the store holds, as text and as bytes. */
async function dump(hq: TestHq): Promise<string> {
  const parts: string[] = [];
  for (const table of HQ_TABLES)
    for (const row of await hq.core.store.read.scan(table, { prefix: [], limit: 100_000 }))
      for (const value of Object.values(row))
        parts.push(value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value));
  return parts.join('\n');
}

test('of two changes the later counts, in whatever order tills tell them, and all consents stay', async () => {
  const consent = (atMs: number) => ({ channel: 'email', purpose: 'receipt', given: true, atMs, text: 'oui' }) as const;
  const early = { ...person('p', { name: 'Ada' }, START_MS - 500), consents: [consent(1)] };
  const late = { ...person('p', { name: 'Ada Lovelace' }, START_MS - 100), consents: [consent(2)] };
  const same = { ...person('p', { name: 'Zoé' }, START_MS - 100), consents: [consent(3)] };
  const outcomes = new Set<string>();
  for (const order of [
    [early, late, same],
    [same, late, early],
    [late, early, same],
    [late, same, early, late],
  ]) {
    const hq = await testHq(memoryStore());
    const chain = await hq.chain('a');
    for (const each of order) await tell(hq, chain, each);
    const [view] = await readPersons(hq.core.store.read, ['p']);
    outcomes.add(JSON.stringify(view?.known));
  }
  assert.equal(outcomes.size, 1);
  const [outcome = ''] = outcomes;
  assert.match(outcome, /Zoé/);
  assert.deepEqual(
    (JSON.parse(outcome) as SyncPerson).consents.map(({ atMs }) => atMs),
    [1, 2, 3],
  );
});

test('a till whose clock is ten years ahead does not have the last word for ten years', async () => {
  const hq = await testHq(memoryStore());
  const chain = await hq.chain('a');
  await tell(hq, chain, person('p', { name: 'From the future' }, START_MS + 86_400_000 * 3_650));
  hq.nowMs += 1_000;
  await tell(hq, chain, person('p', { name: 'Of today' }, START_MS + 500));
  assert.deepEqual(await fieldsOf(hq, 'p'), { name: 'Of today' });
});

test('what a till tells again changes nothing and wakes nobody', async () => {
  const hq = await testHq(memoryStore());
  const chain = await hq.chain('a');
  await tell(hq, chain, person('p', { name: 'Ada' }));
  const told = hq.told.length;
  await tell(hq, chain, person('p', { name: 'Ada' }));
  assert.deepEqual([told, hq.told.length], [1, 1]);
});

test('names, phones and addresses stand nowhere in clear, living or forgotten; forgotten, not even their key', async () => {
  const hq = await testHq(memoryStore());
  const chain = await hq.chain('a');
  const secrets = ['Ibn Sīnā', '+33612345678', 'avicenne@example.org', 'dislikes <script>', 'carte bleue 4321'];
  const [name = '', phone = '', email = '', notes = '', label = ''] = secrets;
  await tell(hq, chain, person('p', { name, phone, email, notes, cardLabels: { c1: label } }));
  write(chain, 'account-opened', { account_id: 'points', account: 'points', unit: 'points', person_id: 'p' });
  await hq.deliver(chain);
  const found = async () => findPersons(hq.core, { text: 'avicenne', limit: 5 });
  assert.deepEqual(await found(), ['p']);
  const living = await dump(hq);
  for (const secret of secrets) {
    assert.ok(!living.includes(secret) && !living.includes(Buffer.from(secret).toString('latin1')), secret);
  }
  const [key] = await hq.core.store.read.scan(keyTable(), { prefix: [], limit: 2 });
  write(chain, 'person-erased', { person_id: 'p', station_id: 's', reason: 'asked for' }, { family: 'L' });
  await hq.deliver(chain);
  const after = await dump(hq);
  for (const secret of secrets) assert.ok(!after.includes(secret), secret);
  assert.ok(!after.includes(Buffer.from(bytesOf(key)).toString('latin1')), 'the key is gone');
  assert.deepEqual(await hq.core.store.read.scan(keyTable(), { prefix: [], limit: 2 }), []);
  assert.deepEqual(await found(), []);
  assert.equal((await openPersons(hq.core, [{ personId: 'p' }])).get('p'), null);
});

function keyTable() {
  const found = HQ_TABLES.find(({ name }) => name === 'person_key');
  assert.ok(found);
  return found;
}

function bytesOf(row: object | undefined): Uint8Array {
  const value = Object.values(row ?? {}).find((each) => each instanceof Uint8Array);
  assert.ok(value instanceof Uint8Array);
  return value;
}

test('whoever was erased is refused, and the till that still knows them is told', async () => {
  const hq = await testHq(memoryStore());
  const [first, second] = [await hq.chain('a'), await hq.chain('b')];
  write(first, 'person-erased', { person_id: 'p', station_id: 's', reason: 'r' }, { family: 'L' });
  await hq.deliver(first);
  assert.deepEqual(await tell(hq, second, person('p', { name: 'Ada' }), person('q', { name: 'Bob' })), ['p']);
  assert.deepEqual(
    (await readPersons(hq.core.store.read, ['p', 'q'])).map(({ known }) => known?.fields ?? null),
    [null, { name: 'Bob' }],
  );
});

test('accounts of somebody erased close, also those that are opened by rows which come after', async () => {
  const hq = await testHq(memoryStore());
  const [first, second] = [await hq.chain('a'), await hq.chain('b')];
  write(first, 'account-opened', { account_id: 'points', account: 'points', unit: 'points', person_id: 'p' });
  write(second, 'account-opened', { account_id: 'purse', account: 'purse', unit: 'EUR', person_id: 'p' });
  await hq.deliver(first);
  write(first, 'person-erased', { person_id: 'p', station_id: 's', reason: 'r' }, { family: 'L' });
  await hq.deliver(first);
  await hq.deliver(second);
  assert.deepEqual([(await hq.account('points')).state, (await hq.account('purse')).state], ['closed', 'closed']);
});

test('two customers become one by choice: both histories stay, and what comes in the old name finds the survivor', async () => {
  const hq = await testHq(memoryStore());
  const [first, second] = [await hq.chain('a'), await hq.chain('b')];
  await tell(hq, first, person('old', { name: 'A. Martin' }), person('new', { name: 'Alice Martin' }));
  write(first, 'account-opened', { account_id: 'x', account: 'points', unit: 'points', person_id: 'old' });
  write(first, 'card-assigned', { card_id: 'c', card_hash: 'k1:c', person_id: 'old', medium: 'uid', station_id: 's' });
  write(first, 'account-opened', { account_id: 'y', account: 'points', unit: 'points', person_id: 'new' });
  await hq.deliver(first);
  const { core } = hq;
  assert.deepEqual(await mergePersons(core, { personId: 'old', intoId: 'new' }, BY), { kind: 'done' });
  write(second, 'account-opened', { account_id: 'z', account: 'purse', unit: 'EUR', person_id: 'old' });
  write(second, 'card-assigned', { card_id: 'd', card_hash: 'k1:d', person_id: 'old', medium: 'uid', station_id: 's' });
  await hq.deliver(second);
  const accounts = await readAccountsOfPerson(core.store.read, 'new');
  assert.deepEqual(
    accounts.map(({ row }) => `${row.account_id} ${row.person_id}`),
    ['x new', 'y new', 'z new'],
  );
  const cards = await readCardsOfPerson(core.store.read, 'new');
  assert.deepEqual(
    cards.map(({ card }) => card.card_id),
    ['c', 'd'],
  );
  assert.deepEqual(await readAccountsOfPerson(core.store.read, 'old'), []);
  const told = await openPersons(core, [{ personId: 'old' }, { personId: 'new' }]);
  assert.deepEqual([told.get('old')?.mergedInto, told.get('new')?.mergedInto], ['new', null]);
  assert.equal((await mergePersons(core, { personId: 'new', intoId: 'old' }, BY)).kind, 'refused');
});

test('merged again, everybody ends with the last; forgotten, all of them are', async () => {
  const hq = await testHq(memoryStore());
  const chain = await hq.chain('a');
  for (const id of ['p', 'q', 'r']) {
    await tell(hq, chain, person(id, { name: `Name of ${id}` }));
    write(chain, 'account-opened', { account_id: `of-${id}`, account: 'points', unit: 'points', person_id: id });
  }
  await hq.deliver(chain);
  await mergePersons(hq.core, { personId: 'p', intoId: 'q' }, BY);
  await mergePersons(hq.core, { personId: 'q', intoId: 'r' }, BY);
  assert.equal((await readAccountsOfPerson(hq.core.store.read, 'r')).length, 3);
  const told = await openPersons(hq.core, [{ personId: 'p' }, { personId: 'q' }]);
  assert.deepEqual(
    [...told.values()].map((value) => value?.mergedInto),
    ['r', 'r'],
  );
  assert.deepEqual(await forgetPerson(hq.core, 'p', BY), { kind: 'done' });
  const gone = await openPersons(
    hq.core,
    ['p', 'q', 'r'].map((personId) => ({ personId })),
  );
  assert.deepEqual([...gone.values()], [null, null, null]);
  assert.equal((await hq.account('of-r')).state, 'closed');
  assert.ok(!(await dump(hq)).includes('Name of'));
});

test('customers are found by what is typed, on every node, and not once they are gone', async () => {
  const store = memoryStore();
  const [one, other] = [await testHq(store), await testHq(store)];
  const chain = await one.chain('a');
  await tell(one, chain, person('p', { name: 'Élodie Fabre', phone: '+33612345678', email: 'elodie@example.org' }));
  const find = (hq: TestHq, text: string) => findPersons(hq.core, { text, limit: 10 });
  for (const text of ['elodie', 'fab', '0612345678', '345 678', 'elodie@exa']) {
    assert.deepEqual(await find(other, text), ['p'], text);
  }
  other.nowMs = one.nowMs += 60_000;
  await tell(one, chain, person('p', { name: 'Élodie Roux' }, one.nowMs), person('q', { name: 'Fabrice' }));
  assert.deepEqual(await find(other, 'fab'), ['q']);
  assert.deepEqual(await find(other, 'roux'), ['p']);
});

test('what no index follows any more is dropped, and a node that was not asked for days finds everybody again', async () => {
  const store = memoryStore();
  const [one, other] = [await testHq(store), await testHq(store)];
  const chain = await one.chain('a');
  await tell(one, chain, person('p', { name: 'Ada' }));
  assert.deepEqual(await findPersons(other.core, { text: 'ada', limit: 5 }), ['p']);
  await tell(one, chain, person('q', { name: 'Ada Byron' }));
  one.nowMs = other.nowMs += 3 * 86_400_000;
  assert.equal(await dropOldChanges(one.core), false);
  assert.deepEqual(await store.read.scan(PERSON_CHANGE, { prefix: [], limit: 5 }), []);
  assert.deepEqual((await findPersons(other.core, { text: 'ada', limit: 5 })).toSorted(), ['p', 'q']);
});
