import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bug } from '#base/assert.ts';
import { Fault } from '#base/fault.ts';
import { int, table, text } from '../store/port.ts';
import { openTestHq, TestTill, ticketEntry, type TestHq } from '../testing.ts';
import type { Projector } from './projector.ts';
import { RowNotUnderstood } from './row-fields.ts';
import { projectChain, replayUnprojected, runProjectors } from './run-projectors.ts';
import { chainsWithUnprojected, unprojectedOf } from './unprojected.ts';
import { organisation } from '../identity/identity.ts';
import { CHAIN_OF_ORGANISATION } from '../ingest/tables.ts';

const SEEN = table({
  name: 'seen_of_test',
  about: 'Rows seen.',
  key: ['chain_id', 'seq'],
  columns: { chain_id: text, seq: int, times: int },
});

/** Counts how often each ticket was seen; does not understand what `isOdd` says. */
function counting(state: { readonly isOdd: (seq: number) => boolean; readonly failure?: Error }): Projector {
  return {
    name: 'counting',
    kinds: ['ticket-validated'],
    apply: async (_core, transaction, rows, { chainId }) => {
      for (const { seq } of rows) {
        if (state.isOdd(seq)) throw state.failure ?? new RowNotUnderstood(`row ${seq} is odd`);
        const before = await transaction.get(SEEN, [chainId, seq]);
        await transaction.put(SEEN, [{ chain_id: chainId, seq, times: (before?.times ?? 0) + 1 }]);
      }
      return [];
    },
  };
}

async function soldOn(tickets: number): Promise<{ readonly hq: TestHq; readonly till: TestTill }> {
  const hq = await openTestHq();
  const till = TestTill.fresh(hq, 'a');
  await till.enrol();
  for (let count = 0; count < tickets; count++) {
    const id = `t${count}`;
    till.append(ticketEntry({ entryId: `e${count}`, ticketId: id, number: String(count), grossMinor: 100 }));
  }
  for (let after = 0; after < till.data.lines.length; after += 500) await till.push(after);
  return { hq, till };
}

async function drain(hq: TestHq, projector: Projector): Promise<void> {
  while (await runProjectors(hq.core, [projector]));
}

async function timesSeen(hq: TestHq): Promise<readonly number[]> {
  return (await hq.store.read.scan(SEEN, { prefix: ['chain-a'], limit: 2_000 })).map(({ times }) => times);
}

test('each row is seen once, batch by batch, also by two nodes at once, and nothing is pending afterwards', async () => {
  const { hq } = await soldOn(600);
  const other = await openTestHq({ store: hq.store, seed: 'other' });
  const projector = counting({ isOdd: () => false });
  await Promise.all([drain(hq, projector), drain(other, projector), drain(hq, projector)]);
  const times = await timesSeen(hq);
  assert.equal(times.length, 600);
  assert.ok(times.every((count) => count === 1));
  assert.equal(await runProjectors(hq.core, [projector]), false);
});

test('of nodes that work on a chain while rows come in, none forgets what another has not done', async () => {
  for (let round = 0; round < 10; round++) {
    const { hq, till } = await soldOn(3);
    const projector = counting({ isOdd: () => false });
    const work = async (count: number): Promise<void> => {
      for (let turn = 0; turn < count; turn++) await runProjectors(hq.core, [projector]);
    };
    const sell = async (): Promise<void> => {
      for (let count = 0; count < 8; count++) {
        till.sell(100);
        await till.push(till.data.lines.length - 2);
      }
    };
    await Promise.all([sell(), work(7), work(11 + round), work(13)]);
    await drain(hq, projector);
    const times = await timesSeen(hq);
    assert.deepEqual([times.length, times.every((count) => count === 1)], [11, true]);
  }
});

test('a node that dies in the middle leaves nothing half done, and another one finishes', async () => {
  const { hq } = await soldOn(600);
  const projector = counting({ isOdd: () => false });
  await runProjectors(hq.core, [projector]);
  hq.store.setAway(true);
  await assert.rejects(runProjectors(hq.core, [projector]));
  hq.store.setAway(false);
  const other = await openTestHq({ store: hq.store, seed: 'other' });
  await drain(other, counting({ isOdd: () => false }));
  const times = await timesSeen(hq);
  assert.equal(times.length, 600);
  assert.ok(times.every((count) => count === 1));
});

test('trouble of the store passes over no row: it is tried again, and counts once', async () => {
  const state = (code: string): Error => Object.assign(new Error('of the database'), { code });
  for (const failure of [state('42501'), state('ECONNRESET'), new Fault('hq.database-away', 'gone'), new Error('?')]) {
    const { hq } = await soldOn(20);
    await assert.rejects(drain(hq, counting({ isOdd: (seq) => seq === 5, failure })), failure);
    assert.deepEqual(await unprojectedOf(hq.store.read, { chainId: 'chain-a', limit: 9 }), []);
    await drain(hq, counting({ isOdd: () => false }));
    assert.equal((await timesSeen(hq)).length, 20);
  }
  for (const failure of [new Bug('of ours'), new TypeError('of ours')]) {
    const { hq } = await soldOn(20);
    await drain(hq, counting({ isOdd: (seq) => seq === 5, failure }));
    const [listed] = await unprojectedOf(hq.store.read, { chainId: 'chain-a', limit: 9 });
    assert.deepEqual([listed?.seq, listed?.reason], [5, 'of ours']);
    await assert.rejects(
      replayUnprojected(hq.core, [counting({ isOdd: () => true, failure: state('42501') })], 'chain-a'),
    );
    assert.equal((await unprojectedOf(hq.store.read, { chainId: 'chain-a', limit: 9 })).length, 1);
  }
});

test('a row that is not understood is listed and passed, the others count, and after the fix it is taken once', async () => {
  const { hq } = await soldOn(20);
  const { organisationId } = await organisation(hq.store.read);
  const odd = new Set([5, 9]);
  await drain(hq, counting({ isOdd: (seq) => odd.has(seq) }));
  assert.equal((await timesSeen(hq)).length, 18);
  const listed = await unprojectedOf(hq.store.read, { chainId: 'chain-a', limit: 9 });
  assert.deepEqual(
    listed.map(({ seq, reason }) => `${seq} ${reason}`),
    ['5 row 5 is odd', '9 row 9 is odd'],
  );
  assert.deepEqual(await chainsWithUnprojected(hq.store.read, { organisationId, limit: 9 }), ['chain-a']);
  odd.delete(9);
  const fixed = counting({ isOdd: (seq) => odd.has(seq) });
  assert.equal(await replayUnprojected(hq.core, [fixed], 'chain-a'), 1);
  assert.equal(await replayUnprojected(hq.core, [fixed], 'chain-a'), 0);
  odd.clear();
  assert.equal(await replayUnprojected(hq.core, [fixed], 'chain-a'), 1);
  assert.deepEqual(await chainsWithUnprojected(hq.store.read, { organisationId, limit: 9 }), []);
  const times = await timesSeen(hq);
  assert.equal(times.length, 20);
  assert.ok(times.every((count) => count === 1));
});

/** Notes the rows that it is given, `chain seq`, and how far it is after each round. */
function noting(name: string, seen: string[]): Projector {
  return {
    name,
    kinds: ['ticket-validated'],
    apply: (_core, _transaction, rows, { chainId }) => {
      seen.push(...rows.map(({ seq }) => `${chainId} ${seq}`));
      return Promise.resolve([]);
    },
  };
}

test('a projector that is new has all of the past to go through, and no other one waits for it', async () => {
  const { hq, till } = await soldOn(1_200);
  const old = noting('old', []);
  await drain(hq, old);
  const before = till.head.seq;
  till.sell(7);
  await till.push(before);
  const seen: string[] = [];
  const late: string[] = [];
  const both = [noting('new', late), noting('old', seen)];
  assert.equal(await runProjectors(hq.core, both), true, 'the new one is not there yet');
  assert.deepEqual(seen, [`chain-a ${before + 1}`]);
  while (await runProjectors(hq.core, both));
  assert.deepEqual([seen.length, late.length], [1, 1_201]);
});

test('a branch comes after what it parts from, also where only the branch has anything new', async () => {
  const { hq, till } = await soldOn(600);
  const { data } = till;
  const back = till.restoredFrom({ ...data, rows: [...data.rows], lines: [...data.lines] }, 'back');
  back.counter = 1_000;
  const base = till.head.seq;
  till.sell(5);
  await till.push(base);
  await drain(hq, noting('old', []));
  back.sell(7);
  back.sell(8);
  assert.equal((await back.push(base)).kind, 'acked');
  await drain(hq, noting('old', []));
  const { organisationId } = await organisation(hq.store.read);
  const chains = await hq.store.read.scan(CHAIN_OF_ORGANISATION, { prefix: [organisationId], limit: 9 });
  const branchId = chains.find(({ is_branch }) => is_branch)?.chain_id;
  assert.ok(branchId !== undefined);
  const seen: string[] = [];
  const projectors = [noting('new', seen)];
  assert.equal(await projectChain(hq.core, projectors, branchId), true);
  assert.equal(seen.at(-1), 'chain-a 500', 'no row of the branch is taken before the others are there');
  while (await projectChain(hq.core, projectors, branchId));
  const ofBranch = seen.filter((row) => row.startsWith(`${branchId} `));
  assert.equal(ofBranch.length, 2);
  assert.deepEqual(seen.slice(-2), ofBranch);
  assert.ok(seen.includes(`chain-a ${base}`));
});
