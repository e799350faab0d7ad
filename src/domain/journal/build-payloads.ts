/**
 * From a basket to the rows of its sale: the figures are worked out once, here, and every later reader repeats them.
 */
import { assert } from '#base/assert.ts';
import type { StationId } from '#base/brand.ts';
import { articleCount, basketTotals } from '#domain/basket/basket.ts';
import type { Basket, BasketLine, CodedLine } from '#domain/basket/basket.ts';
import { divideRoundHalfAway } from '#domain/money/money.ts';
import type { Currency } from '#domain/money/money.ts';
import type { Settlement } from '#domain/tender/tender.ts';
import type {
  CashRoundedPayload,
  LinePayload,
  PaymentPayload,
  StockMovementPayload,
  TicketPayload,
} from './payloads.ts';

/** The payload of the T row of a basket that is being paid. The basket has at least one line. */
export function ticketPayload(
  basket: Basket,
  sale: {
    readonly ticketNumber: string;
    readonly stationId: StationId;
    readonly tillNumber: string;
    readonly software: { readonly name: string; readonly version: string };
    readonly utcOffsetMinutes: number;
    readonly currency: Currency;
    readonly print: 'paper' | 'none';
    readonly demonstration: boolean;
  },
): TicketPayload {
  assert(basket.lines.length > 0, 'a ticket has at least one line');
  const totals = basketTotals(basket.lines);
  const lines = basket.lines.map((line, index) => {
    const netMinor = totals.lineNetsMinor[index] ?? 0;
    return { ...linePayload(line), position: index + 1, net_minor: netMinor, vat_minor: line.grossMinor - netMinor };
  });
  return {
    ticket_id: basket.ticketId,
    ticket_number: sale.ticketNumber,
    transaction: 'sale',
    station_id: sale.stationId,
    till_number: sale.tillNumber,
    software: { name: sale.software.name, version: sale.software.version },
    utc_offset_minutes: sale.utcOffsetMinutes,
    currency: sale.currency.code,
    lines,
    line_count: lines.length,
    article_count: articleCount(basket.lines),
    vat: totals.rows.map((row) => ({
      rate_basis_points: row.rateBasisPoints,
      gross_minor: row.grossMinor,
      net_minor: row.netMinor,
      vat_minor: row.vatMinor,
    })),
    gross_minor: totals.grossMinor,
    net_minor: totals.netMinor,
    vat_minor: totals.vatMinor,
    movements: stockMovements(basket.lines),
    print: sale.print,
    demonstration: sale.demonstration,
  };
}

/**
 * The payloads of the P rows of a sale, in the order in which they are appended. Together they pay its gross exactly.
 */
export function paymentPayloads(
  ticket: Pick<TicketPayload, 'ticket_id' | 'ticket_number' | 'gross_minor'>,
  paid: { readonly settlement: Settlement; readonly currency: Currency },
): {
  readonly payments: readonly PaymentPayload[];
  /** Null where cash pays to the last minor unit. */
  readonly rounding: CashRoundedPayload | null;
} {
  const { settlement, currency } = paid;
  const reference = { ticket_id: ticket.ticket_id, ticket_number: ticket.ticket_number, currency: currency.code };
  const payments = settlement.payments.map((payment, index) => ({
    ...reference,
    n: index + 1,
    method: payment.method,
    amount_minor: payment.amountMinor,
    tendered_minor: payment.tenderedMinor,
    change_minor: payment.changeMinor,
  }));
  const rounding =
    settlement.roundingMinor === 0
      ? null
      : {
          ...reference,
          n: payments.length + 1,
          amount_minor: settlement.roundingMinor,
          cash_unit_minor: currency.cashUnitMinor,
        };
  const paidMinor = payments.reduce((sum, payment) => sum + payment.amount_minor, rounding?.amount_minor ?? 0);
  assert(paidMinor === ticket.gross_minor, 'the payments of a ticket add up to it');
  return { payments, rounding };
}

/** A basket line as rows name it. */
function linePayload(line: BasketLine): LinePayload {
  return {
    line_id: line.lineId,
    kind: line.kind,
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
    gross_minor: line.grossMinor,
    vat_rate_basis_points: line.vatRateBasisPoints,
    ...(line.ageLimitYears === undefined ? {} : { age_limit_years: line.ageLimitYears }),
    meal_voucher: line.mealVoucher,
    ...codedPayload(line.coded),
  };
}

/** What the code of the line said beyond its product. */
function codedPayload(coded: CodedLine = {}): Partial<LinePayload> {
  const { text, priceFromCode, quantityFromCode, contents, lot, serial, useBy, bestBefore } = coded;
  return {
    ...(priceFromCode === undefined ? {} : { price_from_code: priceFromCode }),
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

/** What a `line-voided` or `ticket-cancelled` row says of the lines that went. */
export function goneLines(lines: readonly BasketLine[]): {
  readonly lines: readonly LinePayload[];
  readonly gross_minor: number;
} {
  return { lines: lines.map(linePayload), gross_minor: lines.reduce((sum, line) => sum + line.grossMinor, 0) };
}

/**
 * One movement a product, deposits none: empties are not counted in this version. Goods sold at the price of their label
 * move what they contain; where nobody knows that, they move nothing, and the next count of the stock finds it.
 */
function stockMovements(lines: readonly BasketLine[]): readonly StockMovementPayload[] {
  const moved = new Map<string, { readonly unit: BasketLine['unit']; quantityMilli: number }>();
  for (const line of lines) {
    if (line.kind !== 'product') continue;
    const { unit, quantityMilli } = takenFromStock(line);
    if (quantityMilli === 0) continue;
    const before = moved.get(line.productId);
    if (before === undefined) moved.set(line.productId, { unit, quantityMilli });
    else before.quantityMilli += quantityMilli;
  }
  return [...moved].map(([productId, { unit, quantityMilli }], index) => ({
    n: index + 1,
    product_id: productId,
    unit,
    quantity_milli: -quantityMilli,
  }));
}

function takenFromStock(line: BasketLine): Pick<BasketLine, 'unit' | 'quantityMilli'> {
  const contents = line.coded?.contents;
  if (contents === undefined) return line;
  const exactMilli = BigInt(contents.milli) * BigInt(line.quantityMilli);
  return { unit: contents.unit, quantityMilli: divideRoundHalfAway(exactMilli, 1000n) };
}
