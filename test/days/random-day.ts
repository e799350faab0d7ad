/** Days as chance makes them: what people buy, give, bring back, take out and count. */
import assert from 'node:assert/strict';
import type { AccountId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import { basketTotals } from '#domain/basket/basket.ts';
import { refundableMethods, type RefundWish, wantedMinor } from '#domain/refund/refund.ts';
import type { TenderedPayment } from '#domain/tender/tender.ts';
import { type Books, type Paid, type Sold } from './books.ts';
import { type Article, workOut } from './by-hand.ts';
import type { Chance } from './chance.ts';
import type { RowsOfSale, SaleInput, TillRows } from './till-rows.ts';

const RATES = [2000, 1000, 550, 700, 210, 0];
const MEMBERS = ['member-1', 'member-2'];
const ACCOUNTS = ['purse-1', 'purse-2', 'purse-3'];

export interface Remembered {
  readonly rows: RowsOfSale;
  readonly sold: Sold;
  readonly articles: readonly Article[];
}

/** How often each thing happened, so that a day in which nothing could happen is noticed. */
export interface Tally {
  sales: number;
  refunds: number;
  refusedRefunds: number;
  redemptions: number;
  loads: number;
  storedPayments: number;
  moves: number;
}

/** One sale in both books, held to each other to the minor unit. */
export function sell(chance: Chance, till: TillRows, books: Books, tally: Tally): Remembered {
  const sale = randomSale(chance, till, books);
  const basket = till.basketOf(sale);
  const totals = basketTotals(basket, till.loyalty);
  const due = totals.dueMinor;
  const others = otherPayments(chance, books, {
    due,
    goods: totals.grossMinor,
    mealVoucher: totals.mealVoucherMinor,
  });
  const left = due - others.reduce((sum, each) => sum + each.minor, 0);
  const inCoins = Math.ceil(left / books.unit) * books.unit + books.unit;
  const tendered = left === 0 && others.length > 0 ? 0 : inCoins + chance.whole(0, 20) * books.unit * 10;
  const payments: TenderedPayment[] = [
    ...others.map(({ method, minor, account }) => ({
      method: method as TenderedPayment['method'],
      tenderedMinor: minor,
      ...(account === undefined ? {} : { accountId: branded<AccountId>(account) }),
    })),
    ...(tendered === 0 ? [] : [{ method: 'cash' as const, tenderedMinor: tendered }]),
  ];
  const booked = books.sell({ ...sale, others, tendered });
  const { ticket, rows, changeMinor } = till.sell(basket, sale, payments);
  const { worked } = booked.sold;
  assert.deepEqual(
    ticket.lines.map((line) => [line.gross_minor, line.net_minor, line.vat_minor]),
    worked.lines.map((line) => [line.gross, line.net, line.vat]),
    'the lines of a ticket',
  );
  assert.deepEqual(
    ticket.vat.map((row) => [row.rate_basis_points, row.gross_minor, row.vat_minor]).toSorted(byRate),
    [...worked.byRate].map(([rate, row]) => [rate, row.gross, row.vat]).toSorted(byRate),
    'the VAT of a ticket',
  );
  assert.deepEqual(
    [ticket.gross_minor, ticket.vat_minor, ticket.due_minor ?? ticket.gross_minor, ticket.discount_minor ?? 0],
    [worked.gross, worked.vat, booked.due, worked.off],
    'the totals of a ticket',
  );
  assert.equal(changeMinor, booked.change, 'the change');
  assert.equal(rows.sold.roundingMinor, booked.rounding, 'what rounding paid');
  assert.equal(ticket.loyalty?.points_earned ?? 0, booked.sold.earned, 'the points of a ticket');
  if (sale.member !== null) assert.equal(ticket.loyalty?.points_balance, books.points.get(sale.member));
  tally.sales += 1;
  tally.redemptions += sale.points > 0 ? 1 : 0;
  tally.loads += sale.loads.length + sale.vouchers.length;
  tally.storedPayments += others.filter(({ account }) => account !== undefined).length;
  return { rows, sold: booked.sold, articles: sale.articles };
}

function byRate(left: readonly number[], right: readonly number[]): number {
  return (left[0] ?? 0) - (right[0] ?? 0);
}

function randomSale(chance: Chance, till: TillRows, books: Books): SaleInput {
  const articles = Array.from({ length: chance.whole(1, 5) }, (_, index) => randomArticle(chance, index));
  const member = chance.isSo(0.5) ? chance.one(MEMBERS) : null;
  const off = chance.isSo(0.2)
    ? { percentOff: chance.whole(1, 4) * 500 }
    : chance.isSo(0.15)
      ? { amountOff: chance.whole(1, 40) }
      : {};
  const pointsBefore = member === null ? 0 : (books.points.get(member) ?? 0);
  const sale = { articles, ...off, member, pointsBefore };
  const loads = chance.isSo(0.12) ? [{ account: chance.one(ACCOUNTS), minor: chance.whole(5, 60) * 100 }] : [];
  const vouchers = chance.isSo(0.05) ? [{ account: 'single-1', rate: 2000, minor: chance.whole(5, 60) * 100 }] : [];
  const goods = workOut({ ...sale, pointsMinor: 0, vouchers: [] }).goodsBeforePoints;
  const most = Math.min(pointsBefore, Math.floor((goods * 20) / till.loyalty.redeemMinor));
  const steps = Math.floor(Math.max(0, most) / 20);
  const points = steps > 0 && chance.isSo(0.6) ? 20 * chance.whole(1, steps) : 0;
  return { ...sale, points, loads, vouchers };
}

function randomArticle(chance: Chance, index: number): Article {
  const unitMinor = chance.whole(40, 4000);
  const isWeighed = chance.isSo(0.3);
  const milli = isWeighed ? chance.whole(51, 3999) : chance.whole(1, 4) * 1000;
  // A weight of whole thousands would be taken for pieces.
  const quantity = isWeighed && milli % 1000 === 0 ? milli + 1 : milli;
  const off = chance.isSo(0.15) ? { percentOff: chance.whole(1, 10) * 250 } : chance.isSo(0.1) ? { amountOff: 1 } : {};
  return {
    name: `article-${index}`,
    category: chance.one(['fruit', 'cheese', 'tobacco']),
    rate: chance.one(RATES),
    unitMinor,
    milli: quantity,
    ...(chance.isSo(0.1) ? { listMinor: unitMinor + chance.whole(1, 200) } : {}),
    depositMinor: !isWeighed && chance.isSo(0.15) ? chance.whole(1, 4) * 5 : 0,
    ...off,
    mealVoucher: chance.isSo(0.5),
  };
}

/** What is paid beside cash, never more than each method may pay. */
function otherPayments(
  chance: Chance,
  books: Books,
  ticket: { readonly due: number; readonly goods: number; readonly mealVoucher: number },
): readonly Paid[] {
  let left = ticket.due;
  let goods = ticket.goods;
  const paid: Paid[] = [];
  const take = (method: string, most: number, account?: string): void => {
    const minor = chance.isSo(0.4) ? Math.min(most, left) : chance.whole(0, Math.min(most, left));
    if (minor <= 0) return;
    left -= minor;
    if (account !== undefined) goods -= minor;
    paid.push({ method, minor, ...(account === undefined ? {} : { account }) });
  };
  const account = chance.one(ACCOUNTS);
  if (chance.isSo(0.3)) take('purse', Math.min(books.accounts.get(account) ?? 0, goods), account);
  if (chance.isSo(0.15)) take('meal-voucher', Math.min(ticket.mealVoucher, left));
  if (chance.isSo(0.4)) take('card', left);
  if (chance.isSo(0.1)) take('cheque', left);
  return paid;
}

/** Something of an earlier ticket comes back, in both books. */
export function refund(
  chance: Chance,
  till: TillRows,
  books: Books,
  {
    from,
    tally,
  }: {
    readonly from: Remembered;
    readonly tally: Tally;
  },
): void {
  const { rows, sold, articles } = from;
  const goods = rows.sold.ticket.lines.filter((line) => line.kind === 'product');
  const back = goods.flatMap((line, article) => {
    const leftMilli = line.quantity_milli - (rows.before.milliByLine.get(line.line_id) ?? 0);
    if (leftMilli <= 0 || chance.isSo(0.4)) return [];
    const isPiece = line.unit === 'piece';
    const milli = isPiece ? 1000 * chance.whole(1, leftMilli / 1000) : chance.whole(1, leftMilli);
    return [{ article, lineId: line.line_id, quantityMilli: milli }];
  });
  if (back.length === 0) return;
  assert.equal(goods.length, articles.length);
  const others = waysBack(rows, back);
  const wish = wishOf(rows, back, others);
  const pointsBefore = sold.member === null ? 0 : (books.points.get(sold.member) ?? 0);
  const ticket = wish === null ? 'refund_method' : till.refund(rows, wish, pointsBefore);
  if (typeof ticket === 'string') {
    tally.refusedRefunds += 1;
    return;
  }
  const booked = books.refund(
    sold,
    back.map(({ article, quantityMilli }) => ({ article, milli: quantityMilli })),
    others,
  );
  assert.deepEqual(
    [ticket.gross_minor, ticket.vat_minor],
    [0 - booked.gross, 0 - booked.vat],
    'the totals of a refund',
  );
  if (sold.member !== null) assert.equal(ticket.loyalty?.points_balance, books.points.get(sold.member), 'points back');
  tally.refunds += 1;
}

type Back = readonly { readonly lineId: string; readonly quantityMilli: number }[];

/** Stored value and meal vouchers first, as the law and the shop want it; the rest is for cash. */
function waysBack(rows: RowsOfSale, lines: Back): readonly Paid[] {
  let left = wantedMinor(rows.sold, rows.before, lines) ?? 0;
  return refundableMethods(rows.sold, rows.before)
    .filter(({ method }) => method !== 'cash' && method !== 'card')
    .flatMap(({ method, accountId, refundableMinor }) => {
      const minor = Math.min(left, refundableMinor);
      left -= minor;
      return minor === 0 ? [] : [{ method, minor, ...(accountId === undefined ? {} : { account: accountId }) }];
    });
}

function wishOf(rows: RowsOfSale, lines: Back, others: readonly Paid[]): RefundWish | null {
  const total = wantedMinor(rows.sold, rows.before, lines);
  if (total === null) return null;
  const cash = total - others.reduce((sum, each) => sum + each.minor, 0);
  return {
    lines: lines.map(({ lineId, quantityMilli }) => ({ lineId, quantityMilli })),
    payments: [
      ...others.map(({ method, minor, account }) => ({
        method: method as RefundWish['payments'][number]['method'],
        amountMinor: minor,
        ...(account === undefined ? {} : { accountId: account }),
      })),
      { method: 'cash', amountMinor: cash },
    ],
  };
}
