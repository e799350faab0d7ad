/** What taking a row in costs, counted by the database itself: as many rows are read for it in a long chain as in a short one. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PROJECTORS } from '../project/projectors.ts';
import { runProjectors } from '../project/run-projectors.ts';
import { postgresStore, type PostgresStore } from '../store/postgres-store.ts';
import { makeTable } from '../store/schema.ts';
import { HQ_TABLES } from '../store/tables.ts';
import { openTestPostgres, silentLog, type TestPostgres } from '../store/testing-postgres.ts';
import { openTestHqOver, TestTill, ticketEntry } from '../testing.ts';

const PRODUCTS = 10;
const MOVEMENTS = 3;
const BATCH = 50;
/** Rows of a window; the second one begins where the chain is ten times as long. */
const WINDOW = 100;
/** Pages of an index and plans differ a little; a chain that is read again for each push would differ by the length of it. */
const MORE_AT_MOST = 1.25;

let postgres: TestPostgres;
let store: PostgresStore;

before(async () => {
  postgres = await openTestPostgres();
  // All on one connection: what it counted it tells when asked to.
  store = postgresStore({ url: await postgres.emptyDatabase(), connections: 1, log: silentLog });
  for (const table of HQ_TABLES) await makeTable(store, table);
});
after(async () => {
  await store.close();
  await postgres.end();
});

test('a row of a chain that is ten times as long is taken in with as few rows read', async () => {
  const hq = await openTestHqOver(store, 'n1');
  const till = TestTill.fresh(hq, 'long');
  assert.equal((await till.enrol()).kind, 'enrolled');
  const growTo = async (rows: number): Promise<void> => {
    while (till.data.rows.length < rows) sell(till);
    for (let sent = till.data.acked?.seq ?? 0; sent < till.data.rows.length; sent = till.data.acked?.seq ?? 0) {
      assert.equal((await till.push(sent, BATCH)).kind, 'acked');
      while (await runProjectors(hq.core, PROJECTORS));
    }
  };
  const readIn = async (work: () => Promise<void>): Promise<ReadonlyMap<string, number>> => {
    const from = await rowsRead();
    await work();
    return new Map([...(await rowsRead())].map(([table, rows]) => [table, rows - (from.get(table) ?? 0)]));
  };
  await growTo(WINDOW);
  const short = await readIn(() => growTo(2 * WINDOW));
  await growTo(10 * WINDOW);
  const long = await readIn(() => growTo(11 * WINDOW));
  const sum = (read: ReadonlyMap<string, number>): number => [...read.values()].reduce((all, rows) => all + rows, 0);
  assert.ok(sum(short) > 2 * WINDOW, `it counts: ${sum(short)} rows`);
  assert.ok(
    sum(long) <= sum(short) * MORE_AT_MOST,
    `${WINDOW} rows of a long chain: ${JSON.stringify([...long])}, of a short one: ${JSON.stringify([...short])}`,
  );
});

/** Rows that were read of each table so far, from end to end or by an index. */
async function rowsRead(): Promise<ReadonlyMap<string, number>> {
  await store.query('SELECT pg_stat_force_next_flush()');
  const rows = await store.query(
    `SELECT relname, seq_tup_read + coalesce(idx_tup_fetch, 0) AS rows FROM pg_stat_user_tables
     WHERE schemaname = current_schema()`,
  );
  return new Map(rows.map((row) => [String(row['relname']), Number(row['rows'])]));
}

/** A ticket that moves stock, two rows with its payment. */
function sell(till: TestTill): void {
  const at = till.data.rows.length;
  const ids = { entryId: till.random.uuid(), ticketId: till.random.uuid(), number: String(at).padStart(6, '0') };
  const entry = ticketEntry({ ...ids, grossMinor: 250 });
  const movements = Array.from({ length: MOVEMENTS }, (_, line) => ({
    ...{ n: line + 1, product_id: `p-${(at + line) % PRODUCTS}`, unit: 'piece', quantity_milli: -1_000 },
  }));
  till.append({ ...entry, payload: { ...entry.payload, movements } });
  till.sell(250);
}
