/** What somebody at headquarters decides: money of lost tills, what opens no more; and what restored tills hand over. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { changeOrganisation } from '../identity/identity.ts';
import { STREAM_ITEM } from '../feed/tables.ts';
import { CHAIN } from '../ingest/tables.ts';
import { memoryStore } from '../store/memory-store.ts';
import {
  ACCOUNTS_PROJECTOR,
  blockAccount,
  blockCard,
  readAccount,
  readCardsOfPerson,
  readDebts,
  readDecisions,
  readExposures,
  readGrantsOfChain,
  takeOverAccount,
  writeOffGrant,
} from './accounts.ts';
import { testHq, write, type TestChain, type TestHq } from './testing.ts';

const BY = { userId: 'user-1', reason: 'till stolen' };

function load(chain: TestChain, accountId: string, amount: number): void {
  write(chain, 'account-opened', { account_id: accountId, account: 'gift-card', unit: 'EUR' });
  move(chain, accountId, amount, 'loaded');
}

function move(chain: TestChain, accountId: string, amount: number, reason: string, authority?: object): void {
  const movement = { n: 1, account_id: accountId, unit: 'EUR', amount, reason, ...(authority && { authority }) };
  const id = `${chain.chainId}-${chain.rows.length + 1}`;
  const ticket = { ticket_id: id, ticket_number: id, transaction: 'sale', currency: 'EUR', lines: [], movements: [] };
  write(chain, 'ticket-validated', { ...ticket, balance_movements: [movement] });
}

function handOver(chain: TestChain, accountId: string): void {
  write(chain, 'authority-handed-over', { organisation_id: 'org', account_ids: [accountId] });
}

async function hold(hq: TestHq, chain: TestChain, amount: number, holdId = `hold-of-${amount}`): Promise<string> {
  const answer = await hq.ask(chain, 'hold', { holdId, chainId: chain.chainId, accountId: 'card', amount });
  return answer.kind === 'refused' ? answer.reason : answer.kind;
}

async function published(hq: TestHq, accountId: string): Promise<unknown> {
  const item = await hq.core.store.read.get(STREAM_ITEM, ['people', 'account', accountId]);
  return item === undefined ? undefined : JSON.parse(item.value);
}

test('a lease of a lost till stays reserved until somebody answers for it; what comes then is listed', async () => {
  const hq = await testHq(memoryStore());
  const [first, second] = [await hq.chain('a'), await hq.chain('b')];
  load(first, 'card', 2_000);
  handOver(first, 'card');
  await hq.deliver(first);
  await hq.ask(second, 'lease', { leaseId: 'l1', chainId: 'b', accountId: 'card', wanted: 2_000 });
  assert.equal(await hold(hq, first, 1), 'held-elsewhere');
  const [out] = await readGrantsOfChain(hq.core.store.read, 'b', 10);
  assert.deepEqual(out && [out.grant.grant_id, out.left], ['l1', 2_000]);
  const input = { accountId: 'card', grantId: 'l1' };
  assert.deepEqual(await writeOffGrant(hq.core, input, BY), { kind: 'done' });
  assert.deepEqual(await writeOffGrant(hq.core, input, BY), { kind: 'refused', reason: 'nothing-left' });
  const unknown = await writeOffGrant(hq.core, { ...input, grantId: 'none' }, BY);
  assert.deepEqual(unknown, { kind: 'refused', reason: 'unknown-grant' });
  const [decision] = await readDecisions(hq.core.store.read, 'card');
  assert.deepEqual(decision && [decision.what, decision.user_id, decision.reason, decision.amount], [
    'grant-written-off',
    'user-1',
    'till stolen',
    2_000,
  ]);
  assert.deepEqual(await readGrantsOfChain(hq.core.store.read, 'b', 10), []);
  assert.equal(await hold(hq, first, 2_000), 'granted');
  move(first, 'card', -2_000, 'spent', { kind: 'hold', grant_id: 'hold-of-2000' });
  move(second, 'card', -500, 'spent', { kind: 'lease', grant_id: 'l1' });
  await hq.deliver(first);
  await hq.deliver(second);
  const [cost] = await readExposures(hq.core.store.read, { month: '2026-11', limit: 10 });
  assert.deepEqual(cost && [cost.kind, cost.amount], ['beyond-grant', 500]);
  const [debt] = await readDebts(hq.core.store.read, { unit: 'EUR', limit: 10 });
  assert.deepEqual(debt && [debt.account_id, debt.balance], ['card', -500]);
  move(first, 'card', 600, 'loaded');
  await hq.deliver(first);
  assert.deepEqual(await readDebts(hq.core.store.read, { unit: 'EUR', limit: 10 }), [], 'paid');
});

test('points taken back below zero are a debt, listed, and nothing is granted of it', async () => {
  const hq = await testHq(memoryStore());
  const chain = await hq.chain('a');
  load(chain, 'card', 300);
  handOver(chain, 'card');
  move(chain, 'card', -500, 'taken-back');
  await hq.deliver(chain);
  assert.equal(await hold(hq, chain, 1), 'insufficient');
  const [debt] = await readDebts(hq.core.store.read, { unit: 'EUR', limit: 10 });
  assert.equal(debt?.balance, -200);
  assert.deepEqual(await readExposures(hq.core.store.read, { month: '2026-11', limit: 10 }), []);
});

test('an account of a till that is lost is taken over by somebody who answers for it', async () => {
  const hq = await testHq(memoryStore());
  const [lost, other] = [await hq.chain('a'), await hq.chain('b')];
  load(lost, 'card', 900);
  await hq.deliver(lost);
  assert.equal(await hold(hq, other, 900), 'not-handed-over');
  assert.deepEqual(await takeOverAccount(hq.core, 'card', BY), { kind: 'done' });
  assert.deepEqual(await takeOverAccount(hq.core, 'card', BY), { kind: 'refused', reason: 'handed-over' });
  assert.deepEqual(await takeOverAccount(hq.core, 'none', BY), { kind: 'refused', reason: 'unknown-account' });
  assert.equal(await hold(hq, other, 900), 'granted');
  move(lost, 'card', -100, 'spent');
  await hq.deliver(lost);
  const [cost] = await readExposures(hq.core.store.read, { month: '2026-11', limit: 10 });
  assert.equal(cost?.kind, 'without-authority');
});

test('what headquarters blocked no till lets go, and closed stays closed', async () => {
  const hq = await testHq(memoryStore());
  const chain = await hq.chain('a');
  load(chain, 'card', 900);
  handOver(chain, 'card');
  const assigned = { card_id: 'c', card_hash: 'k1:c', person_id: 'p', medium: 'uid', station_id: 's' };
  write(chain, 'card-assigned', assigned);
  await hq.deliver(chain);
  await blockAccount(hq.core, { accountId: 'card', isBlocked: true }, BY);
  await blockCard(hq.core, { cardId: 'c', isBlocked: true }, BY);
  const state = async () => {
    const [held] = await readCardsOfPerson(hq.core.store.read, 'p');
    return [(await readAccount(hq.core.store.read, 'card'))?.state, held?.state];
  };
  write(chain, 'account-changed', { account_id: 'card', station_id: 's', state: 'active', reason: 'found' });
  write(chain, 'card-changed', { card_id: 'c', station_id: 's', state: 'active' });
  await hq.deliver(chain);
  assert.deepEqual(await state(), ['blocked', 'blocked']);
  assert.equal(await hold(hq, chain, 1), 'account-blocked');
  await blockAccount(hq.core, { accountId: 'card', isBlocked: false }, BY);
  await blockCard(hq.core, { cardId: 'c', isBlocked: false }, BY);
  assert.deepEqual(await state(), ['active', 'active']);
  for (const next of ['closed', 'active'])
    write(chain, 'account-changed', { account_id: 'card', station_id: 's', state: next, reason: 'r' });
  await hq.deliver(chain);
  assert.deepEqual(await state(), ['closed', 'active']);
  assert.equal((await blockAccount(hq.core, { accountId: 'none', isBlocked: true }, BY)).kind, 'refused');
});

test('tills are told where an account stands and up to which of their rows, so that theirs come on top', async () => {
  const hq = await testHq(memoryStore());
  const [first, second] = [await hq.chain('a'), await hq.chain('b')];
  load(first, 'card', 900);
  handOver(first, 'card');
  await hq.deliver(first);
  await hold(hq, second, 400);
  assert.deepEqual(await published(hq, 'card'), {
    accountId: 'card',
    account: 'gift-card',
    unit: 'EUR',
    personId: null,
    state: 'active',
    voucher: null,
    vatRateBasisPoints: null,
    expiresOn: null,
    balance: 900,
    reserved: 400,
    includes: { a: 3 },
  });
  assert.ok(hq.told.includes('people'));
});

test('while headquarters comes back from a backup nothing is granted; what was granted before stays what it was', async () => {
  const hq = await testHq(memoryStore());
  const chain = await hq.chain('a');
  load(chain, 'card', 900);
  handOver(chain, 'card');
  await hq.deliver(chain);
  assert.equal(await hold(hq, chain, 400), 'granted');
  const recover = (is_recovering: boolean) =>
    hq.core.store.transact((transaction) => changeOrganisation(transaction, { is_recovering }));
  await recover(true);
  assert.equal(await hold(hq, chain, 300), 'recovering');
  assert.equal(await hold(hq, chain, 400), 'granted', 'the same hold');
  await recover(false);
  assert.equal(await hold(hq, chain, 300), 'granted');
});

test('what a restored till hands over counts once everything it goes on from has arrived', async () => {
  const hq = await testHq(memoryStore());
  const [old, other] = [await hq.chain('old', { tillId: 'till' }), await hq.chain('b')];
  const young = await hq.chain('new', { tillId: 'till' });
  await hq.core.store.transact(async (transaction) => {
    const row = await transaction.lock(CHAIN, ['new']);
    assert.ok(row);
    await transaction.put(CHAIN, [{ ...row, continues_chain_id: 'old', continues_seq: 3 }]);
  });
  load(old, 'card', 900);
  move(old, 'card', -900, 'spent');
  handOver(young, 'card');
  await hq.deliver(old, 2);
  await hq.deliver(young);
  assert.equal(await hold(hq, other, 900), 'not-handed-over', 'the till had spent it');
  await hq.deliver(old);
  assert.equal(await hold(hq, other, 1), 'insufficient');
  assert.deepEqual(await readExposures(hq.core.store.read, { month: '2026-11', limit: 10 }), []);
});

test('both branches of a fork have one lease between them: what they spend beyond it is listed', async () => {
  const hq = await testHq(memoryStore());
  const [first, main] = [await hq.chain('a'), await hq.chain('b')];
  load(first, 'card', 2_000);
  handOver(first, 'card');
  await hq.deliver(first);
  await hq.ask(main, 'lease', { leaseId: 'l1', chainId: 'b', accountId: 'card', wanted: 1_000 });
  const branch = { ...(await hq.chain('branch-of-b', { tillId: main.tillId })), chainId: 'b' };
  move(main, 'card', -700, 'spent', { kind: 'lease', grant_id: 'l1' });
  move(branch, 'card', -500, 'spent', { kind: 'lease', grant_id: 'l1' });
  await hq.deliver(main);
  await hq.deliver({ ...branch, chainId: 'branch-of-b' });
  const row = await hq.account('card');
  assert.deepEqual([row.balance, row.reserved], [800, 0]);
  const [cost] = await readExposures(hq.core.store.read, { month: '2026-11', limit: 10 });
  assert.deepEqual(cost && [cost.kind, cost.amount], ['beyond-grant', 200]);
});

test('what a branch gives back of a lease is never more than the rows before it, of either chain, have left', async () => {
  for (const known of ['projected', 'not understood', 'not projected'] as const) {
    const hq = await testHq(memoryStore());
    const [first, main, third] = [await hq.chain('a'), await hq.chain('b'), await hq.chain('c')];
    load(first, 'card', 5_000);
    handOver(first, 'card');
    await hq.deliver(first);
    await hq.ask(main, 'lease', { leaseId: 'l1', chainId: 'b', accountId: 'card', wanted: 1_000 });
    move(main, 'card', -400, known === 'not understood' ? 'of another version' : 'spent', {
      kind: 'lease',
      grant_id: 'l1',
    });
    const branch = await branchOf(hq, main);
    write(branch, 'grant-returned', { grant_id: 'l1', account_id: 'card', amount: 600 });
    const entry = { ...present(branch.rows[0], 'the row that was written'), seq: 2, chain_id: 'b' };
    if (known !== 'not projected') await hq.deliver(main);
    await hq.core.store.transact((transaction) => ACCOUNTS_PROJECTOR.apply(hq.core, transaction, [entry], branch));
    const { balance, reserved } = await hq.account('card');
    const spent = known === 'projected' ? [4_600, 0] : [5_000, 400];
    assert.deepEqual([balance, reserved], spent, known);
    assert.notEqual(await hold(hq, third, 5_000), 'granted', known);
    assert.equal(await hold(hq, third, 4_600), 'granted', known);
    if (known === 'not projected') await hq.deliver(main);
    move(third, 'card', -4_600, 'spent', { kind: 'hold', grant_id: 'hold-of-4600' });
    await hq.deliver(third);
    assert.equal((await hq.account('card')).balance, known === 'not understood' ? 400 : 0, known);
    assert.deepEqual(await readExposures(hq.core.store.read, { month: '2026-11', limit: 10 }), [], known);
  }
});

/** A branch of a chain, which parts from it after its first row. */
async function branchOf(hq: TestHq, chain: TestChain): Promise<TestChain> {
  const row = present(await hq.core.store.read.get(CHAIN, [chain.chainId]), 'the chain');
  const forked = { ...row, state: 'stopped', stop_reason: 'forked', stop_seq: 2, seq: 1 };
  const parts = { branch_of: chain.chainId, branch_from: chain.chainId, branch_seq: 1, seq: 2 };
  const chainId = `branch-of-${chain.chainId}`;
  await hq.core.store.transact((transaction) =>
    transaction.put(CHAIN, [forked, { ...row, ...parts, chain_id: chainId }]),
  );
  return { ...chain, chainId, rows: [] };
}
