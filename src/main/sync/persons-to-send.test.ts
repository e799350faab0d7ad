/** Persons on their way up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import type { PersonId } from '#base/brand.ts';
import { sell, testRandom } from '#main/store/testing.ts';
import { enrolled, HOUR_MS, status } from './testing-till.ts';

test('persons go up after the rows that name them, once for each change, and never back where they came from', async () => {
  const made = await enrolled(54);
  const { store, hq } = made;
  const person = (id: string, name: string) => ({
    personId: id as PersonId,
    fields: { name },
    consents: [],
    enrolledAtMs: 5,
  });
  const change = (id: string, name: string): void => {
    store.transact((transaction) => {
      transaction.putPerson(person(id, name));
      const payload = { person_id: id };
      transaction.append({ entryId: testRandom.uuid(), family: 'M', kind: 'person-enrolled', payload });
    });
  };
  let early = 0;
  hq.instead = {
    persons: ({ persons }) => {
      const rows = JSON.stringify(hq.rows(store.identity.chainId));
      for (const each of persons) {
        if (!rows.includes(each.personId)) early += 1;
        hq.persons.set(each.personId, each);
      }
      return { erased: [] };
    },
  };
  for (let at = 0; at < 120; at++) {
    change(`person-${at}`, `Nom ${at}`);
    sell(store);
    if (at % 10 === 0) await made.clock.passes(500);
  }
  assert.equal(await made.clock.passes(HOUR_MS, () => hq.persons.size === 120), true);
  assert.equal(early, 0);
  hq.persons.clear();
  store.transact((transaction) => {
    transaction.putPerson(person('person-9', 'Autre nom'));
    transaction.hq.personCame('person-9' as PersonId, 1_900_000_000_000);
  });
  change('person-7', 'Nouveau nom');
  assert.equal(await made.clock.passes(HOUR_MS, () => hq.persons.size > 0), true);
  await made.clock.passes(HOUR_MS);
  assert.deepEqual([...hq.persons.keys()], ['person-7']);
  const first = present(store.hq.person('person-9' as PersonId), 'what is known');
  change('person-9', 'Encore un');
  assert.ok(present(store.hq.person('person-9' as PersonId), 'what is known').changedAtMs > first.changedAtMs);
  made.close();
});

test('a customer of many consents is sent with the latest, and one that headquarters does not take stops no other', async () => {
  const made = await enrolled(64);
  const { store, hq } = made;
  const put = (id: string, name: string, consentCount: number): void =>
    store.transact((transaction) => {
      const consent = { channel: 'email', purpose: 'marketing', given: true, text: 'Oui' } as const;
      const consents = Array.from({ length: consentCount }, (_, atMs) => ({ ...consent, atMs }));
      transaction.putPerson({ personId: id as PersonId, fields: { name }, consents, enrolledAtMs: 5 });
      const payload = { person_id: id };
      transaction.append({ entryId: testRandom.uuid(), family: 'M', kind: 'person-enrolled', payload });
    });
  put('person-1', 'Avant', 0);
  put('person-2', 'n'.repeat(201), 0);
  put('person-3', 'Souvent', 130);
  put('person-4', 'Après', 0);
  assert.equal(await made.clock.passes(HOUR_MS, () => hq.persons.size === 3), true);
  assert.deepEqual([...hq.persons.keys()], ['person-1', 'person-3', 'person-4']);
  assert.deepEqual(
    hq.persons.get('person-3')?.consents.map(({ atMs }) => atMs),
    Array.from({ length: 100 }, (_, at) => at + 30),
  );
  const asked = () => hq.calls.filter(({ name }) => name === 'persons').length;
  assert.equal(asked(), 5, 'all together, then each alone');
  put('person-5', 'n'.repeat(201), 0);
  await made.clock.passes(HOUR_MS);
  assert.deepEqual([asked(), status(made).link], [6, 'online']);
  made.close();
});
