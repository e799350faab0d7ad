import assert from 'node:assert/strict';
import { test } from 'node:test';
import { organisation } from '../identity/identity.ts';
import { openTestHq, TestTill } from '../testing.ts';
import { listAlarms, settleAlarm } from './alarms.ts';

test('a till that has lost a row is told of once for each chain, whatever row it names, and of no other till’s chain', async () => {
  const hq = await openTestHq();
  const [till, other] = [TestTill.fresh(hq, 'a'), TestTill.fresh(hq, 'b')];
  for (const each of [till, other]) assert.equal((await each.enrol()).kind, 'enrolled');
  const { organisationId } = await organisation(hq.store.read);
  const alarms = async (): Promise<readonly unknown[]> =>
    (await listAlarms(hq.store.read, { organisationId, limit: 9 })).map((alarm) => [
      alarm.kind,
      alarm.till_id,
      alarm.chain_id,
      alarm.is_settled,
    ]);
  const tell = (hole?: { readonly chainId: string; readonly after: number }) =>
    till.call('report', {
      version: '0.1.0',
      chainId: 'chain-a',
      seq: 9,
      unsent: 4,
      oldestUnsentMs: null,
      priceListMs: null,
      copyState: 'ok',
      devices: [],
      wallMs: 0,
      acked: null,
      hole,
    });
  await tell();
  await tell({ chainId: 'chain-b', after: 1 });
  assert.deepEqual(await alarms(), []);
  for (const after of [5, 5, 6, 7]) await tell({ chainId: 'chain-a', after });
  assert.deepEqual(await alarms(), [['chain-hole', 'till-a', 'chain-a', false]]);
  const alarmId = 'chain-hole/chain-a/hole';
  await hq.store.transact((transaction) => settleAlarm(transaction, { organisationId, alarmId, by: 'boss', nowMs: 1 }));
  await tell({ chainId: 'chain-a', after: 5 });
  assert.deepEqual(await alarms(), [['chain-hole', 'till-a', 'chain-a', true]], 'as long as it lasts it stays settled');
});
