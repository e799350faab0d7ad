/** The feed on PostgreSQL: what its statements see of transactions that are not committed, in whatever order they end. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { HQ_TABLES } from '../store/tables.ts';
import { openTestPostgres, type TestPostgres } from '../store/testing-postgres.ts';
import { publish } from './feed.ts';
import { converge, numbers } from './testing-convergence.ts';
import { feedNode, setting } from './testing.ts';

let postgres: TestPostgres;
before(async () => {
  postgres = await openTestPostgres();
});
after(() => postgres.end());

test('at every checkpoint a till holds what was committed, and in the end what is', async () => {
  for (const seed of [1, 2, 3]) await converge(await postgres.database(HQ_TABLES), numbers(seed), seed === 2);
});

test('of two writers the one that began first and commits last is missed by nobody', async () => {
  const store = await postgres.database(HQ_TABLES);
  const node = feedNode(store);
  const { cursor } = await node.whole();
  const [published, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow = store.transact(async (transaction) => {
    await publish(transaction, [setting('slow', {}, 'people')]);
    published.resolve();
    await gate.promise;
  });
  await published.promise;
  await node.publish(setting('quick', {}, 'shop'));
  const behind = store.transact((transaction) => publish(transaction, [setting('behind', {}, 'people')]));
  const between = await node.feed(cursor);
  assert.ok(between.kind === 'changes');
  gate.resolve();
  await Promise.all([slow, behind]);
  const last = await node.feed(between.cursor);
  assert.ok(last.kind === 'changes');
  const keys = [between, last].map(({ items }) => items.map(({ key }) => key));
  assert.deepEqual(keys, [['quick'], ['slow', 'behind']]);
});

test('a till that waits at one node hears of what another node changed', async () => {
  const store = await postgres.database(HQ_TABLES);
  const [here, there] = [feedNode(store), feedNode(store)];
  const { cursor } = await here.whole();
  const asked = here.feed(cursor, { waitMs: 25_000 });
  while (here.waiting() === 0) await new Promise((resolve) => setImmediate(resolve));
  await there.publish(setting('a', {}));
  await here.clock.advance(500);
  const answer = await asked;
  assert.deepEqual(answer.kind === 'changes' ? answer.items.map(({ key }) => key) : answer.kind, ['a']);
});
