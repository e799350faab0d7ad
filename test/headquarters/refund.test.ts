/** What was bought at one till comes back at another: once, at the price paid, and only while somebody vouches for it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXPOSURE } from '#hq/accounts/tables.ts';
import type { Hq } from '#hq/hq.ts';
import { MANAGER, PIN, type TestTill } from '#main/till/testing.ts';
import { type JoinedTill, pause, twoTills } from './two-tills.ts';

/** 4.35 each. */
const MILK = '03017620422003';

/** Two milks, sold; the number on the receipt. */
async function sale({ page }: JoinedTill): Promise<string> {
  await page.scan(MILK);
  await page.scan(MILK);
  const outcome = await page.pay();
  assert.ok(outcome.kind === 'done');
  return outcome.ticketNumber;
}

/** The ticket of that number as the till sees it, once headquarters has answered. */
async function lookUp(
  { page, till }: JoinedTill,
  asked: string | { readonly number: string; readonly elsewhere: true },
) {
  for (let tries = 0; tries < 500; tries++) {
    const answer = page.query('refundable', typeof asked === 'string' ? { ticketId: asked } : asked);
    if (answer.elsewhere !== 'asking') return answer;
    await till.settle();
  }
  return assert.fail('headquarters never answered');
}

/** Brings so many milks of a ticket back, again once headquarters has answered. */
async function bringBack(joined: JoinedTill, ticketId: string, count: number): Promise<string> {
  const { page } = joined;
  const { ticket } = await lookUp(joined, ticketId);
  if (ticket === null) return 'unknown';
  for (let tries = 0; tries < 300; tries++) {
    const lines = ticket.lines.map(({ lineId, quantityMilli, refundedMilli }) => ({
      lineId,
      quantityMilli: Math.min(count * 1_000, quantityMilli - refundedMilli),
    }));
    const outcome = await page.command('refund', {
      ticketId,
      lines,
      payments: [{ method: 'cash', amountMinor: 435 * count }],
      reason: 'abîmé',
      print: 'none',
    });
    if (outcome.kind === 'done') return 'done';
    if (outcome.reason !== 'refund_asked') return `${outcome.reason} ${String(outcome.params?.['why'] ?? '')}`;
    // As the page does: it goes on once nothing is being asked any more.
    do await pause(10);
    while (page.view('basket').refundsAsked.includes(ticketId));
  }
  return 'never answered';
}

function rows(till: TestTill, kind: string): readonly Readonly<Record<string, unknown>>[] {
  const entries = till.store().entriesAfter(0, 100_000);
  return entries.filter((entry) => entry.kind === kind).map(({ payload }) => payload);
}

/** What the refunds of a till name in their rows: the chain that sold, and what the lines were kept under. */
function named({ till }: JoinedTill): readonly (readonly unknown[])[] {
  return rows(till, 'ticket-validated')
    .filter(({ transaction }) => transaction === 'refund')
    .map(({ refund }) => refund as Readonly<Record<string, unknown>>)
    .map(({ chain_id: chain, reservation_id: reservation }) => [chain, reservation]);
}

/** What headquarters lists that nobody allowed. */
async function listed(hq: Hq): Promise<readonly string[]> {
  const found = await hq.core.store.read.scan(EXPOSURE, { prefix: [], limit: 100 });
  return found.map(({ kind, amount, till_id: tillId }) => `${kind} ${amount} ${tillId}`);
}

function soldId({ till }: JoinedTill): string {
  return String(rows(till, 'ticket-validated')[0]?.['ticket_id']);
}

test('another till finds the ticket at headquarters, reserves its lines and brings them back, each once', async (context) => {
  const { one, two, settled } = await twoTills(context);
  await sale(one);
  await settled();
  const ticketId = soldId(one);
  assert.equal(await bringBack(two, ticketId, 1), 'done');
  const [, refund] = [null, rows(two.till, 'ticket-validated')[0]];
  const about = refund?.['refund'] as { chain_id?: string; reservation_id?: string; ticket_id: string };
  const [reserved] = rows(two.till, 'refund-reserved');
  assert.deepEqual(
    [about.ticket_id, about.chain_id, about.reservation_id],
    [ticketId, one.till.store().identity.chainId, reserved?.['reservation_id']],
  );
  await settled();
  // What came back is counted, wherever it did: one of the two is left.
  const again = await lookUp(two, ticketId);
  assert.deepEqual(
    again.ticket?.lines.map(({ refundedMilli }) => refundedMilli),
    [1_000],
  );
  assert.equal(await bringBack(two, ticketId, 1), 'done');
  await settled();
  assert.match(await bringBack(two, ticketId, 1), /quantity_invalid|refund_too_much|refund_empty/);
  assert.deepEqual(rows(two.till, 'refund-released'), []);
});

test('lines that are kept for a refund here are given back when somebody wants others, and after a crash', async (context) => {
  const { one, two, settled, until } = await twoTills(context);
  await sale(one);
  await settled();
  const ticketId = soldId(one);
  const { ticket } = await lookUp(two, ticketId);
  const [line] = ticket?.lines ?? [];
  const ask = (quantityMilli: number) =>
    two.page.command('refund', {
      ticketId,
      lines: [{ lineId: line?.lineId ?? '', quantityMilli }],
      payments: [{ method: 'cash', amountMinor: (435 * quantityMilli) / 1_000 }],
      reason: 'abîmé',
      print: 'none',
    });
  assert.equal((await ask(1_000)).kind, 'refused');
  await until('one is reserved', () => rows(two.till, 'refund-reserved').length === 1);
  assert.equal((await ask(2_000)).kind, 'refused');
  await until('it is given back', () => rows(two.till, 'refund-released').length === 1);
  // What headquarters still keeps for the one is on its way back: it is asked again until it has heard of that.
  await until('two are reserved', () => rows(two.till, 'refund-reserved').length === 2);
  two.till.restart();
  await two.till.page().signIn(MANAGER, PIN);
  await until('nothing is reserved any more', () => {
    const released = rows(two.till, 'refund-released').length;
    return (
      released >= 1 &&
      released === rows(two.till, 'refund-reserved').length &&
      two.till.store().authority.questions().length === 0
    );
  });
  assert.deepEqual(rows(two.till, 'ticket-validated'), []);
});

test('while headquarters is away only the till that sold a ticket brings it back', async (context) => {
  const { one, two, cut, settled, until } = await twoTills(context);
  await sale(one);
  await settled();
  const ticketId = soldId(one);
  assert.notEqual((await lookUp(two, ticketId)).ticket, null);
  cut(true);
  await until('both know that they are alone', () =>
    [one, two].every(({ page }) => page.view('status').network === 'offline'),
  );
  assert.equal(await bringBack(two, ticketId, 1), 'refund_elsewhere refund-away');
  assert.equal(two.page.query('refundable', { number: '000009' }).elsewhere, 'away');
  assert.equal(await bringBack(one, ticketId, 1), 'done');
});

test('the till that sold a ticket asks as well while it is online: what came back at another does not come back here', async (context) => {
  const { hq, one, two, settled } = await twoTills(context);
  await sale(one);
  await settled();
  const ticketId = soldId(one);
  assert.equal(await bringBack(one, ticketId, 1), 'done');
  assert.deepEqual(named(one), [[undefined, rows(one.till, 'refund-reserved')[0]?.['reservation_id']]]);
  await settled();
  assert.equal(await bringBack(two, ticketId, 1), 'done');
  // Within the moment in which the other till's row is still on its way, and after it.
  for (const _ of [1, 2]) {
    // Headquarters refuses it, or the till has heard by then that nothing is left.
    assert.match(await bringBack(one, ticketId, 1), /refund-own-already-refunded|refund_too_much|quantity_invalid/u);
    await settled();
  }
  assert.equal(named(one).length, 1);
  assert.deepEqual(await listed(hq), []);
});

test('the till that sold a ticket shows what came back at another, and knows it still when headquarters is gone', async (context) => {
  const { hq, one, two, settled, until } = await twoTills(context);
  await sale(one);
  await settled();
  const ticketId = soldId(one);
  const back = () => one.page.query('refundable', { ticketId }).ticket?.lines.map(({ refundedMilli }) => refundedMilli);
  assert.equal(await bringBack(one, ticketId, 1), 'done');
  assert.equal(await bringBack(two, ticketId, 1), 'done');
  await settled();
  // Its own line at once, the other till's with the answer; its own is not counted twice.
  assert.deepEqual(back(), [1_000]);
  const { lookUps } = one.page.view('basket');
  await until('headquarters has said it', () => one.page.view('basket').lookUps > lookUps);
  assert.deepEqual(back(), [2_000]);
  one.isCut = true;
  await until('it knows that it is alone', () => one.page.view('status').network === 'offline');
  assert.deepEqual(back(), [2_000]);
  assert.equal(await bringBack(one, ticketId, 1), 'quantity_invalid ');
  assert.deepEqual(await listed(hq), []);
});

test('of two tills that take the same goods back at once one does, whichever sold them', async (context) => {
  const { hq, one, two, settled } = await twoTills(context);
  await sale(one);
  await settled();
  const ticketId = soldId(one);
  await lookUp(two, ticketId);
  const outcomes = await Promise.all([bringBack(one, ticketId, 2), bringBack(two, ticketId, 2)]);
  assert.deepEqual(outcomes.filter((outcome) => outcome === 'done').length, 1, outcomes.join());
  await settled();
  assert.equal(named(one).length + named(two).length, 1);
  assert.deepEqual(await listed(hq), []);
});

test('what the till that sold a ticket takes back while it is cut off may come back twice, and is listed', async (context) => {
  const { hq, one, two, settled, until } = await twoTills(context);
  await sale(one);
  await settled();
  const ticketId = soldId(one);
  one.isCut = true;
  await until('it knows that it is alone', () => one.page.view('status').network === 'offline');
  assert.equal(await bringBack(two, ticketId, 2), 'done');
  assert.equal(await bringBack(one, ticketId, 1), 'done');
  assert.deepEqual(named(one), [[undefined, undefined]]);
  one.isCut = false;
  await settled();
  assert.deepEqual(await listed(hq), ['double-refund 435 till-1']);
});

test('a line that is cut in the middle of the question stops nobody, and what was kept for it goes back', async (context) => {
  const { one, two, settled, until } = await twoTills(context);
  await sale(one);
  await settled();
  const ticketId = soldId(one);
  const back = bringBack(one, ticketId, 1);
  one.isCut = true;
  assert.equal(await back, 'done');
  assert.deepEqual(named(one), [[undefined, undefined]]);
  one.isCut = false;
  await until('it is given back', () => rows(one.till, 'refund-released').length === 1);
  await settled();
  assert.equal(await bringBack(two, ticketId, 1), 'done');
});

test('a till that is switched off gives back what was kept for its refund', async (context) => {
  const { one, two, settled, until } = await twoTills(context);
  await sale(one);
  await settled();
  const ticketId = soldId(one);
  const { ticket } = await lookUp(two, ticketId);
  const lines = ticket?.lines.map(({ lineId, quantityMilli }) => ({ lineId, quantityMilli })) ?? [];
  const payments = [{ method: 'cash' as const, amountMinor: 870 }];
  await two.page.command('refund', { ticketId, lines, payments, reason: 'abîmé', print: 'none' });
  await until('they are reserved', () => rows(two.till, 'refund-reserved').length === 1);
  await two.till.close();
  assert.equal(await bringBack(one, ticketId, 2), 'done');
});

test('what a till keeps for its own refund it still shows as there to bring back, and gives free once it is left', async (context) => {
  const { one, two, settled, until } = await twoTills(context);
  await sale(one);
  await settled();
  const ticketId = soldId(one);
  const { ticket } = await lookUp(two, ticketId);
  const lines = ticket?.lines.map(({ lineId, quantityMilli }) => ({ lineId, quantityMilli })) ?? [];
  const payments = [{ method: 'cash' as const, amountMinor: 870 }];
  const asked = await two.page.command('refund', { ticketId, lines, payments, reason: 'abîmé', print: 'none' });
  assert.equal(asked.kind, 'refused');
  await until('they are reserved', () => rows(two.till, 'refund-reserved').length === 1);
  // Asked for by another name, so that headquarters says it anew.
  const again = await lookUp(two, { number: String(ticket?.number), elsewhere: true });
  assert.deepEqual(
    again.ticket?.lines.map(({ refundedMilli }) => refundedMilli),
    [0],
  );
  await two.page.command('leaveRefund', {});
  await settled();
  assert.equal(await bringBack(one, ticketId, 2), 'done');
});
