/**
 * Thirty tickets worked out by hand, one file each in `fixtures/tickets` with its arithmetic in words. The whole path
 * of a sale is held to them: articles into a basket, VAT, discount, payment, and the rows that are signed.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import type { LineId, ProductId, StationId, TicketId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import { addProduct, basketTotals, discountTicket, emptyBasket } from '#domain/basket/basket.ts';
import type { Basket } from '#domain/basket/basket.ts';
import type { Unit } from '#domain/catalogue/catalogue.ts';
import { paymentPayloads, ticketPayload } from '#domain/journal/journal.ts';
import { currencyOf } from '#domain/money/money.ts';
import { settle } from '#domain/tender/tender.ts';
import type { VatRow } from '#domain/vat/vat.ts';

interface Article {
  readonly label: string;
  readonly unit: Unit;
  readonly quantityMilli: number;
  readonly unitPriceMinor: number;
  readonly vatRateBasisPoints: number;
  readonly depositMinor?: number;
}

interface WorkedLine {
  readonly label: string;
  readonly kind: 'product' | 'deposit';
  readonly discountMinor?: number;
  readonly grossMinor: number;
  readonly netMinor: number;
  readonly vatMinor: number;
}

interface Paid {
  readonly payments: readonly {
    readonly tenderedMinor: number;
    readonly amountMinor: number;
    readonly changeMinor: number;
  }[];
  readonly cashTotalMinor: number;
  readonly roundingMinor: number;
  readonly changeMinor: number;
}

interface Refused {
  readonly refused: string;
  readonly limitMinor?: number;
  readonly missingMinor?: number;
}

interface WorkedTicket {
  readonly title: string;
  readonly currency: string;
  readonly articles: readonly Article[];
  readonly discountMinor?: number;
  readonly tenderedMinor: readonly number[];
  readonly cashLimitMinor?: number;
  readonly worked: readonly string[];
  readonly expected: {
    readonly lines: readonly WorkedLine[];
    readonly vat: readonly VatRow[];
    readonly grossMinor: number;
    readonly netMinor: number;
    readonly vatMinor: number;
    readonly settlement: Paid | Refused;
  };
}

const FOLDER = join(import.meta.dirname, 'fixtures', 'tickets');
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .sort();

test('there are thirty worked tickets, in euros, dirhams and dinars', () => {
  assert.equal(files.length, 30);
  const currencies = new Set(files.map((file) => read(file).currency));
  for (const code of ['EUR', 'MAD', 'TND']) assert.ok(currencies.has(code), code);
});

for (const file of files) {
  const ticket = read(file);
  test(`${file.slice(0, 2)} ${ticket.title}: the till works out what the paper says`, () => {
    assert.ok(ticket.worked.length >= 3, 'the arithmetic is written out');
    const basket = basketOf(ticket);
    holdToPaper(ticket, basket);
    pay(ticket, basket);
  });
}

function read(file: string): WorkedTicket {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as WorkedTicket;
}

function basketOf(ticket: WorkedTicket): Basket {
  let basket = emptyBasket(branded<TicketId>('ticket'));
  ticket.articles.forEach((article, index) => {
    const added = addProduct(basket, {
      product: {
        id: branded<ProductId>(`product-${index}`),
        name: article.label,
        gtins: [],
        unit: article.unit,
        priceMinor: article.unitPriceMinor,
        vatRateBasisPoints: article.vatRateBasisPoints,
        ...(article.depositMinor === undefined ? {} : { depositMinor: article.depositMinor }),
        mealVoucher: false,
      },
      quantityMilli: article.quantityMilli,
      lineId: branded<LineId>(`line-${index}`),
    });
    assert.ok(added.kind === 'changed', article.label);
    basket = added.basket;
  });
  if (ticket.discountMinor === undefined) return basket;
  const given = discountTicket(basket, { kind: 'amount', value: ticket.discountMinor, reason: 'geste' });
  assert.ok(given.kind === 'changed');
  return given.basket;
}

/** Lines, VAT and totals, discount taken off. */
function holdToPaper(ticket: WorkedTicket, basket: Basket): void {
  const { expected } = ticket;
  const totals = basketTotals(basket);
  const lines = totals.lines.map(({ line, ticketDiscountMinor, paidMinor, netMinor, vatMinor }) => ({
    label: line.label,
    kind: line.kind,
    ...(ticket.discountMinor === undefined ? {} : { discountMinor: ticketDiscountMinor }),
    grossMinor: paidMinor,
    netMinor,
    vatMinor,
  }));
  assert.deepEqual(lines, expected.lines);
  assert.deepEqual(totals.rows, expected.vat);
  const { grossMinor, netMinor, vatMinor } = totals;
  assert.deepEqual(
    { grossMinor, netMinor, vatMinor },
    { grossMinor: expected.grossMinor, netMinor: expected.netMinor, vatMinor: expected.vatMinor },
  );
}

/** Settlement, and the rows of its sale. */
function pay(ticket: WorkedTicket, basket: Basket): void {
  const { expected, cashLimitMinor } = ticket;
  const currency = present(currencyOf(ticket.currency), ticket.currency);
  const settlement = settle({
    totalMinor: expected.grossMinor,
    currency,
    payments: ticket.tenderedMinor.map((tenderedMinor) => ({ method: 'cash', tenderedMinor })),
    ...(cashLimitMinor === undefined ? {} : { cashLimitMinor }),
  });
  const paper = expected.settlement;
  if ('refused' in paper) {
    const { refused: reason, ...params } = paper;
    assert.deepEqual(settlement, { kind: 'refused', reason, params });
    return;
  }
  assert.ok(settlement.kind === 'settled');
  assert.deepEqual(
    settlement.payments,
    paper.payments.map((payment) => ({ method: 'cash', ...payment })),
  );
  const { cashTotalMinor, roundingMinor, changeMinor } = settlement;
  assert.deepEqual(
    { cashTotalMinor, roundingMinor, changeMinor },
    { cashTotalMinor: paper.cashTotalMinor, roundingMinor: paper.roundingMinor, changeMinor: paper.changeMinor },
  );
  const row = ticketPayload(basket, {
    ticketNumber: '000001',
    stationId: branded<StationId>('station'),
    tillNumber: '1',
    software: { name: 'Comptoir', version: '0.0.0' },
    utcOffsetMinutes: 60,
    currency,
    print: 'none',
    demonstration: true,
  });
  assert.equal(row.gross_minor, expected.grossMinor);
  assert.deepEqual(
    row.lines.map((line) => [line.gross_minor, line.net_minor, line.vat_minor]),
    expected.lines.map((line) => [line.grossMinor, line.netMinor, line.vatMinor]),
  );
  const { payments, rounding } = paymentPayloads(row, { settlement, currency });
  assert.equal(
    payments.reduce((sum, payment) => sum + payment.amount_minor, rounding?.amount_minor ?? 0),
    expected.grossMinor,
  );
  assert.equal(rounding === null, paper.roundingMinor === 0);
}
