/**
 * What of a sale can still come back, line by line, and what each way of paying can still give back.
 *
 * What stored value paid goes back to the account that paid it, and meal vouchers to meal vouchers (Code du travail, art.
 * L3262-1: a title pays for a meal): neither becomes cash. Cash gives back what cash, cards and cheques paid, a card no more
 * than cards did, a cheque nothing.
 */
import type { TenderMethod, TicketLinePayload } from '#domain/journal/journal.ts';
import { type RefundedBefore, type SoldTicket, grossAt, isReturnable, sharesAt } from './sold.ts';

export interface RefundableLine {
  readonly line: TicketLinePayload;
  readonly refundedMilli: number;
  /** With the deposit that follows it. */
  readonly refundableMinor: number;
  readonly why: 'ok' | 'all-refunded' | 'voucher' | 'deposit-with-product';
}

export interface RefundableMethod {
  readonly method: TenderMethod;
  readonly accountId?: string;
  readonly paidMinor: number;
  readonly refundableMinor: number;
}

/** Every line of the sale, in its order, with what of it can still come back. */
export function refundableLines(sold: SoldTicket, before: RefundedBefore): readonly RefundableLine[] {
  const { ticket } = sold;
  const back = sharesAt(ticket, before.milliByLine);
  return ticket.lines.map((line) => {
    const refundedMilli = back.get(line.line_id)?.milli ?? 0;
    if (line.kind === 'voucher') return { line, refundedMilli, refundableMinor: 0, why: 'voucher' };
    if (!isReturnable(line)) return { line, refundedMilli, refundableMinor: 0, why: 'deposit-with-product' };
    const itself = line.gross_minor - (back.get(line.line_id)?.grossMinor ?? 0);
    const deposits = ticket.lines
      .filter((other) => other.deposit_of_line_id === line.line_id)
      .reduce((sum, deposit) => sum + deposit.gross_minor - (back.get(deposit.line_id)?.grossMinor ?? 0), 0);
    return {
      line,
      refundedMilli,
      refundableMinor: itself + deposits,
      why: refundedMilli >= line.quantity_milli ? 'all-refunded' : 'ok',
    };
  });
}

/** Methods by which money can go back: those that the sale was paid with, but for cheques, and cash for what it stands in for. */
export function refundableMethods(sold: SoldTicket, before: RefundedBefore): readonly RefundableMethod[] {
  const { payments, roundingMinor } = sold;
  const paid = (method: TenderMethod, accountId?: string): number =>
    payments
      .filter((payment) => payment.method === method && payment.account_id === accountId)
      .reduce((sum, payment) => sum + payment.amount_minor, 0);
  const given = (method: TenderMethod, accountId?: string): number =>
    before.payments
      .filter((payment) => payment.method === method && payment.accountId === accountId)
      .reduce((sum, payment) => sum + payment.amountMinor, 0);
  const pool =
    paid('cash') + roundingMinor + paid('card') + paid('cheque') - exactCashGiven(sold, before) - given('card');
  const left = (minor: number): number => Math.max(0, minor);
  const own = (method: TenderMethod, accountId?: string): number =>
    left(paid(method, accountId) - given(method, accountId));
  const methods: RefundableMethod[] = [
    { method: 'cash', paidMinor: paid('cash') + roundingMinor, refundableMinor: left(pool) },
    { method: 'card', paidMinor: paid('card'), refundableMinor: Math.min(own('card'), left(pool)) },
    { method: 'meal-voucher', paidMinor: paid('meal-voucher'), refundableMinor: own('meal-voucher') },
  ];
  const accounts = new Map(
    payments.flatMap(({ method, account_id: accountId }) =>
      accountId === undefined ? [] : [[accountId, method] as const],
    ),
  );
  for (const [accountId, method] of accounts) {
    methods.push({ method, accountId, paidMinor: paid(method, accountId), refundableMinor: own(method, accountId) });
  }
  return methods.filter(({ paidMinor, refundableMinor }) => paidMinor !== 0 || refundableMinor !== 0);
}

/** What cash stood for in the refunds before: the rounding to the smallest coin, either way, is not part of it. */
export function exactCashGiven({ ticket }: SoldTicket, before: RefundedBefore): number {
  const others = before.payments
    .filter(({ method }) => method !== 'cash')
    .reduce((sum, payment) => sum + payment.amountMinor, 0);
  return grossAt(ticket, before.milliByLine) - others;
}
