/** Balances, holds and leases at headquarters: what rows of tills do to accounts, and what is promised of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedItemSchema } from '#contract/sync/feed.ts';
import { calls } from '#contract/sync/sync.ts';
import { grantText } from '#contract/sync/request.ts';
import { isSignedText } from '#node/request-signature.ts';
import { STREAM_ITEM } from '../feed/tables.ts';
import { organisation } from '../identity/identity.ts';
import { UNPROJECTED } from '../project/tables.ts';
import { memoryStore } from '../store/memory-store.ts';
import { grantHandlers, readOpenGrants } from './accounts.ts';
import { EXPOSURE } from './tables.ts';
import { START_MS, testHq, write, type TestChain, type TestHq } from './testing.ts';

/** A gift card of this chain, loaded with so much, and handed over. */
function giftCard(chain: TestChain, accountId: string, amount: number): void {
  write(chain, 'account-opened', {
    account_id: accountId,
    account: 'gift-card',
    unit: 'EUR',
    voucher: 'multi-purpose',
  });
  move(chain, accountId, amount, 'loaded');
  write(chain, 'authority-handed-over', { organisation_id: 'org', account_ids: [accountId] });
}

function move(chain: TestChain, accountId: string, amount: number, reason: string, authority?: object): number {
  const movement = { n: 1, account_id: accountId, unit: 'EUR', amount, reason, ...(authority && { authority }) };
  const id = `${chain.chainId}-${chain.rows.length + 1}`;
  return write(chain, 'ticket-validated', {
    ticket_id: `ticket-${id}`,
    ticket_number: id,
    transaction: 'sale',
    currency: 'EUR',
    gross_minor: 0,
    lines: [],
    movements: [],
    balance_movements: [movement],
  });
}

async function shop(): Promise<{ readonly hq: TestHq; readonly first: TestChain; readonly second: TestChain }> {
  const hq = await testHq(memoryStore());
  const first = await hq.chain('a');
  const second = await hq.chain('b');
  giftCard(first, 'card', 5_000);
  await hq.deliver(first);
  return { hq, first, second };
}

function exposures(hq: TestHq) {
  return hq.core.store.read.scan(EXPOSURE, { prefix: ['2026-11'], limit: 1_000 });
}

test('a balance is the sum of its movements, whichever till they come from and however often', async () => {
  const { hq, first, second } = await shop();
  move(second, 'card', -1_200, 'spent', { kind: 'floor' });
  move(first, 'card', 300, 'loaded');
  await hq.deliver(second);
  await hq.deliver(first);
  await hq.repeat(first, [1, 2, 3, 4]);
  await hq.repeat(second, [1]);
  const row = await hq.account('card');
  assert.equal(row.balance, 4_100);
  assert.deepEqual(JSON.parse(row.includes), { a: 4, b: 1 });
});

test('a movement that comes before the account was opened is in the sum once it is', async () => {
  const hq = await testHq(memoryStore());
  const [first, second] = [await hq.chain('a'), await hq.chain('b')];
  move(second, 'card', 700, 'loaded');
  await hq.deliver(second);
  assert.equal((await hq.account('card')).kind, null);
  giftCard(first, 'card', 5_000);
  await hq.deliver(first);
  const row = await hq.account('card');
  assert.deepEqual([row.balance, row.kind], [5_700, 'gift-card']);
});

test('a hold takes what it is for out of what others may ask, and is signed', async () => {
  const { hq, second } = await shop();
  const held = await hq.ask(second, 'hold', { holdId: 'h1', chainId: 'b', accountId: 'card', amount: 3_000 });
  assert.equal(held.kind, 'granted');
  if (held.kind !== 'granted') return;
  const { publicKey } = await organisation(hq.core.store.read);
  assert.ok(isSignedText(publicKey, grantText(held.grant), held.grant.signature));
  assert.equal(held.grant.expiresAtMs, START_MS + 120_000);
  const more = await hq.ask(second, 'hold', { holdId: 'h2', chainId: 'b', accountId: 'card', amount: 2_001 });
  assert.deepEqual(more, { kind: 'refused', reason: 'insufficient', available: 2_000 });
  assert.equal((await hq.account('card')).reserved, 3_000);
});

test('the same id is the same hold, also asked with another amount; of another chain it is refused', async () => {
  const { hq, first, second } = await shop();
  const ask = { holdId: 'h1', chainId: 'b', accountId: 'card', amount: 3_000 };
  const held = await hq.ask(second, 'hold', ask);
  assert.deepEqual(await hq.ask(second, 'hold', { ...ask, amount: 4_999 }), held);
  assert.equal((await hq.account('card')).reserved, 3_000);
  const stolen = await hq.ask(first, 'hold', { ...ask, chainId: 'a' });
  assert.deepEqual(stolen, { kind: 'refused', reason: 'not-allowed', available: 2_000 });
  const asLease = await hq.ask(second, 'lease', { leaseId: 'h1', chainId: 'b', accountId: 'card', wanted: 1 });
  assert.equal(asLease.kind, 'refused');
});

test('what is spent under a hold burns it, the rest given back is free, and time frees nothing', async () => {
  const { hq, second } = await shop();
  await hq.ask(second, 'hold', { holdId: 'h1', chainId: 'b', accountId: 'card', amount: 3_000 });
  hq.nowMs += 86_400_000 * 365;
  assert.equal((await hq.account('card')).reserved, 3_000, 'a year later');
  move(second, 'card', -2_500, 'spent', { kind: 'hold', grant_id: 'h1' });
  await hq.deliver(second);
  const spent = await hq.account('card');
  assert.deepEqual([spent.balance, spent.reserved], [2_500, 500]);
  write(second, 'grant-returned', { grant_id: 'h1', account_id: 'card', amount: 500 });
  await hq.deliver(second);
  assert.equal((await hq.account('card')).reserved, 0);
  assert.deepEqual(await exposures(hq), []);
  const again = await hq.ask(second, 'hold', { holdId: 'h1', chainId: 'b', accountId: 'card', amount: 1 });
  assert.deepEqual(again, { kind: 'refused', reason: 'not-allowed', available: 2_500 });
});

test('a hold that was given back before the question for it came is never granted', async () => {
  const { hq, second } = await shop();
  write(second, 'grant-returned', { grant_id: 'late', account_id: 'card', amount: 0 });
  await hq.deliver(second);
  const late = await hq.ask(second, 'hold', { holdId: 'late', chainId: 'b', accountId: 'card', amount: 10 });
  assert.equal(late.kind, 'refused');
  assert.equal((await hq.account('card')).reserved, 0);
});

test('a row that was not understood may have spent of a grant: no more is free than the till gives back', async () => {
  const { hq, second } = await shop();
  await hq.ask(second, 'lease', { leaseId: 'l1', chainId: 'b', accountId: 'card', wanted: 1_000 });
  move(second, 'card', -400, 'of another version', { kind: 'lease', grant_id: 'l1' });
  write(second, 'grant-returned', { grant_id: 'l1', account_id: 'card', amount: 600 });
  await hq.deliver(second);
  const row = await hq.account('card');
  assert.deepEqual([row.balance, row.reserved], [5_000, 400]);
  assert.equal((await readOpenGrants(hq.core.store.read, 'card'))[0]?.left, 400, 'and somebody can see it');
});

test('a lease is what there is within the merchant’s limit, over all of one till’s leases that last', async () => {
  const { hq, second } = await shop();
  const lease = (leaseId: string, wanted: number) =>
    hq.ask(second, 'lease', { leaseId, chainId: 'b', accountId: 'card', wanted });
  const first = await lease('l1', 1_500);
  assert.equal(first.kind === 'granted' && first.grant.amount, 1_500);
  const topUp = await lease('l2', 1_500);
  assert.equal(topUp.kind === 'granted' && topUp.grant.amount, 500, 'twenty euros is the first limit');
  const full = await lease('l3', 1);
  assert.equal(full.kind, 'refused');
  assert.equal((await hq.account('card')).reserved, 2_000);
});

test('nothing is granted of an account that nobody knows, that is not handed over, blocked or closed', async () => {
  const { hq, first, second } = await shop();
  const why = async (accountId: string): Promise<string> => {
    const answer = await hq.ask(second, 'hold', { holdId: `h-${accountId}`, chainId: 'b', accountId, amount: 1 });
    return answer.kind === 'refused' ? answer.reason : answer.kind;
  };
  write(first, 'account-opened', { account_id: 'young', account: 'gift-card', unit: 'EUR' });
  move(first, 'young', 900, 'loaded');
  giftCard(first, 'shut', 900);
  write(first, 'account-changed', { account_id: 'shut', station_id: 's', state: 'closed', reason: 'r' });
  giftCard(first, 'barred', 900);
  write(first, 'account-changed', { account_id: 'barred', station_id: 's', state: 'blocked', reason: 'r' });
  await hq.deliver(first);
  assert.equal(await why('nowhere'), 'unknown-account');
  assert.equal(await why('young'), 'not-handed-over');
  assert.equal(await why('shut'), 'account-closed');
  assert.equal(await why('barred'), 'account-blocked');
});

test('a till hands over what it opened, and nobody else does', async () => {
  const { hq, first, second } = await shop();
  write(first, 'account-opened', { account_id: 'young', account: 'gift-card', unit: 'EUR' });
  move(first, 'young', 900, 'loaded');
  write(second, 'authority-handed-over', { organisation_id: 'org', account_ids: ['young'] });
  await hq.deliver(first);
  await hq.deliver(second);
  const answer = await hq.ask(second, 'hold', { holdId: 'h', chainId: 'b', accountId: 'young', amount: 1 });
  assert.deepEqual(answer, { kind: 'refused', reason: 'not-handed-over', available: 900 });
});

test('a chain of another till, or one that ended, is granted nothing', async () => {
  const { hq, second } = await shop();
  const foreign = await hq.ask(second, 'hold', { holdId: 'h', chainId: 'a', accountId: 'card', amount: 1 });
  const nobody = await hq.ask(second, 'hold', { holdId: 'h', chainId: 'z', accountId: 'card', amount: 1 });
  for (const answer of [foreign, nobody]) assert.equal(answer.kind === 'refused' && answer.reason, 'not-allowed');
});

test('amounts that nobody can mean are no question, and the largest that is one is refused', async () => {
  const { hq, second } = await shop();
  const ask = { holdId: 'h', chainId: 'b', accountId: 'card' };
  for (const amount of [0, -1, 0.5, Number.NaN, 1e13, '5', null])
    assert.equal(calls.hold.input.safeParse({ ...ask, amount }).success, false, String(amount));
  const most = await hq.ask(second, 'hold', { ...ask, amount: 1_000_000_000_000 });
  assert.deepEqual(most, { kind: 'refused', reason: 'insufficient', available: 5_000 });
});

test('a till of another organisation is granted nothing', async () => {
  const { hq } = await shop();
  const stranger = { tillId: 'till-of-b', storeId: 'lyon', organisationId: 'another' };
  const input = { holdId: 'h', chainId: 'b', accountId: 'card', amount: 1 };
  const answer = await grantHandlers.hold(hq.core, stranger, input);
  assert.deepEqual(answer, { kind: 'refused', reason: 'not-allowed', available: 5_000 });
});

test('what nobody allowed is listed: a floor, more than a lease, a lease of somebody else, nothing at all', async () => {
  const { hq, first, second } = await shop();
  await hq.ask(first, 'lease', { leaseId: 'l1', chainId: 'a', accountId: 'card', wanted: 1_000 });
  move(first, 'card', -1_500, 'spent', { kind: 'lease', grant_id: 'l1' });
  move(second, 'card', -200, 'spent', { kind: 'lease', grant_id: 'l1' });
  move(second, 'card', -300, 'spent', { kind: 'floor' });
  move(second, 'card', -400, 'spent');
  await hq.deliver(first);
  await hq.deliver(second);
  const listed = (await exposures(hq)).map(({ kind, amount, till_id }) => `${kind} ${amount} ${till_id}`).sort();
  assert.deepEqual(listed, [
    'beyond-grant 500 till-of-a',
    'floor 300 till-of-b',
    'without-authority 400 till-of-b',
    'without-grant 200 till-of-b',
  ]);
});

test('a grant that headquarters forgot with a backup is reserved again by its own signature, a false one is not', async () => {
  const backup = memoryStore();
  const hq = await testHq(backup);
  const [first, second] = [await hq.chain('a'), await hq.chain('b')];
  giftCard(first, 'card', 5_000);
  await hq.deliver(first);
  const older = backup.copy();
  const held = await hq.ask(second, 'lease', { leaseId: 'l1', chainId: 'b', accountId: 'card', wanted: 2_000 });
  assert.equal(held.kind, 'granted');
  if (held.kind !== 'granted') return;
  const received = (grantId: string) =>
    write(second, 'grant-received', {
      grant: 'lease',
      grant_id: grantId,
      account_id: 'card',
      unit: 'EUR',
      amount: 2_000,
      expires_at: new Date(held.grant.expiresAtMs).toISOString(),
      hq_signature: held.grant.signature,
    });
  received('l1');
  received('forged');
  move(second, 'card', -700, 'spent', { kind: 'lease', grant_id: 'l1' });
  const restored = await testHq(older);
  await restored.deliver(second);
  const row = await restored.account('card');
  assert.deepEqual([row.balance, row.reserved], [4_300, 1_300]);
  const [listed] = await older.read.scan(UNPROJECTED, { prefix: ['b', 'accounts'], limit: 10 });
  assert.match(listed?.reason ?? '', /did not sign/);
  assert.deepEqual(await exposures(restored), []);
});

test('a row that no account can hold is listed, and the others go on', async () => {
  const { hq, second } = await shop();
  const payloads: object[] = [
    { account_id: 'card', account: 'gold', unit: 'EUR' },
    { account_id: '', account: 'points', unit: 'points' },
    { account_id: 'card\u0000', account: 'points', unit: 'points' },
  ];
  for (const payload of payloads) write(second, 'account-opened', payload);
  move(second, 'card', Number.MAX_SAFE_INTEGER, 'loaded');
  write(second, 'points-expired', { account_id: 'card', amount: -5, earned_before: '2026-01-01T00:00:00.000Z' });
  write(second, 'authority-handed-over', { organisation_id: 'org', account_ids: 'card' });
  write(second, 'grant-returned', { grant_id: 'g', account_id: 'card', amount: -1 });
  move(second, 'card', 100, 'loaded');
  await hq.deliver(second);
  assert.equal((await hq.account('card')).balance, 5_100);
  const listed = await hq.core.store.read.scan(UNPROJECTED, { prefix: ['b', 'accounts'], limit: 100 });
  assert.deepEqual(
    listed.map(({ seq }) => seq),
    [1, 2, 3, 4, 5, 6, 7],
  );
  assert.ok(listed.every(({ reason }) => reason.startsWith('RowNotUnderstood')));
});

test('a row that says what no till could read is listed, and every till goes on reading', async () => {
  const { hq, first } = await shop();
  const long = 'x'.repeat(65);
  const opened = { account: 'gift-card', unit: 'EUR' };
  const before = first.rows.length;
  write(first, 'account-opened', { ...opened, account_id: 'a1', voucher: 'some-later-word' });
  write(first, 'account-opened', { ...opened, account_id: long });
  write(first, 'account-opened', { ...opened, account_id: 'a2', unit: 'u'.repeat(17) });
  write(first, 'account-opened', { ...opened, account_id: 'a3', person_id: long });
  write(first, 'card-assigned', { card_id: 'c1', card_hash: 'h'.repeat(201), medium: 'uid' });
  write(first, 'card-assigned', { card_id: long, card_hash: 'h', medium: 'uid' });
  write(first, 'card-changed', { card_id: 'c1', state: 'replaced', replaced_by_card_id: long });
  const odd = first.rows.length - before;
  write(first, 'card-assigned', { card_id: 'c2', card_hash: 'h'.repeat(200), medium: 'uid' });
  await hq.deliver(first);
  const listed = await hq.core.store.read.scan(UNPROJECTED, { prefix: ['a', 'accounts'], limit: 99 });
  assert.equal(listed.length, odd);
  const items = await hq.core.store.read.scan(STREAM_ITEM, { prefix: ['people'], limit: 99 });
  const keys = items.map(({ kind, item_key: key, value }) => {
    assert.ok(feedItemSchema.safeParse({ kind, key, value: JSON.parse(value) as unknown }).success, key);
    return key;
  });
  assert.deepEqual(keys, ['card', 'c2']);
});
