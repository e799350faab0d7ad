/**
 * The rows of a refund: a ticket of its own whose lines, VAT and payments are negative, with the goods back on the shelf,
 * the points of it taken back and given back, and stored value returned to the accounts that paid.
 */
import { assert } from '#base/assert.ts';
import type {
  BalanceMovementPayload,
  PayloadByKind,
  StockMovementPayload,
  TicketLinePayload,
  TicketPayload,
  VatRowPayload,
} from '#domain/journal/journal.ts';
import type { RefundedPoints } from '#domain/loyalty/loyalty.ts';
import { type Currency, divideRoundHalfAway } from '#domain/money/money.ts';
import type { RefundPlan } from './plan.ts';
import { sharesAt, stockMilli } from './sold.ts';

export interface RefundContext {
  readonly ticketId: string;
  readonly ticketNumber: string;
  /** The row of the sale. */
  readonly soldEntryId: string;
  /** The chain of that row, where it is another till's, and what headquarters kept its lines under. */
  readonly soldChainId?: string;
  /** How people call that till. */
  readonly soldAt?: string;
  readonly reservationId?: string;
  readonly reason: string;
  readonly approvalId?: string;
  readonly stationId: string;
  readonly tillNumber: string;
  readonly software: { readonly name: string; readonly version: string };
  readonly utcOffsetMinutes: number;
  readonly currency: Currency;
  readonly newLineId: () => string;
  /** What the refund takes back and gives back, and the member's balance before; absent where no account is left to book on. */
  readonly points?: RefundedPoints & { readonly balanceBefore: number };
  readonly print: 'paper' | 'none';
  readonly demonstration: boolean;
}

/** The payload of the refund's T row. */
export function refundPayload(plan: RefundPlan, context: RefundContext): TicketPayload {
  const { ticket } = plan.sold;
  const lines = refundLines(plan, context);
  const vat = vatRows(lines);
  const movements = stockBack(plan);
  const balances = balancesBack(plan, context, movements.length);
  const sum = (of: (row: VatRowPayload) => number): number => vat.reduce((total, row) => total + of(row), 0);
  const grossMinor = sum((row) => row.gross_minor);
  assert(grossMinor === -plan.totalMinor, 'the lines of a refund add up to it');
  return {
    ticket_id: context.ticketId,
    ticket_number: context.ticketNumber,
    transaction: 'refund',
    refund: {
      ticket_id: ticket.ticket_id,
      ticket_number: ticket.ticket_number,
      ticket_entry_id: context.soldEntryId,
      reason: context.reason,
      ...(context.approvalId === undefined ? {} : { approval_id: context.approvalId }),
      ...(context.soldChainId === undefined ? {} : { chain_id: context.soldChainId }),
      ...(context.soldAt === undefined ? {} : { sold_at: context.soldAt }),
      ...(context.reservationId === undefined ? {} : { reservation_id: context.reservationId }),
    },
    station_id: context.stationId,
    till_number: context.tillNumber,
    software: { name: context.software.name, version: context.software.version },
    utc_offset_minutes: context.utcOffsetMinutes,
    currency: context.currency.code,
    lines,
    line_count: lines.length,
    article_count: articlesBack(lines),
    vat,
    gross_minor: grossMinor,
    net_minor: sum((row) => row.net_minor),
    vat_minor: sum((row) => row.vat_minor),
    movements,
    ...(balances.length === 0 ? {} : { balance_movements: balances }),
    ...loyaltyOf(plan, context),
    print: context.print,
    demonstration: context.demonstration,
  };
}

/** The payloads of its P rows; together they are its gross exactly. */
export function refundPaymentPayloads(
  refund: Pick<TicketPayload, 'ticket_id' | 'ticket_number' | 'gross_minor'>,
  plan: RefundPlan,
  currency: Currency,
): {
  readonly payments: readonly PayloadByKind['payment-received'][];
  readonly rounding: PayloadByKind['cash-rounded'] | null;
} {
  const ticket = { ticket_id: refund.ticket_id, ticket_number: refund.ticket_number, currency: currency.code };
  const payments = plan.payments.map((payment, index) => ({
    ...ticket,
    n: index + 1,
    method: payment.method,
    amount_minor: -payment.amountMinor,
    tendered_minor: -payment.amountMinor,
    change_minor: 0,
    ...(payment.accountId === undefined ? {} : { account_id: payment.accountId }),
  }));
  const rounding =
    plan.roundingMinor === 0
      ? null
      : {
          ...ticket,
          n: payments.length + 1,
          amount_minor: plan.roundingMinor,
          cash_unit_minor: currency.cashUnitMinor,
        };
  const backMinor = payments.reduce((sum, payment) => sum + payment.amount_minor, rounding?.amount_minor ?? 0);
  assert(backMinor === refund.gross_minor, 'the payments of a refund add up to it');
  return { payments, rounding };
}

/** The lines that come back, with the amounts that they come back at. What was taken off the price shows in the price paid. */
function refundLines(plan: RefundPlan, context: RefundContext): readonly TicketLinePayload[] {
  const { ticket } = plan.sold;
  const before = sharesAt(ticket, plan.before);
  const after = sharesAt(ticket, plan.after);
  const newIds = new Map<string, string>();
  const lines: TicketLinePayload[] = [];
  for (const line of ticket.lines) {
    const [from, to] = [before.get(line.line_id), after.get(line.line_id)];
    if (from === undefined || to === undefined) continue;
    const milli = to.milli - from.milli;
    const grossMinor = to.grossMinor - from.grossMinor;
    if (milli === 0 && grossMinor === 0) continue;
    const vatMinor = to.vatMinor - from.vatMinor;
    const lineId = context.newLineId();
    newIds.set(line.line_id, lineId);
    const { discounts: _discounts, list_gross_minor: _list, override: _override, ...rest } = line;
    const depositOf = line.deposit_of_line_id === undefined ? undefined : newIds.get(line.deposit_of_line_id);
    lines.push({
      ...rest,
      line_id: lineId,
      ...(depositOf === undefined ? {} : { deposit_of_line_id: depositOf }),
      position: lines.length + 1,
      quantity_milli: negative(milli),
      gross_minor: negative(grossMinor),
      net_minor: negative(grossMinor - vatMinor),
      vat_minor: negative(vatMinor),
      refund_of_line_id: line.line_id,
    });
  }
  return lines;
}

/** Sums of the lines by rate, the highest first; not worked out again, so that all refunds together are the sale. */
function vatRows(lines: readonly TicketLinePayload[]): readonly VatRowPayload[] {
  const rates = [...new Set(lines.map((line) => line.vat_rate_basis_points))].sort((left, right) => right - left);
  return rates.map((rate) => {
    const own = lines.filter((line) => line.vat_rate_basis_points === rate);
    return {
      rate_basis_points: rate,
      gross_minor: own.reduce((sum, line) => sum + line.gross_minor, 0),
      net_minor: own.reduce((sum, line) => sum + line.net_minor, 0),
      vat_minor: own.reduce((sum, line) => sum + line.vat_minor, 0),
    };
  });
}

/** Goods go back on the shelf, one movement a product. */
function stockBack(plan: RefundPlan): readonly StockMovementPayload[] {
  const moved = new Map<string, { readonly unit: StockMovementPayload['unit']; milli: number }>();
  for (const line of plan.sold.ticket.lines) {
    if (line.kind !== 'product') continue;
    const at = (returned: RefundPlan['after']): number => stockMilli(line, returned.get(line.line_id) ?? 0);
    const milli = at(plan.after) - at(plan.before);
    if (milli === 0) continue;
    const known = moved.get(line.product_id);
    if (known === undefined) moved.set(line.product_id, { unit: line.contents?.unit ?? line.unit, milli });
    else known.milli += milli;
  }
  return [...moved].map(([productId, { unit, milli }], index) => ({
    n: index + 1,
    product_id: productId,
    unit,
    quantity_milli: milli,
  }));
}

function balancesBack(plan: RefundPlan, context: RefundContext, after: number): readonly BalanceMovementPayload[] {
  const { ticket } = plan.sold;
  const { takenBack, givenBack } = context.points ?? { takenBack: 0, givenBack: 0 };
  const movements: Omit<BalanceMovementPayload, 'n'>[] = [];
  const points = { account_id: ticket.loyalty?.account_id ?? '', unit: 'points' };
  if (takenBack !== 0) movements.push({ ...points, amount: -takenBack, reason: 'taken-back' });
  if (givenBack !== 0) movements.push({ ...points, amount: givenBack, reason: 'given-back' });
  const unit = context.currency.code;
  for (const { accountId, amountMinor } of plan.payments) {
    if (accountId !== undefined)
      movements.push({ account_id: accountId, unit, amount: amountMinor, reason: 'returned' });
  }
  const [before, now] = [sharesAt(ticket, plan.before), sharesAt(ticket, plan.after)];
  for (const line of ticket.lines) {
    if (line.kind !== 'voucher' || line.account_id === undefined) continue;
    const minor = (before.get(line.line_id)?.grossMinor ?? 0) - (now.get(line.line_id)?.grossMinor ?? 0);
    if (minor !== 0) movements.push({ account_id: line.account_id, unit, amount: minor, reason: 'returned' });
  }
  return movements.map((movement, index) => ({ n: after + index + 1, ...movement }));
}

function loyaltyOf(plan: RefundPlan, context: RefundContext): Pick<TicketPayload, 'loyalty'> {
  const { loyalty } = plan.sold.ticket;
  if (loyalty === undefined || context.points === undefined) return {};
  const { takenBack, givenBack, balanceBefore } = context.points;
  return {
    loyalty: {
      person_id: loyalty.person_id,
      account_id: loyalty.account_id,
      points_earned: negative(takenBack),
      points_redeemed: negative(givenBack),
      points_balance: balanceBefore - takenBack + givenBack,
    },
  };
}

/** As a sale counts them, with a minus: pieces one by one, what was weighed once, deposits not at all. */
function articlesBack(lines: readonly TicketLinePayload[]): number {
  const count = lines
    .filter((line) => line.kind === 'product')
    .reduce(
      (sum, line) => sum + (line.unit === 'piece' ? divideRoundHalfAway(BigInt(-line.quantity_milli), 1000n) : 1),
      0,
    );
  return negative(count);
}

function negative(value: number): number {
  return value === 0 ? 0 : -value;
}
