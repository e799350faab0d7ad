import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { present } from '#base/assert.ts';
import { genesisContinues } from '#domain/journal/journal.ts';
import { readJournalKey } from './keys.ts';
import { NEW_CHAIN_SETTING } from './port.ts';
import { continueInNewChain } from './store.ts';
import { makeShop, MIGRATIONS_DIR, sell, testRandom, type TestShop } from './testing.ts';

const shops: TestShop[] = [];
after(() => {
  for (const shop of shops) shop.remove();
});

function newChain(shop: TestShop): void {
  continueInNewChain({
    dataDir: shop.dataDir,
    keysDir: shop.keysDir,
    migrationsDir: MIGRATIONS_DIR,
    software: { version: '0.1.0', hash: '0'.repeat(64), fiscalModuleHash: '1'.repeat(64) },
    clock: shop.clock,
    random: testRandom,
  });
}

test('a till goes on in a new chain that names the one before, with every row of both checked and kept', () => {
  const shop = makeShop();
  shops.push(shop);
  const before = shop.withStore((store) => {
    sell(store);
    sell(store);
    const wanted = { stationId: 'till', operatorId: 'bernard' };
    store.transact((transaction) => transaction.setSetting(NEW_CHAIN_SETTING, JSON.stringify(wanted)));
    return { ...store.identity, head: store.head(), totals: store.perpetualTotals(), next: store.nextTicketNumber() };
  });
  newChain(shop);
  shop.withStore((store) => {
    assert.equal(store.identity.chainOrdinal, 2);
    assert.notEqual(store.identity.chainId, before.chainId);
    assert.deepEqual(store.chainIds(), [before.chainId, store.identity.chainId]);
    assert.equal(store.rowsAfter(before.chainId, 0, 1_000).length, before.head.seq);
    const [genesis, approval] = store.entriesAfter(0, 10);
    assert.deepEqual(genesisContinues(present(genesis, 'a genesis').payload), {
      chainId: before.chainId,
      seq: before.head.seq,
      hash: before.head.hash,
    });
    assert.equal(approval?.kind, 'approval-given');
    assert.equal(approval.operator, 'bernard');
    assert.deepEqual(store.perpetualTotals(), before.totals);
    assert.equal(store.nextTicketNumber(), '2-000001');
    assert.notEqual(readJournalKey(shop.keysDir, store.identity.chainId), null);
    sell(store);
  });
  const report = shop.verify();
  assert.deepEqual(report.findings, []);
  // Once is enough: the wish ended with the chain that it was for.
  newChain(shop);
  shop.withStore((store) => assert.equal(store.identity.chainOrdinal, 2));
});

test('nobody who did not ask gets a new chain', () => {
  const shop = makeShop();
  shops.push(shop);
  newChain(shop);
  shop.withStore((store) => assert.equal(store.identity.chainOrdinal, 1));
});
