import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bug, present } from '#base/assert.ts';
import type { AccountId, LineId, PersonId, ProductId, StationId, TicketId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import { canonicalJson } from '#base/canonical-json.ts';
import {
  addProduct,
  addVoucher,
  attachMember,
  discountLine,
  discountTicket,
  emptyBasket,
  LINES_MAX,
  overridePrice,
  redeemPoints,
} from '#domain/basket/basket.ts';
import type { Basket } from '#domain/basket/basket.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import { currencyOf } from '#domain/money/money.ts';
import { firstSettings } from '#domain/settings/settings.ts';
import { settle } from '#domain/tender/tender.ts';
import { dueOf, goneLines, paymentPayloads, payloadOf, ticketPayload } from './journal.ts';

const MAD = present(currencyOf('MAD'), 'MAD');
const sale = {
  ticketNumber: '000042',
  stationId: branded<StationId>('station-1'),
  tillNumber: '1',
  software: { name: 'Comptoir', version: '0.1.0' },
  utcOffsetMinutes: 60,
  currency: MAD,
  print: 'paper' as const,
  demonstration: true,
};

function product(id: string, fields: Partial<Product>): Product {
  return {
    id: branded<ProductId>(id),
    name: id,
    gtins: [],
    unit: 'piece',
    priceMinor: 1000,
    vatRateBasisPoints: 2000,
    mealVoucher: false,
    ...fields,
  };
}

function basketOf(...products: readonly Product[]): Basket {
  return products.reduce(
    (basket, item, index) => {
      const added = addProduct(basket, {
        product: item,
        quantityMilli: item.unit === 'piece' ? 1000 : 255,
        lineId: branded<LineId>(`L${index}`),
      });
      assert.ok(added.kind === 'changed');
      return added.basket;
    },
    emptyBasket(branded<TicketId>('ticket-1')),
  );
}

test('the row of a sale stands by itself: lines with their shares, VAT, totals, stock, number, station', () => {
  const water = product('water', {
    gtins: ['06111035000430'],
    priceMinor: 595,
    vatRateBasisPoints: 700,
    depositMinor: 100,
  });
  const olives = product('olives', { unit: 'kg', priceMinor: 3500, plu: '512' });
  const payload = ticketPayload(basketOf(water, olives, water), sale);
  assert.deepEqual(
    payload.lines.map((line) => [line.position, line.kind, line.gross_minor, line.net_minor, line.vat_minor]),
    [
      [1, 'product', 595, 556, 39],
      [2, 'deposit', 100, 100, 0],
      [3, 'product', 893, 744, 149],
      [4, 'product', 595, 556, 39],
      [5, 'deposit', 100, 100, 0],
    ],
  );
  assert.deepEqual(payload.vat, [
    { rate_basis_points: 2000, gross_minor: 893, net_minor: 744, vat_minor: 149 },
    { rate_basis_points: 700, gross_minor: 1190, net_minor: 1112, vat_minor: 78 },
    { rate_basis_points: 0, gross_minor: 200, net_minor: 200, vat_minor: 0 },
  ]);
  assert.deepEqual([payload.gross_minor, payload.net_minor, payload.vat_minor], [2283, 2056, 227]);
  assert.deepEqual([payload.line_count, payload.article_count], [5, 3]);
  assert.deepEqual(payload.movements, [
    { n: 1, product_id: 'water', unit: 'piece', quantity_milli: -2000 },
    { n: 2, product_id: 'olives', unit: 'kg', quantity_milli: -255 },
  ]);
  assert.equal(payload.lines[1]?.deposit_of_line_id, 'L0');
  assert.equal(payload.ticket_number, '000042');
  assert.equal(payload.currency, 'MAD');
});

test('a row says what was given off, by whom it was let pass, and what the line would have cost', () => {
  const lineId = branded<LineId>('L0');
  let basket = basketOf(product('a', { priceMinor: 1000 }), product('b', { priceMinor: 500, depositMinor: 50 }));
  const take = (change: { readonly kind: string; readonly basket?: Basket }): void => {
    basket = present(change.basket, change.kind);
  };
  take(overridePrice(basket, { lineId, unitPriceMinor: 800, reason: 'rayon', approvalId: 'A1' }));
  take(discountLine(basket, { lineId, discount: { kind: 'percent', value: 5000, reason: 'abîmé', approvalId: 'A2' } }));
  take(discountTicket(basket, { kind: 'amount', value: 90, reason: 'geste' }));
  const payload = ticketPayload(basket, sale);
  const [first, second, deposit] = payload.lines;
  assert.deepEqual(
    [first?.unit_price_minor, first?.list_unit_price_minor, first?.override],
    [800, 1000, { reason: 'rayon', approval_id: 'A1' }],
  );
  assert.deepEqual(first?.discounts, [
    { kind: 'line', amount_minor: 400, reason: 'abîmé', approval_id: 'A2' },
    { kind: 'ticket', amount_minor: 40, reason: 'geste' },
  ]);
  assert.deepEqual([first?.list_gross_minor, first?.gross_minor], [800, 360]);
  assert.deepEqual([second?.list_gross_minor, second?.gross_minor], [500, 450]);
  assert.deepEqual([deposit?.discounts, deposit?.list_gross_minor, deposit?.gross_minor], [undefined, undefined, 50]);
  assert.deepEqual([payload.discount_minor, payload.gross_minor, payload.due_minor], [490, 860, undefined]);
});

test('a price that somebody set is no longer that of the label, and the label is still named', () => {
  const added = addProduct(emptyBasket(branded<TicketId>('ticket-1')), {
    product: product('ham', { priceMinor: 735 }),
    quantityMilli: 1000,
    lineId: branded<LineId>('L0'),
    coded: { text: '2100103007350', priceFromCode: true },
  });
  assert.ok(added.kind === 'changed');
  const lower = overridePrice(added.basket, { lineId: branded<LineId>('L0'), unitPriceMinor: 700, reason: 'fin' });
  assert.ok(lower.kind === 'changed');
  const [line] = ticketPayload(lower.basket, sale).lines;
  assert.deepEqual([line?.price_from_code, line?.code, line?.list_unit_price_minor], [undefined, '2100103007350', 735]);
});

test('movements of balances are numbered behind those of the stock: points, what is loaded, what is spent', () => {
  const accountId = branded<AccountId>('points');
  const loyalty = firstSettings(MAD).loyalty;
  const member = attachMember(basketOf(product('a', { priceMinor: 3000 }), product('b', {})), {
    personId: branded<PersonId>('person'),
    accountId,
  });
  const loaded = addVoucher(redeemPoints(member, 20), {
    lineId: branded<LineId>('V'),
    accountId: branded<AccountId>('purse'),
    account: 'purse',
    amountMinor: 5000,
    personId: branded<PersonId>('person'),
  });
  assert.ok(loaded.kind === 'changed');
  const payload = ticketPayload(loaded.basket, {
    ...sale,
    loyalty,
    balances: {
      spent: [{ accountId: branded<AccountId>('card'), amountMinor: 700 }],
      member: { personId: 'person', accountId, pointsEarned: 38, pointsBalance: 118 },
    },
  });
  assert.deepEqual(payload.balance_movements, [
    { n: 3, account_id: 'points', unit: 'points', amount: -20, reason: 'redeemed' },
    { n: 4, account_id: 'points', unit: 'points', amount: 38, reason: 'earned' },
    { n: 5, account_id: 'purse', unit: 'MAD', amount: 5000, reason: 'loaded' },
    { n: 6, account_id: 'card', unit: 'MAD', amount: -700, reason: 'spent' },
  ]);
  assert.deepEqual(payload.loyalty, {
    person_id: 'person',
    account_id: 'points',
    points_earned: 38,
    points_redeemed: 20,
    points_balance: 118,
  });
  assert.deepEqual([payload.gross_minor, dueOf(payload)], [3900, 8900]);
  const points = { ...sale, loyalty };
  assert.throws(() => ticketPayload(redeemPoints(member, 20), points), Bug, 'points without whose they are');
});

test('the payments of a sale add up to it, rounding in a row of its own', () => {
  const payload = ticketPayload(basketOf(product('odd', { priceMinor: 1237 })), sale);
  const settlement = settle({
    totalMinor: payload.gross_minor,
    currency: MAD,
    payments: [{ method: 'cash', tenderedMinor: 2000 }],
  });
  assert.ok(settlement.kind === 'settled');
  const reference = { ticket_id: 'ticket-1', ticket_number: '000042', currency: 'MAD' };
  assert.deepEqual(paymentPayloads(payload, { settlement, currency: MAD }), {
    payments: [{ ...reference, n: 1, method: 'cash', amount_minor: 1240, tendered_minor: 2000, change_minor: 760 }],
    rounding: { ...reference, n: 2, amount_minor: -3, cash_unit_minor: 10 },
  });
  assert.throws(() => paymentPayloads({ ...payload, gross_minor: 1 }, { settlement, currency: MAD }), Bug);
});

test('the longest possible sale is canonical JSON and stays small', () => {
  const lines = Array.from({ length: LINES_MAX }, (_, index) =>
    product(`é${index}`, { brand: 'Marque', category: 'Épicerie', gtins: ['03017620422003'] }),
  );
  const text = canonicalJson(ticketPayload(basketOf(...lines), sale));
  assert.ok(text.length < 400_000);
});

test('a ticket without a line is a bug', () => {
  assert.throws(() => ticketPayload(basketOf(), sale), Bug);
});

test('what was voided is told line by line with its worth', () => {
  const basket = basketOf(product('beer', { depositMinor: 50 }));
  const gone = goneLines(basket, { lineIds: basket.lines.map((line) => line.lineId) });
  assert.deepEqual(
    gone.lines.map((line) => line.line_id),
    ['L0', 'L0.deposit'],
  );
  assert.equal(gone.gross_minor, 1050);
});

test('a payload is read by its kind, and by no other', () => {
  const payload = ticketPayload(basketOf(product('one', {})), sale);
  assert.equal(payloadOf({ kind: 'ticket-validated', payload }, 'ticket-validated').gross_minor, 1000);
  assert.throws(() => payloadOf({ kind: 'ticket-validated', payload }, 'payment-received'), Bug);
});
