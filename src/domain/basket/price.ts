/**
 * Another price for what is on the ticket: a discount on a line or on the whole ticket, or a price that somebody sets. Each
 * function decides and returns the new basket or a refusal; whether the operator may is for the use case to ask.
 */
import type { LineId } from '#base/brand.ts';
import { lineGrossMinor } from '#domain/money/money.ts';
import { type BasketChange, type BasketRefusal, changed, productLine, totalTooLarge } from './change.ts';
import { isDiscountOf } from './discount.ts';
import { TOTAL_MINOR_MAX } from './limits.ts';
import type { Basket, BasketLine, Discount } from './lines.ts';
import { basketTotals } from './totals.ts';

/** Gives a product line a discount, another one, or with null none. */
export function discountLine(
  basket: Basket,
  set: { readonly lineId: LineId; readonly discount: Discount | null },
): BasketChange | BasketRefusal {
  const target = productLine(basket, set.lineId);
  if (target === undefined) return { kind: 'refused', reason: 'line_unknown' };
  if (set.discount !== null && !isDiscountOf(set.discount, target.grossMinor))
    return discountInvalid(target.grossMinor);
  return changed(basket, replaced(basket, withDiscount(target, set.discount)), target.lineId);
}

/** Gives the whole ticket a discount, another one, or with null none. */
export function discountTicket(
  basket: Basket,
  discount: Discount | null,
): { readonly kind: 'changed'; readonly basket: Basket } | BasketRefusal {
  const { discount: _, ...rest } = basket;
  const version = basket.version + 1;
  if (discount === null) return { kind: 'changed', basket: { ...rest, version } };
  const baseMinor = ticketDiscountBaseMinor(basket);
  if (!isDiscountOf(discount, baseMinor)) return discountInvalid(baseMinor);
  return { kind: 'changed', basket: { ...rest, version, discount } };
}

/** What a discount on the ticket is taken off from: its goods, their own discounts taken off. */
export function ticketDiscountBaseMinor(basket: Basket): number {
  const { discount: _, ...rest } = basket;
  return basketTotals({ ...rest, redeemedPoints: 0 }).goodsBeforePointsMinor;
}

/**
 * Sets the unit price of a product line. The price of the list stays beside it; setting that one again takes the override
 * back. A discount of the line goes on from the new price.
 */
export function overridePrice(
  basket: Basket,
  set: {
    readonly lineId: LineId;
    readonly unitPriceMinor: number;
    readonly reason: string;
    readonly approvalId?: string;
  },
): BasketChange | BasketRefusal {
  const target = productLine(basket, set.lineId);
  if (target === undefined) return { kind: 'refused', reason: 'line_unknown' };
  const { unitPriceMinor, reason, approvalId } = set;
  if (!Number.isSafeInteger(unitPriceMinor) || unitPriceMinor < 0) return { kind: 'refused', reason: 'price_invalid' };
  if (unitPriceMinor > TOTAL_MINOR_MAX) return totalTooLarge();
  const listUnitPriceMinor = listPriceMinor(target);
  const { override: _, ...rest } = target;
  const override =
    unitPriceMinor === listUnitPriceMinor
      ? {}
      : { override: { listUnitPriceMinor, reason, ...(approvalId === undefined ? {} : { approvalId }) } };
  const grossMinor = lineGrossMinor({ unitPriceMinor, quantityMilli: target.quantityMilli });
  return changed(basket, replaced(basket, { ...rest, unitPriceMinor, grossMinor, ...override }), target.lineId);
}

/** The price of the list or of the label. */
export function listPriceMinor(line: BasketLine): number {
  return line.override?.listUnitPriceMinor ?? line.unitPriceMinor;
}

function withDiscount(line: BasketLine, discount: Discount | null): BasketLine {
  const { discount: _, ...rest } = line;
  return discount === null ? rest : { ...rest, discount };
}

function replaced(basket: Basket, line: BasketLine): readonly BasketLine[] {
  return basket.lines.map((other) => (other.lineId === line.lineId ? line : other));
}

function discountInvalid(baseMinor: number): BasketRefusal {
  return {
    kind: 'refused',
    reason: 'discount_invalid',
    params: { baseMinor },
  };
}
