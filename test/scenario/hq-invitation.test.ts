/** The QR that headquarters' page shows is what a till understands: neither side of it is made up here. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { saveStore } from '#hq/fleet/stores.ts';
import { organisation } from '#hq/identity/identity.ts';
import { testHq } from '#hq/web/testing.ts';
import { invitationOf } from '#main/till/headquarters/joining.ts';

test('the QR of headquarters tells a till where to enrol, with which code, and whose key to expect', async () => {
  const hq = await testHq();
  await saveStore(hq.core, { storeId: 'store-1', name: 'Montpellier', timeZone: 'Europe/Paris' });
  await hq.addUser({ login: 'anna', role: 'administrator' });
  const browser = await hq.signedIn('anna');
  const made = await browser.ask('create-code', { kind: 'new', storeId: 'store-1', tillName: 'Caisse 1' });
  assert.ok(made.kind === 'code', made.kind);
  const { publicKey } = await organisation(hq.core.store.read);
  assert.deepEqual(invitationOf({ url: '', code: made.text }), {
    url: made.address,
    code: made.code,
    fingerprint: createHash('sha256').update(publicKey).digest('hex').slice(0, 32),
  });
});
