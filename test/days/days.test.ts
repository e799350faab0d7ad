/**
 * Ten thousand random days. The same tickets, refunds, redemptions, loads, drops and counts go through the till's own domain
 * and into books kept by hand (`books.ts`, `by-hand.ts`: arithmetic of their own); lines, VAT, tenders, drawer, points,
 * what is owed to holders of cards, and the Z agree to the minor unit, in currencies that round cash and in one that does
 * not.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { checkCounts, compareMethods, drawerPayload, splitCash } from '#domain/cash-session/cash-session.ts';
import { dayClosedPayload, expectedByMethod, storedValueByMethod } from '#domain/closing/closing.ts';
import type { DayClosedPayload, PerpetualTotals, TenderMethod } from '#domain/journal/journal.ts';
import { type Currency, currencyOf } from '#domain/money/money.ts';
import { Books } from './books.ts';
import { Chance } from './chance.ts';
import { refund, type Remembered, sell, type Tally } from './random-day.ts';
import { TillRows } from './till-rows.ts';

const DAYS = 10_000;
/** Days of one shop, one after the other: accounts, points and perpetual totals go on from one to the next. */
const DAYS_OF_A_SHOP = 25;

interface Shop {
  readonly chance: Chance;
  readonly till: TillRows;
  readonly books: Books;
  readonly sold: Remembered[];
  readonly tally: Tally;
  perpetual: PerpetualTotals;
  days: number;
}

for (const code of ['EUR', 'MAD', 'TND']) {
  test(`on any day in ${code} lines, VAT, tenders, drawer, points, liability and Z agree with books kept by hand`, () => {
    const shops = Math.ceil(DAYS / DAYS_OF_A_SHOP / 3);
    const sum: Tally = emptyTally();
    for (let seed = 0; seed < shops; seed += 1) {
      const shop = newShop(present(currencyOf(code), code), seed * 3 + code.length + code.charCodeAt(0));
      for (let day = 0; day < DAYS_OF_A_SHOP; day += 1) {
        try {
          randomDay(shop);
        } catch (error) {
          throw new Error(`shop ${seed} of ${code}, day ${day}`, { cause: error });
        }
      }
      for (const name of Object.keys(sum) as (keyof Tally)[]) sum[name] += shop.tally[name];
    }
    const days = shops * DAYS_OF_A_SHOP;
    assert.ok(days * 3 >= DAYS);
    assert.ok(sum.sales > 3 * days && sum.refunds > days / 2 && sum.moves > days / 2, JSON.stringify(sum));
    assert.ok(
      sum.redemptions > days / 4 && sum.loads > days / 5 && sum.storedPayments > days / 10,
      JSON.stringify(sum),
    );
    assert.ok(sum.refusedRefunds < sum.refunds / 4, JSON.stringify(sum));
  });
}

function emptyTally(): Tally {
  return { sales: 0, refunds: 0, refusedRefunds: 0, redemptions: 0, loads: 0, storedPayments: 0, moves: 0 };
}

function newShop(currency: Currency, seed: number): Shop {
  return {
    chance: new Chance(seed),
    till: new TillRows(currency),
    books: new Books({ unit: currency.cashUnitMinor, perMinor: 10 ** currency.exponent }),
    sold: [],
    tally: emptyTally(),
    perpetual: { netMinor: 0, absoluteMinor: 0, ticketCount: 0 },
    days: 0,
  };
}

function randomDay(shop: Shop): void {
  const { chance, till, books } = shop;
  till.newDay();
  books.newDay();
  for (let session = chance.whole(1, 2); session > 0; session -= 1) {
    const float = chance.whole(0, 200) * books.unit * 10;
    till.openSession(float);
    books.openSession(float);
    for (let event = chance.whole(2, 7); event > 0; event -= 1) happen(shop);
    countAndClose(shop);
  }
  closeDay(shop);
}

function happen({ chance, till, books, sold, tally }: Shop): void {
  const dice = chance.next();
  if (dice < 0.65 || sold.length === 0) {
    sold.push(sell(chance, till, books, tally));
    // Nobody brings back what was bought long ago.
    if (sold.length > 30) sold.shift();
  } else if (dice < 0.88) {
    refund(chance, till, books, { from: chance.one(sold), tally });
  } else {
    const amount = chance.whole(1, 50) * books.unit * 10;
    const [movement, kind] = chance.one([
      ['pay-in', 'in'],
      ['pay-out', 'out'],
      ['safe-drop', 'drop'],
    ] as const);
    till.move(movement, amount);
    books.move(kind, amount);
    tally.moves += 1;
  }
}

/** The drawer is counted with a planted difference, and each method by its own counterpart. */
function countAndClose({ chance, till, books }: Shop): void {
  const { cash, methods } = books.session;
  const drawer = drawerPayload(till.session.drawer);
  assert.equal(drawer.expected_minor, cash, 'what should be in the drawer');
  const planted = Math.max(-Math.max(0, cash), chance.one([0, 0, 1, -1, 32, -32]) * books.unit);
  // A drawer cannot hold less than nothing: who took out more than there was is found short of it.
  const found = Math.max(0, cash + planted);
  const counts = checkCounts(inCoins(found, till.currency), till.currency);
  assert.ok(counts.kind === 'counted' && counts.totalMinor === found);
  const others = [...methods].filter(([method]) => method !== 'cash' && method !== 'purse' && method !== 'gift-card');
  const compared = compareMethods(expectedByMethod(till.session), [
    { method: 'cash', amountMinor: found },
    ...others.map(([method, amountMinor]) => ({ method: method as TenderMethod, amountMinor })),
    ...[...storedValueByMethod(till.session)].map(([method, amountMinor]) => ({ method, amountMinor })),
  ]);
  for (const { method, difference_minor: difference, expected_minor: expected } of compared) {
    assert.equal(expected, method === 'cash' ? cash : (methods.get(method) ?? 0), `what ${method} should be`);
    assert.equal(difference, method === 'cash' ? found - cash : 0, `the difference of ${method}`);
  }
  const float = Math.min(found, chance.whole(0, 100) * books.unit);
  const split = splitCash({
    counted: counts.denominations,
    countedMinor: found,
    nextFloatMinor: float,
    nextFloat: [],
    currency: till.currency,
  });
  assert.ok(split.kind === 'split' && split.depositMinor + split.nextFloatMinor === found);
  till.append('G', 'session-closed', {
    session_id: till.sessionId,
    business_day: '2026-11-22',
    counted: true,
    station_id: 'till',
    opened_by: 'camille',
    currency: till.currency.code,
    count_number: 1,
    methods: compared,
    drawer,
    next_float_minor: split.nextFloatMinor,
    next_float: [],
    deposit_minor: split.depositMinor,
  });
}

function closeDay(shop: Shop): void {
  const { till, books } = shop;
  const owed = [...books.accounts.values()].reduce((sum, minor) => sum + minor, 0);
  const z = dayClosedPayload(till.day, {
    businessDay: '2026-11-22',
    zNumber: ++shop.days,
    currency: till.currency.code,
    stationId: 'till',
    utcOffsetMinutes: 60,
    outstanding: { storedValueMinor: owed, points: 0 },
    chainId: 'chain',
    headSeq: 0,
    perpetualBefore: shop.perpetual,
    demonstration: true,
  });
  assert.deepEqual([z.sales, z.refunds], [sumOf(books.sales), sumOf(books.refunds)], 'sales and refunds');
  const gross = books.sales.minor + books.refunds.minor;
  assert.deepEqual([z.gross_minor, z.net_minor + z.vat_minor], [gross, gross], 'gross, net and VAT');
  assert.deepEqual(
    z.vat.map((row) => [row.rate_basis_points, row.gross_minor, row.net_minor, row.vat_minor]),
    [...books.rates]
      .toSorted(([left], [right]) => left - right)
      .map(([rate, row]) => [rate, row.gross, row.gross - row.vat, row.vat]),
    'VAT by rate',
  );
  assert.equal(sum(z.vat.map((row) => row.vat_minor)), z.vat_minor);
  assert.equal(z.discounts.amount_minor, books.off, 'what was taken off');
  assert.deepEqual(
    Object.fromEntries(
      z.methods.map((row) => [row.method, [row.count, row.amount_minor, row.refund_count, row.refunded_minor]]),
    ),
    Object.fromEntries(
      [...books.received].map(([method, row]) => [method, [row.count, row.minor, row.backCount, row.back]]),
    ),
    'methods',
  );
  assert.deepEqual(
    Object.fromEntries(z.categories.map((row) => [row.category, row.amount_minor])),
    Object.fromEntries(books.categories),
    'categories',
  );
  breakdowns(z);
  tenders(z, books);
  balances(z, shop);
  shop.perpetual = perpetual(z, shop.perpetual, books);
}

/** Every table of a Z adds up to the same total, after refunds; and what was sold and what went back, to those of the day. */
function breakdowns(z: DayClosedPayload): void {
  const { gross_minor: gross, sales, refunds } = z;
  assert.equal(sales.amount_minor + refunds.amount_minor, gross, 'sales and refunds');
  assert.equal(sum(z.vat.map((row) => row.gross_minor)), gross, 'rates');
  for (const [name, rows] of Object.entries({ categories: z.categories, operators: z.operators, hours: z.hours }))
    assert.equal(sum(rows.map((row) => row.amount_minor)), gross, name);
  for (const rows of [z.operators, z.hours])
    assert.equal(sum(rows.map((row) => row.count)), sales.count, 'sales counted');
  const { operators } = z;
  assert.equal(sum(operators.map((row) => row.refund_count)), refunds.count, 'refunds counted');
  assert.equal(sum(operators.map((row) => row.refunded_minor)), refunds.amount_minor, 'what people gave back');
}

/** What was paid is what was sold and loaded: nothing is paid twice, and rounding is the only other way. */
function tenders(z: DayClosedPayload, books: Books): void {
  const paid = sum(z.methods.map((row) => row.amount_minor));
  assert.equal(z.cash_rounding_minor, books.rounding, 'rounding');
  const notTurnover = books.loaded - books.taxedWhenSold;
  assert.equal(z.stored_value.beside_turnover_minor, notTurnover, 'beside the turnover');
  assert.equal(paid + z.cash_rounding_minor, z.gross_minor + notTurnover, 'tenders');
  const { pay_in: payIn, pay_out: payOut, safe_drop: drop } = z.cash_moved;
  assert.deepEqual(
    [payIn.amount_minor, payOut.amount_minor, drop.amount_minor],
    [books.moved.in, 0 - books.moved.out, 0 - books.moved.drop],
    'cash moved',
  );
}

/** Points and what is owed: the movements of the day are those of the books, and the books' balances follow from them. */
function balances(z: DayClosedPayload, { books }: Shop): void {
  const { loaded_minor: loaded, spent_minor: spent, returned_minor: returned } = z.stored_value;
  assert.deepEqual([loaded, spent, returned], [books.loaded, books.spent, books.returned], 'stored value');
  assert.equal(books.owedBefore + loaded - spent + returned, z.stored_value.outstanding_minor, 'liability');
  const { earned, redeemed, taken_back: takenBack, given_back: givenBack } = z.points;
  assert.deepEqual({ earned, redeemed, takenBack, givenBack }, books.pointMoves, 'points');
  const points = sum([...books.points.values()]);
  assert.equal(books.pointsBefore + earned - redeemed - takenBack + givenBack, points, 'balance of points');
}

function perpetual(z: DayClosedPayload, before: PerpetualTotals, books: Books): PerpetualTotals {
  const now = {
    netMinor: before.netMinor + books.sales.minor + books.refunds.minor,
    absoluteMinor: before.absoluteMinor + books.sales.minor - books.refunds.minor,
    ticketCount: before.ticketCount + books.sales.count + books.refunds.count,
  };
  assert.deepEqual(
    [z.perpetual_net_minor, z.perpetual_absolute_minor, z.perpetual_ticket_count],
    [now.netMinor, now.absoluteMinor, now.ticketCount],
    'perpetual totals',
  );
  return now;
}

function sumOf({ count, minor }: { readonly count: number; readonly minor: number }): object {
  return { count, amount_minor: minor };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function inCoins(minor: number, currency: Currency): { denominationMinor: number; count: number }[] {
  let left = minor;
  return currency.denominationsMinor.map((denominationMinor) => {
    const count = Math.floor(left / denominationMinor);
    left -= count * denominationMinor;
    return { denominationMinor, count };
  });
}
