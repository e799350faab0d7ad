/** Every till counts from 000001: a receipt scanned at another till of the shop is that other till's, never the own of the number. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { type ReceiptDocument, receiptText } from '#domain/receipt/receipt.ts';
import { type JoinedTill, twoTills } from './two-tills.ts';

const MILK = '03017620422003';
const WATER = '03274080005003';

/** Sells one article; what stands under the bars of the receipt. */
async function sale(
  { page, till }: JoinedTill,
  article: string,
): Promise<{ readonly code: string; readonly id: string }> {
  await page.scan(article);
  const { ticketId: id } = page.ticket();
  const outcome = await page.pay();
  assert.ok(outcome.kind === 'done');
  assert.equal(outcome.ticketNumber, '000001');
  await till.settle();
  const document = page.query('receipt', { ticketId: id }).document as unknown as ReceiptDocument;
  // Its paper says which till it is of, by the name that headquarters has for it.
  const { tillName } = present(till.store().hq.link(), 'a headquarters');
  assert.match(receiptText(document, 42), new RegExp(`000001 +Caisse ${tillName}$`, 'm'));
  const bars = document.blocks.find(({ kind }) => kind === 'barcode');
  assert.ok(bars?.kind === 'barcode');
  return { code: bars.data, id };
}

/** What the page asks for after the scan, once headquarters has answered. */
async function scanned({ page, till }: JoinedTill, code: string) {
  await page.scan(code);
  const { notice } = page.view('basket');
  assert.equal(notice?.kind, 'receipt');
  const { ticketId, number } = notice.params ?? {};
  for (let tries = 0; tries < 500; tries++) {
    const asked = ticketId === '' ? { number: String(number) } : { ticketId: String(ticketId) };
    const answer = page.query('refundable', asked);
    if (answer.elsewhere !== 'asking') return answer;
    await till.settle();
  }
  return assert.fail('headquarters never answered');
}

test('a receipt scanned at another till is the ticket that it was printed for, not the own one of its number', async (context) => {
  const { one, two, settled } = await twoTills(context);
  const [milk, water] = [await sale(one, MILK), await sale(two, WATER)];
  assert.notEqual(milk.code, water.code);
  await settled();
  for (const till of [one, two])
    for (const { code, id } of [milk, water]) assert.equal((await scanned(till, code)).ticket?.ticketId, id);
  assert.equal((await scanned(one, milk.code)).elsewhere, undefined);
  const found = await scanned(one, water.code);
  assert.equal(found.elsewhere, 'found');
  // Both have the number 000001: the page says whose it is.
  const link = present(two.till.store().hq.link(), 'a headquarters');
  assert.deepEqual(found.ticket?.soldAt, { tillName: link.tillName, storeName: link.storeName });
  assert.equal((await scanned(one, milk.code)).ticket?.soldAt, null);
  // Typed from under the bars it is the same; the number alone is the own ticket, and the page asks for others.
  assert.equal(one.page.query('refundable', { number: ` ${water.code.toLowerCase()}` }).ticket?.ticketId, water.id);
  assert.equal(one.page.query('refundable', { number: '1' }).ticket?.ticketId, milk.id);
});

test('while headquarters is away a receipt of another till is nobody’s here, and of the own till it is found', async (context) => {
  const { one, two, cut, settled, until } = await twoTills(context);
  const [milk, water] = [await sale(one, MILK), await sale(two, WATER)];
  await settled();
  cut(true);
  await until('both know that they are alone', () =>
    [one, two].every(({ page }) => page.view('status').network === 'offline'),
  );
  assert.equal((await scanned(one, milk.code)).ticket?.ticketId, milk.id);
  assert.deepEqual(await scanned(one, water.code), { ticket: null, elsewhere: 'away' });
});

test('a receipt of the shop of a chain that nobody knows is unknown, whoever has its number', async (context) => {
  const { one, two, settled } = await twoTills(context);
  await sale(one, MILK);
  const water = await sale(two, WATER);
  await settled();
  const stranger = water.code.replace(/\d{6}/, (mark) => String((Number(mark) + 1) % 1_000_000).padStart(6, '0'));
  assert.deepEqual(await scanned(one, stranger), { ticket: null, elsewhere: 'unknown' });
});
