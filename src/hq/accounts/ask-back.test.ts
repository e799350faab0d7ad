import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStore } from '../store/memory-store.ts';
import type { HqReads } from '../store/port.ts';
import { unknownAccount, type GrantRow } from './account.ts';
import { askBack } from './ask-back.ts';
import { Ledger } from './ledger.ts';

const PAST = 3_000;

test('whoever has the rest of an account is found without reading who had some of it before', async () => {
  const store = memoryStore();
  await store.transact(async (transaction) => {
    const ledger = new Ledger(transaction);
    await ledger.lock(['card']);
    for (let count = 0; count < PAST; count++) ledger.setGrant(grant(`old-${count}`, 'c'));
    ledger.setGrant(grant('now', 'd'));
    await ledger.settle(0);
  });
  await store.transact(async (transaction) => {
    const ledger = new Ledger(transaction);
    await ledger.lock(['card']);
    for (let count = 0; count < PAST; count++)
      ledger.setGrant({ ...grant(`old-${count}`, 'c'), returned: 10, state: 'returned' });
    await ledger.settle(0);
  });
  let read = 0;
  const reads: HqReads = {
    ...store.read,
    get: (table, key) => store.read.get(table, key),
    getMany: async (table, keys) => counted(await store.read.getMany(table, keys)),
    scan: async (table, options) => counted(await store.read.scan(table, options)),
  };
  const account = { ...unknownAccount('card'), balance: 10, reserved: 10 };
  const asked = await askBack(reads, account, { chainId: 'e', missing: 5, organisationId: 'org', nowMs: 0 });
  assert.deepEqual(
    asked?.holders.map(({ kind, amount, tillName }) => [kind, amount, tillName]),
    [['lease', 10, 'till-of-d']],
  );
  assert.ok(read < 10, `${read} rows were read`);

  function counted<Row>(rows: readonly Row[]): readonly Row[] {
    read += rows.length;
    return rows;
  }
});

function grant(grantId: string, chainId: string): GrantRow {
  return {
    account_id: 'card',
    grant_id: grantId,
    chain_id: chainId,
    till_id: `till-of-${chainId}`,
    store_id: 'lyon',
    kind: 'lease',
    unit: 'EUR',
    amount: 10,
    spent: 0,
    returned: 0,
    granted_at_ms: 0,
    expires_at_ms: 0,
    state: 'open',
    closed_at_ms: null,
    closed_by: null,
    reason: null,
    signature: 'signed',
  };
}
