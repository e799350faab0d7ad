import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import type { HqCore } from '../../core.ts';
import { listWords, saveStore } from '../../fleet/stores.ts';
import { TILL, TILL_OF_STORE } from '../../fleet/tables.ts';
import { organisation } from '../../identity/identity.ts';
import { openTestHq, TestTill } from '../../testing.ts';
import { testHq } from '../testing.ts';
import { readTill, tillsPage } from './tills.ts';

const STORES = 30;
const TILLS = 3;
/** More tills than are looked at in one go. */
const MANY_STORES = 99;

test('tills that are searched for come page by page, each once and in their order, by the name of the store or their own', async () => {
  const core = await fleet(STORES);
  const found = async (search: string, more: { readonly storeId?: string; readonly limit?: number } = {}) => {
    const ids: string[] = [];
    let pages = 0;
    for (let after: string | null = null; ; pages++) {
      const { storeId = null, limit = 7 } = more;
      const page = await tillsPage(core.store.read, 0, {
        ...{ storeIds: null, storeId, search, only: 'all', after, limit },
      });
      assert.ok(page.rows.length <= limit);
      ids.push(...page.rows.map(({ tillId }) => tillId));
      after = page.next;
      if (after === null) return { ids, pages: pages + 1 };
    }
  };
  const all = Array.from({ length: STORES * TILLS }, (_, at) => {
    const store = Math.floor(at / TILLS);
    return { id: `store-${String(store).padStart(2, '0')}-${at % TILLS}`, isShop: store % 2 === 0, at: at % TILLS };
  });
  const shops = all.filter(({ isShop }) => isShop).map(({ id }) => id);
  assert.deepEqual(await found('magasin'), { ids: shops, pages: Math.ceil(shops.length / 7) });
  assert.deepEqual(
    (await found('caisse 1')).ids,
    all.filter(({ at }) => at === 1).map(({ id }) => id),
  );
  assert.deepEqual((await found('magasin', { storeId: 'store-04' })).ids, ['store-04-0', 'store-04-1', 'store-04-2']);
  assert.deepEqual(await found('magasin', { limit: shops.length }), { ids: shops, pages: 1 });
  assert.deepEqual((await found('nulle part')).ids, []);
});

test('what a till said a minute ago to be unsent is not shown as unsent once it has arrived', async () => {
  const hq = await openTestHq();
  const till = TestTill.fresh(hq, 'a');
  assert.equal((await till.enrol()).kind, 'enrolled');
  await till.push(0);
  const ackedSeq = till.head.seq;
  for (let sales = 0; sales < 3; sales += 1) till.sell(100);
  await till.call('report', {
    ...{ version: '0.1.0', chainId: 'chain-a', seq: till.head.seq, unsent: till.head.seq - ackedSeq + 2 },
    ...{ oldestUnsentMs: 5, priceListMs: null, copyState: 'ok', devices: [], wallMs: 0, acked: till.data.acked },
  });
  const shown = async () => {
    const found = present(await readTill(hq.store.read, 5, till.data.tillId), 'the till');
    return [found.till.unsent, found.till.oldestUnsentMs];
  };
  assert.deepEqual(await shown(), [8, 5], 'six of this chain and two of one before');
  await till.push(ackedSeq, 4);
  assert.deepEqual(await shown(), [4, 5]);
  await till.push(ackedSeq + 4);
  assert.deepEqual(await shown(), [2, 5], 'those of the chain before have not come');
  till.sell(100);
  await till.push(till.head.seq - 2);
  assert.deepEqual(await shown(), [2, 5], 'and what was sold since was never among them');
});

test('of many tills the retired come page by page, each once, whatever a page had to look at', async () => {
  const core = await fleet(MANY_STORES);
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const page = await tillsPage(core.store.read, 0, {
      ...{ storeIds: null, storeId: null, search: '', only: 'retired', after, limit: 7 },
    });
    assert.ok(page.rows.length <= 7);
    ids.push(...page.rows.map(({ tillId }) => tillId));
    after = page.next;
    if (after === null) break;
  }
  const retired = Array.from({ length: MANY_STORES }, (_, store) => `${storeIdOf(store)}-2`);
  assert.deepEqual(ids, retired);
});

function storeIdOf(store: number): string {
  return `store-${String(store).padStart(2, '0')}`;
}

/** Stores with three tills each, of which the last one is retired. */
async function fleet(stores: number): Promise<HqCore> {
  const { core } = await testHq();
  const { organisationId } = await organisation(core.store.read);
  for (let store = 0; store < stores; store++) {
    const storeId = storeIdOf(store);
    const name = store % 2 === 0 ? `Magasin ${store}` : `Dépôt ${store}`;
    await saveStore(core, { storeId, name, timeZone: 'Europe/Paris' });
    for (let at = 0; at < TILLS; at++) {
      const till = {
        ...{ till_id: `${storeId}-${at}`, organisation_id: organisationId, store_id: storeId, name: `Caisse ${at}` },
        ...{
          state: at === 2 ? 'retired' : 'active',
          state_reason: null,
          state_changed_at_ms: 0,
          request_key: new Uint8Array(32),
        },
        ...{ enrolled_at_ms: 0, software_version: '0.1.0', chain_id: null },
      };
      await core.store.transact(async (transaction) => {
        await transaction.insert(TILL, [till]);
        await transaction.insert(TILL_OF_STORE, [
          { organisation_id: organisationId, store_id: storeId, till_id: till.till_id },
        ]);
        await listWords(transaction, { organisationId, storeId, tillId: till.till_id, name: till.name });
      });
    }
  }
  return core;
}
