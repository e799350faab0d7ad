/** The feed as a till sees it: whole batches, live, and a fresh start where there is no other way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallAnswer } from '#contract/sync/sync.ts';
import type { Caller, HqCore } from '../core.ts';
import { RowNotUnderstood } from '../project/row-fields.ts';
import { memoryStore } from '../store/memory-store.ts';
import { compactStream, publish, type LostCursor } from './feed.ts';
import { STREAM_CHANGE, STREAM_ITEM } from './tables.ts';
import { CALLER, feedNode, setting, settled, StepClock, type FeedNode } from './testing.ts';

type Changes = Extract<CallAnswer<'feed'>, { kind: 'changes' }>;

function changes(answer: CallAnswer<'feed'>): Changes {
  assert.equal(answer.kind, 'changes');
  return answer as Changes;
}

const keys = (answer: CallAnswer<'feed'>): readonly string[] => changes(answer).items.map(({ key }) => key);

async function begun(node: FeedNode): Promise<string> {
  return (await node.whole()).cursor;
}

test('changes of one transaction come in one answer, and an answer ends where a transaction ended', async () => {
  const node = feedNode(memoryStore());
  const cursor = await begun(node);
  await node.publish(setting('a', {}), setting('b', {}));
  await node.publish(setting('c', {}), setting('d', {}), setting('e', {}));
  await node.publish(setting('f', {}));
  const first = changes(await node.feed(cursor, { limit: 4 }));
  assert.deepEqual([keys(first), first.isCheckpoint], [['a', 'b'], true]);
  const second = changes(await node.feed(first.cursor, { limit: 4 }));
  assert.deepEqual([keys(second), second.isCheckpoint], [['c', 'd', 'e', 'f'], true]);
  assert.deepEqual(keys(await node.feed(second.cursor)), []);
});

test('a transaction larger than an answer comes in several, of which the last is the checkpoint', async () => {
  const node = feedNode(memoryStore());
  let cursor = await begun(node);
  await node.publish(...['a', 'b', 'c', 'd', 'e'].map((key) => setting(key, {})));
  await node.publish(setting('f', {}));
  const answers: [readonly string[], boolean][] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    // As after a restart in between: nothing but the cursor is kept.
    const answer = changes(await node.feed(cursor, { limit: 2 }));
    answers.push([keys(answer), answer.isCheckpoint]);
    cursor = answer.cursor;
  }
  assert.deepEqual(answers, [
    [['a', 'b'], false],
    [['c', 'd'], false],
    [['e', 'f'], true],
    [[], true],
  ]);
});

test('a transaction over several streams is seen whole, though another came between', async () => {
  const node = feedNode(memoryStore());
  const cursor = await begun(node);
  await node.publish(setting('s1', {}, 'store:lyon'));
  await node.publish(setting('p', {}, 'people'), setting('s2', {}, 'store:lyon'));
  const first = changes(await node.feed(cursor, { limit: 1 }));
  const second = changes(await node.feed(first.cursor, { limit: 1 }));
  const third = changes(await node.feed(second.cursor, { limit: 1 }));
  assert.deepEqual(
    [first, second, third].map((answer) => [keys(answer), answer.isCheckpoint]),
    [
      [['p'], false],
      [['s1'], false],
      [['s2'], true],
    ],
  );
  const whole = changes(await node.feed(cursor, { limit: 3 }));
  assert.deepEqual([keys(whole), whole.isCheckpoint], [['p', 's1', 's2'], true]);
});

test('what concerns another store is not sent, and is not waited for', async () => {
  const node = feedNode(memoryStore());
  const cursor = await begun(node);
  await node.publish(setting('mine', {}, 'shop'), setting('theirs', {}, 'store:brest'));
  const answer = changes(await node.feed(cursor));
  assert.deepEqual([keys(answer), answer.isCheckpoint], [['mine'], true]);
});

test('of two writers the one that began first and commits last is missed by nobody', async () => {
  const store = memoryStore();
  const node = feedNode(store);
  const cursor = await begun(node);
  const gate = Promise.withResolvers<void>();
  const slow = store.transact(async (transaction) => {
    await publish(transaction, [setting('slow', {}, 'people')]);
    await gate.promise;
  });
  await settled();
  await node.publish(setting('quick', {}, 'shop'));
  const behind = store.transact((transaction) => publish(transaction, [setting('behind', {}, 'people')]));
  await settled();
  const between = changes(await node.feed(cursor));
  assert.deepEqual(keys(between), ['quick']);
  gate.resolve();
  await Promise.all([slow, behind]);
  assert.deepEqual(keys(await node.feed(between.cursor)), ['slow', 'behind']);
});

test('a till that waits is answered when something changes on this node', async () => {
  const node = feedNode(memoryStore());
  const cursor = await begun(node);
  const asked = node.feed(cursor, { waitMs: 25_000 });
  await settled();
  assert.equal(node.waiting(), 1);
  await node.publish(setting('a', {}));
  assert.deepEqual(keys(await asked), ['a']);
  assert.equal(node.waiting(), 0);
  await node.clock.advance(1_000);
  assert.equal(node.clock.timers(), 0, 'a node where nobody waits looks at nothing');
});

test('and within half a second when it changed on another node', async () => {
  const store = memoryStore();
  const [here, there] = [feedNode(store), feedNode(store)];
  const cursor = await begun(here);
  const asked = here.feed(cursor, { waitMs: 25_000 });
  await settled();
  await there.publish(setting('a', {}));
  await here.clock.advance(500);
  assert.equal(here.waiting(), 0);
  assert.deepEqual(keys(await asked), ['a']);
});

test('nobody is woken by what concerns others, and who waited long enough is told so', async () => {
  const store = memoryStore();
  const [here, there] = [feedNode(store), feedNode(store)];
  const cursor = await begun(here);
  const asked = here.feed(cursor, { waitMs: 3_000 });
  await settled();
  await there.publish(setting('theirs', {}, 'store:brest'));
  await here.clock.advance(2_999);
  assert.equal(here.waiting(), 1);
  await here.clock.advance(1);
  const answer = changes(await asked);
  assert.deepEqual([answer.items, answer.isCheckpoint], [[], true]);
});

test('a crowd is not woken by every change: what happened in half a second comes in one answer', async () => {
  const node = feedNode(memoryStore());
  const cursor = await begun(node);
  const crowd = () => Array.from({ length: 101 }, () => node.feed(cursor, { waitMs: 25_000 }));
  const first = crowd();
  await settled();
  for (let at = 0; at < 5; at += 1) await node.publish(setting(`a${at}`, {}, 'people'));
  // These find something at once, and hear of what comes meanwhile too.
  const second = crowd();
  await settled();
  await node.publish(setting('late', {}, 'people'));
  assert.equal(node.waiting(), 202);
  await node.clock.advance(500);
  assert.equal(node.waiting(), 0);
  for (const answer of await Promise.all([...first, ...second])) assert.equal(keys(answer).length, 6);
  // One alone is answered at once again.
  assert.equal(keys(await node.feed(cursor, { waitMs: 25_000 })).length, 6);
});

test('nothing is missed that changes between looking and waiting', async () => {
  const store = memoryStore();
  const node = feedNode(store);
  const cursor = await begun(node);
  const scanned = store.read.getMany.bind(store.read);
  let isFirst = true;
  Object.assign(store.read, {
    getMany: async (...asked: Parameters<typeof scanned>) => {
      const rows = await scanned(...asked);
      if (isFirst) {
        isFirst = false;
        await node.publish(setting('a', {}));
      }
      return rows;
    },
  });
  const asked = node.feed(cursor, { waitMs: 25_000 });
  await settled();
  assert.equal(node.waiting(), 0);
  assert.deepEqual(keys(await asked), ['a']);
});

test('a hundred tills that wait cost one look at the heads', async () => {
  const store = memoryStore();
  let looks = 0;
  const read = {
    get: store.read.get.bind(store.read),
    scan: store.read.scan.bind(store.read),
    getMany: (...asked: Parameters<typeof store.read.getMany>) => {
      looks += 1;
      return store.read.getMany(...asked);
    },
  } as unknown as typeof store.read;
  const node = feedNode({ read, transact: store.transact.bind(store), close: () => store.close() });
  const cursor = await begun(node);
  const all = Array.from({ length: 100 }, () => node.feed(cursor, { waitMs: 10_000 }));
  await settled();
  looks = 0;
  await node.clock.advance(2_000);
  assert.equal(looks, 4);
  node.close();
  await Promise.all(all);
});

test('what changed often comes once, as it was said last, to each of those who stand together', async () => {
  const node = feedNode(memoryStore());
  const cursor = await begun(node);
  for (const say of ['first', 'second', 'third']) await node.publish(setting('a', { say }), setting(say, {}));
  await node.publish(setting('first', null));
  const answers = await Promise.all([node.feed(cursor), node.feed(cursor)]);
  for (const answer of answers) {
    const items = changes(answer).items.map(({ key, value }) => [key, value]);
    assert.deepEqual(items, [
      ['second', {}],
      ['a', { say: 'third' }],
      ['third', {}],
      ['first', null],
    ]);
  }
  assert.deepEqual(keys(await node.feed(changes(answers[1] ?? assert.fail()).cursor)), []);
});

test('tills that read the same changes at the same time ask the database once', async () => {
  const store = memoryStore();
  const node = feedNode(store);
  const cursor = await begun(node);
  await node.publish(...Array.from({ length: 40 }, (_, at) => setting(`k${at}`, { at })));
  let scans = 0;
  const scanned = store.read.scan.bind(store.read);
  Object.assign(store.read, {
    scan: (...asked: Parameters<typeof scanned>) => {
      scans += 1;
      return scanned(...asked);
    },
  });
  const read = async (): Promise<readonly string[]> => {
    const got: string[] = [];
    for (let at = cursor; ;) {
      const answer = changes(await node.feed(at, { limit: 10 }));
      got.push(...answer.items.map(({ key, value }) => `${key} ${JSON.stringify(value)}`));
      at = answer.cursor;
      if (answer.items.length === 0) return got;
    }
  };
  const all = await Promise.all(Array.from({ length: 20 }, read));
  assert.equal(scans, 4);
  for (const got of all)
    assert.deepEqual(
      got,
      Array.from({ length: 40 }, (_, at) => `k${at} {"at":${at}}`),
    );
  await node.publish(setting('k1', { at: 'new' }));
  const late = await read();
  assert.equal(late.at(-1), 'k1 {"at":"new"}');
});

test('a node that stops answers everybody who waits', async () => {
  const node = feedNode(memoryStore());
  const cursor = await begun(node);
  const asked = node.feed(cursor, { waitMs: 25_000 });
  await settled();
  node.close();
  assert.deepEqual(changes(await asked).items, []);
  assert.deepEqual(changes(await node.feed(cursor, { waitMs: 25_000 })).items, []);
});

test('while the database is away those who wait go on waiting, and are answered when it is back', async () => {
  const store = memoryStore();
  const [here, there] = [feedNode(store), feedNode(store)];
  const cursor = await begun(here);
  const asked = here.feed(cursor, { waitMs: 25_000 });
  await settled();
  store.setAway(true);
  await here.clock.advance(2_000);
  assert.equal(here.waiting(), 1);
  store.setAway(false);
  await there.publish(setting('a', {}));
  await here.clock.advance(500);
  assert.deepEqual(keys(await asked), ['a']);
});

test('a cursor outlives a restart of headquarters and holds at every node', async () => {
  const store = memoryStore();
  const before = feedNode(store);
  await before.publish(setting('a', {}));
  const cursor = await begun(before);
  before.close();
  const after = feedNode(store, { clock: new StepClock() });
  assert.deepEqual(keys(await after.feed(cursor)), []);
  await after.publish(setting('b', {}));
  assert.deepEqual(keys(await after.feed(cursor)), ['b']);
});

test('a till without a cursor, with one of another incarnation, or with none that we wrote, starts over', async () => {
  const store = memoryStore();
  let incarnation = 'first';
  const node = feedNode(store, { incarnationId: () => incarnation });
  await node.publish(setting('a', {}));
  const cursor = await begun(node);
  const over = async (text: string | null, caller = CALLER) => {
    const answer = await node.feed(text, { caller });
    return answer.kind === 'start-over' ? answer.reason : answer.kind;
  };
  assert.equal(await over(null), 'no-cursor');
  const beyond = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as { p: Record<string, number> };
  beyond.p['shop'] = 99;
  const strange = ['', 'x', '{}', Buffer.from('{"v":1}').toString('base64url'), '\u0000'];
  for (const text of [...strange, Buffer.from(JSON.stringify(beyond)).toString('base64url')])
    assert.equal(await over(text), 'unreadable', JSON.stringify(text));
  assert.equal(await over(cursor, { ...CALLER, storeId: 'brest' }), 'unreadable', 'a till that moved to another store');
  assert.equal(await over(cursor), 'changes');
  incarnation = 'second';
  assert.equal(await over(cursor), 'incarnation');
  for (const next of strange) assert.deepEqual(await node.snapshot(next), { kind: 'start-over', reason: 'unreadable' });
});

test('what a till made up of a snapshot or a cursor gets no signature, and headquarters believes that it lost nothing', async () => {
  const lost: string[] = [];
  const node = feedNode(memoryStore(), {
    onLost: (_core, { tillId }) => {
      lost.push(tillId);
      return Promise.resolve();
    },
  });
  await node.publish(setting('a', {}), setting('b', {}));
  await node.publish(setting('c', {}, 'store:lyon'));
  const page = await node.snapshot(null, 1);
  assert.ok(page.kind === 'page' && page.next !== null);
  const { cursor, next } = page;
  const changed = (text: string, fields: object): string => {
    const said = JSON.parse(Buffer.from(text, 'base64url').toString()) as object;
    return Buffer.from(JSON.stringify({ ...said, ...fields })).toString('base64url');
  };
  const at = { catalogue: 0, people: 0, shop: 2, 'store:lyon': 1 };
  const made = [
    changed(next, { b: { ...at, shop: 999 } }),
    changed(next, { m: { shop: 'another' } }),
    changed(next, { k: 'changes', p: { ...at, shop: 999 }, o: {}, u: at, b: undefined, t: undefined, a: undefined }),
    changed(next, { s: '' }),
    changed(next, { s: undefined }),
    cursor,
  ];
  for (const text of made) assert.deepEqual(await node.snapshot(text), { kind: 'start-over', reason: 'unreadable' });
  for (const text of [next, changed(cursor, { m: {} }), changed(cursor, { p: { ...at, shop: 0 } })])
    assert.deepEqual(await node.feed(text), { kind: 'start-over', reason: 'unreadable' });
  assert.deepEqual(lost, []);
  const rest = await node.snapshot(next);
  assert.deepEqual(rest.kind === 'page' && rest.items.map(({ key }) => key), ['b', 'c']);
});

test('changes without a mark are of no other history', async () => {
  const store = memoryStore();
  const node = feedNode(store);
  await node.publish(setting('a', {}));
  const cursor = await begun(node);
  await node.publish(setting('b', {}));
  const unmarked = async (position: number): Promise<void> => {
    await store.transact(async (transaction) => {
      const row = await transaction.get(STREAM_CHANGE, ['shop', position]);
      assert.ok(row);
      await transaction.put(STREAM_CHANGE, [{ ...row, mark: null }]);
    });
  };
  await unmarked(1);
  assert.deepEqual(keys(await node.feed(cursor)), ['b']);
});

test('a cursor of a history that was lost is known by its marks, wherever it stands, and headquarters hears of it', async () => {
  const before = memoryStore();
  const lost: string[] = [];
  const parts = {
    onLost: async (core: HqCore, { tillId }: Caller, { isLost }: LostCursor) => {
      if (await isLost(core.store.read)) lost.push(tillId);
    },
  };
  const node = feedNode(before, parts);
  await node.publish(setting('a', {}));
  const kept = await begun(node);
  const backup = before.copy();
  await node.publish(setting('b', { lost: true }), setting('d', {}, 'store:lyon'));
  const beyond = await begun(node);
  const half = await node.snapshot(null, 1);
  assert.ok(half.kind === 'page' && half.next !== null);

  const restored = feedNode(backup, parts);
  assert.deepEqual(await restored.feed(beyond), { kind: 'start-over', reason: 'unreadable' });
  assert.deepEqual(lost.splice(0), ['till-1']);
  // The same numbers again, with other things behind them, and then more of them.
  await restored.publish(setting('b', { lost: false }), setting('e', {}, 'store:lyon'));
  assert.deepEqual(await restored.feed(beyond), { kind: 'start-over', reason: 'unreadable' });
  await restored.publish(setting('c', {}), setting('f', {}, 'store:lyon'));
  assert.deepEqual(await restored.feed(beyond), { kind: 'start-over', reason: 'unreadable' });
  assert.equal(lost.splice(0).length, 2);
  let page = await restored.snapshot(half.next, 1);
  while (page.kind === 'page' && page.next !== null) page = await restored.snapshot(page.next, 1);
  assert.deepEqual(page, { kind: 'start-over', reason: 'unreadable' });
  // What was given before the backup goes on, and so does what is given now.
  const whole = await restored.whole();
  assert.deepEqual(keys(await restored.feed(kept)).toSorted(), ['b', 'c', 'e', 'f']);
  assert.deepEqual(keys(await restored.feed(whole.cursor)), []);
  // A cursor that somebody made up says nothing of headquarters.
  const made = JSON.parse(Buffer.from(whole.cursor, 'base64url').toString()) as { p: Record<string, number> };
  made.p['shop'] = 99;
  const text = Buffer.from(JSON.stringify(made)).toString('base64url');
  assert.deepEqual(await restored.feed(text), { kind: 'start-over', reason: 'unreadable' });
  assert.deepEqual(lost, []);
});

test('a till that waits while headquarters comes back from a backup starts over', async () => {
  let incarnation = 'first';
  const node = feedNode(memoryStore(), { incarnationId: () => incarnation });
  const cursor = await begun(node);
  const asked = node.feed(cursor, { waitMs: 25_000 });
  await settled();
  incarnation = 'second';
  await node.publish(setting('a', {}));
  assert.deepEqual(await asked, { kind: 'start-over', reason: 'incarnation' });
});

test('old changes are dropped; a till that was away for longer starts over, one that was not goes on', async () => {
  const store = memoryStore();
  const node = feedNode(store);
  const old = await begun(node);
  for (let at = 0; at < 5; at += 1) await node.publish(setting(`a${at}`, {}));
  const recent = await begun(node);
  await node.publish(setting('b', {}), setting('c', {}));
  while (await compactStream(store, { stream: 'shop', keepChanges: 2 }));
  assert.deepEqual(await node.feed(old), { kind: 'start-over', reason: 'too-old' });
  assert.deepEqual(keys(await node.feed(recent)), ['b', 'c']);
  assert.equal(await compactStream(store, { stream: 'shop', keepChanges: 2 }), false);
  assert.equal(await compactStream(store, { stream: 'people', keepChanges: 2 }), false);
  assert.deepEqual(
    (await node.whole()).items.map(({ key }) => key),
    ['a0', 'a1', 'a2', 'a3', 'a4', 'b', 'c'],
  );
});

test('a snapshot whose changes were dropped while it was read starts over', async () => {
  const store = memoryStore();
  const node = feedNode(store);
  for (let at = 0; at < 3; at += 1) await node.publish(setting(`a${at}`, {}));
  const page = await node.snapshot(null, 2);
  assert.ok(page.kind === 'page' && page.next !== null);
  for (let at = 0; at < 9; at += 1) await node.publish(setting('b', { at }));
  while (await compactStream(store, { stream: 'shop', keepChanges: 1 }));
  assert.deepEqual(await node.snapshot(page.next, 9), { kind: 'start-over', reason: 'too-old' });
});

test('a person is read where persons are kept when a till asks; who was erased is in no answer by name', async () => {
  const asked: string[] = [];
  const person = { fields: { name: 'Ana' }, consents: [], enrolledAtMs: 1, changedAtMs: 1, mergedInto: null };
  const node = feedNode(memoryStore(), {
    openPersons: (_core, sealed) => {
      asked.push(...sealed.map(({ personId, sealed: text }) => `${personId} ${text}`));
      return Promise.resolve(new Map([['p1', person]]));
    },
  });
  const cursor = await begun(node);
  const sealed = (key: string) =>
    ({ stream: 'people', item: { kind: 'person', key, value: { sealed: 'persons' } } }) as const;
  await node.publish(sealed('p1'), sealed('p2'));
  const expected = [
    { kind: 'person', key: 'p1', value: person },
    { kind: 'person', key: 'p2', value: null },
  ];
  assert.deepEqual(changes(await node.feed(cursor)).items, expected);
  assert.deepEqual((await node.whole()).items, expected);
  assert.deepEqual(asked, ['p1 persons', 'p2 persons', 'p1 persons', 'p2 persons']);
});

test('what no till could read is not published, and nothing of its transaction is', async () => {
  const store = memoryStore();
  const node = feedNode(store);
  const person = { kind: 'person', key: 'p'.repeat(65), value: null } as const;
  for (const odd of [setting('x'.repeat(65), {}), { stream: 'people', item: person } as const])
    await assert.rejects(node.publish(setting('a', {}), odd), RowNotUnderstood);
  assert.deepEqual((await node.whole()).items, []);
});

test('an item that was stored and that no till can read is passed over, noted, and stops nobody', async () => {
  const store = memoryStore();
  const node = feedNode(store);
  const noted: unknown[] = [];
  Object.assign(node.core.log, { error: (event: string, fields: object) => noted.push({ event, ...fields }) });
  const cursor = await begun(node);
  await node.publish(setting('a', {}), setting('odd', {}), setting('b', {}));
  const key = { stream: 'shop', kind: 'settings', item_key: 'odd' };
  const value = JSON.stringify('no group of settings');
  await store.transact(async (transaction) => {
    await transaction.put(STREAM_ITEM, [{ ...key, position: 2, value }]);
    await transaction.put(STREAM_CHANGE, [{ ...key, position: 2, batch: 3, value, together: null, mark: null }]);
  });
  const answer = changes(await node.feed(cursor));
  assert.deepEqual([keys(answer), answer.isCheckpoint], [['a', 'b'], true]);
  assert.deepEqual(keys(await node.feed(answer.cursor)), []);
  assert.deepEqual(
    (await node.whole()).items.map((item) => item.key),
    ['a', 'b'],
  );
  const said = { event: 'feed.item-unreadable', kind: 'settings', key: 'odd', field: 'value' };
  assert.deepEqual(noted.slice(0, 2), [said, said]);
});
