/**
 * Sales worked out by hand, one file each in `fixtures/sales` with its arithmetic in words: discounts, prices that somebody
 * set, points, vouchers of both kinds and split payments, in euros, dirhams and dinars. The whole path is held to them, from
 * the articles to the rows that are signed.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import type { AccountId, LineId, PersonId, ProductId, StationId, TicketId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import {
  type Basket,
  addProduct,
  addVoucher,
  attachMember,
  basketTotals,
  discountLine,
  discountTicket,
  emptyBasket,
  overridePrice,
  parseBasket,
  redeemPoints,
  spendVouchers,
} from '#domain/basket/basket.ts';
import type { Unit } from '#domain/catalogue/catalogue.ts';
import { type TenderMethod, dueOf, paymentPayloads, ticketPayload } from '#domain/journal/journal.ts';
import { currencyOf } from '#domain/money/money.ts';
import { firstSettings } from '#domain/settings/settings.ts';
import { settle } from '#domain/tender/tender.ts';
import type { VatRow } from '#domain/vat/vat.ts';

interface Given {
  readonly kind: 'percent' | 'amount';
  readonly value: number;
}

interface Article {
  readonly label: string;
  readonly unit: Unit;
  readonly quantityMilli: number;
  readonly unitPriceMinor: number;
  readonly vatRateBasisPoints: number;
  readonly depositMinor?: number;
  readonly mealVoucher?: boolean;
  readonly overrideMinor?: number;
  readonly discount?: Given;
}

interface WorkedSale {
  readonly title: string;
  readonly currency: string;
  readonly articles: readonly Article[];
  readonly ticketDiscount?: Given;
  readonly points?: number;
  readonly vouchers?: readonly {
    readonly account: 'gift-card' | 'purse';
    readonly amountMinor: number;
    readonly singlePurposeBasisPoints?: number;
  }[];
  readonly spentVouchers?: readonly { readonly vatRateBasisPoints: number; readonly amountMinor: number }[];
  readonly mealVoucherMinorMax: number;
  readonly payments: readonly { readonly method: TenderMethod; readonly tenderedMinor: number }[];
  readonly worked: readonly string[];
  readonly expected: {
    readonly lines: readonly {
      readonly label: string;
      readonly kind: string;
      readonly lineDiscountMinor: number;
      readonly ticketDiscountMinor: number;
      readonly pointsDiscountMinor: number;
      readonly grossMinor: number;
      readonly netMinor: number;
      readonly vatMinor: number;
    }[];
    readonly vat: readonly VatRow[];
    readonly grossMinor: number;
    readonly netMinor: number;
    readonly vatMinor: number;
    readonly discountMinor: number;
    readonly points: number;
    readonly dueMinor: number;
    readonly mealVoucherMinor: number;
    readonly settlement:
      | { readonly refused: string }
      | {
          readonly payments: readonly unknown[];
          readonly cashTotalMinor: number;
          readonly roundingMinor: number;
          readonly changeMinor: number;
        };
  };
}

const FOLDER = join(import.meta.dirname, 'fixtures', 'sales');
const files = readdirSync(FOLDER).sort();

test('there are eighteen worked sales, in euros, dirhams and dinars, with each way of paying', () => {
  assert.equal(files.length, 18);
  const sales = files.map(read);
  for (const code of ['EUR', 'MAD', 'TND'])
    assert.ok(
      sales.some(({ currency }) => currency === code),
      code,
    );
  for (const method of ['cash', 'card', 'cheque', 'meal-voucher', 'gift-card'])
    assert.ok(
      sales.some(({ payments }) => payments.some((payment) => payment.method === method)),
      method,
    );
});

for (const file of files) {
  const sale = read(file);
  test(`${file.slice(0, 2)} ${sale.title}: the till works out what the paper says`, () => {
    assert.ok(sale.worked.length >= 3, 'the arithmetic is written out');
    const basket = basketOf(sale);
    holdToPaper(sale, basket);
    pay(sale, basket);
  });
}

function read(file: string): WorkedSale {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as WorkedSale;
}

function rules(sale: WorkedSale) {
  return firstSettings(present(currencyOf(sale.currency), sale.currency)).loyalty;
}

/** Article by article as a cashier would, and what pays single-purpose at the end. The draft in between is read back. */
function basketOf(sale: WorkedSale): Basket {
  let basket = emptyBasket(branded<TicketId>('ticket'));
  const take = (change: { readonly kind: string; readonly basket?: Basket }): void => {
    assert.equal(change.kind, 'changed', JSON.stringify(change));
    basket = present(change.basket, 'a basket');
  };
  sale.articles.forEach((article, index) => {
    const lineId = branded<LineId>(`line-${index}`);
    const product = {
      id: branded<ProductId>(`product-${index}`),
      name: article.label,
      gtins: [],
      unit: article.unit,
      priceMinor: article.unitPriceMinor,
      vatRateBasisPoints: article.vatRateBasisPoints,
      mealVoucher: article.mealVoucher ?? false,
      ...(article.depositMinor === undefined ? {} : { depositMinor: article.depositMinor }),
    };
    take(addProduct(basket, { product, quantityMilli: article.quantityMilli, lineId }));
    if (article.overrideMinor !== undefined)
      take(overridePrice(basket, { lineId, unitPriceMinor: article.overrideMinor, reason: 'étiquette' }));
    if (article.discount !== undefined)
      take(discountLine(basket, { lineId, discount: { ...article.discount, reason: 'abîmé' } }));
  });
  sale.vouchers?.forEach(({ account, amountMinor, singlePurposeBasisPoints: rate }, index) =>
    take(
      addVoucher(basket, {
        lineId: branded<LineId>(`voucher-${index}`),
        accountId: branded<AccountId>(`account-${index}`),
        account,
        amountMinor,
        ...(account === 'purse' ? { personId: branded<PersonId>('person') } : {}),
        ...(rate === undefined ? {} : { singlePurpose: { vatRateBasisPoints: rate, label: 'Carte cadeau' } }),
      }),
    ),
  );
  if (sale.ticketDiscount !== undefined) take(discountTicket(basket, { ...sale.ticketDiscount, reason: 'geste' }));
  if (sale.points !== undefined) {
    const member = { personId: branded<PersonId>('person'), accountId: branded<AccountId>('points') };
    basket = redeemPoints(attachMember(basket, member), sale.points);
  }
  basket = present(parseBasket(JSON.parse(JSON.stringify(basket))), 'the draft');
  take(
    spendVouchers(
      basket,
      (sale.spentVouchers ?? []).map((voucher, index) => ({
        lineId: branded<LineId>(`spent-${index}`),
        accountId: branded<AccountId>(`spent-${index}`),
        label: 'Carte cadeau',
        ...voucher,
      })),
      rules(sale),
    ),
  );
  return basket;
}

function holdToPaper(sale: WorkedSale, basket: Basket): void {
  const { lines, vat, settlement: _, points, ...sums } = sale.expected;
  const totals = basketTotals(basket, rules(sale));
  assert.deepEqual(
    totals.lines.map((part) => ({
      label: part.line.label,
      kind: part.line.kind,
      lineDiscountMinor: part.lineDiscountMinor,
      ticketDiscountMinor: part.ticketDiscountMinor,
      pointsDiscountMinor: part.pointsDiscountMinor,
      grossMinor: part.paidMinor,
      netMinor: part.netMinor,
      vatMinor: part.vatMinor,
    })),
    lines,
  );
  assert.deepEqual(totals.rows, vat);
  const { grossMinor, netMinor, vatMinor, discountMinor, dueMinor, mealVoucherMinor } = totals;
  assert.deepEqual({ grossMinor, netMinor, vatMinor, discountMinor, dueMinor, mealVoucherMinor }, sums);
  assert.equal(totals.points.points, points);
}

function pay(sale: WorkedSale, basket: Basket): void {
  const { expected } = sale;
  const currency = present(currencyOf(sale.currency), sale.currency);
  const settlement = settle({
    totalMinor: expected.dueMinor,
    currency,
    payments: sale.payments,
    mealVoucherMinorMax: Math.min(expected.mealVoucherMinor, sale.mealVoucherMinorMax),
    storedValueMinorMax: expected.grossMinor,
  });
  if ('refused' in expected.settlement) {
    const { refused: reason, ...params } = expected.settlement;
    assert.deepEqual(settlement, { kind: 'refused', reason, params });
    return;
  }
  assert.ok(settlement.kind === 'settled');
  const { payments, cashTotalMinor, roundingMinor, changeMinor } = settlement;
  assert.deepEqual({ payments, cashTotalMinor, roundingMinor, changeMinor }, expected.settlement);
  const row = ticketPayload(basket, {
    ticketNumber: '000001',
    stationId: branded<StationId>('station'),
    tillNumber: '1',
    software: { name: 'Comptoir', version: '0.0.0' },
    utcOffsetMinutes: 60,
    currency,
    loyalty: rules(sale),
    balances: {
      spent: [],
      member:
        basket.member === undefined
          ? null
          : { personId: 'person', accountId: basket.member.accountId, pointsEarned: 0, pointsBalance: 0 },
    },
    print: 'none',
    demonstration: true,
  });
  assert.equal(dueOf(row), expected.dueMinor);
  assert.equal(row.discount_minor ?? 0, expected.discountMinor);
  assert.deepEqual(
    row.lines.map((line) => [line.gross_minor, line.net_minor, line.vat_minor]),
    expected.lines.map((line) => [line.grossMinor, line.netMinor, line.vatMinor]),
  );
  for (const line of row.lines) {
    const off = (line.discounts ?? []).reduce((sum, part) => sum + part.amount_minor, 0);
    assert.equal((line.list_gross_minor ?? line.gross_minor) - off, line.gross_minor);
  }
  const rows = paymentPayloads(row, { settlement, currency });
  assert.equal(
    rows.payments.reduce((sum, payment) => sum + payment.amount_minor, rows.rounding?.amount_minor ?? 0),
    expected.dueMinor,
  );
}
