/** Settings: who may change them, what they change at once, and that the change is a row. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import { RIGHTS } from '#domain/operator/operator.ts';
import { makeTill, MANAGER } from '../testing.ts';
import { MILK, openedTill, why } from './testing.ts';

test('a manager changes a group, it holds at once and after a restart, and its row has it whole', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(MANAGER);
  const { settings } = page.query('settings', {});
  const cash = { ...present(settings, 'the settings').cash, payOutReasons: ['Fleurs'], nextFloatMinor: 20_000 };
  assert.equal((await page.command('saveSettings', { group: 'cash', value: cash })).kind, 'done');
  assert.deepEqual(page.view('cash').payOutReasons, ['Fleurs']);
  till.restart();
  assert.equal(till.page().view('cash').nextFloatMinor, 20_000);
  const changed = till
    .store()
    .entriesAfter(0, 50)
    .find(({ kind }) => kind === 'settings-changed');
  assert.deepEqual(JSON.parse(payloadOf(present(changed, 'the row'), 'settings-changed').value), cash);
  await till.close();
});

test('a right that is taken away is gone at the next command, and nobody without the right reads or changes any', async () => {
  const { till, page, other } = await openedTill();
  const settings = present(page.query('settings', {}).settings, 'the settings');
  assert.equal(other.query('settings', {}).settings, null);
  assert.equal(why(await other.command('saveSettings', { group: 'roles', value: settings.roles })), 'no_right');
  const rights = settings.roles.cashier.rights.filter((right) => right !== 'sell');
  const roles = { ...settings.roles, cashier: { ...settings.roles.cashier, rights } };
  assert.equal((await other.scan(MILK)).kind, 'done');
  assert.equal((await page.command('saveSettings', { group: 'roles', value: roles })).kind, 'done');
  assert.equal(why(await other.scan(MILK)), 'no_right');
  await till.close();
});

test('the last one who may set and approve stays', async () => {
  const till = makeTill();
  const page = till.page();
  await page.enter(MANAGER);
  const { roles } = present(page.query('settings', {}).settings, 'the settings');
  const rights = RIGHTS.filter((right) => right !== 'manage-settings');
  const refused = await page.command('saveSettings', {
    group: 'roles',
    value: { ...roles, manager: { ...roles.manager, rights } },
  });
  assert.ok(refused.kind === 'refused' && refused.reason === 'settings_invalid');
  assert.deepEqual(refused.params, { group: 'roles', why: 'nobody-left', right: 'manage-settings' });
  assert.ok(page.query('settings', {}).settings?.roles.manager.rights.includes('manage-settings'));
  await till.close();
});
