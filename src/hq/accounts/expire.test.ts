/** Points that are too old, of accounts that headquarters looks after. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStore } from '../store/memory-store.ts';
import { hourly } from '../hourly.ts';
import { expireDue, readMovements } from './accounts.ts';
import { START_MS, testHq, write, type TestChain, type TestHq } from './testing.ts';

function member(chain: TestChain): void {
  write(chain, 'account-opened', { account_id: 'points', account: 'points', unit: 'points', person_id: 'p' });
  write(chain, 'authority-handed-over', { organisation_id: 'org', account_ids: ['points'] });
}

function move(chain: TestChain, amount: number, atMs?: number): void {
  const reason = amount < 0 ? 'redeemed' : 'earned';
  const authority = amount < 0 ? { authority: { kind: 'floor' } } : {};
  const movement = { n: 1, account_id: 'points', unit: 'points', amount, reason, ...authority };
  const id = `${chain.chainId}-${chain.rows.length + 1}`;
  const ticket = { ticket_id: id, ticket_number: id, transaction: 'sale', currency: 'EUR', lines: [], movements: [] };
  const options = atMs === undefined ? {} : { atMs };
  write(chain, 'ticket-validated', { ...ticket, balance_movements: [movement] }, options);
}

async function expireAll(hq: TestHq): Promise<void> {
  while (await expireDue(hq.core)) continue;
}

test('points expire once their month is older than the shop’s setting, first in, first out, and once', async () => {
  const hq = await testHq(memoryStore());
  const [first, second] = [await hq.chain('a'), await hq.chain('b')];
  member(first);
  move(first, 500);
  await hq.deliver(first);
  move(second, -200);
  await hq.deliver(second);
  hq.nowMs = Date.UTC(2027, 5, 1);
  move(first, 70);
  await hq.deliver(first);
  hq.nowMs = Date.UTC(2028, 10, 30);
  await expireAll(hq);
  assert.equal((await hq.account('points')).balance, 370, 'some of November are not two years old');
  hq.nowMs = Date.UTC(2028, 11, 2);
  await Promise.all([expireAll(hq), expireAll(hq)]);
  await expireAll(hq);
  const row = await hq.account('points');
  assert.equal(row.balance, 70);
  assert.equal((JSON.parse(row.includes) as Record<string, number>)['hq'], 1);
  const [latest] = await readMovements(hq.core.store.read, { accountId: 'points', limit: 1 });
  assert.deepEqual(latest && [latest.reason, latest.amount, latest.chain_id], ['expired', -300, 'hq']);
});

test('a till whose clock is ten years behind earns points that last as long as everybody’s', async () => {
  const hq = await testHq(memoryStore());
  const chain = await hq.chain('a');
  member(chain);
  move(chain, 500, START_MS - 10 * 365 * 86_400_000);
  await hq.deliver(chain);
  hq.nowMs += 86_400_000;
  await expireAll(hq);
  assert.equal((await hq.account('points')).balance, 500);
});

test('points that are granted do not expire while they may be spent', async () => {
  const hq = await testHq(memoryStore());
  const chain = await hq.chain('a');
  member(chain);
  move(chain, 500);
  await hq.deliver(chain);
  await hq.ask(chain, 'hold', { holdId: 'h', chainId: 'a', accountId: 'points', amount: 450 });
  hq.nowMs = Date.UTC(2029, 0, 1);
  await expireAll(hq);
  const held = await hq.account('points');
  assert.deepEqual([held.balance, held.reserved], [450, 450]);
  write(chain, 'grant-returned', { grant_id: 'h', account_id: 'points', amount: 450 });
  await hq.deliver(chain);
  hq.nowMs = Date.UTC(2029, 2, 1);
  await expireAll(hq);
  assert.equal((await hq.account('points')).balance, 0);
});

test('headquarters looks by itself, every hour', async () => {
  const hq = await testHq(memoryStore());
  const chain = await hq.chain('a');
  member(chain);
  const expiry = hourly(hq.core, expireDue);
  assert.equal(await expiry(), false);
  move(chain, 500);
  await hq.deliver(chain);
  hq.nowMs = Date.UTC(2029, 0, 1);
  await expiry();
  assert.equal((await hq.account('points')).balance, 0);
});

test('points of an account that its till looks after are that till’s to take off', async () => {
  const hq = await testHq(memoryStore());
  const chain = await hq.chain('a');
  write(chain, 'account-opened', { account_id: 'points', account: 'points', unit: 'points' });
  move(chain, 500);
  await hq.deliver(chain);
  hq.nowMs = Date.UTC(2030, 0, 1);
  await expireAll(hq);
  assert.equal((await hq.account('points')).balance, 500);
});
