/**
 * Points, gift cards and purses at the till: given, spent, expired, blocked and taken back, whatever two stations or a repeated
 * command do. A balance never goes below zero by spending.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { currencyOf } from '#domain/money/money.ts';
import { firstSettings } from '#domain/settings/settings.ts';
import { CASHIER, CLERK, MANAGER, PIN, type TestPage, type TestTill, makeTill } from '../testing.ts';
import { filesWith } from './testing.ts';

const UID = '04a1b2c3d4e5f6';
const OTHER_UID = '04b7b7b7b7b7b7';
/** 4.35 each: four points. */
const MILK = '03017620422003';
/** 1.20. */
const PEN = '03086126729848';
const DAY_MS = 86_400_000;
const EUR = currencyOf('EUR');
assert.ok(EUR !== undefined);
const FIRST = firstSettings(EUR);
const APPROVAL = { operatorId: MANAGER, pin: PIN };

async function counter(): Promise<{ till: TestTill; page: TestPage }> {
  const till = makeTill();
  const page = till.page();
  await page.signIn(MANAGER);
  return { till, page };
}

function tap(page: TestPage, uid = UID) {
  return page.command('presentCard', { uid, medium: 'contactless', source: 'pcsc' });
}

/** A member with a card, and so many points earned by buying. */
async function member(page: TestPage, { uid = UID, milks = 0 } = {}): Promise<string> {
  await tap(page, uid);
  const cardRef = page.view('basket').presentedCard?.cardRef ?? '';
  const outcome = await page.command('enrol', { fields: { name: `Client ${uid}` }, cardRef, evenIfAlike: true });
  assert.ok(outcome.kind === 'done', JSON.stringify(outcome));
  if (milks > 0) {
    await page.scan(MILK);
    const [line] = page.view('basket').lines;
    await page.command('setQuantity', { ...page.ticket(), lineId: line?.lineId ?? '', quantityMilli: milks * 1000 });
    await tap(page, uid);
    assert.equal((await page.pay()).kind, 'done');
  }
  return outcome.personId;
}

function reasonOf(outcome: { readonly kind: string; readonly reason?: string }): string {
  return outcome.kind === 'refused' ? (outcome.reason ?? '') : outcome.kind;
}

function accountOf(page: TestPage, personId: string, account: 'points' | 'purse') {
  return page.query('customerFile', { personId }).customer?.accounts.find((one) => one.account === account);
}

function redeem(page: TestPage, points: number) {
  return page.command('redeemPoints', { ...page.ticket(), points });
}

function rowsOf(till: TestTill, kind: string) {
  return till
    .store()
    .entriesAfter(0, 100_000)
    .filter((row) => row.kind === kind);
}

/** Sells a gift card on the card that is shown, for cash. */
async function sellGiftCard(page: TestPage, amountMinor: number, uid = OTHER_UID): Promise<string> {
  await tap(page, uid);
  const cardRef = page.view('basket').presentedCard?.cardRef ?? '';
  const added = await page.command('addVoucher', { ...page.ticket(), account: 'gift-card', amountMinor, cardRef });
  assert.equal(added.kind, 'done', JSON.stringify(added));
  assert.equal((await page.pay()).kind, 'done');
  await tap(page, uid);
  return page.view('basket').storedValue[0]?.accountId ?? '';
}

function payBy(page: TestPage, accountId: string, tenderedMinor: number, id?: string) {
  const method = page.view('basket').storedValue.find((one) => one.accountId === accountId)?.account ?? 'gift-card';
  const payments = [{ method, tenderedMinor, accountId }];
  return page.command('pay', { ...page.ticket(), payments, print: 'none' }, id);
}

test('points are earned on what is paid, given in steps as a discount, and no more than there are', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const personId = await member(page, { milks: 10 });
  assert.equal(accountOf(page, personId, 'points')?.balance, 43);
  await page.scan(MILK);
  await tap(page);
  const { member: view } = page.view('basket');
  assert.deepEqual([view?.points, view?.pointsToEarn, view?.redeemablePoints], [43, 4, 40]);
  assert.deepEqual(view?.missingToNext, { points: 57, label: 'Remise fidélité' });
  assert.equal(reasonOf(await redeem(page, 60)), 'points_short');
  assert.equal(reasonOf(await redeem(page, 30)), 'points_step');
  assert.equal(reasonOf(await redeem(page, -20)), 'amount_invalid');
  assert.equal(reasonOf(await redeem(page, 40)), 'done');
  assert.deepEqual(
    [
      page.view('basket').totalMinor,
      page.view('basket').member?.redeemedMinor,
      page.view('basket').member?.pointsToEarn,
    ],
    [235, 200, 2],
  );
  assert.equal((await page.pay()).kind, 'done');
  const account = accountOf(page, personId, 'points');
  assert.equal(account?.balance, 43 - 40 + 2);
  assert.deepEqual(
    account?.movements.map(({ reason, amount }) => [reason, amount]),
    [
      ['earned', 2],
      ['redeemed', -40],
      ['earned', 43],
    ],
  );
  assert.equal(page.query('customerFile', { personId }).customer?.lastVisitMs, till.clock.wallMs());
});

test('points are taken back from the ticket by 0, with their customer, and with the goods they paid for', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await member(page, { milks: 20 });
  await page.scan(MILK);
  await page.scan(PEN);
  await tap(page);
  await redeem(page, 80);
  assert.equal(page.view('basket').totalMinor, 435 + 120 - 400);
  const pen = page.view('basket').lines.at(-1)?.lineId ?? '';
  await page.command('voidLine', { ...page.ticket(), lineId: pen });
  assert.equal(page.view('basket').totalMinor, 35, '4.35 of goods take no more than 4.00');
  await redeem(page, 0);
  assert.equal(page.view('basket').totalMinor, 435);
  await redeem(page, 20);
  await page.command('detachCustomer', page.ticket());
  assert.equal(page.view('basket').totalMinor, 435);
  assert.equal(reasonOf(await redeem(page, 20)), 'customer_unknown');
});

test('points given at two stations at once are given once: the second is told, and nothing is lost', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const personId = await member(page, { milks: 10 });
  const other = till.page('second');
  await other.signIn(CASHIER);
  for (const one of [page, other]) {
    await one.scan(MILK);
    await one.command('attachCustomer', { ...one.ticket(), personId });
    assert.equal(reasonOf(await redeem(one, 40)), 'done');
  }
  assert.equal((await page.pay()).kind, 'done');
  assert.equal(reasonOf(await other.pay()), 'points_short');
  await redeem(other, 0);
  assert.equal((await other.pay()).kind, 'done');
  assert.equal(accountOf(page, personId, 'points')?.balance, 43 - 40 + 2 + 4);
});

test('a payment repeated with its id, also after a crash, earns and spends once', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const personId = await member(page, { milks: 10 });
  await page.scan(MILK);
  await tap(page);
  await redeem(page, 40);
  const id = randomUUID();
  const input = {
    ...page.ticket(),
    payments: [{ method: 'cash' as const, tenderedMinor: 500 }],
    print: 'none' as const,
  };
  const first = await page.command('pay', input, id);
  assert.equal(first.kind, 'done');
  assert.deepEqual(await page.command('pay', input, id), first);
  till.restart();
  const again = till.page();
  await again.signIn(MANAGER);
  assert.deepEqual(await again.command('pay', input, id), first);
  assert.deepEqual(await again.command('pay', input), first, 'nor with another id');
  assert.equal(accountOf(again, personId, 'points')?.balance, 5);
  assert.equal(rowsOf(till, 'ticket-validated').length, 2);
});

test('a blocked account gives no points and a closed one earns none; what is on it stays', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const personId = await member(page, { milks: 10 });
  const accountId = accountOf(page, personId, 'points')?.accountId ?? '';
  const setState = (state: 'active' | 'blocked' | 'closed', reason = 'Réclamation') =>
    page.command('setAccountState', { accountId, state, reason });
  assert.equal(reasonOf(await setState('blocked', ' ')), 'reason_missing');
  await page.scan(MILK);
  await tap(page);
  await redeem(page, 40);
  assert.equal(reasonOf(await setState('blocked')), 'done');
  assert.equal(reasonOf(await page.pay()), 'account_blocked', 'given before it was blocked');
  await redeem(page, 0);
  assert.equal(reasonOf(await redeem(page, 40)), 'account_blocked');
  assert.equal(reasonOf(await setState('closed')), 'done');
  assert.equal(reasonOf(await redeem(page, 40)), 'account_closed');
  assert.equal(reasonOf(await setState('active')), 'account_closed', 'closed is for good');
  assert.equal((await page.pay()).kind, 'done');
  assert.equal(accountOf(page, personId, 'points')?.balance, 43);
  assert.equal(
    reasonOf(await page.command('setAccountState', { accountId: 'x', state: 'closed', reason: 'x' })),
    'account_unknown',
  );
});

test('points too old go when their account is next used, once, and never those spent since', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const value = { ...FIRST.loyalty, expiryMonths: 1 };
  assert.equal((await page.command('saveSettings', { group: 'loyalty', value })).kind, 'done');
  const personId = await member(page, { milks: 10 });
  await page.scan(MILK);
  await tap(page);
  await redeem(page, 20);
  await page.pay();
  assert.equal(accountOf(page, personId, 'points')?.balance, 43 - 20 + 3);
  later(till, 32);
  assert.equal(accountOf(page, personId, 'points')?.balance, 0, 'gone already, before anybody wrote it down');
  assert.equal(rowsOf(till, 'points-expired').length, 0);
  await tap(page);
  assert.equal(page.view('basket').member?.points, 0);
  await tap(page);
  assert.equal(reasonOf(await redeem(page, 20)), 'points_short');
  const [row, other] = rowsOf(till, 'points-expired');
  assert.equal(other, undefined, 'once');
  assert.deepEqual([(row?.payload as { amount?: number }).amount, row?.family], [-26, 'M']);
  assert.equal(accountOf(page, personId, 'points')?.movements[0]?.reason, 'expired');
});

test('a refund of a ticket whose points were spent leaves a debt, which the next purchase pays first', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const personId = await member(page, { milks: 10 });
  const sold = rowsOf(till, 'ticket-validated')[0]?.payload as { ticket_id: string; lines: { line_id: string }[] };
  await page.scan(MILK);
  await tap(page);
  await redeem(page, 40);
  await page.pay();
  const refund = await page.command('refund', {
    ticketId: sold.ticket_id,
    lines: [{ lineId: sold.lines[0]?.line_id ?? '', quantityMilli: 10_000 }],
    payments: [{ method: 'cash', amountMinor: 4350 }],
    reason: 'Tourné',
    print: 'none',
  });
  assert.equal(refund.kind, 'done', JSON.stringify(refund));
  assert.equal(accountOf(page, personId, 'points')?.balance, 5 - 43);
  await page.scan(MILK);
  await tap(page);
  assert.deepEqual([page.view('basket').member?.points, page.view('basket').member?.redeemablePoints], [-38, 0]);
  assert.equal(reasonOf(await redeem(page, 20)), 'points_short');
  await page.pay();
  assert.equal(accountOf(page, personId, 'points')?.balance, -34);
});

test('a gift card is sold, seen, spent in part, and never twice for the same money', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const accountId = await sellGiftCard(page, 2000);
  assert.deepEqual(
    page.view('basket').storedValue.map(({ balanceMinor, state }) => [balanceMinor, state]),
    [[2000, 'active']],
  );
  assert.deepEqual(page.view('basket').notice?.params, { balanceMinor: 2000, accountId });
  await page.scan(MILK);
  assert.equal((await payBy(page, accountId, 435)).kind, 'done');
  assert.equal(page.query('account', { accountId }).account?.balance, 1565);
  await page.scan(MILK);
  assert.equal(reasonOf(await payBy(page, accountId, 435)), 'account_unknown', 'each ticket is shown the card again');
  await tap(page, OTHER_UID);
  assert.equal((await payBy(page, accountId, 435)).kind, 'done');
  assert.equal(page.query('account', { accountId }).account?.balance, 1130);
  assert.equal(till.store().outstanding('EUR'), 1130);
});

test('a gift card that the till makes has a code that is found again, and stands in no file', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const added = await page.command('addVoucher', { ...page.ticket(), account: 'gift-card', amountMinor: 2000 });
  assert.equal(added.kind, 'done');
  till.restart();
  const again = till.page();
  await again.signIn(MANAGER);
  assert.equal((await again.pay({ print: 'paper' })).kind, 'done');
  await till.settle();
  const slip = till.hardware.sent.find(({ kind }) => kind === 'slip') ?? (await nextSlip(till));
  const code = /GC-\d{18}/.exec(JSON.stringify(slip?.document))?.[0] ?? '';
  assert.match(code, /^GC-\d{18}$/);
  assert.equal(reasonOf(await again.scan(code)), 'done');
  assert.equal(again.view('basket').storedValue[0]?.balanceMinor, 2000);
  assert.equal(again.view('basket').storedValue[0]?.capMinor, null, 'a code is no copied chip');
  assert.deepEqual(filesWith(till.dataDir, code.slice(3)), []);
});

test('a gift card is made of paper only where something can print it', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  till.hardware.printer = null;
  const added = await page.command('addVoucher', { ...page.ticket(), account: 'gift-card', amountMinor: 2000 });
  assert.equal(reasonOf(added), 'no_printer');
});

test('a load is within the shop’s limits, one by one and together', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const add = (amountMinor: number, cardRef?: string) =>
    page.command('addVoucher', {
      ...page.ticket(),
      account: 'gift-card',
      amountMinor,
      ...(cardRef === undefined ? {} : { cardRef }),
    });
  for (const amountMinor of [-500, 0, 499, 25_001]) assert.equal(reasonOf(await add(amountMinor)), 'load_limits');
  const accountId = await sellGiftCard(page, 25_000);
  const load = (amountMinor: number) =>
    page.command('addVoucher', { ...page.ticket(), account: 'gift-card', amountMinor, accountId });
  assert.equal(reasonOf(await load(20_000)), 'done');
  assert.equal(reasonOf(await load(5_001)), 'load_limits', 'with what lies on the ticket');
  assert.equal(reasonOf(await load(5_000)), 'done');
  assert.equal((await page.pay()).kind, 'done');
  assert.equal(page.query('account', { accountId }).account?.balance, 50_000);
  assert.equal(reasonOf(await add(1000, 'nothing')), 'card_gone');
});

test('a customer’s card is no gift card and a gift card is no customer’s', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const other = till.page('second');
  await other.signIn(CLERK);
  await tap(page);
  await tap(other);
  const refOf = (one: TestPage) => one.view('basket').presentedCard?.cardRef ?? '';
  const [here, there] = [refOf(page), refOf(other)];
  await page.command('enrol', { fields: { name: 'Zoé' }, cardRef: here, evenIfAlike: false });
  const sold = await other.command('addVoucher', {
    ...other.ticket(),
    account: 'gift-card',
    amountMinor: 1000,
    cardRef: there,
  });
  assert.ok(sold.kind === 'refused' && sold.reason === 'card_taken' && sold.params?.['why'] === 'card-is-customers');
  await tap(other, OTHER_UID);
  const late = refOf(other);
  await sellGiftCard(page, 1000, OTHER_UID);
  const enrolled = await other.command('enrol', { fields: { name: 'Paul' }, cardRef: late, evenIfAlike: false });
  assert.ok(enrolled.kind === 'refused' && enrolled.reason === 'card_taken');
});

test('a purse is loaded on the member’s ticket, comes with the member, and goes with them', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const personId = await member(page);
  const load = (amountMinor: number) => page.command('addVoucher', { ...page.ticket(), account: 'purse', amountMinor });
  assert.equal(reasonOf(await load(1000)), 'customer_unknown', 'whose?');
  await tap(page);
  assert.equal(reasonOf(await load(1000)), 'done');
  assert.equal(reasonOf(await load(1000)), 'done');
  assert.equal((await page.pay()).kind, 'done');
  const purse = accountOf(page, personId, 'purse');
  assert.equal(purse?.balance, 2000);
  assert.equal(rowsOf(till, 'account-opened').length, 2, 'points, and one purse for two loads');
  assert.equal(accountOf(page, personId, 'points')?.balance, 0, 'what is loaded earns nothing');
  await tap(page);
  assert.deepEqual(
    page.view('basket').storedValue.map(({ account, balanceMinor }) => [account, balanceMinor]),
    [['purse', 2000]],
  );
  await page.command('detachCustomer', page.ticket());
  assert.deepEqual(page.view('basket').storedValue, []);
  await page.scan(MILK);
  await page.command('attachCustomer', { ...page.ticket(), personId });
  assert.equal((await payBy(page, purse?.accountId ?? '', 435)).kind, 'done');
  assert.equal(accountOf(page, personId, 'points')?.balance, 4, 'what is spent does, once');
});

test('a card that is only a number is let beyond its cap by somebody with the right, once, and it is written down', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const accountId = await sellGiftCard(page, 20_000);
  const value = { ...FIRST['gift-cards'], uidSpendingMinorMax: 300 };
  await page.command('saveSettings', { group: 'gift-cards', value });
  await page.scan(MILK);
  const refused = await payBy(page, accountId, 435);
  assert.deepEqual(refused, {
    kind: 'refused',
    reason: 'spending_cap',
    params: { action: 'gift-card-cap', capMinor: 300, spendableMinor: 300, wantedMinor: 435 },
  });
  const payments = [{ method: 'gift-card' as const, tenderedMinor: 435, accountId }];
  const paid = await page.command('pay', { ...page.ticket(), payments, print: 'none', approval: APPROVAL });
  assert.equal(paid.kind, 'done', JSON.stringify(paid));
  const approval = rowsOf(till, 'approval-given').at(-1)?.payload as { action?: string; about?: object };
  assert.equal(approval.action, 'gift-card-cap');
  await page.scan(MILK);
  await tap(page, OTHER_UID);
  assert.equal(reasonOf(await payBy(page, accountId, 435)), 'spending_cap', 'an approval covers one payment');
});

test('while cash is counted no account tells its balance or movements, and afterwards all of them are there', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const personId = await member(page, { milks: 10 });
  assert.equal(accountOf(page, personId, 'points')?.movements.length, 1);
  assert.equal((await page.command('beginCount', { holdTickets: true })).kind, 'done');
  assert.equal(accountOf(page, personId, 'points'), undefined);
  assert.equal(page.query('personExport', { personId }).text, null);
  assert.equal(reasonOf(await redeem(page, 20)), 'session_counting');
  assert.equal(reasonOf(await tap(page)), 'done', 'a customer can still be looked up');
  assert.equal((await page.command('abandonCount', {})).kind, 'done');
  assert.equal(accountOf(page, personId, 'points')?.movements.length, 1);
});

test('whatever two stations do with one member and one gift card, no balance goes below zero by spending, and sums agree', async () => {
  const step = fc.record({
    station: fc.nat(1),
    what: fc.constantFrom('milk', 'member', 'redeem', 'card', 'load', 'pay', 'pay-card', 'again'),
    amount: fc.constantFrom(20, 40, 100, 435, 500, 1000),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const { till, page } = await counter();
      const personId = await member(page, { milks: 12 });
      const accountId = await sellGiftCard(page, 1500);
      const other = till.page('second');
      await other.signIn(CASHIER);
      let last: (() => Promise<unknown>) | null = null;
      for (const { station, what, amount } of steps) {
        const one = station === 0 ? page : other;
        if (what === 'milk') await one.scan(MILK);
        else if (what === 'member') await tap(one);
        else if (what === 'redeem') await redeem(one, amount);
        else if (what === 'card') await tap(one, OTHER_UID);
        else if (what === 'load')
          await one.command('addVoucher', { ...one.ticket(), account: 'gift-card', amountMinor: amount, accountId });
        else if (what === 'again') await last?.();
        else {
          const [id, due] = [randomUUID(), one.view('basket').totalMinor];
          const payments =
            what === 'pay'
              ? [{ method: 'cash' as const, tenderedMinor: due }]
              : [{ method: 'gift-card' as const, tenderedMinor: due, accountId }];
          const input = { ...one.ticket(), payments, print: 'none' as const };
          last = () => one.command('pay', input, id);
          await last();
        }
        const points = till.store().account(till.store().accountsOfPerson(personId as never)[0]?.accountId as never);
        const card = till.store().account(accountId as never);
        assert.ok((points?.balance ?? -1) >= 0 && (card?.balance ?? -1) >= 0);
      }
      const sums = new Map<string, number>();
      for (const { payload } of rowsOf(till, 'ticket-validated')) {
        const { balance_movements: movements = [] } = payload as {
          balance_movements?: { account_id: string; amount: number }[];
        };
        for (const { account_id: id, amount } of movements) sums.set(id, (sums.get(id) ?? 0) + amount);
      }
      for (const [id, sum] of sums) assert.equal(till.store().account(id as never)?.balance, sum);
      await till.close();
    }),
    { numRuns: 12 },
  );
});

/** Days pass on both clocks. */
function later(till: TestTill, days: number): void {
  till.clock.wall += days * DAY_MS;
  till.clock.monotonic += days * DAY_MS;
}

/** The receipt goes first; the slip when the printer says that it is out. */
async function nextSlip(till: TestTill) {
  for (let turn = 0; turn < 5; turn += 1) {
    const sent = till.hardware.sent.at(-1);
    if (sent !== undefined)
      till.hardware.events?.onJob({ jobId: sent.jobId, deviceId: sent.deviceId, state: 'printed' } as never);
    await till.settle();
    const slip = till.hardware.sent.find(({ kind }) => kind === 'slip');
    if (slip !== undefined) return slip;
  }
  return undefined;
}
