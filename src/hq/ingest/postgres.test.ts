/** What must hold on the real database as it does in memory: locks between nodes, bytes and long text, the order of keys. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { seededRandom } from '#base/testing.ts';
import { organisation } from '../identity/identity.ts';
import { runProjectors } from '../project/run-projectors.ts';
import { SALES_PROJECTOR } from '../sales/sales.ts';
import { TAKINGS_DAY, TAKINGS_STORE_DAY } from '../sales/tables.ts';
import { saveStore, searchFleet } from '../fleet/stores.ts';
import type { PostgresStore } from '../store/postgres-store.ts';
import { HQ_TABLES } from '../store/tables.ts';
import { openTestPostgres, type TestPostgres } from '../store/testing-postgres.ts';
import { DAY, openTestHqOver, TestTill, ticketEntry } from '../testing.ts';
import { journalRows } from './read-rows.ts';

let postgres: TestPostgres;
let store: PostgresStore;

before(async () => {
  postgres = await openTestPostgres();
  store = await postgres.database(HQ_TABLES);
});
after(() => postgres.end());

test('two nodes that start at once are one organisation, and rows that reach both are taken once', async () => {
  const nodes = await Promise.all(['n1', 'n2', 'n3'].map((seed) => openTestHqOver(store, seed)));
  const keys = await Promise.all(nodes.map(({ core }) => organisation(core.store.read)));
  assert.equal(new Set(keys.map(({ fingerprint }) => fingerprint)).size, 1);
  const [one, two] = nodes;
  assert.ok(one !== undefined && two !== undefined);
  const till = TestTill.fresh(one, 'a');
  assert.equal((await till.enrol()).kind, 'enrolled');
  for (let amount = 1; amount <= 50; amount++) till.sell(amount);
  const entry = ticketEntry({ entryId: 'e-odd', ticketId: 't-odd', number: '000999', grossMinor: 1 });
  till.append({
    ...entry,
    payload: { ...entry.payload, gross_minor: null, label: 'Ünïcödé « عربى » 🛒'.normalize('NFC') },
  });
  const twin = new TestTill(two, till.data, till.random);
  twin.counter = 10_000;
  const all = till.data.lines.length;
  const answers = await Promise.all([till.push(0), twin.push(0), till.push(0, 40), twin.push(0, 77)]);
  assert.ok(
    answers.every(({ kind }) => kind === 'acked'),
    answers.map(({ kind }) => kind).join(),
  );
  const rows = await journalRows(store.read, { chainId: 'chain-a', after: 0, limit: 1_000 });
  assert.deepEqual(
    rows.map(({ line }) => line),
    till.data.lines,
  );
  assert.equal(rows.length, all);
  assert.equal((await store.read.get(TAKINGS_DAY, ['chain-a', DAY]))?.gross_minor, 1_275);
  await Promise.all(
    nodes.map(async ({ core }) => {
      while (await runProjectors(core, [SALES_PROJECTOR]));
    }),
  );
  assert.equal((await store.read.get(TAKINGS_STORE_DAY, [DAY, 's1']))?.gross_minor, 1_275);
});

test('a replay on another node is refused, a chain parts twice at once, and names are found', async () => {
  const one = await openTestHqOver(store, 'n4');
  const two = await openTestHqOver(store, 'n5');
  const till = TestTill.fresh(one, 'f');
  assert.equal((await till.enrol()).kind, 'enrolled');
  till.sell(100);
  const backup = till.data;
  till.sell(200);
  await till.push(0);
  const challenge = await till.challenge();
  const secrets = { exchangeKey: till.chain.publicKey };
  const both = await Promise.all(
    [one, two].map((hq) =>
      new TestTill(hq, till.data, till.random).raw('secrets', secrets, { challenge, counter: 77 }),
    ),
  );
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
  const old = till.restoredFrom(backup, 'later');
  old.counter = 20_000;
  old.sell(7);
  const third = new TestTill(two, backup, seededRandom('third'));
  third.counter = 30_000;
  third.sell(8);
  const parted = await Promise.all([old.push(3), third.push(3), till.push(0)]);
  assert.deepEqual(
    parted.map((answer) => answer.kind === 'acked' && answer.branches.length),
    [1, 1, 0],
  );
  const own = old.data;
  old.goOn('f2');
  await old.tellHead();
  const given = await new TestTill(two, old.data, old.random).call(
    'rows',
    { chainId: 'chain-f', after: 0, limit: 9 },
    {
      counter: 40_000,
    },
  );
  assert.deepEqual(given.rows, own.lines);
  await saveStore(one.core, { storeId: 's9', name: 'Épicerie Éphémère', timeZone: 'Africa/Tunis' });
  const { organisationId } = await organisation(store.read);
  const found = await searchFleet(store.read, { organisationId, text: 'ephem', limit: 9 });
  assert.deepEqual(found, [{ storeId: 's9', tillId: null }]);
});
