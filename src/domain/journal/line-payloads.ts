/** Lines of a basket as rows name them. */
import type { BasketLine, BasketVoucher, CodedLine, LineTotals } from '#domain/basket/basket.ts';
import type { VatRow } from '#domain/vat/vat.ts';
import type { LineDiscountPayload, LinePayload, TicketLinePayload, VatRowPayload, VoucherPayload } from './payloads.ts';

type Discounts = readonly LineDiscountPayload[];

/** A line of the ticket that is validated, at its position from 1 on. `ticketDiscount`: the discount it has its share of. */
export function ticketLinePayload(
  totals: LineTotals,
  about: { readonly position: number; readonly ticketDiscount: BasketLine['discount'] },
): TicketLinePayload {
  return {
    ...linePayload(totals, about.ticketDiscount),
    position: about.position,
    net_minor: totals.netMinor,
    vat_minor: totals.vatMinor,
  };
}

/** A line as it stands on the ticket, with what is paid for it. */
export function linePayload(totals: LineTotals, ticketDiscount: BasketLine['discount']): LinePayload {
  const { line } = totals;
  const discounts = discountPayloads(totals, ticketDiscount);
  return {
    line_id: line.lineId,
    kind: line.kind,
    ...(line.accountId === undefined ? {} : { account_id: line.accountId }),
    ...(line.depositOf === undefined ? {} : { deposit_of_line_id: line.depositOf }),
    product_id: line.productId,
    label: line.label,
    ...(line.brand === undefined ? {} : { brand: line.brand }),
    ...(line.gtin === undefined ? {} : { gtin: line.gtin }),
    ...(line.plu === undefined ? {} : { plu: line.plu }),
    ...(line.category === undefined ? {} : { category: line.category }),
    unit: line.unit,
    quantity_milli: line.quantityMilli,
    unit_price_minor: line.unitPriceMinor,
    ...overridePayload(line),
    ...(discounts.length === 0 ? {} : { list_gross_minor: line.grossMinor, discounts }),
    gross_minor: totals.paidMinor,
    vat_rate_basis_points: line.vatRateBasisPoints,
    ...(line.ageLimitYears === undefined ? {} : { age_limit_years: line.ageLimitYears }),
    meal_voucher: line.mealVoucher,
    ...codedPayload(line),
  };
}

/** The rows of a VAT breakdown. */
export function vatRowPayloads(rows: readonly VatRow[]): readonly VatRowPayload[] {
  return rows.map((row) => ({
    rate_basis_points: row.rateBasisPoints,
    gross_minor: row.grossMinor,
    net_minor: row.netMinor,
    vat_minor: row.vatMinor,
  }));
}

/** Stored value that is sold beside the lines. */
export function voucherPayload(voucher: BasketVoucher): VoucherPayload {
  return {
    line_id: voucher.lineId,
    account_id: voucher.accountId,
    account: voucher.account,
    amount_minor: voucher.amountMinor,
  };
}

function overridePayload({ override }: BasketLine): Partial<LinePayload> {
  if (override === undefined) return {};
  const { listUnitPriceMinor, reason, approvalId } = override;
  return {
    list_unit_price_minor: listUnitPriceMinor,
    override: { reason, ...(approvalId === undefined ? {} : { approval_id: approvalId }) },
  };
}

/** What was taken off, in the order in which it was; a share of nothing is left out. */
function discountPayloads(totals: LineTotals, ticketDiscount: BasketLine['discount']): Discounts {
  const said = (discount: BasketLine['discount']): Partial<LineDiscountPayload> => {
    if (discount === undefined) return {};
    const { reason, approvalId } = discount;
    return { reason, ...(approvalId === undefined ? {} : { approval_id: approvalId }) };
  };
  const all: Discounts = [
    { kind: 'line', amount_minor: totals.lineDiscountMinor, ...said(totals.line.discount) },
    { kind: 'ticket', amount_minor: totals.ticketDiscountMinor, ...said(ticketDiscount) },
    { kind: 'points', amount_minor: totals.pointsDiscountMinor },
  ];
  return all.filter((discount) => discount.amount_minor > 0);
}

/** What the code of the line said beyond its product. A price that somebody set is not that of the label. */
function codedPayload({
  coded = {},
  override,
}: { readonly coded?: CodedLine } & Pick<BasketLine, 'override'>): Partial<LinePayload> {
  const { text, priceFromCode, quantityFromCode, contents, lot, serial, useBy, bestBefore } = coded;
  return {
    ...(priceFromCode === undefined || override !== undefined ? {} : { price_from_code: priceFromCode }),
    ...(quantityFromCode === undefined ? {} : { quantity_from_code: quantityFromCode }),
    ...(text === undefined ? {} : { code: text }),
    ...(contents === undefined
      ? {}
      : { contents: { unit: contents.unit, quantity_milli: contents.milli, from: contents.from } }),
    ...(lot === undefined ? {} : { lot }),
    ...(serial === undefined ? {} : { serial }),
    ...(useBy === undefined ? {} : { use_by: useBy }),
    ...(bestBefore === undefined ? {} : { best_before: bestBefore }),
  };
}
