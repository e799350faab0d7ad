/** What comes down from headquarters: whole checkpoints, snapshots, settings and operators. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { sell } from '#main/store/testing.ts';
import { enrolled, HOUR_MS, isSent, product, rig } from './testing-till.ts';

test('a checkpoint is seen whole or not at all, and taken again by a till that died over it', async () => {
  const made = await enrolled(45);
  await made.clock.passes(10_000);
  const many = Array.from({ length: 1_300 }, (_, index) => product(`p${index}`, `Article ${index}`));
  made.hq.say(...many);
  let pages = 0;
  // It dies with two of three pages.
  const stop = made.clock.passes(60_000, () => {
    pages = made.hq.calls.filter(({ name }) => name === 'feed').length;
    return pages >= 3;
  });
  assert.equal(await stop, true);
  const seen = made.products.shown.size;
  assert.ok(seen === 0 || seen === many.length, `${seen} of ${many.length} were seen`);
  made.restart();
  assert.equal(await made.clock.passes(60_000, () => made.products.shown.size === many.length), true);
  made.close();
});

test('what could not be kept is taken again until it is', async () => {
  const made = await enrolled(46);
  await made.clock.passes(10_000);
  made.products.failing = 3;
  made.hq.say(product('milk', 'Lait'), product('pen', 'Stylo'));
  assert.equal(await made.clock.passes(HOUR_MS, () => made.products.shown.size === 2), true);
  assert.deepEqual(made.products.checkpoints.at(-1), 2);
  made.close();
});

test('a till told to start over forgets what headquarters does not name any more', async () => {
  const made = await enrolled(47);
  made.hq.say(product('milk', 'Lait'), product('pen', 'Stylo'));
  assert.equal(await made.clock.passes(60_000, () => made.products.shown.size === 2), true);
  made.hq.said.splice(1, 1, product('water', 'Eau'), product('bread', 'Pain'));
  made.hq.oldestCursor = 1_000;
  assert.equal(await made.clock.passes(60_000, () => made.products.shown.has('bread')), true);
  assert.deepEqual([...made.products.shown.keys()].sort(), ['bread', 'milk', 'water']);
  made.close();
});

test('a snapshot goes on where the network broke it off', async () => {
  const made = rig(48);
  made.hq.say(...Array.from({ length: 5_000 }, (_, index) => product(`p${index}`, `Article ${index}`)));
  const enrolling = made.headquarters.enrol({ url: 'hq.test', code: 'ABCDE12345', fingerprint: null });
  await made.clock.passes(5_000, () => made.hq.calls.filter(({ name }) => name === 'snapshot').length >= 4);
  await enrolling;
  made.hq.away = true;
  await made.clock.passes(60_000);
  made.hq.away = false;
  assert.equal(await made.clock.passes(HOUR_MS, () => made.products.shown.size === 5_000), true);
  const pages = made.hq.calls.filter(({ name }) => name === 'snapshot').length;
  assert.ok(pages <= 13, `${pages} pages for ten`);
  made.close();
});

test('what goes up waits for nothing that comes down, and the other way round', async () => {
  const made = await enrolled(49);
  await made.clock.passes(10_000, () => isSent(made));
  const never = made.hq.transport.send;
  let held = 0;
  const hanging: typeof never = (call, options) => {
    if (call.name !== 'push') return never(call, options);
    held += 1;
    return new Promise((resolve) => {
      made.clock.after(options.timeoutMs, () => resolve(null));
    });
  };
  (made.hq.transport as { send: typeof never }).send = hanging;
  sell(made.store);
  await made.clock.passes(100);
  made.hq.say(product('milk', 'Lait'));
  assert.equal(await made.clock.passes(19_000 + 5_000, () => made.products.shown.has('milk')), true);
  assert.ok(held > 0);
  made.close();
});

test('settings and operators of headquarters lie over those of the shop, and give way again', async () => {
  const made = await enrolled(50);
  const value = { methods: ['cash'], mealVoucherMinorMax: 2_500 };
  made.hq.say(
    { kind: 'settings', key: 'tenders', value },
    { kind: 'settings', key: 'store/tenders', value: { ...value, mealVoucherMinorMax: 1_900 } },
    { kind: 'settings', key: 'roles', value: { nonsense: true } },
    { kind: 'operator', key: 'operator-1', value: { name: 'Camille D.', role: 'clerk', pinHash: 'k7:scrypt:14:a:b' } },
    { kind: 'operator', key: 'operator-2', value: { name: 'Nadia', role: 'manager', pinHash: 'k7:scrypt:14:a:b' } },
  );
  assert.equal(await made.clock.passes(60_000, () => made.store.operators().length === 2), true);
  assert.equal(JSON.parse(present(made.store.hq.settings('tenders'), 'the group')).mealVoucherMinorMax, 1_900);
  assert.equal(made.store.hq.settings('roles'), undefined);
  assert.deepEqual(
    made.store.operators().map(({ name, role }) => [name, role]),
    [
      ['Camille D.', 'clerk'],
      ['Nadia', 'manager'],
    ],
  );
  const kinds = made.store.entriesAfter(0, 100).map(({ kind }) => kind);
  assert.equal(kinds.filter((kind) => kind === 'settings-changed').length, 2);
  made.hq.say(
    { kind: 'settings', key: 'store/tenders', value: null },
    { kind: 'operator', key: 'operator-1', value: null },
  );
  assert.equal(await made.clock.passes(60_000, () => made.store.operators().length === 1), true);
  assert.equal(JSON.parse(present(made.store.hq.settings('tenders'), 'the group')).mealVoucherMinorMax, 2_500);
  made.close();
});
