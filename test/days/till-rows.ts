/** The same day through the till's own domain: baskets, settlement, rows of sales and refunds, folded as they come. */
import assert from 'node:assert/strict';
import { present } from '#base/assert.ts';
import {
  type AccountId,
  branded,
  type LineId,
  type PersonId,
  type ProductId,
  type StationId,
  type TicketId,
} from '#base/brand.ts';
import {
  addProduct,
  addVoucher,
  attachMember,
  type Basket,
  basketTotals,
  discountLine,
  discountTicket,
  emptyBasket,
  overridePrice,
  redeemPoints,
} from '#domain/basket/basket.ts';
import { type ClosingState, EMPTY_CLOSING, foldRow, type FoldedEntry } from '#domain/closing/closing.ts';
import { atText, type Payload, paymentPayloads, type TicketPayload, ticketPayload } from '#domain/journal/journal.ts';
import { earnedPoints } from '#domain/loyalty/loyalty.ts';
import type { Currency } from '#domain/money/money.ts';
import {
  NOTHING_REFUNDED,
  planRefund,
  pointsOfRefund,
  type RefundedBefore,
  refundPayload,
  refundPaymentPayloads,
  type RefundWish,
  type SoldTicket,
} from '#domain/refund/refund.ts';
import { firstSettings, type LoyaltySettings } from '#domain/settings/settings.ts';
import { settle, type TenderedPayment } from '#domain/tender/tender.ts';
import type { Article } from './by-hand.ts';

export const SOFTWARE = { name: 'Comptoir', version: '0.1.0' };
const STATION = branded<StationId>('till');

/** A sale as its rows say, with what came back of it. */
export interface RowsOfSale {
  readonly entryId: string;
  readonly sold: SoldTicket;
  before: RefundedBefore;
}

export interface SaleInput {
  readonly articles: readonly Article[];
  readonly percentOff?: number;
  readonly amountOff?: number;
  readonly points: number;
  readonly member: string | null;
  readonly pointsBefore: number;
  readonly loads: readonly { readonly account: string; readonly minor: number }[];
  readonly vouchers: readonly { readonly account: string; readonly rate: number; readonly minor: number }[];
}

export class TillRows {
  readonly currency: Currency;
  readonly loyalty: LoyaltySettings;
  day: ClosingState = EMPTY_CLOSING;
  session: ClosingState = EMPTY_CLOSING;
  #seq = 0;
  #ids = 0;
  #atMs = 1_790_000_000_000;
  #sessionId = '';

  constructor(currency: Currency) {
    this.currency = currency;
    this.loyalty = {
      ...firstSettings(currency).loyalty,
      categories: [
        { category: 'cheese', factorBasisPoints: 20_000 },
        { category: 'tobacco', factorBasisPoints: 0 },
      ],
      tiers: [],
    };
  }

  newDay(): void {
    this.day = EMPTY_CLOSING;
  }

  openSession(floatMinor: number): void {
    this.session = EMPTY_CLOSING;
    this.#sessionId = this.#id('session');
    const session = { session_id: this.#sessionId, business_day: '2026-11-22', station_id: 'till' };
    this.append('L', 'session-opened', { ...session, currency: this.currency.code, float_minor: floatMinor });
  }

  get sessionId(): string {
    return this.#sessionId;
  }

  append(family: FoldedEntry['family'], kind: string, payload: object): void {
    this.#seq += 1;
    this.#atMs += 47_000;
    const entry: FoldedEntry = {
      chain_id: 'chain',
      seq: this.#seq,
      family,
      kind,
      at: atText(this.#atMs),
      operator: this.#seq % 3 === 0 ? 'camille' : 'bernard',
      session_id: this.#sessionId,
      payload: payload as Payload,
    };
    this.day = foldRow(this.day, entry);
    this.session = foldRow(this.session, entry);
  }

  /** The basket of a sale, made as the till makes it. */
  basketOf(sale: SaleInput): Basket {
    let basket = emptyBasket(branded<TicketId>(this.#id('ticket')));
    if (sale.member !== null)
      basket = attachMember(basket, {
        personId: branded<PersonId>(sale.member),
        accountId: branded<AccountId>(sale.member),
      });
    for (const article of sale.articles) basket = this.#withArticle(basket, article);
    for (const { account, minor } of sale.loads)
      basket = done(
        addVoucher(basket, {
          lineId: this.#line(),
          accountId: branded<AccountId>(account),
          account: 'purse',
          amountMinor: minor,
          // Each purse of these days is somebody's own.
          personId: branded<PersonId>(account),
        }),
      );
    for (const { account, rate, minor } of sale.vouchers)
      basket = done(
        addVoucher(basket, {
          lineId: this.#line(),
          accountId: branded<AccountId>(account),
          account: 'gift-card',
          amountMinor: minor,
          singlePurpose: { vatRateBasisPoints: rate, label: 'Carte cadeau' },
        }),
      );
    const { percentOff, amountOff } = sale;
    if (percentOff !== undefined)
      basket = done(discountTicket(basket, { kind: 'percent', value: percentOff, reason: 'Geste' }));
    else if (amountOff !== undefined)
      basket = done(discountTicket(basket, { kind: 'amount', value: amountOff, reason: 'Geste' }));
    return sale.points === 0 ? basket : redeemPoints(basket, sale.points);
  }

  /** Pays a basket; the rows are appended, and given back for what may come back of them. */
  sell(
    basket: Basket,
    sale: SaleInput,
    payments: readonly TenderedPayment[],
  ): { readonly ticket: TicketPayload; readonly rows: RowsOfSale; readonly changeMinor: number } {
    const { currency, loyalty } = this;
    const totals = basketTotals(basket, loyalty);
    const settlement = settle({
      totalMinor: totals.dueMinor,
      currency,
      payments,
      mealVoucherMinorMax: totals.mealVoucherMinor,
      storedValueMinorMax: totals.grossMinor,
    });
    assert.ok(settlement.kind === 'settled', JSON.stringify(settlement));
    const pointsEarned =
      sale.member === null
        ? 0
        : earnedPoints(loyalty, {
            lines: totals.lines.map(({ line, paidMinor }) => ({
              kind: line.kind,
              ...(line.category === undefined ? {} : { category: line.category }),
              grossMinor: paidMinor,
            })),
            localDate: '2026-11-22',
            earnedInYear: 0,
            grossMinor: totals.grossMinor,
            giftCardMinor: 0,
          });
    const spent = settlement.payments.flatMap(({ accountId, amountMinor }) =>
      accountId === undefined ? [] : [{ accountId, amountMinor }],
    );
    const member =
      sale.member === null
        ? null
        : {
            personId: sale.member,
            accountId: branded<AccountId>(sale.member),
            pointsEarned,
            pointsBalance: sale.pointsBefore - sale.points + pointsEarned,
          };
    const ticket = ticketPayload(basket, {
      ticketNumber: String(this.#seq + 1).padStart(6, '0'),
      stationId: STATION,
      tillNumber: '1',
      software: SOFTWARE,
      utcOffsetMinutes: 60,
      currency,
      print: 'none',
      demonstration: true,
      loyalty,
      balances: { spent, member },
    });
    this.append('T', 'ticket-validated', ticket);
    const entryId = `entry-${this.#seq}`;
    const { payments: paid, rounding } = paymentPayloads(ticket, { settlement, currency });
    for (const row of paid) this.append('P', 'payment-received', row);
    if (rounding !== null) this.append('P', 'cash-rounded', rounding);
    const sold = { ticket, payments: paid, roundingMinor: rounding?.amount_minor ?? 0 };
    return { ticket, rows: { entryId, sold, before: NOTHING_REFUNDED }, changeMinor: settlement.changeMinor };
  }

  /** Brings something back, or says that it cannot come back so. */
  refund(rows: RowsOfSale, wish: RefundWish, pointsBefore: number): TicketPayload | string {
    const { currency, loyalty } = this;
    const plan = planRefund(rows.sold, rows.before, wish, currency);
    if (plan.kind === 'refused') return plan.reason;
    const member = rows.sold.ticket.loyalty;
    const points = pointsOfRefund(plan, loyalty);
    const ticket = refundPayload(plan, {
      ticketId: this.#id('ticket'),
      ticketNumber: String(this.#seq + 1).padStart(6, '0'),
      soldEntryId: rows.entryId,
      reason: 'Retour',
      stationId: STATION,
      tillNumber: '1',
      software: SOFTWARE,
      utcOffsetMinutes: 60,
      currency,
      newLineId: () => this.#line(),
      ...(member === undefined ? {} : { points: { ...points, balanceBefore: pointsBefore } }),
      print: 'none',
      demonstration: true,
    });
    this.append('T', 'ticket-validated', ticket);
    const { payments, rounding } = refundPaymentPayloads(ticket, plan, currency);
    for (const row of payments) this.append('P', 'payment-received', row);
    if (rounding !== null) this.append('P', 'cash-rounded', rounding);
    const { before } = rows;
    rows.before = {
      milliByLine: plan.after,
      payments: [...before.payments, ...plan.payments],
      points: {
        takenBack: before.points.takenBack + (member === undefined ? 0 : points.takenBack),
        givenBack: before.points.givenBack + (member === undefined ? 0 : points.givenBack),
      },
    };
    return ticket;
  }

  move(movement: 'pay-in' | 'pay-out' | 'safe-drop', amountMinor: number): void {
    this.append('P', 'cash-moved', {
      movement_id: this.#id('movement'),
      movement,
      slip_number: '1',
      station_id: 'till',
      currency: this.currency.code,
      amount_minor: movement === 'pay-in' ? amountMinor : -amountMinor,
      reason: 'Motif',
      utc_offset_minutes: 60,
      demonstration: true,
    });
  }

  #withArticle(basket: Basket, article: Article): Basket {
    const lineId = this.#line();
    const added = addProduct(basket, {
      product: {
        id: branded<ProductId>(article.name),
        name: article.name,
        gtins: [],
        unit: article.milli % 1000 === 0 ? 'piece' : 'kg',
        priceMinor: article.listMinor ?? article.unitMinor,
        vatRateBasisPoints: article.rate,
        category: article.category,
        mealVoucher: article.mealVoucher,
        ...(article.depositMinor === 0 ? {} : { depositMinor: article.depositMinor }),
      },
      quantityMilli: article.milli,
      lineId,
    });
    let next = done(added);
    if (article.listMinor !== undefined)
      next = done(overridePrice(next, { lineId, unitPriceMinor: article.unitMinor, reason: 'Prix du jour' }));
    if (article.percentOff !== undefined)
      next = done(
        discountLine(next, { lineId, discount: { kind: 'percent', value: article.percentOff, reason: 'x' } }),
      );
    if (article.amountOff !== undefined)
      next = done(discountLine(next, { lineId, discount: { kind: 'amount', value: article.amountOff, reason: 'x' } }));
    return next;
  }

  #line(): LineId {
    return branded<LineId>(this.#id('line'));
  }

  #id(name: string): string {
    this.#ids += 1;
    return `${name}-${this.#ids}`;
  }
}

function done(change: { readonly kind: string; readonly basket?: Basket }): Basket {
  return present(change.basket, JSON.stringify(change));
}
