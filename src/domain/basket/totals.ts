/**
 * What a basket comes to. Worked out here and nowhere else: screen, journal and receipt repeat these figures.
 *
 * Discounts come one after the other: that of a line, then that of the ticket, then points. The last two are shared among
 * the product lines by largest remainder; deposits and vouchers bear none. VAT is taken out of what is then paid (a discount
 * is a lower price: Directive 2006/112/EC, art. 79 b).
 */
import { assert, present } from '#base/assert.ts';
import { type PointsDiscount, pointsDiscount } from '#domain/loyalty/loyalty.ts';
import type { LoyaltySettings } from '#domain/settings/settings.ts';
import { shareDiscount, vatBreakdown } from '#domain/vat/vat.ts';
import type { VatRow } from '#domain/vat/vat.ts';
import { takenOffMinor } from './discount.ts';
import type { Basket, BasketLine } from './lines.ts';

/** A line with what is taken off it and what is paid for it. Amounts taken off are positive. */
export interface LineTotals {
  readonly line: BasketLine;
  readonly lineDiscountMinor: number;
  readonly ticketDiscountMinor: number;
  readonly pointsDiscountMinor: number;
  readonly paidMinor: number;
  readonly netMinor: number;
  readonly vatMinor: number;
}

export interface BasketTotals {
  readonly lines: readonly LineTotals[];
  /** VAT, one row a rate, the highest rate first. */
  readonly rows: readonly VatRow[];
  /** What is paid for the lines: discounts taken off. */
  readonly grossMinor: number;
  readonly netMinor: number;
  readonly vatMinor: number;
  /** Everything that was taken off, positive. */
  readonly discountMinor: number;
  readonly ticketDiscountMinor: number;
  /** Points that are really given, and what they take off: no more than the goods can take. */
  readonly points: PointsDiscount;
  /** What the goods cost before points: what points can be given for. */
  readonly goodsBeforePointsMinor: number;
  /** Stored value sold beside the goods. */
  readonly vouchersMinor: number;
  /** Lines and vouchers: what is to be paid. */
  readonly dueMinor: number;
  /** What is paid for goods that a meal voucher pays. */
  readonly mealVoucherMinor: number;
}

/**
 * Lines with what is paid for them, VAT by rate, and what is due. `loyalty` says what points are worth; a basket without
 * points needs none.
 */
export function basketTotals(basket: Basket, loyalty?: LoyaltySettings): BasketTotals {
  const { lines } = basket;
  const isGoods = lines.map((line) => line.kind === 'product');
  const lineOff = lines.map((line) => (line.kind === 'product' ? takenOffMinor(line.discount, line.grossMinor) : 0));
  const afterLine = lines.map((line, index) => line.grossMinor - at(lineOff, index));
  const goods = (grosses: readonly number[]) => grosses.map((gross, index) => (isGoods[index] === true ? gross : 0));
  const ticketDiscountMinor = takenOffMinor(basket.discount, sum(goods(afterLine)));
  const ticketOff = shareDiscount({ discountMinor: ticketDiscountMinor, grossesMinor: goods(afterLine) });
  const afterTicket = afterLine.map((gross, index) => gross - at(ticketOff, index));
  const goodsBeforePointsMinor = sum(goods(afterTicket));
  const points = pointsOf(basket, goodsBeforePointsMinor, loyalty);
  const pointsOff = shareDiscount({ discountMinor: points.discountMinor, grossesMinor: goods(afterTicket) });
  const paid = afterTicket.map((gross, index) => gross - at(pointsOff, index));
  const vat = vatBreakdown(
    lines.map(({ vatRateBasisPoints }, index) => ({ vatRateBasisPoints, grossMinor: at(paid, index) })),
  );
  const vouchersMinor = sum(basket.vouchers.map((voucher) => voucher.amountMinor));
  return {
    lines: lines.map((line, index) => ({
      line,
      lineDiscountMinor: at(lineOff, index),
      ticketDiscountMinor: at(ticketOff, index),
      pointsDiscountMinor: at(pointsOff, index),
      paidMinor: at(paid, index),
      netMinor: at(vat.lineNetsMinor, index),
      vatMinor: at(paid, index) - at(vat.lineNetsMinor, index),
    })),
    rows: vat.rows,
    grossMinor: vat.grossMinor,
    netMinor: vat.netMinor,
    vatMinor: vat.vatMinor,
    discountMinor: sum(lineOff) + ticketDiscountMinor + points.discountMinor,
    ticketDiscountMinor,
    points,
    goodsBeforePointsMinor,
    vouchersMinor,
    dueMinor: vat.grossMinor + vouchersMinor,
    mealVoucherMinor: sum(
      lines.map((line, index) => (line.mealVoucher && isGoods[index] === true ? at(paid, index) : 0)),
    ),
  };
}

function pointsOf(basket: Basket, goodsMinor: number, loyalty: LoyaltySettings | undefined): PointsDiscount {
  if (basket.redeemedPoints === 0) return { points: 0, discountMinor: 0 };
  assert(loyalty !== undefined, 'what points are worth is told with a basket that gives some');
  return pointsDiscount(loyalty, { points: basket.redeemedPoints, goodsMinor });
}

function at(amounts: readonly number[], index: number): number {
  return present(amounts[index], 'an amount for each line');
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((left, right) => left + right, 0);
}
