import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isRecovering, organisation } from '../identity/identity.ts';
import { runProjectors } from '../project/run-projectors.ts';
import { SALES_PROJECTOR } from '../sales/sales.ts';
import { TAKINGS_STORE_DAY } from '../sales/tables.ts';
import { setTillState } from '../fleet/tills.ts';
import { DAY, openTestHq, TestTill, type TestHq } from '../testing.ts';
import { declareRestored, listRecovery, writeOffChain } from './restored.ts';

const TILLS = ['a', 'b', 'c'];

/** Three tills; headquarters is copied, they sell and push on, and the copy takes the place of headquarters. */
async function restored(): Promise<{ readonly hq: TestHq; readonly tills: Readonly<Record<string, TestTill>> }> {
  const before = await openTestHq();
  const tills = Object.fromEntries(TILLS.map((name) => [name, TestTill.fresh(before, name)]));
  for (const till of Object.values(tills)) {
    assert.equal((await till.enrol()).kind, 'enrolled');
    till.sell(100);
    await till.tellHead();
    await till.push(0);
  }
  await work(before);
  const backup = before.store.copy();
  for (const till of Object.values(tills)) {
    till.sell(20);
    await till.push(3);
    till.sell(3);
  }
  const hq = await openTestHq({ store: backup, seed: 'after' });
  for (const till of Object.values(tills)) till.hq = hq;
  return { hq, tills };
}

async function work(hq: TestHq): Promise<void> {
  while (await runProjectors(hq.core, [SALES_PROJECTOR]));
}

async function waiting(hq: TestHq): Promise<readonly string[]> {
  const { organisationId } = await organisation(hq.store.read);
  return (await listRecovery(hq.store.read, { organisationId, limit: 9 })).map(({ chain_id }) => chain_id);
}

async function resend(till: TestTill | undefined): Promise<void> {
  assert.ok(till !== undefined);
  const told = await till.tellHead();
  assert.equal(told.kind, 'go-on');
  assert.equal((await till.push(told.seq)).kind, 'acked');
}

describe('headquarters restored to an hour ago', () => {
  test('finds it out by its own word, takes one new incarnation, and grants nothing until every chain is there', async () => {
    const { hq, tills } = await restored();
    const old = (await organisation(hq.store.read)).incarnation;
    assert.equal(await isRecovering(hq.store.read), false);
    const told = await Promise.all(TILLS.map((name) => tills[name]?.tellHead()));
    const incarnations = new Set(told.map((answer) => answer?.incarnation));
    assert.deepEqual([incarnations.size, incarnations.has(old)], [1, false]);
    const now = (await organisation(hq.store.read)).incarnation;
    assert.notEqual(now, old);
    assert.equal(
      told.every((answer) => answer?.incarnation === now),
      true,
    );
    assert.deepEqual(
      told.map((answer) => answer?.seq),
      [3, 3, 3],
    );
    assert.deepEqual(await waiting(hq), ['chain-a', 'chain-b', 'chain-c']);
    for (const name of TILLS) {
      assert.equal(await isRecovering(hq.store.read), true);
      await resend(tills[name]);
      assert.equal(await isRecovering(hq.store.read), true);
      await work(hq);
    }
    assert.deepEqual(await waiting(hq), []);
    assert.equal(await isRecovering(hq.store.read), false);
    assert.equal((await organisation(hq.store.read)).incarnation, now);
    assert.equal((await hq.store.read.get(TAKINGS_STORE_DAY, [DAY, 's1']))?.gross_minor, 3 * 123);
  });

  test('hears it of a report as well, and is asked for the head by the new incarnation', async () => {
    const { hq, tills } = await restored();
    const old = (await organisation(hq.store.read)).incarnation;
    const till = tills['a'];
    assert.ok(till !== undefined);
    const report = {
      version: '0.1.0',
      chainId: 'chain-a',
      seq: till.head.seq,
      unsent: 2,
      oldestUnsentMs: null,
      priceListMs: null,
      copyState: 'ok',
      devices: [],
      wallMs: 0,
      acked: till.data.acked,
    };
    const answer = await till.call('report', report);
    assert.notEqual(answer.incarnation, old);
    assert.equal(await isRecovering(hq.store.read), true);
    const again = await till.call('report', report);
    assert.equal(again.incarnation, answer.incarnation);
    assert.equal((await till.tellHead()).incarnation, answer.incarnation);
  });

  test('does not believe an acknowledgement that it did not sign', async () => {
    const { hq, tills } = await restored();
    const till = tills['a'];
    assert.ok(till?.data.acked);
    const forged = { ...till.data.acked, seq: 99 };
    till.data = { ...till.data, acked: forged };
    const before = (await organisation(hq.store.read)).incarnation;
    assert.equal((await till.tellHead()).incarnation, before);
    assert.equal(await isRecovering(hq.store.read), false);
  });

  test('waits for a chain that a till opened in the lost hour, from the first word of it on', async () => {
    const { hq, tills } = await restored();
    const [a, b, c] = TILLS.map((name) => tills[name]);
    assert.ok(a !== undefined);
    const first = a.data;
    a.goOn('a2');
    const second = a.data;
    a.data = first;
    const told = await a.tellHead('chain-a2');
    await a.push(told.seq);
    await resend(b);
    await resend(c);
    await work(hq);
    assert.deepEqual(await waiting(hq), ['chain-a2']);
    a.data = second;
    await resend(a);
    await work(hq);
    assert.equal(await isRecovering(hq.store.read), false);
  });

  for (const mainLonger of [true, false])
    test(`waits for the till’s own branch of a fork, ${mainLonger ? 'shorter' : 'longer'} than the other one`, async () => {
      const before = await openTestHq();
      const till = TestTill.fresh(before, 'a');
      await till.enrol();
      till.sell(100);
      const common = till.data;
      for (let sale = 0; sale < (mainLonger ? 9 : 1); sale++) till.sell(1);
      await till.tellHead();
      await till.push(0);
      const old = till.restoredFrom(common, 'later');
      old.counter = 1_000;
      for (const amount of [7, 8]) old.sell(amount);
      const branch = old.data;
      old.goOn('a2');
      await old.tellHead();
      await old.push(0);
      const next = old.data;
      await work(before);
      const backup = before.store.copy();
      old.data = branch;
      await old.tellHead('chain-a2');
      await old.push(0);
      const acked = old.data;

      const hq = await openTestHq({ store: backup, seed: 'after' });
      old.hq = hq;
      await declareRestored(hq.core);
      old.data = next;
      await old.tellHead();
      await work(hq);
      old.data = acked;
      const told = await old.tellHead('chain-a2');
      assert.equal(told.kind, 'go-on');
      await work(hq);
      assert.deepEqual(await waiting(hq), ['chain-a']);
      await old.push(0, 5);
      await work(hq);
      assert.deepEqual(await waiting(hq), ['chain-a']);
      assert.equal((await old.push(5)).kind, 'acked');
      await work(hq);
      assert.deepEqual(await waiting(hq), []);
      assert.equal(await isRecovering(hq.store.read), false);
      await declareRestored(hq.core);
      for (const data of [next, acked]) {
        old.data = data;
        await old.tellHead('chain-a2');
      }
      await work(hq);
      assert.equal(await isRecovering(hq.store.read), false, 'where nothing is missing');
    });

  test('waits for both branches of a fork that nobody has led out, whichever machine tells of it first and last', async () => {
    const before = await openTestHq();
    const till = TestTill.fresh(before, 'a');
    await till.enrol();
    till.sell(100);
    const common = till.data;
    for (let sale = 0; sale < 9; sale++) till.sell(1);
    await till.tellHead();
    await till.push(0);
    await work(before);
    const backup = before.store.copy();
    till.sell(5);
    await till.push(21);
    const old = till.restoredFrom(common, 'later');
    old.counter = 1_000;
    for (const amount of [7, 8]) old.sell(amount);

    for (const order of [
      [old, till],
      [till, old],
    ]) {
      const hq = await openTestHq({ store: backup.copy(), seed: 'after' });
      await declareRestored(hq.core);
      for (const each of order) {
        each.hq = hq;
        assert.equal((await each.tellHead()).kind, 'go-on');
        await work(hq);
      }
      for (const each of order) {
        assert.deepEqual(await waiting(hq), ['chain-a']);
        await each.push(0, 4);
        await work(hq);
        assert.deepEqual(await waiting(hq), ['chain-a']);
        assert.equal((await each.push(4)).kind, 'acked');
        await work(hq);
      }
      assert.equal(await isRecovering(hq.store.read), false);
      assert.equal((await hq.store.read.get(TAKINGS_STORE_DAY, [DAY, 's1']))?.gross_minor, 100 + 9 + 5 + 15);
    }
  });

  test('does not wait for projectors of another version, and goes back for those that it did not have then', async () => {
    const run = async (hq: TestHq, name: string): Promise<void> => {
      while (await runProjectors(hq.core, [{ ...SALES_PROJECTOR, name }]));
    };
    for (const isNew of [false, true]) {
      const hq = await openTestHq();
      const till = TestTill.fresh(hq, 'a');
      await till.enrol();
      till.sell(10);
      await till.push(0);
      await run(hq, 'of-old');
      const { data } = till;
      const back = till.restoredFrom({ ...data, rows: [...data.rows], lines: [...data.lines] }, 'back');
      back.counter = 1_000;
      till.sell(5);
      await till.push(1);
      back.sell(7);
      assert.equal((await back.push(1)).kind, 'acked');
      // Where it is new it has seen nothing; else all but what it was called before.
      await run(hq, isNew ? 'of-old' : 'of-today');
      await declareRestored(hq.core);
      await back.tellHead();
      await run(hq, 'of-today');
      assert.equal(await isRecovering(hq.store.read), false, isNew ? 'new' : 'old');
      await till.tellHead();
      await run(hq, 'of-today');
      assert.equal(await isRecovering(hq.store.read), false, isNew ? 'new' : 'old');
    }
  });

  test('does not wait for what somebody wrote off, nor for a retired till', async () => {
    const { hq, tills } = await restored();
    await setTillState(hq.core, { tillId: 'till-c', state: 'retired', reason: 'sold' });
    await resend(tills['a']);
    await work(hq);
    assert.deepEqual(await waiting(hq), ['chain-b']);
    const off = { chainId: 'chain-b', by: 'manager', reason: 'burnt' };
    assert.equal(await writeOffChain(hq.core, off), true);
    assert.equal(await writeOffChain(hq.core, off), false);
    assert.equal(await isRecovering(hq.store.read), false);
    const { incarnation } = await organisation(hq.store.read);
    assert.equal((await tills['b']?.tellHead())?.incarnation, incarnation);
    assert.equal(await isRecovering(hq.store.read), false);
  });

  test('is told so before its first call, and then nothing is granted until all have spoken, lost or not', async () => {
    const { hq, tills } = await restored();
    await declareRestored(hq.core);
    const { incarnation } = await organisation(hq.store.read);
    assert.equal(await isRecovering(hq.store.read), true);
    for (const name of TILLS) await resend(tills[name]);
    await work(hq);
    assert.equal(await isRecovering(hq.store.read), false);
    assert.equal((await organisation(hq.store.read)).incarnation, incarnation);
  });

  test('hears it of a till that was enrolled in the lost hour, and waits for its rows', async () => {
    const before = await openTestHq();
    const backup = before.store.copy();
    const till = TestTill.fresh(before, 'new');
    await till.enrol();
    till.sell(100);
    await till.tellHead();
    await till.push(0);
    const hq = await openTestHq({ store: backup, seed: 'after' });
    till.hq = hq;
    const { incarnation } = await organisation(hq.store.read);
    const tell = () =>
      till.raw('head', { chain: till.chain, ...till.head, acked: till.data.acked, present: 'chain-new' });
    const acked = till.data.acked;
    till.data = { ...till.data, acked: acked && { ...acked, seq: 99 } };
    assert.deepEqual((await tell()).body, { code: 'request.unknown-till' });
    assert.equal(await isRecovering(hq.store.read), false);
    till.data = { ...till.data, acked };
    assert.deepEqual((await tell()).body, { code: 'request.unknown-till' });
    assert.deepEqual(await waiting(hq), ['chain-new']);
    const now = (await organisation(hq.store.read)).incarnation;
    assert.notEqual(now, incarnation);
    await tell();
    assert.equal((await organisation(hq.store.read)).incarnation, now);
    assert.equal((await till.enrol()).kind, 'enrolled');
    await work(hq);
    assert.equal(await isRecovering(hq.store.read), true);
    await resend(till);
    await work(hq);
    assert.equal(await isRecovering(hq.store.read), false);
    assert.equal((await organisation(hq.store.read)).incarnation, now);
  });

  test('and a second time is found out again', async () => {
    const { hq, tills } = await restored();
    for (const name of TILLS) await resend(tills[name]);
    await work(hq);
    const backup = hq.store.copy();
    const once = (await organisation(hq.store.read)).incarnation;
    for (const till of Object.values(tills)) {
      till.sell(5);
      await till.push(7);
    }
    const again = await openTestHq({ store: backup, seed: 'again' });
    for (const till of Object.values(tills)) till.hq = again;
    for (const name of TILLS) await resend(tills[name]);
    await work(again);
    assert.notEqual((await organisation(again.store.read)).incarnation, once);
    assert.equal((await again.store.read.get(TAKINGS_STORE_DAY, [DAY, 's1']))?.gross_minor, 3 * 128);
  });
});
