/** What headquarters sets for tills: whole groups that hold together, and staff of whom somebody can always approve. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemRandom } from '#node/system.ts';
import { checkPin } from '#node/pins.ts';
import type { HqCore } from '../core.ts';
import { feedNode, type FeedNode } from '../feed/testing.ts';
import { saveStore } from '../fleet/stores.ts';
import { openOrganisation } from '../identity/identity.ts';
import { organisationSecret } from '../identity/secrets.ts';
import { memoryStore } from '../store/memory-store.ts';
import {
  heldSettings,
  listOperators,
  offlineSpending,
  removeOperator,
  saveOperator,
  saveSettings,
  takeBackSettings,
} from './settings.ts';

interface Place {
  readonly node: FeedNode;
  readonly core: HqCore;
  readonly organisationId: string;
  /** What tills of the store `lyon` would be sent from the beginning. */
  items(): Promise<Readonly<Record<string, unknown>>>;
}

async function place(): Promise<Place> {
  const node = feedNode(memoryStore());
  const core: HqCore = { ...node.core, random: systemRandom };
  const { organisationId } = await openOrganisation(core, {
    name: 'Épicerie',
    currencyCode: 'EUR',
    timeZone: 'Europe/Paris',
  });
  for (const storeId of ['lyon', 'brest']) await saveStore(core, { storeId, name: storeId, timeZone: 'Europe/Paris' });
  const items = async () =>
    Object.fromEntries((await node.whole()).items.map(({ kind, key, value }) => [`${kind} ${key}`, value]));
  return { node, core, organisationId, items };
}

const manager = { operatorId: 'bernard', name: 'Bernard', role: 'manager' } as const;

test('a store’s own group wins over the organisation’s until it is taken back; nothing is said of what nobody set', async () => {
  const { core, items } = await place();
  assert.deepEqual(await items(), {});
  assert.equal((await heldSettings(core.store.read, 'lyon'))['offline-spending'].from, 'first');
  const first = await offlineSpending(core.store.read, 'lyon');
  assert.deepEqual([first.floorMinor, first.floorPoints, first.refundFloorMinor], [0, 0, 0]);
  const [ours, theirs] = [
    { ...first, floorMinor: 1000 },
    { ...first, floorMinor: 5 },
  ];
  const group = 'offline-spending';
  assert.deepEqual(await saveSettings(core, { storeId: null, group, value: ours }), { kind: 'done' });
  assert.deepEqual(await saveSettings(core, { storeId: 'lyon', group, value: theirs }), { kind: 'done' });
  assert.deepEqual(await items(), { 'settings offline-spending': ours, 'settings store/offline-spending': theirs });
  assert.deepEqual(await offlineSpending(core.store.read, 'lyon'), theirs);
  assert.deepEqual(await offlineSpending(core.store.read, 'brest'), ours);
  assert.deepEqual(await takeBackSettings(core, { storeId: 'lyon', group }), { kind: 'done' });
  assert.deepEqual(await offlineSpending(core.store.read, 'lyon'), ours);
  assert.deepEqual(await items(), { 'settings offline-spending': ours });
});

test('what does not hold together is refused with why, and nothing is sent', async () => {
  const { core, items } = await place();
  const { cash, loyalty } = await heldSettings(core.store.read, null);
  const save = (group: 'cash' | 'loyalty', value: unknown, storeId: string | null = null) =>
    saveSettings(core, { storeId, group, value });
  const crossed = { ...cash.value, closingReasonMinorMax: 500, closingApprovalMinorMax: 100 };
  assert.deepEqual(await save('cash', crossed), { kind: 'refused', reason: 'limits-crossed', right: undefined });
  for (const value of [null, 'x', {}, { ...cash.value, more: 1 }, { ...cash.value, dayHoursMax: 0.5 }])
    assert.deepEqual(await save('cash', value), { kind: 'refused', reason: 'invalid' });
  assert.deepEqual(await save('loyalty', loyalty.value, 'nowhere'), { kind: 'refused', reason: 'unknown-store' });
  assert.deepEqual(await items(), {});
});

test('hostile words in settings and names lose what prints or turns, and are otherwise kept as they are', async () => {
  const { core, items } = await place();
  const { cash } = await heldSettings(core.store.read, null);
  const reason = `<script>alert(1)</script>'; DROP TABLE x;--\u0000\u001b@ \ud800`;
  const value = { ...cash.value, payInReasons: [reason] };
  assert.deepEqual(await saveSettings(core, { storeId: null, group: 'cash', value }), { kind: 'done' });
  const operator = { ...manager, name: `\u0000Bérnard\u0007<b>` };
  assert.deepEqual(await saveOperator(core, operator), { kind: 'done' });
  const sent = await items();
  assert.deepEqual((sent['settings cash'] as { payInReasons: string[] }).payInReasons, [
    `<script>alert(1)</script>'; DROP TABLE x;-- @ \ufffd`,
  ]);
  assert.equal((sent['operator bernard'] as { name: string }).name, 'Bérnard <b>');
});

test('an operator signs in at the tills with the PIN that headquarters was told, and it is nowhere in plain', async () => {
  const { core, organisationId, items } = await place();
  assert.deepEqual(await saveOperator(core, { ...manager, pin: '9876' }), { kind: 'done' });
  assert.deepEqual(await saveOperator(core, { operatorId: 'camille', name: 'Camille', role: 'cashier' }), {
    kind: 'done',
  });
  const value = (await items())['operator bernard'] as { readonly pinHash: string };
  const secret = await organisationSecret(core.store.read, organisationId);
  assert.equal(await checkPin(secret, value.pinHash, '9876'), true);
  assert.equal(await checkPin(secret, value.pinHash, '9875'), false);
  assert.equal(JSON.stringify(await items()).includes('9876'), false);
  assert.deepEqual(await saveOperator(core, { ...manager, name: 'Bernard D.' }), { kind: 'done' });
  assert.deepEqual((await items())['operator bernard'], {
    name: 'Bernard D.',
    role: 'manager',
    pinHash: value.pinHash,
  });
  assert.deepEqual(
    (await listOperators(core.store.read)).map(({ operatorId, hasPin }) => [operatorId, hasPin]),
    [
      ['bernard', true],
      ['camille', false],
    ],
  );
  assert.deepEqual(await removeOperator(core, { operatorId: 'camille' }), { kind: 'done' });
  assert.deepEqual(await removeOperator(core, { operatorId: 'camille' }), { kind: 'refused', reason: 'unknown' });
});

test('what is no PIN, no name and no id is refused', async () => {
  const { core } = await place();
  const reasonOf = async (change: object) => {
    const outcome = await saveOperator(core, { ...manager, ...change });
    return outcome.kind === 'refused' ? outcome.reason : 'done';
  };
  assert.equal(await reasonOf({ pin: '12' }), 'pin-invalid');
  assert.equal(await reasonOf({ pin: '12345678901234' }), 'pin-invalid');
  assert.equal(await reasonOf({ name: ' \u0000 ' }), 'name-missing');
  for (const operatorId of ['', 'a b', 'a/b', '\u0000', 'x'.repeat(65)])
    assert.equal(await reasonOf({ operatorId }), 'id-invalid');
});

test('nobody takes the last manager, nor the last right, from those who work here, in any store', async () => {
  const { core } = await place();
  const clerk = { operatorId: 'nadia', name: 'Nadia', role: 'clerk' } as const;
  const left = { kind: 'refused', reason: 'nobody-left', right: 'manage-settings', storeId: null };
  assert.deepEqual(await saveOperator(core, clerk), left, 'the first operator is a manager');
  await saveOperator(core, manager);
  await saveOperator(core, clerk);
  assert.deepEqual(await removeOperator(core, { operatorId: 'bernard' }), left);
  assert.deepEqual(await saveOperator(core, { ...manager, role: 'clerk' }), left);
  const { roles } = await heldSettings(core.store.read, null);
  const { manager: rights } = roles.value;
  const bare = { ...roles.value, manager: { ...rights, rights: rights.rights.filter((right) => right !== 'approve') } };
  assert.deepEqual(await saveSettings(core, { storeId: 'lyon', group: 'roles', value: bare }), {
    kind: 'refused',
    reason: 'nobody-left',
    right: 'approve',
  });
  // With rights of their own for clerks a store can do without a manager; the others cannot.
  const ofClerks = { ...roles.value, clerk: { ...roles.value.clerk, rights: rights.rights } };
  assert.deepEqual(await saveSettings(core, { storeId: null, group: 'roles', value: ofClerks }), { kind: 'done' });
  assert.deepEqual(await saveSettings(core, { storeId: 'brest', group: 'roles', value: roles.value }), {
    kind: 'done',
  });
  assert.deepEqual(await removeOperator(core, { operatorId: 'bernard' }), { ...left, storeId: 'brest' });
  await takeBackSettings(core, { storeId: 'brest', group: 'roles' });
  assert.deepEqual(await removeOperator(core, { operatorId: 'bernard' }), { kind: 'done' });
});
