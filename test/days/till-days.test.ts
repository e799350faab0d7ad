/**
 * Random days through the real till, command by command: store, journal, projections and commands between what people do and
 * what the Z says. The books beside it are kept by hand (`books.ts`).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { type Currency, currencyOf } from '#domain/money/money.ts';
import { makeTill, MANAGER, PIN, type TestPage } from '#main/till/testing.ts';
import { Books, type Sold } from './books.ts';
import type { Article } from './by-hand.ts';
import { Chance } from './chance.ts';

const DAYS = 70;
const APPROVAL = { operatorId: MANAGER, pin: PIN };
/** The shop of `makeTill`. */
const GOODS = [
  { code: '3017620422003', name: 'milk', unitMinor: 435, rate: 550, depositMinor: 0 },
  { code: '3274080005003', name: 'water', unitMinor: 60, rate: 550, depositMinor: 15 },
  { code: '3086126729848', name: 'pen', unitMinor: 120, rate: 2000, depositMinor: 0 },
];

interface Shop {
  readonly page: TestPage;
  readonly chance: Chance;
  readonly books: Books;
  readonly currency: Currency;
  readonly sold: { readonly ticketId: string; readonly sold: Sold }[];
}

for (const currencyCode of ['EUR', 'MAD', 'TND']) {
  test(`random days of a real till in ${currencyCode} come out as the books kept by hand, with a restart every few days`, async () => {
    const till = makeTill({ shop: { currencyCode } });
    const currency = present(currencyOf(currencyCode), currencyCode);
    const shop = {
      page: till.page(),
      chance: new Chance(currencyCode.charCodeAt(0)),
      books: new Books({ unit: currency.cashUnitMinor, perMinor: 10 ** currency.exponent }),
      currency,
      sold: [],
    };
    ok(await shop.page.enter(MANAGER));
    const perpetual = { net: 0, absolute: 0 };
    for (let day = 1; day <= DAYS; day += 1) {
      const businessDay = await oneDay(shop);
      ok(await shop.page.command('closeDay', { businessDay, print: false }));
      const { closing } = shop.page.query('closing', { businessDay });
      const z = present(closing, 'the Z');
      const { books } = shop;
      perpetual.net += books.sales.minor + books.refunds.minor;
      perpetual.absolute += books.sales.minor - books.refunds.minor;
      assert.deepEqual(
        [z.zNumber, z.ticketCount, z.refundCount, z.grossMinor, z.refundsMinor, z.discountsMinor],
        [
          day,
          books.sales.count,
          books.refunds.count,
          books.sales.minor + books.refunds.minor,
          books.refunds.minor,
          books.off,
        ],
      );
      assert.deepEqual(
        z.vat.map((row) => [row.rateBasisPoints, row.grossMinor, row.vatMinor]),
        [...books.rates].toSorted(([left], [right]) => left - right).map(([rate, row]) => [rate, row.gross, row.vat]),
      );
      assert.deepEqual(
        Object.fromEntries(
          z.methods.map((row) => [row.key, [row.count, row.amountMinor, row.refundCount, row.refundedMinor]]),
        ),
        Object.fromEntries(
          [...books.received].map(([method, row]) => [method, [row.count, row.minor, row.backCount, row.back]]),
        ),
      );
      assert.deepEqual([z.perpetualNetMinor, z.perpetualAbsoluteMinor], [perpetual.net, perpetual.absolute]);
      if (day % 10 !== 0) continue;
      till.restart();
      Object.assign(shop, { page: till.page() });
    }
    await till.close();
  });
}

function ok<Outcome extends { readonly kind: string }>(outcome: Outcome): Extract<Outcome, { readonly kind: 'done' }> {
  assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  return outcome as Extract<Outcome, { readonly kind: 'done' }>;
}

async function oneDay(shop: Shop): Promise<string> {
  const { page, chance, books } = shop;
  books.newDay();
  const float = chance.whole(0, 100) * books.unit * 10;
  const opening = { float: coins(float, shop.currency), asLeft: false, reason: 'Fond recompté', approval: APPROVAL };
  const { sessionId } = ok(await page.command('openSession', opening));
  books.openSession(float);
  for (let event = chance.whole(2, 5); event > 0; event -= 1) {
    const dice = chance.next();
    if (dice < 0.65 || shop.sold.length === 0) await sell(shop);
    else if (dice < 0.85) await bringBack(shop);
    else await move(shop);
  }
  const businessDay = present(page.view('cash').businessDay, 'an open day');
  ok(await page.command('beginCount', { holdTickets: false }));
  const found = Math.max(0, books.session.cash + chance.one([0, 0, 1, -1]) * books.unit);
  const methods = [...books.session.methods]
    .filter(([method]) => method !== 'cash')
    .map(([method, amountMinor]) => ({ method: method as 'card', amountMinor }));
  const counted = { sessionId, cash: coins(found, shop.currency), methods };
  const { countNumber } = ok(await page.command('confirmCount', counted));
  const told = present(page.view('cash').toCount[0]?.count, 'the count').methods;
  assert.deepEqual(
    told.map(({ method, differenceMinor }) => [method, method === 'cash' ? differenceMinor : 0, differenceMinor]),
    told.map(({ method }) => {
      const difference = method === 'cash' ? found - books.session.cash : 0;
      return [method, method === 'cash' ? difference : 0, difference];
    }),
  );
  const nextFloatMinor = Math.min(found, chance.whole(0, 50) * books.unit);
  const split = { nextFloatMinor, nextFloat: [], print: false, reason: 'Écart', approval: APPROVAL };
  const { depositMinor } = ok(await page.command('closeSession', { sessionId, countNumber, ...split }));
  assert.equal(depositMinor + nextFloatMinor, found);
  assert.equal(page.view('cash').leftMinor, nextFloatMinor);
  return businessDay;
}

async function sell({ page, chance, books, sold }: Shop): Promise<void> {
  const articles: Article[] = [];
  // Each article once: two of the same in a row would be one line.
  for (const goods of GOODS.filter(() => chance.isSo(0.6))) {
    const pieces = chance.whole(1, 4);
    ok(await page.command('multiply', { quantityMilli: pieces * 1000 }));
    ok(await page.scan(goods.code));
    const { name, unitMinor, rate, depositMinor } = goods;
    articles.push({ name, category: '', rate, unitMinor, milli: pieces * 1000, depositMinor, mealVoucher: false });
  }
  if (articles.length === 0) return;
  const percentOff = chance.isSo(0.3) ? chance.whole(1, 4) * 250 : undefined;
  if (percentOff !== undefined)
    ok(
      await page.command('discountTicket', {
        ...page.ticket(),
        discount: { kind: 'percent', value: percentOff },
        reason: 'Geste',
        approval: APPROVAL,
      }),
    );
  const { totalMinor } = page.view('basket');
  const card = chance.isSo(0.4) ? chance.whole(0, totalMinor) : 0;
  const left = totalMinor - card;
  const tendered = left === 0 ? 0 : (Math.ceil(left / books.unit) + 1 + chance.whole(0, 30)) * books.unit;
  const others = card === 0 ? [] : [{ method: 'card', minor: card }];
  const { ticketId } = page.ticket();
  const paid = ok(
    await page.command('pay', {
      ...page.ticket(),
      payments: [
        ...(card === 0 ? [] : [{ method: 'card' as const, tenderedMinor: card }]),
        ...(tendered === 0 ? [] : [{ method: 'cash' as const, tenderedMinor: tendered }]),
      ],
      print: 'none',
    }),
  );
  const off = percentOff === undefined ? {} : { percentOff };
  const booked = books.sell({ articles, ...off, points: 0, member: null, loads: [], vouchers: [], others, tendered });
  assert.deepEqual([paid.totalMinor, paid.changeMinor], [booked.due, booked.change]);
  sold.push({ ticketId, sold: booked.sold });
  if (sold.length > 10) sold.shift();
}

async function bringBack({ page, chance, books, sold }: Shop): Promise<void> {
  const { ticketId, sold: sale } = chance.one(sold);
  const { ticket } = page.query('refundable', { ticketId });
  const goods = present(ticket, 'a ticket of ours').lines.filter(({ why }) => why === 'ok' || why === 'all-refunded');
  const back = goods.flatMap(({ lineId, quantityMilli, refundedMilli }, article) => {
    const pieces = (quantityMilli - refundedMilli) / 1000;
    return pieces === 0 || chance.isSo(0.4) ? [] : [{ article, lineId, quantityMilli: 1000 * chance.whole(1, pieces) }];
  });
  if (back.length === 0) return;
  const booked = books.refund(
    sale,
    back.map(({ article, quantityMilli }) => ({ article, milli: quantityMilli })),
    [],
  );
  const refunded = ok(
    await page.command('refund', {
      ticketId,
      lines: back.map(({ lineId, quantityMilli }) => ({ lineId, quantityMilli })),
      payments: [{ method: 'cash', amountMinor: booked.gross }],
      reason: 'Retour',
      print: 'none',
      approval: APPROVAL,
    }),
  );
  assert.equal(refunded.totalMinor, 0 - booked.gross);
}

async function move({ page, chance, books }: Shop): Promise<void> {
  const amountMinor = chance.whole(1, 40) * books.unit * 10;
  const [movement, kind] = chance.one([
    ['pay-in', 'in'],
    ['pay-out', 'out'],
    ['safe-drop', 'drop'],
  ] as const);
  const input = { movement, amountMinor, counts: [], reason: 'Motif', approval: APPROVAL };
  const expectedMinor = present(page.query('xReport', {}).report, 'an X').drawer.expectedMinor;
  if (movement !== 'pay-in' && amountMinor > expectedMinor) {
    const refused = await page.command('moveCash', input);
    assert.deepEqual(refused.kind === 'refused' && refused.params, { why: 'drawer-short', amountMinor, expectedMinor });
    return;
  }
  ok(await page.command('moveCash', input));
  books.move(kind, amountMinor);
}

function coins(minor: number, currency: Currency): { denominationMinor: number; count: number }[] {
  let left = minor;
  return currency.denominationsMinor.flatMap((denominationMinor) => {
    const count = Math.floor(left / denominationMinor);
    left -= count * denominationMinor;
    return count === 0 ? [] : [{ denominationMinor, count }];
  });
}
