import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openCatalogue } from '#main/store/catalogue/catalogue.ts';
import { checkPin, openStore, organisationSecret, shopExists } from '#main/store/store.ts';
import { MIGRATIONS_DIR, SetClock, silentLog, testRandom } from '#main/store/testing.ts';
import { makeDemoShop } from './demo-shop.ts';

const DEMO_DIR = fileURLToPath(new URL('../../../data/demo', import.meta.url));

test('an empty folder becomes a shop with three operators who can sign in and products that can be sold', async (context) => {
  const root = mkdtempSync(join(tmpdir(), 'demo-test-'));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  const [dataDir, keysDir] = [join(root, 'data'), join(root, 'keys')];
  const clock = new SetClock();
  const software = { version: '0.1.0', hash: '0'.repeat(64), fiscalModuleHash: '1'.repeat(64) };
  await makeDemoShop({
    dataDir,
    keysDir,
    migrationsDir: MIGRATIONS_DIR,
    demoDir: DEMO_DIR,
    tillId: 'till-1',
    software,
    clock,
    random: testRandom,
  });
  assert.equal(shopExists(dataDir), true);

  const store = openStore({ dataDir, keysDir, migrationsDir: MIGRATIONS_DIR, clock, log: silentLog });
  context.after(() => store.close());
  const { countryCode, currencyCode, receiptLanguage, printByDefault } = store.shop();
  assert.deepEqual(
    { countryCode, currencyCode, receiptLanguage, printByDefault },
    { countryCode: 'FR', currencyCode: 'EUR', receiptLanguage: 'fr', printByDefault: false },
  );
  const secret = organisationSecret(keysDir);
  const pins = { Camille: '1234', Nadia: '2345', Bernard: '9876' };
  assert.deepEqual(
    store
      .operators()
      .map(({ name, role }) => [name, role])
      .sort(),
    [
      ['Bernard', 'manager'],
      ['Camille', 'cashier'],
      ['Nadia', 'clerk'],
    ],
  );
  for (const { name, pinHash } of store.operators())
    assert.ok(await checkPin(secret, pinHash, pins[name as keyof typeof pins]), name);

  const catalogue = openCatalogue({ folder: join(dataDir, 'catalogue') });
  context.after(() => catalogue.close());
  assert.ok(catalogue.count() > 1900);
  assert.equal(catalogue.byPlu('101')?.name, 'Bananes');
  assert.ok(catalogue.search('choclat', 20).length > 5);
});
