/** Bringing something back at the till: found by the receipt, limited by what was bought and paid, one transaction. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chainMark, receiptCode } from '#domain/barcode/barcode.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import { receiptText } from '#domain/receipt/receipt.ts';
import { CASHIER, MANAGER, PIN, type TestPage, type TestTill, makeTill } from './testing.ts';

const MILK = '3017620422003';
const WATER = '3274080005003';

/** A till that has sold three milks and two waters with their deposits for cash: 14.55. */
async function sold(): Promise<{ readonly till: TestTill; readonly page: TestPage; readonly ticketId: string }> {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  for (const code of [MILK, MILK, MILK, WATER, WATER]) await page.scan(code);
  const { ticketId } = page.ticket();
  const paid = await page.pay({ print: 'none', tenderedMinor: 2000 });
  assert.ok(paid.kind === 'done');
  return { till, page, ticketId };
}

function lineOf(page: TestPage, ticketId: string, label: string): { readonly lineId: string } {
  const ticket = page.query('refundable', { ticketId }).ticket;
  const line = ticket?.lines.find((one) => one.label === label && one.why !== 'deposit-with-product');
  assert.ok(line !== undefined, label);
  return { lineId: line.lineId };
}

function back(
  page: TestPage,
  ticketId: string,
  want: {
    readonly label: string;
    readonly pieces: number;
    readonly cashMinor: number;
    readonly print?: 'paper' | 'none';
  },
) {
  return {
    ticketId,
    lines: [{ ...lineOf(page, ticketId, want.label), quantityMilli: want.pieces * 1000 }],
    payments: [{ method: 'cash' as const, amountMinor: want.cashMinor }],
    reason: 'abîmé',
    print: want.print ?? ('none' as const),
  };
}

test('what comes back is a ticket of its own: lines, deposit, payment, stock, drawer and receipt in one go', async () => {
  const { till, page, ticketId } = await sold();
  const { hardware } = till;
  hardware.sent.length = 0;
  const outcome = await page.command(
    'refund',
    back(page, ticketId, { label: 'water', pieces: 1, cashMinor: 75, print: 'paper' }),
  );
  assert.ok(outcome.kind === 'done', JSON.stringify(outcome));
  assert.deepEqual([outcome.ticketNumber, outcome.totalMinor], ['000002', -75]);
  await till.settle();
  assert.deepEqual(
    hardware.sent.map((job) => job.kind),
    ['pulse', 'receipt'],
  );
  const [refund] = till.store().tickets(1);
  assert.ok(refund);
  const row = payloadOf(refund.entry, 'ticket-validated');
  assert.equal(row.refund?.ticket_id, ticketId);
  assert.deepEqual(
    row.lines.map((line) => [line.kind, line.gross_minor]),
    [
      ['product', -60],
      ['deposit', -15],
    ],
  );
  assert.deepEqual(
    row.movements.map(({ product_id: id, quantity_milli: milli }) => [id === row.lines[0]?.product_id, milli]),
    [[true, 1000]],
  );
  const [payment] = till.store().payments(refund.ticketId);
  assert.ok(payment);
  assert.equal(payloadOf(payment, 'payment-received').amount_minor, -75);
  const receipt = hardware.sent[1]?.document;
  assert.ok(receipt);
  const text = receiptText(receipt, 42).replaceAll('\u00a0', ' ');
  for (const mention of ['REMBOURSEMENT', 'Avoir sur le ticket n° 000001', 'Motif : abîmé', 'Ticket n° 000002'])
    assert.ok(text.includes(mention), mention);
  assert.match(text, /^Espèces +-0,75 €$/m);
  assert.equal(page.view('basket').lastTicket?.isRefund, true);
  assert.deepEqual(page.view('basket').lastTicket?.back, [{ method: 'cash', amountMinor: 75 }]);
  await till.close();
});

test('the same command gives the first outcome again, also after a restart, and nothing comes back twice', async () => {
  const { till, page, ticketId } = await sold();
  const input = back(page, ticketId, { label: 'milk', pieces: 1, cashMinor: 435 });
  const first = await page.command('refund', input, 'refund-1');
  assert.equal(first.kind, 'done');
  assert.deepEqual(await page.command('refund', input, 'refund-1'), first);
  till.restart();
  assert.deepEqual(await till.page().command('refund', input, 'refund-1'), first);
  assert.equal(till.store().tickets(10).length, 2);
  await till.close();
});

test('no more comes back than was bought, over all refunds and over a restart', async () => {
  const { till, page, ticketId } = await sold();
  const two = back(page, ticketId, { label: 'milk', pieces: 2, cashMinor: 870 });
  assert.equal((await page.command('refund', two)).kind, 'done');
  till.restart();
  const again = till.page();
  await again.signIn();
  const more = await again.command('refund', two);
  assert.deepEqual(more, {
    kind: 'refused',
    reason: 'refund_too_much',
    params: { label: 'milk', leftMilli: 1000, unit: 'piece' },
  });
  const ticket = again.query('refundable', { ticketId }).ticket;
  assert.deepEqual(
    ticket?.lines.filter(({ label }) => label === 'milk').map((line) => [line.refundedMilli, line.refundableMinor]),
    [[2000, 435]],
  );
  await till.close();
});

test('a refund is not brought back, an unknown ticket is not, and without a reason nothing is', async () => {
  const { till, page, ticketId } = await sold();
  const input = back(page, ticketId, { label: 'milk', pieces: 1, cashMinor: 435 });
  const refund = await page.command('refund', input);
  assert.ok(refund.kind === 'done');
  assert.deepEqual(page.query('refundable', { ticketId: refund.ticketId }).ticket?.lines, []);
  const refusalOf = async (changed: Partial<typeof input>): Promise<string> => {
    const outcome = await page.command('refund', { ...input, ...changed });
    return outcome.kind === 'refused' ? outcome.reason : outcome.kind;
  };
  assert.equal(await refusalOf({ ticketId: refund.ticketId }), 'refund_empty');
  assert.equal(await refusalOf({ ticketId: 'nobody-knows' }), 'ticket_unknown');
  assert.equal(await refusalOf({ reason: ' \u0007 ' }), 'reason_missing');
  assert.equal(await refusalOf({ lines: [] }), 'refund_empty');
  assert.equal(page.query('refundable', { ticketId: 'nobody-knows' }).ticket, null);
  await till.close();
});

test('the barcode of a receipt finds its ticket; one that this till never printed says so', async () => {
  const { till, page, ticketId } = await sold();
  await page.scan('TK-000001');
  assert.deepEqual(page.view('basket').notice, {
    serial: page.view('basket').notice?.serial,
    kind: 'receipt',
    params: { ticketId, number: '000001' },
  });
  for (const number of ['000001', '1', ' 01 '])
    assert.equal(page.query('refundable', { number }).ticket?.ticketId, ticketId, number);
  // A receipt of another chain of this till has its ordinal, and of another shop another number.
  for (const stranger of ['TK-2-000001', 'TK-000009']) {
    const outcome = await page.scan(stranger);
    assert.ok(outcome.kind === 'refused');
    assert.equal(outcome.reason, 'unknown_code');
    assert.equal(page.view('basket').notice?.kind, 'refused');
  }
  // Of this till by its mark, and the same number of another till, which works alone as this one does.
  const mark = chainMark(till.store().identity.chainId);
  await page.scan(receiptCode({ ticketNumber: '000001', mark }));
  assert.equal(page.view('basket').notice?.params?.['ticketId'], ticketId);
  const ofAnother = receiptCode({ ticketNumber: '000001', mark: chainMark('another till') });
  await page.scan(ofAnother);
  assert.equal(page.view('basket').notice?.params?.['why'], 'other-till');
  assert.equal(page.query('refundable', { number: ofAnother }).ticket, null);
  await page.scan(receiptCode({ ticketNumber: '000009', mark }));
  assert.equal(page.view('basket').notice?.params?.['why'], 'own-receipt');
  assert.deepEqual(page.view('basket').lines, []);
  await till.close();
});

test('beyond the limit of the role a manager lets the one refund pass, and the row says who', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn(CASHIER);
  const { ticketId } = page.ticket();
  for (let scans = 0; scans < 20; scans++) await page.scan(MILK);
  await page.pay({ print: 'none', tenderedMinor: 8700 });
  const input = back(page, ticketId, { label: 'milk', pieces: 20, cashMinor: 8700 });
  assert.deepEqual(await page.command('refund', input), {
    kind: 'refused',
    reason: 'approval_needed',
    params: { action: 'refund', amountMinor: 8700, limitMinor: 5000 },
  });
  const approved = await page.command('refund', { ...input, approval: { operatorId: MANAGER, pin: PIN } });
  assert.equal(approved.kind, 'done');
  const rows = till.store().entriesAfter(0, 1000);
  const approval = rows.find(({ kind }) => kind === 'approval-given');
  assert.ok(approval);
  const refund = rows.findLast(({ kind }) => kind === 'ticket-validated');
  assert.ok(refund);
  assert.equal(
    payloadOf(refund, 'ticket-validated').refund?.approval_id,
    payloadOf(approval, 'approval-given').approval_id,
  );
  await till.close();
});

test('the limit of a role is for all that came back of a ticket, in however many pieces', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn(CASHIER);
  const { ticketId } = page.ticket();
  for (let scans = 0; scans < 20; scans++) await page.scan(MILK);
  await page.pay({ print: 'none', tenderedMinor: 8700 });
  const eleven = back(page, ticketId, { label: 'milk', pieces: 11, cashMinor: 4785 });
  assert.equal((await page.command('refund', eleven)).kind, 'done');
  const one = back(page, ticketId, { label: 'milk', pieces: 1, cashMinor: 435 });
  assert.deepEqual(await page.command('refund', one), {
    kind: 'refused',
    reason: 'approval_needed',
    params: { action: 'refund', amountMinor: 5220, limitMinor: 5000 },
  });
  assert.equal((await page.command('refund', { ...one, approval: { operatorId: MANAGER, pin: PIN } })).kind, 'done');
  await till.close();
});

test('a day that is open too long takes no refund either', async () => {
  const { till, page, ticketId } = await sold();
  const milk = back(page, ticketId, { label: 'milk', pieces: 1, cashMinor: 435 });
  till.clock.wall += 40 * 3_600_000;
  const refused = await page.command('refund', milk);
  assert.ok(refused.kind === 'refused' && refused.reason === 'day_too_long', JSON.stringify(refused));
  await till.close();
});

test('while cash is counted no ticket is shown and nothing comes back', async () => {
  const { till, page, ticketId } = await sold();
  const input = back(page, ticketId, { label: 'milk', pieces: 1, cashMinor: 435 });
  assert.equal((await page.command('beginCount', { holdTickets: true })).kind, 'done');
  assert.equal(page.query('refundable', { ticketId }).ticket, null);
  assert.deepEqual(await page.command('refund', input), { kind: 'refused', reason: 'session_counting' });
  await page.scan('TK-000001');
  assert.deepEqual(page.view('basket').notice?.reason, 'session_counting');
  await till.close();
});
