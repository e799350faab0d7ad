/**
 * From a basket to the rows of its sale: the figures are worked out once, here, and every later reader repeats them.
 */
import { assert } from '#base/assert.ts';
import type { AccountId, StationId } from '#base/brand.ts';
import type { AllowedPart } from '#domain/authority/authority.ts';
import { type LineTotals, articleCount, basketTotals, isEmptyBasket } from '#domain/basket/basket.ts';
import type { Basket, BasketLine } from '#domain/basket/basket.ts';
import { divideRoundHalfAway } from '#domain/money/money.ts';
import type { Currency } from '#domain/money/money.ts';
import type { LoyaltySettings } from '#domain/settings/settings.ts';
import type { Settlement } from '#domain/tender/tender.ts';
import { linePayload, ticketLinePayload, vatRowPayloads, voucherPayload } from './line-payloads.ts';
import type { BalanceMovementPayload } from './loyalty-payloads.ts';
import type {
  CashRoundedPayload,
  LinePayload,
  PaymentPayload,
  StockMovementPayload,
  TicketPayload,
  VoucherPayload,
} from './payloads.ts';

/** What the accounts of a sale have of it. */
export interface SaleBalances {
  /** Balances of stored value that pays of the ticket. */
  readonly spent: readonly {
    readonly accountId: AccountId;
    readonly amountMinor: number;
    /** What allowed it, part by part, adding up to it; absent where the till is the authority. */
    readonly allowed?: readonly AllowedPart[];
  }[];
  /** The member's points, null where nobody is on the ticket. Redeemed are those of its totals. */
  readonly member: {
    readonly personId: string;
    readonly accountId: AccountId;
    readonly pointsEarned: number;
    /** After the ticket. */
    readonly pointsBalance: number;
    /** What allowed the points that are given. */
    readonly allowed?: readonly AllowedPart[];
  } | null;
}

const NO_BALANCES: SaleBalances = { spent: [], member: null };

/** The payload of the T row of a basket that is being paid. The basket is not empty. */
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
    /** Needed where points are given. */
    readonly loyalty?: LoyaltySettings;
    readonly balances?: SaleBalances;
  },
): TicketPayload {
  assert(!isEmptyBasket(basket), 'a ticket has at least one line');
  const totals = basketTotals(basket, sale.loyalty);
  const lines = totals.lines.map((line, index) =>
    ticketLinePayload(line, { position: index + 1, ticketDiscount: basket.discount }),
  );
  const movements = stockMovements(basket.lines);
  const balances = sale.balances ?? NO_BALANCES;
  const redeemed = totals.points.points;
  const balanceMovements = numbered(movements.length, [
    ...memberMovements(balances.member, redeemed),
    ...loadedMovements(basket, sale.currency),
    ...balances.spent.flatMap(({ accountId, amountMinor, allowed }) =>
      takenOff({ account_id: accountId, unit: sale.currency.code, amount: -amountMinor, reason: 'spent' }, allowed),
    ),
  ]);
  const { member } = balances;
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
    vat: vatRowPayloads(totals.rows),
    gross_minor: totals.grossMinor,
    net_minor: totals.netMinor,
    vat_minor: totals.vatMinor,
    ...(totals.discountMinor === 0 ? {} : { discount_minor: totals.discountMinor }),
    ...(basket.vouchers.length === 0
      ? {}
      : { vouchers: basket.vouchers.map(voucherPayload), due_minor: totals.dueMinor }),
    movements,
    ...(balanceMovements.length === 0 ? {} : { balance_movements: balanceMovements }),
    ...(member === null
      ? {}
      : {
          loyalty: {
            person_id: member.personId,
            account_id: member.accountId,
            points_earned: member.pointsEarned,
            points_redeemed: redeemed,
            points_balance: member.pointsBalance,
          },
        }),
    print: sale.print,
    demonstration: sale.demonstration,
  };
}

/**
 * The payloads of the P rows of a sale, in the order in which they are appended. Together they pay what is due exactly.
 */
export function paymentPayloads(
  ticket: Pick<TicketPayload, 'ticket_id' | 'ticket_number' | 'gross_minor' | 'due_minor'>,
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
    ...(payment.accountId === undefined ? {} : { account_id: payment.accountId }),
    ...(payment.reference === undefined ? {} : { reference: payment.reference }),
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
  assert(paidMinor === dueOf(ticket), 'the payments of a ticket add up to it');
  return { payments, rounding };
}

/** What the payments of a ticket add up to: rows without `due_minor` are due at their gross. */
export function dueOf(ticket: Pick<TicketPayload, 'gross_minor' | 'due_minor'>): number {
  return ticket.due_minor ?? ticket.gross_minor;
}

/** What a `line-voided` or `ticket-cancelled` row says of what went: as it stood on the ticket, its part of discounts taken off. */
export function goneLines(
  basket: Basket,
  gone: { readonly lineIds: readonly string[]; readonly loyalty?: LoyaltySettings },
): {
  readonly lines: readonly LinePayload[];
  readonly gross_minor: number;
  readonly vouchers?: readonly VoucherPayload[];
} {
  const isGone = (lineId: string): boolean => gone.lineIds.includes(lineId);
  const lines = basketTotals(basket, gone.loyalty).lines.filter(({ line }) => isGone(line.lineId));
  const vouchers = basket.vouchers.filter((voucher) => isGone(voucher.lineId));
  return {
    lines: lines.map((line: LineTotals) => linePayload(line, basket.discount)),
    gross_minor: lines.reduce((sum, line) => sum + line.paidMinor, 0),
    ...(vouchers.length === 0 ? {} : { vouchers: vouchers.map(voucherPayload) }),
  };
}

type Unnumbered = Omit<BalanceMovementPayload, 'n'>;

/** What is spent, as one movement for each part of what allowed it. */
function takenOff(movement: Unnumbered, allowed: readonly AllowedPart[] = []): readonly Unnumbered[] {
  if (allowed.length === 0) return [movement];
  const sum = allowed.reduce((total, part) => total + part.amount, 0);
  assert(sum === -movement.amount, 'what allows a spending adds up to it');
  return allowed.map((part) => ({
    ...movement,
    amount: -part.amount,
    authority: part.kind === 'floor' ? { kind: part.kind } : { kind: part.kind, grant_id: part.grantId },
  }));
}

/** Their n goes on after that of the stock movements: `entry_id/n` names one movement. */
function numbered(after: number, movements: readonly Unnumbered[]): readonly BalanceMovementPayload[] {
  return movements.map((movement, index) => ({ n: after + index + 1, ...movement }));
}

function memberMovements(member: SaleBalances['member'], redeemed: number): readonly Unnumbered[] {
  assert(member !== null || redeemed === 0, 'only a member gives points');
  if (member === null) return [];
  const about = { account_id: member.accountId, unit: 'points' };
  const movements: readonly Unnumbered[] = [
    ...takenOff({ ...about, amount: -redeemed, reason: 'redeemed' }, member.allowed),
    { ...about, amount: member.pointsEarned, reason: 'earned' },
  ];
  return movements.filter(({ amount }) => amount !== 0);
}

/** What is sold of stored value, taxed now or not. */
function loadedMovements(basket: Basket, currency: Currency): readonly Unnumbered[] {
  const sold = basket.lines.flatMap((line) =>
    line.kind === 'voucher' && line.accountId !== undefined && line.grossMinor > 0
      ? [{ accountId: line.accountId, amountMinor: line.grossMinor }]
      : [],
  );
  return [...basket.vouchers, ...sold].map(({ accountId, amountMinor }) => ({
    account_id: accountId,
    unit: currency.code,
    amount: amountMinor,
    reason: 'loaded' as const,
  }));
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
