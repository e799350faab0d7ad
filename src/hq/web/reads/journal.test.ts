import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { CHAIN, JOURNAL_ROW } from '../../ingest/tables.ts';
import type { RowOf } from '../../store/port.ts';
import { openTestHq, TestTill } from '../../testing.ts';
import { readJournal } from './journal.ts';

test('a row that somebody changed in the database is not proven, and neither is the one after it', async () => {
  const hq = await openTestHq();
  const till = TestTill.fresh(hq, 'till-1');
  await till.enrol();
  till.sell(1_000);
  till.sell(2_000);
  till.sell(3_000);
  await till.push(0);
  const chain = present(await hq.store.read.get(CHAIN, [till.chain.chainId]), 'the chain');
  const journal = () => readJournal(hq.store.read, chain, { before: null, family: '', limit: 50 });
  const isProven = ({ proof }: { proof: Record<string, boolean> }) => Object.values(proof).every(Boolean);
  const whole = await journal();
  assert.ok(whole.rows.length >= 4 && whole.rows.every(isProven));
  assert.equal(whole.before, null);

  const seq = 2;
  const row = present(await hq.store.read.get(JOURNAL_ROW, [chain.chain_id, seq]), 'a row');
  const put = (changed: Partial<RowOf<typeof JOURNAL_ROW>>) =>
    hq.store.transact((transaction) => transaction.put(JOURNAL_ROW, [{ ...row, ...changed }]));
  const flawed = async () => (await journal()).rows.filter((one) => !isProven(one)).map((one) => one.seq);

  await put({ line: row.line.replace(/"family_seq":(\d+)/, (_, n: string) => `"family_seq":${Number(n) + 1}`) });
  assert.deepEqual(await flawed(), [seq]);
  await put({ hash: 'f'.repeat(64) });
  assert.deepEqual((await flawed()).toSorted(), [seq, seq + 1]);
  await put({ line: 'no row at all' });
  assert.deepEqual(await flawed(), [seq]);
});
