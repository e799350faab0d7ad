/** A customer corrected at headquarters. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SyncPerson } from '#contract/sync/sync.ts';
import { START_MS, testHq } from '../accounts/testing.ts';
import { memoryStore } from '../store/memory-store.ts';
import { editPerson, findPersons, forgetPerson, mergePersons, openPersons, readPersons } from './persons.ts';

const BY = { userId: 'user-1', reason: '' };
const CONSENT = { channel: 'email', purpose: 'receipt', given: true, atMs: START_MS, text: 'oui' } as const;
const ADA: SyncPerson = {
  personId: 'p',
  fields: { name: 'Ada', phone: '+33612345678', notes: 'fidèle' },
  consents: [CONSENT],
  enrolledAtMs: START_MS - 1_000,
  changedAtMs: START_MS,
};

async function withAda() {
  const hq = await testHq(memoryStore());
  const chain = await hq.chain('a');
  const tell = (person: SyncPerson) => hq.ask(chain, 'persons', { persons: [person] });
  await tell(ADA);
  return { core: hq.core, tell };
}

const edited = { personId: 'p', name: 'Ada Lovelace', phone: '06 98 76 54 32', email: '' };

test('what was corrected is what tills are told and what is found; consents and the rest stay', async () => {
  const { core, tell } = await withAda();
  assert.deepEqual(await editPerson(core, edited, BY), { kind: 'done' });
  const value = (await openPersons(core, [{ personId: 'p' }])).get('p');
  assert.deepEqual(value?.fields, { name: 'Ada Lovelace', phone: '+33698765432', notes: 'fidèle' });
  assert.deepEqual(value?.consents, [CONSENT]);
  assert.deepEqual(await findPersons(core, { text: 'lovelace', limit: 5 }), ['p']);
  // A till that says again what it knew before changes nothing.
  await tell(ADA);
  const [view] = await readPersons(core.store.read, ['p']);
  assert.equal(view?.known?.fields.name, 'Ada Lovelace');
});

test('nobody is left without a name, a phone and an e-mail, and a wrong number is said', async () => {
  const { core } = await withAda();
  const refused = async (changed: Partial<typeof edited>): Promise<unknown> => {
    const outcome = await editPerson(core, { ...edited, ...changed }, BY);
    return outcome.kind === 'refused' ? outcome.reason : outcome.kind;
  };
  assert.equal(await refused({ name: '', phone: '' }), 'contact-missing');
  assert.equal(await refused({ phone: '12' }), 'phone-invalid');
  assert.equal(await refused({ email: 'ada@' }), 'email-invalid');
  assert.equal(await refused({ name: '***' }), 'name-invalid');
  assert.equal(await refused({ personId: 'nobody' }), 'unknown-person');
  await forgetPerson(core, 'p', BY);
  assert.equal(await refused({}), 'erased');
});

test('who was merged meanwhile is not corrected: somebody else’s name and numbers count by now, and stay', async () => {
  const { core, tell } = await withAda();
  await tell({ ...ADA, personId: 'q', fields: { name: 'Ada L', phone: '+33612345678' } });
  assert.deepEqual(await mergePersons(core, { personId: 'p', intoId: 'q' }, BY), { kind: 'done' });
  assert.deepEqual(await editPerson(core, edited, BY), { kind: 'refused', reason: 'merged' });
  const views = await readPersons(core.store.read, ['p', 'q']);
  assert.deepEqual(views.map(({ known }) => known?.fields.name).toSorted(), ['Ada', 'Ada L']);
  assert.deepEqual(await editPerson(core, { ...edited, personId: 'q' }, BY), { kind: 'done' });
});
