/**
 * Changing a ticket in progress. Each function decides and returns the new basket or a refusal that the cashier can act
 * on; nothing here stores, signs or shows.
 */
import { assert } from '#base/assert.ts';
import type { LineId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import { cleanText } from '#base/text.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import { lineGrossMinor } from '#domain/money/money.ts';
import type { CodedLine } from './coded.ts';
import { isQuantity, LINES_MAX, QUANTITY_MILLI_MAX, TOTAL_MINOR_MAX } from './limits.ts';
import type { Basket, BasketLine, BasketVoucher } from './lines.ts';
import { withoutLines } from './lines.ts';

export interface BasketChange {
  readonly kind: 'changed';
  readonly basket: Basket;
  /** The product line that the change was about. */
  readonly lineId: LineId;
}

interface Addition {
  readonly product: Product;
  readonly quantityMilli: number;
  readonly lineId: LineId;
  readonly gtin?: string;
  readonly coded?: CodedLine;
}

interface LineVoid extends BasketChange {
  /** The lines that went, for the journal: the product line, then its deposit; or what was sold of stored value. */
  readonly voided: readonly BasketLine[];
  readonly voidedVouchers: readonly BasketVoucher[];
}

export interface BasketRefusal {
  readonly kind: 'refused';
  readonly reason:
    | 'basket_full'
    | 'quantity_invalid'
    | 'total_too_large'
    | 'line_unknown'
    | 'amount_invalid'
    | 'discount_invalid'
    | 'price_invalid';
  readonly params?: Readonly<Record<string, number>>;
}

/**
 * Adds a product. Pieces of the same product at the same price raise the quantity when it is also the *last* line: two
 * of the same in a row are one line on the receipt, but A, B, A stay three lines, so that the screen always shows the
 * article in the cashier's hand at the end. Weighed goods always make a line of their own: each weighing is a proof. So do
 * goods whose code says more than their product: a price or a lot is that of one thing. A line with a discount or a price of
 * its own takes no more: what was agreed for one is not agreed for the next.
 * `lineId` is fresh and used only if a line is made; `gtin` is the code that was scanned.
 */
export function addProduct(basket: Basket, add: Addition): BasketChange | BasketRefusal {
  if (!isQuantity(add.quantityMilli, add.product.unit)) return quantityInvalid();
  const { priceMinor, depositMinor = 0 } = add.product;
  assert(priceMinor >= 0 && depositMinor >= 0, 'a price is not negative');
  if (priceMinor > TOTAL_MINOR_MAX || depositMinor > TOTAL_MINOR_MAX) return totalTooLarge();
  const made = linesOf(add);
  const last = basket.lines.findLast((line) => line.kind === 'product');
  if (last !== undefined && isSameArticle(last, made, basket)) {
    return setQuantity(basket, { lineId: last.lineId, quantityMilli: last.quantityMilli + add.quantityMilli });
  }
  if (basket.lines.length + basket.vouchers.length + made.length > LINES_MAX)
    return { kind: 'refused', reason: 'basket_full', params: { linesMax: LINES_MAX } };
  return changed(basket, [...basket.lines, ...made], add.lineId);
}

/** Gives a product line another quantity; its deposit line follows. A deposit line has no quantity of its own. */
export function setQuantity(
  basket: Basket,
  set: { readonly lineId: LineId; readonly quantityMilli: number },
): BasketChange | BasketRefusal {
  const target = productLine(basket, set.lineId);
  if (target === undefined) return { kind: 'refused', reason: 'line_unknown' };
  if (!isQuantity(set.quantityMilli, target.unit)) return quantityInvalid();
  const lines = basket.lines.map((line) =>
    line.lineId === target.lineId || line.depositOf === target.lineId
      ? withQuantity(bySomebody(line, set.quantityMilli), set.quantityMilli)
      : line,
  );
  return changed(basket, lines, target.lineId);
}

/** Removes a product line before validation, its deposit line with it; or stored value that was to be sold. */
export function voidLine(basket: Basket, lineId: LineId): LineVoid | BasketRefusal {
  const line = basket.lines.find((other) => other.lineId === lineId && other.kind !== 'deposit');
  const voucher = basket.vouchers.find((other) => other.lineId === lineId);
  if (line === undefined && voucher === undefined) return { kind: 'refused', reason: 'line_unknown' };
  const after = withoutLines(basket, [lineId]);
  return {
    kind: 'changed',
    basket: after,
    lineId,
    voided: basket.lines.filter((other) => !after.lines.includes(other)),
    voidedVouchers: basket.vouchers.filter((other) => !after.vouchers.includes(other)),
  };
}

function linesOf(add: Addition): readonly BasketLine[] {
  const { product, quantityMilli, lineId } = add;
  const gtin = add.gtin ?? product.gtins[0];
  const article = {
    lineId,
    kind: 'product' as const,
    productId: product.id,
    label: cleanText(product.name),
    ...(product.brand === undefined ? {} : { brand: cleanText(product.brand) }),
    ...(gtin === undefined ? {} : { gtin }),
    ...(product.plu === undefined ? {} : { plu: product.plu }),
    ...(product.category === undefined ? {} : { category: cleanText(product.category) }),
    unit: product.unit,
    unitPriceMinor: product.priceMinor,
    vatRateBasisPoints: product.vatRateBasisPoints,
    ...(product.ageLimitYears === undefined ? {} : { ageLimitYears: product.ageLimitYears }),
    mealVoucher: product.mealVoucher,
    ...(add.coded === undefined ? {} : { coded: add.coded }),
  };
  const line = withQuantity(article, quantityMilli);
  if (product.depositMinor === undefined || product.depositMinor === 0) return [line];
  const deposit = {
    lineId: branded<LineId>(`${lineId}.deposit`),
    kind: 'deposit' as const,
    depositOf: lineId,
    productId: product.id,
    label: article.label,
    unit: product.unit,
    unitPriceMinor: product.depositMinor,
    vatRateBasisPoints: 0,
    mealVoucher: false,
  };
  return [line, withQuantity(deposit, quantityMilli)];
}

/** Whether a scan of `made` only repeats the last article: same product and code, same price, rate and deposit. */
function isSameArticle(last: BasketLine, made: readonly BasketLine[], basket: Basket): boolean {
  const present = basket.lines.filter((line) => line.lineId === last.lineId || line.depositOf === last.lineId);
  return (
    last.unit === 'piece' &&
    last.coded === undefined &&
    last.discount === undefined &&
    last.override === undefined &&
    made[0]?.coded === undefined &&
    present.length === made.length &&
    present.every((line, index) => {
      const other = made[index];
      return (
        other !== undefined &&
        line.productId === other.productId &&
        line.label === other.label &&
        line.gtin === other.gtin &&
        line.unit === other.unit &&
        line.unitPriceMinor === other.unitPriceMinor &&
        line.vatRateBasisPoints === other.vatRateBasisPoints
      );
    })
  );
}

/** The basket with these lines, unless it comes to more than a ticket carries. */
export function changed(basket: Basket, lines: readonly BasketLine[], lineId: LineId): BasketChange | BasketRefusal {
  const vouchersMinor = basket.vouchers.reduce((sum, voucher) => sum + voucher.amountMinor, 0);
  const totalMinor = lines.reduce((sum, line) => sum + line.grossMinor, vouchersMinor);
  if (totalMinor > TOTAL_MINOR_MAX) return totalTooLarge();
  return { kind: 'changed', basket: { ...basket, version: basket.version + 1, lines }, lineId };
}

/** A line of goods by its id; a deposit or a voucher is none. */
export function productLine(basket: Basket, lineId: LineId): BasketLine | undefined {
  return basket.lines.find((line) => line.lineId === lineId && line.kind === 'product');
}

/** A line whose quantity a person sets no longer has that of its code. */
function bySomebody(line: BasketLine, quantityMilli: number): BasketLine {
  if (line.coded?.quantityFromCode === undefined || line.quantityMilli === quantityMilli) return line;
  const { quantityFromCode: _, ...coded } = line.coded;
  return { ...line, coded };
}

function withQuantity(line: Omit<BasketLine, 'quantityMilli' | 'grossMinor'>, quantityMilli: number): BasketLine {
  return { ...line, quantityMilli, grossMinor: lineGrossMinor({ unitPriceMinor: line.unitPriceMinor, quantityMilli }) };
}

/** The refusal of a ticket that comes to too much. */
export function totalTooLarge(): BasketRefusal {
  return { kind: 'refused', reason: 'total_too_large', params: { totalMinorMax: TOTAL_MINOR_MAX } };
}

function quantityInvalid(): BasketRefusal {
  return { kind: 'refused', reason: 'quantity_invalid', params: { quantityMilliMax: QUANTITY_MILLI_MAX } };
}
