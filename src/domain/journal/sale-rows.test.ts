/** Random sales from articles to rows: what is signed adds up in every direction, whatever was given off and however it was paid. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { present } from '#base/assert.ts';
import { canonicalJson } from '#base/canonical-json.ts';
import type { AccountId, LineId, PersonId, ProductId, StationId, TicketId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import {
  addProduct,
  addVoucher,
  attachMember,
  basketTotals,
  discountLine,
  discountTicket,
  emptyBasket,
  isEmptyBasket,
  redeemPoints,
  singlePurposeMinorMax,
  spendVouchers,
} from '#domain/basket/basket.ts';
import type { Basket } from '#domain/basket/basket.ts';
import { currencyOf } from '#domain/money/money.ts';
import { firstSettings } from '#domain/settings/settings.ts';
import { settle } from '#domain/tender/tender.ts';
import { dueOf, paymentPayloads, ticketPayload } from './journal.ts';

const CURRENCIES = ['EUR', 'MAD', 'TND'].map((code) => present(currencyOf(code), code));
const RATES = [2000, 1000, 700, 550, 0];

const sales = fc.record({
  currency: fc.constantFrom(...CURRENCIES),
  articles: fc.array(
    fc.record({
      priceMinor: fc.integer({ min: 0, max: 30_000 }),
      rate: fc.constantFrom(...RATES),
      milli: fc.integer({ min: 1, max: 9000 }),
      isWeighed: fc.boolean(),
      hasDeposit: fc.boolean(),
      mealVoucher: fc.boolean(),
      percentOff: fc.option(fc.integer({ min: 1, max: 10_000 })),
    }),
    { maxLength: 8 },
  ),
  ticketOff: fc.option(fc.record({ isPercent: fc.boolean(), value: fc.integer({ min: 1, max: 10_000 }) })),
  points: fc.integer({ min: 0, max: 20 }).map((steps) => steps * 20),
  sold: fc.array(
    fc.record({ amountMinor: fc.integer({ min: 1, max: 20_000 }), rate: fc.option(fc.constantFrom(...RATES)) }),
    { maxLength: 2 },
  ),
  spentRate: fc.option(fc.constantFrom(...RATES)),
  parts: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 }),
});

function basketOf(drawn: typeof sales extends fc.Arbitrary<infer Sale> ? Sale : never): Basket {
  let basket = attachMember(emptyBasket(branded<TicketId>('ticket')), {
    personId: branded<PersonId>('person'),
    accountId: branded<AccountId>('points'),
  });
  const take = (change: { readonly kind: string; readonly basket?: Basket }): void => {
    basket = change.basket ?? basket;
  };
  drawn.articles.forEach((article, index) => {
    const lineId = branded<LineId>(`L${index}`);
    take(
      addProduct(basket, {
        product: {
          id: branded<ProductId>(`p${index}`),
          name: `p${index}`,
          gtins: [],
          unit: article.isWeighed ? 'kg' : 'piece',
          priceMinor: article.priceMinor,
          vatRateBasisPoints: article.rate,
          mealVoucher: article.mealVoucher,
          ...(article.hasDeposit ? { depositMinor: 25 } : {}),
        },
        quantityMilli: article.isWeighed ? article.milli : Math.ceil(article.milli / 1000) * 1000,
        lineId,
      }),
    );
    if (article.percentOff !== null)
      take(discountLine(basket, { lineId, discount: { kind: 'percent', value: article.percentOff, reason: 'x' } }));
  });
  drawn.sold.forEach(({ amountMinor, rate }, index) =>
    take(
      addVoucher(basket, {
        lineId: branded<LineId>(`V${index}`),
        accountId: branded<AccountId>(`sold-${index}`),
        account: 'gift-card',
        amountMinor,
        ...(rate === null ? {} : { singlePurpose: { vatRateBasisPoints: rate, label: 'Carte cadeau' } }),
      }),
    ),
  );
  if (drawn.ticketOff !== null) {
    const { isPercent, value } = drawn.ticketOff;
    take(discountTicket(basket, { kind: isPercent ? 'percent' : 'amount', value, reason: 'x' }));
  }
  return redeemPoints(basket, drawn.points);
}

test('lines, VAT, discounts, stored value and payments of a sale add up to the cent, in euros, dirhams and dinars', () => {
  let paid = 0;
  fc.assert(
    fc.property(sales, (drawn) => {
      const { currency } = drawn;
      const { loyalty } = firstSettings(currency);
      const whole = basketOf(drawn);
      if (isEmptyBasket(whole)) return;
      const rate = drawn.spentRate;
      const mostMinor = rate === null ? 0 : singlePurposeMinorMax(whole, rate, loyalty);
      const voucherMinor = Math.floor((mostMinor * (drawn.parts[0] ?? 0)) / 100);
      const spent = spendVouchers(
        whole,
        rate === null || voucherMinor === 0
          ? []
          : [
              {
                lineId: branded<LineId>('S'),
                accountId: branded<AccountId>('spent'),
                amountMinor: voucherMinor,
                vatRateBasisPoints: rate,
                label: 'Carte cadeau',
              },
            ],
        loyalty,
      );
      assert.ok(spent.kind === 'changed');
      const totals = basketTotals(spent.basket, loyalty);
      // Each method takes a part of what is left, cash the rest and more.
      const part = (index: number, ofMinor: number): number => Math.floor((ofMinor * (drawn.parts[index] ?? 0)) / 100);
      const mealMinor = Math.min(part(1, totals.mealVoucherMinor), totals.dueMinor);
      const storedMinor = Math.min(part(2, totals.grossMinor), totals.dueMinor - mealMinor);
      const cardMinor = part(3, totals.dueMinor - mealMinor - storedMinor);
      const exact = [
        { method: 'card' as const, tenderedMinor: cardMinor },
        { method: 'meal-voucher' as const, tenderedMinor: mealMinor },
        { method: 'gift-card' as const, tenderedMinor: storedMinor, accountId: branded<AccountId>('card') },
      ].filter(({ tenderedMinor }) => tenderedMinor > 0);
      const settlement = settle({
        totalMinor: totals.dueMinor,
        currency,
        payments: [{ method: 'cash', tenderedMinor: 5_000_000 }, ...exact],
        mealVoucherMinorMax: totals.mealVoucherMinor,
        storedValueMinorMax: totals.grossMinor,
      });
      assert.ok(settlement.kind === 'settled', JSON.stringify(settlement));
      paid += 1;
      const ticket = ticketPayload(spent.basket, {
        ticketNumber: '000001',
        stationId: branded<StationId>('station'),
        tillNumber: '1',
        software: { name: 'Comptoir', version: '0' },
        utcOffsetMinutes: 60,
        currency,
        loyalty,
        balances: {
          spent: [{ accountId: branded<AccountId>('card'), amountMinor: storedMinor }],
          member: { personId: 'person', accountId: branded('points'), pointsEarned: 1, pointsBalance: 1 },
        },
        print: 'none',
        demonstration: true,
      });
      canonicalJson(ticket);
      const sum = (amounts: readonly number[]): number => amounts.reduce((left, right) => left + right, 0);
      const { lines, vat } = ticket;
      assert.equal(sum(lines.map((line) => line.gross_minor)), ticket.gross_minor);
      assert.equal(sum(lines.map((line) => line.net_minor)), ticket.net_minor);
      assert.equal(sum(vat.map((row) => row.vat_minor)), ticket.vat_minor);
      assert.equal(ticket.net_minor + ticket.vat_minor, ticket.gross_minor);
      for (const row of vat) {
        const own = lines.filter((line) => line.vat_rate_basis_points === row.rate_basis_points);
        assert.equal(sum(own.map((line) => line.gross_minor)), row.gross_minor);
        assert.equal(sum(own.map((line) => line.net_minor)), row.net_minor);
        assert.ok(row.gross_minor >= 0, 'a voucher takes out no more than the goods of its rate');
      }
      const offs = lines.flatMap((line) => line.discounts ?? []);
      assert.equal(sum(offs.map((off) => off.amount_minor)), ticket.discount_minor ?? 0);
      for (const line of lines) {
        const own = sum((line.discounts ?? []).map((off) => off.amount_minor));
        assert.equal(line.gross_minor + own, line.list_gross_minor ?? line.gross_minor);
      }
      const vouchersMinor = sum((ticket.vouchers ?? []).map((voucher) => voucher.amount_minor));
      assert.equal(dueOf(ticket), ticket.gross_minor + vouchersMinor);
      const rows = paymentPayloads(ticket, { settlement, currency });
      assert.equal(
        sum(rows.payments.map((row) => row.amount_minor)) + (rows.rounding?.amount_minor ?? 0),
        dueOf(ticket),
      );
      rows.payments.forEach((row, index) => {
        assert.equal(row.n, index + 1);
        assert.equal(row.amount_minor + row.change_minor, row.tendered_minor);
        assert.ok(row.method === 'cash' || row.change_minor === 0);
      });
      const loadedMinor = sum(
        (ticket.balance_movements ?? []).filter(({ reason }) => reason === 'loaded').map(({ amount }) => amount),
      );
      assert.equal(loadedMinor, sum(drawn.sold.map(({ amountMinor }) => amountMinor)));
      const numbers = [...ticket.movements, ...(ticket.balance_movements ?? [])].map(({ n }) => n);
      assert.deepEqual(
        numbers,
        numbers.map((_, index) => index + 1),
      );
    }),
    { numRuns: 1500 },
  );
  assert.ok(paid > 1000);
});
