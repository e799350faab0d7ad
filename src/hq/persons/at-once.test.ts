/**
 * Erasing, merging, telling and opening at the very same moment, in every order that a seed finds: nobody who was erased comes back
 * or keeps an open account, and whose something is agrees everywhere.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACCOUNT, PERSON_ACCOUNT } from '../accounts/tables.ts';
import { START_MS, testHq, write } from '../accounts/testing.ts';
import { memoryStore } from '../store/memory-store.ts';
import { forgetPerson, mergePersons } from './persons.ts';
import { PERSON, PERSON_KEY, PERSON_MERGED, PERSON_RECORD } from './tables.ts';

const SEEDS = 100;
const BY = { userId: 'u', reason: 'r' };
const PEOPLE = ['p0', 'p1', 'p2', 'p3'];

async function run(seed: number): Promise<number> {
  let state = seed;
  const roll = (sides: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % sides;
  };
  const store = memoryStore({
    pause: async () => {
      for (let turns = roll(5); turns > 0; turns--) await Promise.resolve();
    },
  });
  const hq = await testHq(store);
  const [tells, erases] = [await hq.chain('a'), await hq.chain('b')];
  for (const id of PEOPLE) write(tells, 'person-enrolled', { person_id: id, station_id: 's' });
  await hq.deliver(tells);
  const tell = (id: string) => {
    const person = { personId: id, fields: { name: id }, consents: [], enrolledAtMs: START_MS };
    return hq.ask(tells, 'persons', { persons: [{ ...person, changedAtMs: START_MS + roll(100) - 100 }] });
  };
  for (let round = 0; round < 5; round++) {
    const some = (): string => PEOPLE[roll(PEOPLE.length)] ?? '';
    for (let count = roll(3); count > 0; count--) {
      const account = { account_id: `${round}-${count}`, account: 'points', unit: 'points', person_id: some() };
      write(tells, 'account-opened', account);
    }
    if (roll(3) === 0)
      write(erases, 'person-erased', { person_id: some(), station_id: 's', reason: 'r' }, { family: 'L' });
    await Promise.all([
      hq.deliver(tells),
      hq.deliver(erases),
      tell(some()),
      roll(2) === 0 ? mergePersons(hq.core, { personId: some(), intoId: some() }, BY) : undefined,
      roll(2) === 0 ? mergePersons(hq.core, { personId: some(), intoId: some() }, BY) : undefined,
      roll(6) === 0 ? forgetPerson(hq.core, some(), BY) : undefined,
    ]);
  }
  for (const id of PEOPLE) await tell(id);
  const all = { prefix: [], limit: 1_000 };
  const persons = new Map((await store.read.scan(PERSON, all)).map((row) => [row.person_id, row]));
  const merged = await store.read.scan(PERSON_MERGED, all);
  for (const { person_id, merged_into, state: fate } of persons.values()) {
    assert.equal(persons.get(merged_into ?? '')?.merged_into ?? null, null, `${person_id} is merged into a survivor`);
    if (merged_into === null) continue;
    assert.ok(merged.some((row) => row.survivor_id === merged_into && row.person_id === person_id));
    assert.equal(fate, persons.get(merged_into)?.state, `${person_id} shares the fate of ${merged_into}`);
  }
  const erased = new Set([...persons.values()].filter((row) => row.state === 'erased').map((row) => row.person_id));
  for (const table of [PERSON_RECORD, PERSON_KEY])
    for (const { person_id } of await store.read.scan(table, all))
      assert.ok(!erased.has(person_id), `${person_id} came back in ${table.name}`);
  const owned = (await store.read.scan(PERSON_ACCOUNT, all)).map((row) => `${row.account_id} ${row.person_id}`).sort();
  const accounts = await store.read.scan(ACCOUNT, all);
  assert.deepEqual(owned, accounts.map((row) => `${row.account_id} ${row.person_id}`).sort());
  for (const row of accounts) {
    assert.equal(persons.get(row.person_id ?? '')?.merged_into, null, `${row.account_id} is a survivor's`);
    assert.equal(row.state, erased.has(row.person_id ?? '') ? 'closed' : 'active', row.account_id);
  }
  return erased.size * merged.length;
}

test('whatever happens to customers at the very same moment, it ends the same everywhere', async () => {
  let both = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    try {
      both += await run(seed);
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
  assert.ok(both > SEEDS / 2, 'there were erasures and merges in one shop');
});
