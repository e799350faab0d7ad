/**
 * Spending of accounts that headquarters looks after: asked when it is put on the ticket, inside what was granted before, within
 * what the merchant lets pass, and nothing else. Whatever ends the till in between, nothing is spent twice and nothing is lost.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { AllowanceView } from '#contract/screen/members.ts';
import { MANAGER, type TestPage, type TestTill, makeTill } from '../testing.ts';
import { type FakeHeadquarters, balanceOf, fakeHeadquarters, rowsOf } from './testing.ts';

/** 4.35 each. */
const MILK = '03017620422003';
const UID = '04a1b2c3d4e5f6';

interface Counter {
  readonly till: TestTill;
  readonly hq: FakeHeadquarters;
  page: TestPage;
  readonly accountId: string;
}

const NO_LEASES = {
  leaseMinorMax: 0,
  leasePointsMax: 0,
  leaseHours: 48,
  floorMinor: 0,
  floorPoints: 0,
  refundFloorMinor: 0,
};

/** A till of a headquarters with one gift card that it sold, handed over, with 20.00 on it. */
async function counter(limits: Partial<typeof NO_LEASES> = {}): Promise<Counter> {
  const hq = fakeHeadquarters();
  const till = makeTill({ ports: { openHq: () => hq.open() } });
  const page = till.page();
  await page.signIn(MANAGER);
  await tap(page);
  const cardRef = page.view('basket').presentedCard?.cardRef ?? '';
  const sold = await page.command('addVoucher', {
    ...page.ticket(),
    account: 'gift-card',
    amountMinor: 2_000,
    cardRef,
  });
  assert.equal(sold.kind, 'done', JSON.stringify(sold));
  assert.equal((await page.pay()).kind, 'done');
  const accountId = String(rowsOf(till, 'account-opened')[0]?.['account_id']);
  hq.joinTo(till);
  till
    .store()
    .note(({ hq: stored }) => stored.putSettings('offline-spending', JSON.stringify({ ...NO_LEASES, ...limits })));
  hq.available.set(accountId, 2_000);
  said(till, accountId);
  await page.scan(MILK);
  await till.settle();
  await page.command('cancelTicket', page.ticket());
  return { till, hq, page, accountId };
}

/** What headquarters says of the account, with all rows of this till in it. */
function said(till: TestTill, accountId: string, { balance = 2_000, reserved = 0 } = {}): void {
  const { identity } = till.store();
  const { seq } = till.store().head();
  till.store().transact(({ people }) => {
    const generation = people.visible() + 1;
    people.receive(
      {
        kind: 'account',
        key: accountId,
        value: {
          accountId,
          account: 'gift-card',
          unit: 'EUR',
          personId: null,
          state: 'active',
          voucher: 'multi-purpose',
          vatRateBasisPoints: null,
          expiresOn: null,
          balance,
          reserved,
          includes: { [identity.chainId]: seq },
        },
      },
      { generation, hqTimeMs: 1_790_000_000_000 },
    );
    people.show(generation, false);
  });
}

function tap(page: TestPage) {
  return page.command('presentCard', { uid: UID, medium: 'contactless', source: 'pcsc' });
}

/** Milk on the ticket and the gift card at hand. */
async function shop(page: TestPage): Promise<void> {
  await page.scan(MILK);
  assert.equal((await tap(page)).kind, 'done');
}

function payByCard({ page, accountId }: Pick<Counter, 'page' | 'accountId'>, id: string = randomUUID()) {
  const { totalMinor } = page.view('basket');
  return page.command(
    'pay',
    { ...page.ticket(), payments: [{ method: 'gift-card', tenderedMinor: totalMinor, accountId }], print: 'none' },
    id,
  );
}

function reasonOf(outcome: {
  readonly kind: string;
  readonly reason?: string;
  readonly params?: object | undefined;
}): string {
  return outcome.kind === 'refused' ? `${outcome.reason} ${JSON.stringify(outcome.params ?? {})}` : outcome.kind;
}

function allowance(page: TestPage) {
  return wordOf(page.view('basket').storedValue[0]?.allowance);
}

function wordOf(said: AllowanceView | null | undefined) {
  return said === null || said === undefined ? said : { state: said.state, amount: said.amount };
}

/** What tickets spent, with what allowed it. */
function spends(
  till: TestTill,
): readonly { readonly amount: number; readonly authority?: { readonly kind: string; readonly grant_id?: string } }[] {
  return rowsOf(till, 'ticket-validated').flatMap((ticket) =>
    ((ticket['balance_movements'] ?? []) as { reason: string; amount: number }[]).filter(
      ({ reason }) => reason === 'spent',
    ),
  );
}

test('an account that was opened here is handed over by a row before anything is asked about it', async () => {
  const { till, hq, page, accountId } = await counter();
  assert.deepEqual(rowsOf(till, 'authority-handed-over'), [
    { organisation_id: 'organisation', account_ids: [accountId] },
  ]);
  assert.deepEqual(hq.asked, []);
  await shop(page);
  assert.deepEqual(allowance(page), { state: 'online', amount: 0 });
  await till.close();
});

test('what a gift card pays is held at headquarters when it is put on the ticket, and paid once the word is there', async () => {
  const { till, hq, page, accountId } = await counter();
  await shop(page);
  const part = { method: 'gift-card' as const, tenderedMinor: 435, accountId };
  hq.mode = 'held-back';
  assert.equal((await page.command('setTenders', { ...page.ticket(), payments: [part] })).kind, 'done');
  assert.equal(allowance(page)?.state, 'asking');
  assert.equal(reasonOf(await payByCard({ page, accountId })), 'spending_asked {}');
  await hq.answer();
  assert.deepEqual(allowance(page), { state: 'hold', amount: 435 });
  assert.equal(hq.asked.length, 1, 'asked once');
  const [grant] = rowsOf(till, 'grant-received');
  assert.deepEqual([grant?.['amount'], grant?.['account_id']], [435, accountId]);
  assert.equal((await payByCard({ page, accountId })).kind, 'done');
  assert.deepEqual(
    spends(till).map(({ amount, authority }) => [amount, authority]),
    [[-435, { kind: 'hold', grant_id: grant?.['grant_id'] }]],
  );
  await till.settle();
  assert.deepEqual(rowsOf(till, 'grant-returned'), []);
  assert.deepEqual(till.store().authority.questions(), []);
  assert.equal(balanceOf(till, accountId), 2_000 - 435);
  await till.close();
});

test('a ticket that is paid otherwise, or abandoned, gives back what was held for it', async () => {
  const { till, page, accountId } = await counter();
  for (const end of ['cash', 'cancel'] as const) {
    await shop(page);
    assert.match(reasonOf(await payByCard({ page, accountId })), /spending_asked/);
    await till.settle();
    assert.equal(allowance(page)?.state, 'hold');
    const outcome = end === 'cash' ? await page.pay() : await page.command('cancelTicket', page.ticket());
    assert.equal(outcome.kind, 'done');
    await till.settle();
  }
  const granted = rowsOf(till, 'grant-received').map((row) => [row['grant_id'], row['amount']]);
  const returned = rowsOf(till, 'grant-returned').map((row) => [row['grant_id'], row['amount']]);
  assert.equal(granted.length, 2);
  assert.deepEqual(returned, granted);
  assert.deepEqual(spends(till), []);
  await till.close();
});

test('a hold of which only a part is used gives the rest back', async () => {
  const { till, hq, page, accountId } = await counter();
  await shop(page);
  await page.scan(MILK);
  assert.match(reasonOf(await payByCard({ page, accountId })), /spending_asked/);
  await till.settle();
  const payments = [
    { method: 'gift-card' as const, tenderedMinor: 300, accountId },
    { method: 'cash' as const, tenderedMinor: 570 },
  ];
  assert.equal((await page.command('pay', { ...page.ticket(), payments, print: 'none' })).kind, 'done');
  await till.settle();
  assert.deepEqual(
    rowsOf(till, 'grant-returned').map((row) => row['amount']),
    [570],
  );
  assert.equal(hq.asked.length, 1);
  await till.close();
});

test('headquarters refuses in words: what is left elsewhere, and asking again once something changed', async () => {
  const { till, hq, page, accountId } = await counter();
  hq.available.set(accountId, 100);
  await shop(page);
  assert.match(reasonOf(await payByCard({ page, accountId })), /spending_asked/);
  await till.settle();
  assert.equal(allowance(page)?.state, 'refused');
  const refused = 'spending_refused {"why":"spend-hq-insufficient","availableMinor":100}';
  assert.equal(reasonOf(await payByCard({ page, accountId })), refused);
  hq.available.set(accountId, 2_000);
  const part = { method: 'gift-card' as const, tenderedMinor: 435, accountId };
  assert.equal((await page.command('setTenders', { ...page.ticket(), payments: [part] })).kind, 'done');
  await till.settle();
  assert.equal((await payByCard({ page, accountId })).kind, 'done');
  await till.close();
});

test('while headquarters is away nothing is spent that was not granted before, and the word says so', async () => {
  const { till, hq, page, accountId } = await counter();
  hq.link = 'offline';
  await shop(page);
  assert.deepEqual(allowance(page), { state: 'away', amount: 0 });
  assert.equal(page.view('basket').storedValue[0]?.spendableMinor, 0);
  assert.equal(
    reasonOf(await payByCard({ page, accountId })),
    'spending_refused {"why":"spend-away","availableMinor":0}',
  );
  assert.deepEqual([hq.asked, spends(till)], [[], []]);
  assert.equal((await page.pay()).kind, 'done', 'cash is never anybody’s to allow');
  await till.close();
});

test('a line that is cut and mended is told to pages without anybody touching the ticket', async () => {
  const { till, hq, page } = await counter();
  await shop(page);
  assert.equal(allowance(page)?.state, 'online');
  hq.link = 'offline';
  for (let tries = 0; tries < 500 && allowance(page)?.state !== 'away'; tries++) await till.settle();
  assert.equal(allowance(page)?.state, 'away');
  await till.close();
});

test('an answer that is lost leaves nothing spent and nothing believed: it is asked again under its id, or given back', async () => {
  const { till, hq, page, accountId } = await counter();
  hq.mode = 'silent';
  await shop(page);
  assert.match(reasonOf(await payByCard({ page, accountId })), /spending_asked/);
  await till.settle();
  assert.match(reasonOf(await payByCard({ page, accountId })), /spend-away/);
  hq.mode = 'answers';
  // After a pause it is asked again.
  await page.scan(MILK);
  for (let tries = 0; tries < 500 && allowance(page)?.state !== 'hold'; tries++) await till.settle();
  assert.equal(allowance(page)?.state, 'hold');
  const ids = new Set(hq.asked.map(({ input }) => (input as { holdId: string }).holdId));
  assert.equal(ids.size, 1);
  await page.command('cancelTicket', page.ticket());
  await till.settle();
  assert.deepEqual(
    rowsOf(till, 'grant-returned').map((row) => row['grant_id']),
    [...ids],
  );

  hq.mode = 'silent';
  await shop(page);
  assert.match(reasonOf(await payByCard({ page, accountId })), /spending_asked/);
  await till.settle();
  await page.command('cancelTicket', page.ticket());
  await till.settle();
  // Nobody here knows whether it was granted: a row says that it never will be used.
  assert.deepEqual(rowsOf(till, 'grant-received').length, 1);
  assert.deepEqual(rowsOf(till, 'grant-returned').length, 2);
  assert.deepEqual(till.store().authority.questions(), []);
  await till.close();
});

test('a question that headquarters has a fault over rests before it is asked again, whatever the cashier does meanwhile', async () => {
  const { till, hq, page, accountId } = await counter();
  hq.mode = 'faulty';
  await shop(page);
  assert.match(reasonOf(await payByCard({ page, accountId })), /spending_asked/);
  for (let turns = 0; turns < 30; turns++) {
    await page.scan(MILK);
    await till.settle();
  }
  assert.ok(hq.asked.length < 15, `asked ${hq.asked.length} times`);
  hq.mode = 'answers';
  for (let tries = 0; tries < 2_000 && allowance(page)?.state !== 'hold'; tries++) await till.settle();
  assert.equal(allowance(page)?.state, 'hold');
  assert.equal(new Set(hq.asked.map(({ input }) => (input as { holdId: string }).holdId)).size, 1);
  await till.close();
});

test('a grant that headquarters did not sign, or for something else, is not believed and goes back', async () => {
  const { till, hq, page, accountId } = await counter();
  hq.forge();
  await shop(page);
  assert.match(reasonOf(await payByCard({ page, accountId })), /spending_asked/);
  await till.settle();
  assert.match(reasonOf(await payByCard({ page, accountId })), /spend-hq-not-genuine/);
  assert.deepEqual(rowsOf(till, 'grant-received'), []);
  assert.equal(rowsOf(till, 'grant-returned').length, 1);
  await till.close();
});

test('a lease that was granted in advance is spent without asking, and no further', async () => {
  const { till, hq, page, accountId } = await counter({ leaseMinorMax: 500 });
  await shop(page);
  await till.settle();
  assert.deepEqual(
    hq.asked.map(({ name }) => name),
    ['lease'],
  );
  hq.link = 'offline';
  await page.scan('not a code');
  assert.deepEqual(
    [allowance(page), page.view('basket').storedValue[0]?.spendableMinor],
    [{ state: 'lease', amount: 500 }, 500],
  );
  assert.equal((await payByCard({ page, accountId })).kind, 'done');
  assert.equal(spends(till)[0]?.authority?.kind, 'lease');
  await shop(page);
  assert.equal(
    reasonOf(await payByCard({ page, accountId })),
    'spending_refused {"why":"spend-short","availableMinor":65}',
  );
  await till.close();
});

test('a lease ends at its time, whatever the wall clock says, and what is left of it goes back', async () => {
  const { till, hq, page, accountId } = await counter({ leaseMinorMax: 500 });
  await shop(page);
  await till.settle();
  hq.link = 'offline';
  hq.nowMs += hq.validMs;
  assert.match(reasonOf(await payByCard({ page, accountId })), /spend-expired/);
  await page.scan(MILK);
  await till.settle();
  assert.deepEqual(
    rowsOf(till, 'grant-returned').map((row) => row['amount']),
    [500],
  );
  assert.match(reasonOf(await payByCard({ page, accountId })), /spend-away/);
  await till.close();
});

test('what a lease does not cover is held for the ticket, and each part says what allowed it', async () => {
  const { till, page, accountId } = await counter({ leaseMinorMax: 300 });
  await shop(page);
  await till.settle();
  assert.match(reasonOf(await payByCard({ page, accountId })), /spending_asked/);
  await till.settle();
  assert.equal((await payByCard({ page, accountId })).kind, 'done');
  assert.deepEqual(
    spends(till).map(({ amount, authority }) => [amount, authority?.kind]),
    [
      [-300, 'lease'],
      [-135, 'hold'],
    ],
  );
  await till.close();
});

test('within the floor limit a card pays while headquarters is away, each account up to the limit and no further', async () => {
  const { till, hq, page, accountId } = await counter({ floorMinor: 600 });
  hq.link = 'offline';
  await shop(page);
  assert.deepEqual(allowance(page), { state: 'floor', amount: 600 });
  assert.equal((await payByCard({ page, accountId })).kind, 'done');
  assert.deepEqual(spends(till)[0]?.authority, { kind: 'floor' });
  await shop(page);
  assert.equal(
    reasonOf(await payByCard({ page, accountId })),
    'spending_refused {"why":"spend-short","availableMinor":165}',
  );
  // Once headquarters knows of it the limit is whole again.
  said(till, accountId, { balance: 2_000 - 435 });
  assert.equal((await payByCard({ page, accountId })).kind, 'done');
  await till.close();
});

test('a till that dies between any two steps spends nothing twice, and gives back what nobody needs', async () => {
  for (const moment of ['asked', 'granted', 'paid'] as const) {
    const counted = await counter();
    const { till, hq, accountId } = counted;
    await shop(counted.page);
    if (moment === 'asked') hq.mode = 'held-back';
    assert.match(reasonOf(await payByCard(counted)), /spending_asked/);
    if (moment !== 'asked') await till.settle();
    const id = randomUUID();
    if (moment === 'paid') assert.equal((await payByCard(counted, id)).kind, 'done');
    till.restart();
    hq.mode = 'answers';
    const page = till.page();
    await page.signIn(MANAGER);
    await till.settle();
    if (moment !== 'paid') {
      assert.equal(allowance(page)?.state, 'hold', moment);
      assert.equal((await payByCard({ page, accountId }, id)).kind, 'done', moment);
    }
    await till.settle();
    assert.deepEqual(
      spends(till).map(({ amount }) => amount),
      [-435],
      moment,
    );
    assert.equal(new Set(hq.asked.map(({ input }) => (input as { holdId: string }).holdId)).size, 1, moment);
    assert.deepEqual([till.store().authority.questions(), till.store().authority.allGrants()], [[], []], moment);
    assert.equal(balanceOf(till, accountId), 2_000 - 435, moment);
    await till.close();
  }
});

test('what headquarters refused a while ago is asked for again where somebody still wants it', async () => {
  const counted = await counter();
  const { till, hq, page, accountId } = counted;
  hq.available.set(accountId, 100);
  await shop(page);
  assert.match(reasonOf(await payByCard(counted)), /spending_asked/);
  await till.settle();
  assert.match(reasonOf(await payByCard(counted)), /spend-hq-insufficient/);
  hq.available.set(accountId, 2_000);
  assert.match(reasonOf(await payByCard(counted)), /spend-hq-insufficient/);
  hq.nowMs += 20_000;
  assert.match(reasonOf(await payByCard(counted)), /spending_asked/);
  await till.settle();
  assert.equal((await payByCard(counted)).kind, 'done');
  await till.close();
});

test('a lease that was granted and whose answer was lost is asked for again under its id, also after a restart', async () => {
  const counted = await counter();
  const { till, hq, page, accountId } = counted;
  await shop(page);
  assert.match(reasonOf(await payByCard(counted)), /spending_asked/);
  await till.settle();
  till
    .store()
    .note(({ hq: stored }) =>
      stored.putSettings('offline-spending', JSON.stringify({ ...NO_LEASES, leaseMinorMax: 500 })),
    );
  hq.mode = 'silent';
  assert.equal((await payByCard(counted)).kind, 'done');
  await till.settle();
  const leases = () =>
    hq.asked.filter(({ name }) => name === 'lease').map(({ input }) => (input as { leaseId: string }).leaseId);
  assert.equal(leases().length, 1);
  assert.equal(hq.available.get(accountId), 2_000 - 435 - 500, 'granted, and nobody here knows');
  till.restart();
  hq.mode = 'answers';
  await till.page().signIn(MANAGER);
  await till.settle();
  assert.equal(new Set(leases()).size, 1);
  assert.ok(leases().length > 1);
  assert.deepEqual(
    till
      .store()
      .authority.allGrants()
      .map(({ grantId, kind, left }) => [grantId, kind, left]),
    [[leases()[0], 'lease', 500]],
  );
  assert.equal(hq.available.get(accountId), 2_000 - 435 - 500);
  await till.close();
});

test('points are asked for as money is, and earned whoever is away', async () => {
  const hq = fakeHeadquarters();
  const till = makeTill({ ports: { openHq: () => hq.open() } });
  const page = till.page();
  await page.signIn(MANAGER);
  await tap(page);
  const cardRef = page.view('basket').presentedCard?.cardRef ?? '';
  await page.command('enrol', { fields: { name: 'Aïcha' }, cardRef, evenIfAlike: true });
  hq.joinTo(till);
  till.store().note(({ hq: stored }) => stored.putSettings('offline-spending', JSON.stringify(NO_LEASES)));
  await page.scan(MILK);
  const [line] = page.view('basket').lines;
  await page.command('setQuantity', { ...page.ticket(), lineId: line?.lineId ?? '', quantityMilli: 10_000 });
  await tap(page);
  await till.settle();
  hq.link = 'offline';
  assert.equal((await page.pay()).kind, 'done');
  const accountId = String(rowsOf(till, 'account-opened')[0]?.['account_id']);
  assert.equal(balanceOf(till, accountId), 43);
  assert.deepEqual(rowsOf(till, 'authority-handed-over').length, 1);

  await page.scan(MILK);
  await tap(page);
  assert.match(reasonOf(await page.command('redeemPoints', { ...page.ticket(), points: 20 })), /spend-away/);
  hq.link = 'online';
  hq.available.set(accountId, 43);
  assert.equal((await page.command('redeemPoints', { ...page.ticket(), points: 20 })).kind, 'done');
  await till.settle();
  assert.deepEqual(wordOf(page.view('basket').member?.allowance), { state: 'hold', amount: 20 });
  assert.equal((await page.pay()).kind, 'done');
  const ticket = rowsOf(till, 'ticket-validated').at(-1);
  const [redeemed] = ticket?.['balance_movements'] as { amount: number; authority?: { kind: string } }[];
  assert.deepEqual([redeemed?.amount, redeemed?.authority?.kind], [-20, 'hold']);
  await till.close();
});
