/**
 * What is known of a customer is in no file in clear, at no time; and once they are erased, in no file at all: the real till,
 * store, drafts and second copy, and every file searched in every form in which a file might hold it.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import Database from 'better-sqlite3';
import { branded, type PersonId } from '#base/brand.ts';
import type { Log } from '#base/log.ts';
import { restoreTill, startSecondCopy, type TillStore } from '#main/store/store.ts';
import { keysIn, keyTraces, textTraces } from '#main/store/testing-persons.ts';
import { MIGRATIONS_DIR, testRandom } from '#main/store/testing.ts';
import { CLERK, MANAGER, PIN, type TestPage, type TestTill, makeTill } from '../testing.ts';

const UID = '04a1b2c3d4e5f6';
const MILK = '03017620422003';
const FIELDS = {
  name: 'Zébulon Tournesol',
  phone: '06 12 34 56 78',
  email: 'zebulon@example.org',
  address: '17 rue des Lilas, 34000 Montpellier',
  birthday: '1987-03-14',
  notes: 'Aime les cerises',
};
/** What must stand nowhere: as it was typed, as the till writes it, and in pieces that say enough. */
const SECRETS = [
  ...Object.values(FIELDS),
  'Tournesol',
  'Zébulon',
  '612345678',
  'rue des Lilas',
  'cerises',
  UID,
  '04:a1:b2:c3:d4:e5:f6',
  '04 a1 b2 c3 d4 e5 f6',
  'MEMBRE-77421',
];

interface Counter {
  readonly till: TestTill;
  readonly page: TestPage;
  readonly root: string;
  readonly place: string;
  readonly said: string[];
  readonly log: Log;
  copied(): Promise<void>;
}

/** A till at which everything that is logged is kept, with a second copy. */
async function counter(context: TestContext): Promise<Counter> {
  const said: string[] = [];
  const say = (...words: readonly unknown[]): void => void said.push(JSON.stringify(words));
  const log = { info: say, warn: say, error: say };
  const till = makeTill({ ports: { log } });
  context.after(() => till.close());
  const root = dirname(till.dataDir);
  const place = join(root, 'place');
  mkdirSync(place);
  const page = till.page();
  await page.signIn(CLERK);
  return {
    till,
    page,
    root,
    place,
    said,
    log,
    async copied() {
      const store = till.store() as TillStore;
      const copy = startSecondCopy({ store, dataDir: till.dataDir, place, clock: till.clock, log });
      await copy.flush();
      await copy.close();
    },
  };
}

function tap(page: TestPage) {
  return page.command('presentCard', { uid: UID, medium: 'contactless', source: 'pcsc' });
}

/** Everything that a clerk does with a customer, the mistakes included. */
async function serve({ page }: Counter): Promise<PersonId> {
  await tap(page);
  const shown = page.view('basket').presentedCard;
  const { name, phone } = FIELDS;
  const enrolled = await page.command('enrol', {
    fields: { name, phone },
    evenIfAlike: false,
    ...(shown === null ? {} : { cardRef: shown.cardRef }),
  });
  assert.ok(enrolled.kind === 'done', JSON.stringify(enrolled));
  const { personId } = enrolled;
  assert.equal((await page.command('savePerson', { personId, fields: FIELDS })).kind, 'done');
  const consent = { personId, channel: 'email', purpose: 'marketing', given: true } as const;
  assert.equal((await page.command('setConsent', consent)).kind, 'done');
  await page.scan('MEMBRE-77421');
  const code = page.view('basket').presentedCard;
  assert.equal((await page.command('addCard', { personId, cardRef: code?.cardRef ?? '' })).kind, 'done');
  assert.equal((await page.command('enrol', { fields: { phone }, evenIfAlike: false })).kind, 'refused');
  assert.equal(page.query('customers', { text: 'Tournesol', limit: 5 }).customers.length, 1);
  assert.match(page.query('personExport', { personId }).text ?? '', /Tournesol/);
  page.receive({ kind: 'command', id: 'bad-1', name: 'enrol', input: { fields: FIELDS, evenIfAlike: 'perhaps' } });
  page.receive({ kind: 'query', id: 'bad-2', name: 'customers', input: { text: FIELDS.name } });

  await tap(page);
  await page.scan(MILK);
  assert.equal(page.view('basket').member?.name, FIELDS.name);
  assert.equal((await page.pay({ print: 'paper' })).kind, 'done');
  // One more is still on the counter.
  await tap(page);
  await page.scan(MILK);
  return branded<PersonId>(personId);
}

function erase(page: TestPage, personId: PersonId) {
  return page.command('erasePerson', {
    personId,
    reason: 'Demande écrite',
    approval: { operatorId: MANAGER, pin: PIN },
  });
}

test('a customer is in no file in clear, from enrolling to erasing, and after it the key is in none', async (context) => {
  const desk = await counter(context);
  const { till, page, root, place, said } = desk;
  const personId = await serve(desk);
  await desk.copied();
  assert.deepEqual(textTraces([root], SECRETS), []);
  assert.notDeepEqual(textTraces([root], ['Camille']), [], 'the search finds texts that are there');
  const key = keysIn(till.dataDir).get(personId) ?? new Uint8Array();
  assert.ok(keyTraces([till.dataDir], key).length > 0 && keyTraces([place], key).length > 0, 'the search finds keys');

  assert.equal((await erase(page, personId)).kind, 'done');
  assert.deepEqual(keyTraces([till.dataDir, join(root, 'keys')], key), []);
  assert.equal(till.store().isErasurePending(personId), true);
  await desk.copied();
  assert.equal(till.store().isErasurePending(personId), false);
  assert.deepEqual(keyTraces([root], key), []);

  (till.store() as TillStore).rebuildProjections();
  till.restart();
  assert.equal(till.store().personFate(personId), 'erased');
  assert.deepEqual(keyTraces([root], key), []);
  assert.deepEqual(textTraces([root], SECRETS), []);

  const restored = join(root, 'restored');
  const outcome = restoreTill({
    place,
    dataDir: restored,
    keysDir: join(root, 'keys'),
    migrationsDir: MIGRATIONS_DIR,
    software: { version: '0.1.0', hash: '0'.repeat(64), fiscalModuleHash: '1'.repeat(64) },
    clock: till.clock,
    random: testRandom,
  });
  assert.ok(outcome.kind === 'restored');
  assert.deepEqual(outcome.persons, { known: 0, lost: 0 });
  assert.deepEqual([...keyTraces([root], key), ...textTraces([root], SECRETS)], []);

  const spoken = [...said, ...till.hardware.sent.map((job) => JSON.stringify(job))].join('\n');
  for (const secret of SECRETS) assert.equal(spoken.includes(secret), false, secret);
});

test('what was bought stays to the cent when its buyer is erased', async (context) => {
  const desk = await counter(context);
  const { till, page } = desk;
  const personId = await serve(desk);
  const before = till
    .store()
    .tickets(10)
    .map(({ number, totalMinor }) => ({ number, totalMinor }));
  await erase(page, personId);
  till.restart();
  const store = till.store();
  assert.deepEqual(
    store.tickets(10).map(({ number, totalMinor }) => ({ number, totalMinor })),
    before,
  );
  assert.ok(store.accountsOfPerson(personId).every(({ state }) => state === 'closed'));
});

test('the outcome of a command gives no PIN, phone or card away to whoever tries them all', async (context) => {
  const desk = await counter(context);
  const other = await counter(context);
  const command = { fields: { phone: FIELDS.phone }, evenIfAlike: false };
  await desk.page.command('enrol', command, 'same-id');
  await other.page.command('enrol', command, 'same-id');
  const [ours = '', theirs = ''] = [desk, other].map(({ till }) => till.store().outcome(branded('same-id'))?.bodyHash);
  assert.match(ours, /^k1:[0-9a-f]{64}$/);
  assert.notEqual(ours, theirs, 'without the secret of this shop nobody can work it out');
  for (const file of ['till.db', 'draft.db']) {
    const sqlite = new Database(join(desk.till.dataDir, file), { readonly: true });
    const hashes = sqlite.prepare<[], string>('SELECT body_hash FROM outcomes').pluck().all();
    sqlite.close();
    assert.deepEqual(
      hashes.filter((hash) => !/^k1:[0-9a-f]{64}$/.test(hash)),
      [],
    );
  }
});
