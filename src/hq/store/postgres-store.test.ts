/** The suite on PostgreSQL: the one that comes by npm, and Debian's. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Fault } from '#base/fault.ts';
import { int, table, text } from './port.ts';
import { postgresStore, type PostgresStore } from './postgres-store.ts';
import { makeTable } from './schema.ts';
import { scanStatement } from './statements.ts';
import { storeSuite, SUITE_TABLES } from './store-suite.ts';
import { openTestPostgres, silentLog, type Engine, type TestPostgres } from './testing-postgres.ts';

const ROW = table({ name: 'row_of_test', about: 'A row.', key: ['shard', 'at'], columns: { shard: text, at: int } });
const THING = table({
  name: 'thing_of_test',
  about: 'A thing.',
  key: ['shard', 'kind', 'name'],
  columns: { shard: text, kind: text, name: text, value: text },
});
const isAway = (error: unknown): boolean => error instanceof Fault && error.code === 'hq.database-away';

for (const engine of ['embedded', 'debian'] satisfies Engine[]) {
  let postgres: TestPostgres;
  let store: PostgresStore;
  before(async () => {
    postgres = await openTestPostgres(engine);
    store = await postgres.database([...SUITE_TABLES, ROW]);
  });
  after(() => postgres.end());

  storeSuite(engine, () => store);

  test(`${engine}: what keeps commits is on, and no row of ours is checked against another machine`, async () => {
    const said = await store.query(`SELECT name, setting FROM pg_settings
      WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'listen_addresses') ORDER BY name`);
    assert.deepEqual(
      said.map((row) => `${row['name']} ${row['setting']}`),
      ['data_checksums on', 'fsync on', 'full_page_writes on', 'listen_addresses 127.0.0.1', 'synchronous_commit on'],
    );
  });

  test(`${engine}: a page of a table that was never analysed is read along its key, and not sorted out of all rows`, async () => {
    const own = postgresStore({ url: await postgres.emptyDatabase(), connections: 1, log: silentLog });
    await makeTable(own, THING);
    await own.script(`ALTER TABLE ${THING.name} SET (autovacuum_enabled = off);
      INSERT INTO ${THING.name} SELECT 'catalogue', 'price', g::text, repeat('x', 200) FROM generate_series(1, 20000) g`);
    const scan = { prefix: ['catalogue'], after: ['catalogue', 'price', '5'], limit: 5_000 };
    const { text: asked, values } = scanStatement(THING, scan);
    const plan = await own.query(`EXPLAIN ${asked}`, values.map(String));
    const steps = plan.map((row) => row['QUERY PLAN']).join('\n');
    assert.match(steps, /Index Scan/u);
    assert.doesNotMatch(steps, /Sort/u);
    await own.close();
  });

  test(`${engine}: who asks the same while every connection is in use is answered by one question, asked after all of them`, async () => {
    const narrow = postgresStore({ url: await postgres.emptyDatabase(), connections: 1, log: silentLog });
    await makeTable(narrow, ROW);
    const { promise: goOn, resolve } = Promise.withResolvers<void>();
    const writing = narrow.transact(async (transaction) => {
      await transaction.put(ROW, [{ shard: 'same', at: 1 }]);
      await goOn;
    });
    const answers = Array.from({ length: 50 }, () => narrow.read.get(ROW, ['same', 1]));
    const other = narrow.read.get(ROW, ['same', 2]);
    assert.equal(narrow.pool().waiting, 2);
    resolve();
    await writing;
    for (const answer of await Promise.all(answers)) assert.deepEqual(answer, { shard: 'same', at: 1 });
    assert.equal(await other, undefined);
    await narrow.close();
  });

  test(`${engine}: reads and transactions say that the database is away, and go on once it is back`, async () => {
    await store.transact((transaction) => transaction.put(ROW, [{ shard: 'a', at: 1 }]));
    const { promise: goOn, resolve } = Promise.withResolvers<void>();
    const inTheMiddle = store.transact(async (transaction) => {
      await transaction.put(ROW, [{ shard: 'a', at: 2 }]);
      await goOn;
      await transaction.put(ROW, [{ shard: 'a', at: 3 }]);
    });
    const outcome = inTheMiddle.then(
      () => 'committed',
      (error: unknown) => error,
    );
    await new Promise((tick) => setTimeout(tick, 100));
    const { processId } = postgres.cluster;
    const before_ = processId();
    process.kill(before_ ?? 0, 'SIGKILL');
    while (processId() === before_ || !(await answers(store))) {
      await assert.rejects(store.read.get(ROW, ['a', 1]), isAway).catch(() => undefined);
      await new Promise((tick) => setTimeout(tick, 50));
    }
    resolve();
    assert.ok(isAway(await outcome), 'what was going on was given up');
    assert.deepEqual(await store.read.scan(ROW, { prefix: ['a'], limit: 9 }), [{ shard: 'a', at: 1 }]);
    await store.transact((transaction) => transaction.put(ROW, [{ shard: 'a', at: 4 }]));
  });

  test(`${engine}: what was committed is there after PostgreSQL was killed, whatever it was doing`, async () => {
    const committed: number[] = [];
    let isOver = false;
    const writer = (async () => {
      for (let at = 0; !isOver; at++) {
        try {
          await store.transact((transaction) => transaction.put(ROW, [{ shard: 'kill', at }]));
          committed.push(at);
        } catch (error) {
          assert.ok(isAway(error), String(error));
          await new Promise((tick) => setTimeout(tick, 20));
        }
      }
    })();
    for (let kill = 0; kill < 3 && !isOver; kill++) {
      await new Promise((tick) => setTimeout(tick, 300));
      const processId = postgres.cluster.processId();
      process.kill(processId ?? 0, 'SIGKILL');
      while (postgres.cluster.processId() === processId || !(await answers(store)))
        await new Promise((tick) => setTimeout(tick, 50));
    }
    isOver = true;
    await writer;
    const there = new Set((await store.read.scan(ROW, { prefix: ['kill'], limit: 1_000_000 })).map(({ at }) => at));
    assert.ok(committed.length > 0);
    assert.deepEqual(
      committed.filter((at) => !there.has(at)),
      [],
    );
  });
}

test('a database that is nowhere is away, and soon', async () => {
  const store = postgresStore({ url: 'postgres://nobody:x@127.0.0.1:1/none', connections: 2, log: silentLog });
  await assert.rejects(store.ping(), isAway);
  await assert.rejects(
    store.transact((transaction) => transaction.get(ROW, ['a', 1])),
    isAway,
  );
  await assert.rejects(store.read.get(ROW, ['a', 1]), isAway);
  await store.close();
});

async function answers(store: PostgresStore): Promise<boolean> {
  try {
    await store.ping();
    return true;
  } catch {
    return false;
  }
}
