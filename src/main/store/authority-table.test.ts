/** What allows a till to spend, as its store knows it: bound to the chain, made again from rows, and never more than was granted. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import { type AccountId, type EntryId, branded } from '#base/brand.ts';
import type { PayloadByKind } from '#domain/journal/journal.ts';
import { openStore, restoreTill, type TillStore } from './store.ts';
import { copyNow, makeShop, MIGRATIONS_DIR, silentLog, testRandom } from './testing.ts';

const ACCOUNT = branded<AccountId>('card');

function append<Kind extends keyof PayloadByKind>(store: TillStore, kind: Kind, payload: PayloadByKind[Kind]): void {
  store.transact((transaction) =>
    transaction.append({ entryId: branded<EntryId>(randomUUID()), family: 'M', kind, payload }),
  );
}

function link(store: TillStore): void {
  store.transact((transaction) =>
    transaction.append({
      entryId: branded<EntryId>(randomUUID()),
      family: 'L',
      kind: 'hq-enrolled',
      payload: { organisation_id: 'organisation', store_id: 'store', hq_public_key: 'key', request_key: 'key' },
    }),
  );
  store.transact(({ hq }) =>
    hq.putLink({
      url: 'http://hq.test',
      organisationId: 'organisation',
      incarnation: 'one',
      storeId: 'store',
      storeName: 'Store',
      tillName: 'Till',
      publicKey: 'key',
    }),
  );
}

/** A gift card that was opened here, and with `isHandedOver` is headquarters’, with a lease of 500. */
function open(store: TillStore, isHandedOver: boolean): void {
  append(store, 'account-opened', { account_id: ACCOUNT, account: 'gift-card', unit: 'EUR', voucher: 'multi-purpose' });
  if (!isHandedOver) return;
  append(store, 'authority-handed-over', { organisation_id: 'organisation', account_ids: [ACCOUNT] });
  append(store, 'grant-received', {
    grant: 'lease',
    grant_id: 'lease',
    account_id: ACCOUNT,
    unit: 'EUR',
    amount: 500,
    expires_at: '2099-01-01T00:00:00.000Z',
    hq_signature: 'signature',
  });
}

test('a lease is what is left of it, until it is given back, and a rebuild from the rows says the same', () => {
  const shop = makeShop();
  const store = shop.open();
  link(store);
  open(store, true);
  const leases = (): unknown => store.authority.grants(ACCOUNT).map(({ grantId, left }) => [grantId, left]);
  assert.deepEqual(leases(), [['lease', 500]]);
  store.rebuildProjections();
  assert.deepEqual([leases(), store.authority.authorityOf(ACCOUNT)], [[['lease', 500]], 'headquarters']);
  append(store, 'grant-returned', { grant_id: 'lease', account_id: ACCOUNT, amount: 500 });
  assert.deepEqual([leases(), store.authority.allGrants()], [[], []]);
  store.rebuildProjections();
  assert.deepEqual(leases(), []);
  store.close();
  assert.equal(shop.verify().ok, true);
  shop.remove();
});

for (const isHandedOver of [true, false]) {
  const which = isHandedOver ? 'that was' : 'although it was not';
  test(`after a restore a lease is void, and an account is nobody’s here ${which} handed over`, async () => {
    const shop = makeShop();
    const place = join(shop.root, 'place');
    const store = shop.open();
    link(store);
    open(store, isHandedOver);
    assert.equal(store.authority.authorityOf(ACCOUNT), isHandedOver ? 'headquarters' : 'own');
    await copyNow(store, shop, place);
    store.close();
    const dataDir = join(shop.root, 'again');
    const options = { dataDir, keysDir: shop.keysDir, migrationsDir: MIGRATIONS_DIR, clock: shop.clock };
    const software = { version: '0.1.0', hash: '0'.repeat(64), fiscalModuleHash: '1'.repeat(64) };
    const outcome = restoreTill({ ...options, place, software, random: testRandom });
    assert.equal(outcome.kind, 'restored', JSON.stringify(outcome));
    const restored = openStore({ ...options, log: silentLog });
    // The link is not in the copy; the row that says that there is a headquarters is.
    assert.equal(restored.hq.link(), null);
    assert.equal(restored.authority.authorityOf(ACCOUNT), 'headquarters');
    assert.deepEqual([restored.authority.grants(ACCOUNT), restored.authority.allGrants()], [[], []]);
    assert.deepEqual(restored.authority.accountsToHandOver(10), isHandedOver ? [] : [ACCOUNT]);
    restored.close();
    shop.remove();
  });
}
