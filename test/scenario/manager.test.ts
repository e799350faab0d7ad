/**
 * A manager's day through the web shell as it ships: the drawer opened and counted, forty sales over all methods, goods
 * brought back, cash taken out, a hand-over, a blind count that finds 3.20 too little, the Z, and the next morning.
 * What the Z says is held against the journal, the projections, and what stands on the printer's paper.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { Counts } from '#contract/screen/cash.ts';
import type { CommandInput } from '#contract/screen/screen.ts';
import { verifyTill } from '#main/store/store.ts';
import type { ScreenClient } from '../conformance/screen-client.ts';
import { MIGRATIONS } from '../rig/shop.ts';
import { readLedger } from '../rig/ledger.ts';
import { paperSums } from '../rig/paper-sums.ts';
import { CODES, type Counter, eventually, openCounter } from './counter.ts';

const BERNARD = { operatorId: 'bernard', pin: '9876' };
const CAMILLE = { operatorId: 'camille', pin: '1234' };
const SALES = 40;
const FLOAT_MINOR = 15_000;
const SHORT_MINOR = 320;
const UID = '04a1b2c3d4e580';

type Payments = CommandInput<'pay'>['payments'];

test('a manager opens, sells by every method, counts blind, finds 3.20 too little and closes a day that agrees to the cent', async () => {
  const counter = await openCounter();
  const page = counter.page();
  const drawer = { cashMinor: 0 };
  try {
    await page.ready();
    assert.deepEqual(await page.command('signIn', BERNARD), { kind: 'done' });
    await openWithFloat(page, drawer);
    await sellGiftCard(page, drawer);
    const sold: string[] = [];
    for (let sale = 0; sale < SALES; sale += 1) sold.push(await sell(counter, sale, drawer));
    for (const ticketId of [sold[0], sold[8], sold[16]]) await bringBack(page, ticketId ?? '', drawer);
    await moveCash(page, drawer, { movement: 'pay-out', amountMinor: 1_250, reason: 'Timbres et courrier' });
    await moveCash(page, drawer, { movement: 'pay-out', amountMinor: 3_400, reason: 'Achat de fournitures' });
    await moveCash(page, drawer, { movement: 'safe-drop', amountMinor: 5_000, reason: 'Coffre' });
    await handOver(page);
    const sessionId = await countShort(page, drawer);
    await closeWithApproval(page, sessionId, drawer.cashMinor - SHORT_MINOR);
    const businessDay = await closeDay(page);
    await eventually(
      () => paperSums(counter.printer.paper).tickets.length === SALES + 1 + 3,
      'every receipt is on paper',
    );

    const { closing } = answered(await page.query('closing', { businessDay }));
    assert.ok(closing !== null);
    const paper = paperSums(counter.printer.paper);
    assert.deepEqual(
      {
        tickets: closing.ticketCount,
        refunds: closing.refundCount,
        grossMinor: closing.grossMinor,
        vat: closing.vat.map(({ rateBasisPoints, grossMinor, vatMinor }) => [rateBasisPoints, grossMinor, vatMinor]),
        methods: Object.fromEntries(closing.methods.map(({ key, amountMinor }) => [key, amountMinor])),
      },
      {
        tickets: paper.tickets.filter(({ isRefund }) => !isRefund).length,
        refunds: paper.tickets.filter(({ isRefund }) => isRefund).length,
        grossMinor: paper.grossMinor,
        vat: paper.vat.map(({ rateBasisPoints, grossMinor, vatMinor }) => [rateBasisPoints, grossMinor, vatMinor]),
        methods: paper.methods,
      },
    );
    assert.equal(closing.perpetualNetMinor, closing.grossMinor);
    const [session] = closing.sessions;
    assert.equal(session?.methods.find(({ method }) => method === 'cash')?.differenceMinor, -SHORT_MINOR);

    await nextMorning(page, businessDay);
    page.close();
    await counter.shell().stop();
    const folders = { dataDir: counter.shop.data, keysDir: counter.shop.keys, migrationsDir: MIGRATIONS };
    const report = verifyTill({ ...folders, copyPlace: null, receipts: [] });
    assert.ok(report.ok, JSON.stringify(report.findings));
    assert.deepEqual(readLedger(path.join(counter.shop.data, 'till.db')).flaws, []);
  } finally {
    await counter.close();
  }
});

async function openWithFloat(page: ScreenClient, drawer: { cashMinor: number }): Promise<void> {
  const float = [
    { denominationMinor: 1000, count: 10 },
    { denominationMinor: 200, count: 20 },
    { denominationMinor: 50, count: 20 },
  ];
  const outcome = await page.command('openSession', { float, asLeft: false, reason: '' });
  assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  drawer.cashMinor = FLOAT_MINOR;
  assert.equal(page.view('cash').state, 'open');
}

async function sellGiftCard(page: ScreenClient, drawer: { cashMinor: number }): Promise<void> {
  await page.command('presentCard', { uid: UID, medium: 'contactless', source: 'reader' });
  const { cardRef = '' } = page.view('basket').presentedCard ?? {};
  const voucher = { ...ticketOf(page), account: 'gift-card' as const, amountMinor: 5_000, cardRef };
  assert.equal((await page.command('addVoucher', voucher)).kind, 'done');
  await pay(page, drawer, [{ method: 'cash', tenderedMinor: 5_000 }]);
}

async function sell(counter: Counter, sale: number, drawer: { cashMinor: number }): Promise<string> {
  const page = counter.page();
  await counter.scan([0, 1, 2].map((line) => CODES[(sale * 7 + line * 3) % 60] ?? ''));
  if (sale % 8 === 6) await page.command('presentCard', { uid: UID, medium: 'contactless', source: 'reader' });
  const { ticketId } = page.view('basket');
  await pay(page, drawer, paymentsOf(page, sale));
  return ticketId;
}

/** Each method in turn; what it may not pay whole is paid in cash. */
function paymentsOf(page: ScreenClient, sale: number): Payments {
  const { totalMinor, mealVoucherMinorMax, storedValue } = page.view('basket');
  const withCash = (first: Payments[number]): Payments =>
    [first, { method: 'cash' as const, tenderedMinor: totalMinor - first.tenderedMinor }].filter(
      ({ tenderedMinor }) => tenderedMinor > 0,
    );
  switch (sale % 8) {
    case 3:
      return [{ method: 'card', tenderedMinor: totalMinor, reference: `A${sale}` }];
    case 4:
      return [{ method: 'cheque', tenderedMinor: totalMinor, reference: `${1000 + sale}` }];
    case 5:
      return withCash({ method: 'meal-voucher', tenderedMinor: Math.min(mealVoucherMinorMax, totalMinor) });
    case 6: {
      const [card] = storedValue;
      assert.ok(card !== undefined, 'the gift card is at hand');
      const tenderedMinor = Math.min(card.spendableMinor, totalMinor, 700);
      return withCash({ method: 'gift-card', tenderedMinor, accountId: card.accountId });
    }
    case 7:
      return withCash({ method: 'card', tenderedMinor: Math.floor(totalMinor / 2) });
    default:
      return [{ method: 'cash', tenderedMinor: totalMinor + 500 }];
  }
}

async function pay(page: ScreenClient, drawer: { cashMinor: number }, payments: Payments): Promise<void> {
  const outcome = await page.command('pay', { ...ticketOf(page), payments, print: 'paper' });
  assert.ok(outcome.kind === 'done', JSON.stringify([payments, outcome]));
  for (const { method, tenderedMinor } of payments) if (method === 'cash') drawer.cashMinor += tenderedMinor;
  drawer.cashMinor -= outcome.changeMinor;
}

async function bringBack(page: ScreenClient, ticketId: string, drawer: { cashMinor: number }): Promise<void> {
  const { ticket } = answered(await page.query('refundable', { ticketId }));
  const line = ticket?.lines.find(({ why }) => why === 'ok');
  assert.ok(ticket !== null && line !== undefined);
  const outcome = await page.command('refund', {
    ticketId,
    lines: [{ lineId: line.lineId, quantityMilli: line.quantityMilli }],
    payments: [{ method: 'cash', amountMinor: line.refundableMinor }],
    reason: 'Article abîmé',
    print: 'paper',
  });
  assert.ok(outcome.kind === 'done', JSON.stringify(outcome));
  assert.equal(outcome.totalMinor, -line.refundableMinor);
  drawer.cashMinor -= line.refundableMinor;
}

async function moveCash(
  page: ScreenClient,
  drawer: { cashMinor: number },
  move: Pick<CommandInput<'moveCash'>, 'movement' | 'amountMinor' | 'reason'>,
): Promise<void> {
  const outcome = await page.command('moveCash', { ...move, counts: [] });
  assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  drawer.cashMinor += move.movement === 'pay-in' ? move.amountMinor : -move.amountMinor;
}

/** Bernard suspends and leaves; Camille takes the drawer over with his word for it, and gives it back. */
async function handOver(page: ScreenClient): Promise<void> {
  assert.equal((await page.command('suspendSession', {})).kind, 'done');
  assert.equal((await page.command('signOut', {})).kind, 'done');
  assert.equal((await page.command('signIn', CAMILLE)).kind, 'done');
  const refusal = await page.command('scan', { text: CODES[0] ?? '', source: 'scenario' });
  assert.equal(refusal.kind === 'refused' && refusal.reason, 'session_suspended');
  const alone = await page.command('resumeSession', {});
  assert.equal(alone.kind === 'refused' && alone.reason, 'approval_needed');
  assert.equal((await page.command('resumeSession', { approval: BERNARD })).kind, 'done');
  assert.equal((await page.command('signOut', {})).kind, 'done');
  assert.equal((await page.command('signIn', BERNARD)).kind, 'done');
}

async function countShort(page: ScreenClient, drawer: { readonly cashMinor: number }): Promise<string> {
  assert.ok(answered(await page.query('xReport', {})).report !== null, 'before counting the manager may look');
  assert.equal((await page.command('beginCount', { holdTickets: true })).kind, 'done');
  assert.equal(answered(await page.query('xReport', {})).report, null, 'from counting on nobody may');
  const [session] = page.view('cash').toCount;
  assert.ok(session !== undefined);
  const { sessionId } = session;
  const expected = new Map<string, number>();
  const outcome = await page.command('confirmCount', {
    sessionId,
    cash: coinsFor(drawer.cashMinor - SHORT_MINOR, page.view('cash').denominationsMinor),
    methods: [],
  });
  assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  for (const { method, expectedMinor } of page.view('cash').toCount[0]?.count?.methods ?? [])
    expected.set(method, expectedMinor);
  assert.equal(expected.get('cash'), drawer.cashMinor);
  // The other methods are counted by what the till took: a recount is another record.
  const recount = await page.command('confirmCount', {
    sessionId,
    cash: coinsFor(drawer.cashMinor - SHORT_MINOR, page.view('cash').denominationsMinor),
    methods: [...expected]
      .filter(([method]) => !['cash', 'gift-card', 'purse'].includes(method))
      .map(([method, amountMinor]) => ({ method: method as Payments[number]['method'], amountMinor })),
  });
  assert.ok(recount.kind === 'done' && recount.countNumber === 2, JSON.stringify(recount));
  const differences = page
    .view('cash')
    .toCount[0]?.count?.methods.filter(({ differenceMinor }) => differenceMinor !== 0);
  assert.deepEqual(
    differences?.map(({ method, differenceMinor }) => [method, differenceMinor]),
    [['cash', -SHORT_MINOR]],
  );
  return sessionId;
}

async function closeWithApproval(page: ScreenClient, sessionId: string, countedMinor: number): Promise<void> {
  const close = {
    sessionId,
    countNumber: 2,
    nextFloatMinor: FLOAT_MINOR,
    nextFloat: [],
    print: true,
  };
  const silent = await page.command('closeSession', { ...close, reason: '' });
  assert.equal(silent.kind === 'refused' && silent.reason, 'reason_missing');
  const alone = await page.command('closeSession', { ...close, reason: 'Erreur de rendu' });
  assert.equal(alone.kind === 'refused' && alone.reason, 'approval_needed');
  const outcome = await page.command('closeSession', { ...close, reason: 'Erreur de rendu', approval: BERNARD });
  assert.ok(outcome.kind === 'done', JSON.stringify(outcome));
  assert.equal(outcome.depositMinor, countedMinor - FLOAT_MINOR);
}

async function closeDay(page: ScreenClient): Promise<string> {
  const [day] = page.view('cash').unclosedDays;
  assert.ok(day?.isReady === true);
  const { businessDay } = day;
  const outcome = await page.command('closeDay', { businessDay, print: true });
  assert.ok(outcome.kind === 'done' && outcome.zNumber === 1, JSON.stringify(outcome));
  const again = await page.command('closeDay', { businessDay, print: true });
  assert.equal(again.kind === 'refused' && again.reason, 'day_closed');
  return businessDay;
}

async function nextMorning(page: ScreenClient, before: string): Promise<void> {
  assert.equal(page.view('cash').leftMinor, FLOAT_MINOR);
  const outcome = await page.command('openSession', { float: [], asLeft: true, reason: '' });
  assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  assert.ok((page.view('cash').businessDay ?? '') > before, 'nothing more is written into a closed day');
}

/** Coins and notes for an amount, the largest first. */
function coinsFor(amountMinor: number, denominationsMinor: readonly number[]): Counts {
  let leftMinor = amountMinor;
  return denominationsMinor.flatMap((denominationMinor) => {
    const count = Math.floor(leftMinor / denominationMinor);
    leftMinor -= count * denominationMinor;
    return count === 0 ? [] : [{ denominationMinor, count }];
  });
}

function ticketOf(page: ScreenClient): { readonly ticketId: string; readonly basketVersion: number } {
  const { ticketId, version } = page.view('basket');
  return { ticketId, basketVersion: version };
}

function answered<Answer extends object>(answer: Answer): Exclude<Answer, { readonly kind: 'failed' }> {
  assert.ok(!('kind' in answer), JSON.stringify(answer));
  return answer as Exclude<Answer, { readonly kind: 'failed' }>;
}
