/** The suite on the store in memory, and what that one has besides. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { Fault } from '#base/fault.ts';
import { memoryStore } from './memory-store.ts';
import { int, table, text } from './port.ts';
import { storeSuite } from './store-suite.ts';

const shared = memoryStore();
storeSuite('memory', () => shared);

const ROW = table({ name: 'row', about: 'A row.', key: ['shard', 'at'], columns: { shard: text, at: int } });

test('memory: a copy is what was committed then, and goes its own way', async () => {
  const store = memoryStore();
  await store.transact((transaction) => transaction.put(ROW, [{ shard: 'a', at: 1 }]));
  const copy = store.copy();
  await store.transact((transaction) => transaction.put(ROW, [{ shard: 'a', at: 2 }]));
  await copy.transact((transaction) => transaction.remove(ROW, [['a', 1]]));
  const rows = async (of: typeof store) => (await of.read.scan(ROW, { prefix: ['a'], limit: 9 })).map(({ at }) => at);
  assert.deepEqual(await rows(store), [1, 2]);
  assert.deepEqual(await rows(copy), []);
});

test('memory: away, it answers nobody and ends what was going on; back, it holds what was committed and no lock', async () => {
  const store = memoryStore();
  const isAway = (error: unknown) => error instanceof Fault && error.code === 'hq.database-away';
  await store.transact((transaction) => transaction.put(ROW, [{ shard: 'a', at: 1 }]));
  const { promise: goOn, resolve } = Promise.withResolvers<void>();
  const holding = store.transact(async (transaction) => {
    await transaction.lock(ROW, ['a', 1]);
    await goOn;
    await transaction.put(ROW, [{ shard: 'a', at: 2 }]);
  });
  const waiting = store.transact((transaction) => transaction.lock(ROW, ['a', 1]));
  const both = Promise.allSettled([holding, waiting]);
  await new Promise((tick) => setImmediate(tick));
  store.setAway(true);
  await assert.rejects(store.read.get(ROW, ['a', 1]), isAway);
  store.setAway(false);
  resolve();
  for (const outcome of await both) assert.ok(outcome.status === 'rejected' && isAway(outcome.reason));
  assert.ok(await store.transact((transaction) => transaction.lock(ROW, ['a', 1])));
  assert.equal(await store.read.get(ROW, ['a', 2]), undefined);
});

test('memory: the work of a crashed node holds no row, wherever it stood', async () => {
  const store = memoryStore();
  await store.transact((transaction) => transaction.put(ROW, [{ shard: 'a', at: 1 }]));
  const { promise: goOn, resolve } = Promise.withResolvers<void>();
  const holding = store.transact(async (transaction) => {
    await transaction.lock(ROW, ['a', 1]);
    await goOn;
  });
  const crashed = store.transact(async (transaction) => {
    const waits = transaction.lock(ROW, ['a', 1]).catch(() => undefined);
    await Promise.race([waits, new Promise((tick) => setImmediate(tick))]);
    throw new Error('crashed while it waited');
  });
  await assert.rejects(crashed, /crashed/);
  resolve();
  await holding;
  assert.ok(await store.transact((transaction) => transaction.lock(ROW, ['a', 1])));
});

test('memory: a hundred thousand rows go in in any order and come out in theirs', async () => {
  const store = memoryStore();
  const rows = Array.from({ length: 100_000 }, (_, at) => ({ shard: 'a', at: (at * 7_919) % 100_000 }));
  await store.transact((transaction) => transaction.insert(ROW, rows));
  const scanned = await store.read.scan(ROW, { prefix: ['a'], limit: 1_000_000 });
  assert.deepEqual(
    scanned.map(({ at }) => at),
    rows.map((_, at) => at),
  );
});
