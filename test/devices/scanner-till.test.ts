/**
 * A whole till with a scanner in HID POS mode: what is scanned is on the ticket, pulled out is on the status strip, and a
 * scanner that is put back at another port sells on.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, test } from 'node:test';
import { Cashier } from '../rig/cashier.ts';
import { diceOf } from '../rig/dice.ts';
import { eanOf } from '../rig/products.ts';
import { realPart } from '../rig/real-part.ts';
import { makeShop } from '../rig/shop.ts';
import { startTill } from '../rig/till-process.ts';
import { hidVersions, openHidBed } from '../rig/umockdev.ts';

const PRODUCTS = 20;

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

test('no. 13, no. 15: HID scans become lines, equal ones count, half ones do not, and a replugged scanner sells on', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-hid-till-'));
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
  const bed = await openHidBed();
  cleanUp.push(() => bed.close());
  const scanner = await bed.plugScanner();
  const shop = makeShop(folder, {
    products: PRODUCTS,
    devices: [{ id: 's', kind: 'scanner', name: 'Douchette', address: scanner.address }],
  });
  const till = startTill({ ...shop, restarts: 0, shellRunId: 'run', env: bed.env });
  cleanUp.push(() => till.stop());
  assert.deepEqual((await till.started).kind, 'ready');
  const cashier = new Cashier({ dice: diceOf(1), products: PRODUCTS, linesMax: 3 });
  till.connect(cashier.page);
  await cashier.signIn();

  const { page } = cashier;
  const light = (state: string): Promise<void> =>
    page.when(
      (views) => views.status?.devices.some((device) => device.kind === 'scanner' && device.state === state) === true,
    );
  const quantities = (): readonly number[] => page.views.basket?.lines.map((line) => line.quantityMilli) ?? [];
  const sum = (): number => quantities().reduce((total, quantity) => total + quantity, 0);

  await light('ready');
  scanner.scan(eanOf(1));
  scanner.scan(eanOf(1));
  scanner.scan(eanOf(2));
  await page.when(() => sum() === 3_000);
  realPart('umockdev hidraw + node-hid', `${hidVersions()}, under a whole till`);

  scanner.setScenario('unplugged-mid-code');
  scanner.scan(eanOf(3));
  await light('absent');
  await scanner.plug();
  await light('ready');
  scanner.setScenario('healthy');
  scanner.scan(eanOf(4));
  await page.when(() => sum() === 4_000);
  // Another scan after it: whatever else had become a line would be here by now.
  scanner.scan(eanOf(5));
  await page.when((views) => views.basket?.lines.length !== undefined && sum() >= 5_000);
  assert.equal(sum(), 5_000);
});
