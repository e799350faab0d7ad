/**
 * Paying a ticket by one or several methods: what each pays, what is kept, what is given back. Whatever was typed first, they
 * pay in one order: stored value, meal vouchers, card, cheque, and cash what is left, so that only cash gives change.
 *
 * Where the smallest coin is larger than the minor unit, cash pays its part of the total rounded, and the difference is a
 * payment row of its own that touches no VAT.
 */
import { assert } from '#base/assert.ts';
import type { AccountId } from '#base/brand.ts';
import type { TenderMethod } from '#domain/journal/journal.ts';
import { roundToCashUnit } from '#domain/money/money.ts';
import type { Currency } from '#domain/money/money.ts';

/** No hand holds more than this: a scan that landed in the amount field is not money. */
const TENDERED_MINOR_MAX = 999_999_999_999;

/** The methods in the order in which they pay. */
export const SETTLEMENT_ORDER: readonly TenderMethod[] = [
  'gift-card',
  'purse',
  'meal-voucher',
  'card',
  'cheque',
  'cash',
];

export interface TenderedPayment {
  readonly method: TenderMethod;
  readonly tenderedMinor: number;
  /** Of gift card and purse. */
  readonly accountId?: AccountId;
  /** Approval code of a terminal, number of a cheque. */
  readonly reference?: string;
}

/** One payment row: of `tenderedMinor`, `amountMinor` pays the ticket and `changeMinor` goes back. */
export interface SettlementPayment extends TenderedPayment {
  readonly amountMinor: number;
  readonly changeMinor: number;
}

export interface Settlement {
  readonly kind: 'settled';
  /** In the order in which they pay. */
  readonly payments: readonly SettlementPayment[];
  readonly tenderedMinor: number;
  readonly changeMinor: number;
  /** What cash paid. */
  readonly cashTotalMinor: number;
  /**
   * The part of the total that rounding pays; negative when cash pays more than what was left to it. Payments + rounding =
   * total.
   */
  readonly roundingMinor: number;
}

export interface SettlementRefusal {
  readonly kind: 'refused';
  readonly reason: 'amount_invalid' | 'tendered_short' | 'cash_limit' | 'tender_exceeds' | 'meal_voucher_limit';
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface TicketToSettle {
  readonly totalMinor: number;
  readonly currency: Currency;
  readonly payments: readonly TenderedPayment[];
  /**
   * The most that may be paid in cash (France: 1,000 euros for residents, Code monétaire et financier art. D112-3); absent
   * where the law knows none.
   */
  readonly cashLimitMinor?: number;
  /**
   * The most that meal vouchers may pay: what is eligible of the ticket, and the shop's limit (France: 25 euros a day, Code
   * du travail art. R3262-10). Absent: nothing.
   */
  readonly mealVoucherMinorMax?: number;
  /** The most that stored value may pay: the goods. It buys no other stored value. Absent: nothing. */
  readonly storedValueMinorMax?: number;
}

/** Settles `totalMinor` with what was tendered. Nothing but cash may be more than what is due. */
export function settle(ticket: TicketToSettle): Settlement | SettlementRefusal {
  const { totalMinor, currency } = ticket;
  assert(Number.isSafeInteger(totalMinor) && totalMinor >= 0, 'a ticket to be paid is not negative');
  if (ticket.payments.length === 0 && totalMinor > 0) return amountInvalid(currency.cashUnitMinor);
  const payments = SETTLEMENT_ORDER.flatMap((method) => ticket.payments.filter((payment) => payment.method === method));
  const exact = payments.filter((payment) => payment.method !== 'cash');
  const wrong = exact
    .map((payment, index) => exceeds(ticket, payment, exact.slice(0, index)))
    .find((why) => why !== null);
  if (wrong !== undefined) return wrong;
  const leftMinor = totalMinor - sum(exact.map((payment) => payment.tenderedMinor));
  const cash = settleCash(
    ticket,
    payments.filter((payment) => payment.method === 'cash'),
    leftMinor,
  );
  if (cash.kind === 'refused') return cash;
  return {
    kind: 'settled',
    payments: [
      ...exact.map((payment) => ({ ...payment, amountMinor: payment.tenderedMinor, changeMinor: 0 })),
      ...cash.payments,
    ],
    tenderedMinor: sum(payments.map((payment) => payment.tenderedMinor)),
    changeMinor: sum(cash.payments.map((payment) => payment.changeMinor)),
    cashTotalMinor: sum(cash.payments.map((payment) => payment.amountMinor)),
    roundingMinor: cash.roundingMinor,
  };
}

/** Why a payment that gives no change cannot pay what those before it left, or null. */
function exceeds(
  ticket: TicketToSettle,
  payment: TenderedPayment,
  before: readonly TenderedPayment[],
): SettlementRefusal | null {
  const { method, tenderedMinor } = payment;
  if (!isAmount(tenderedMinor) || tenderedMinor === 0) return amountInvalid(1);
  const isStored = (other: TenderedPayment): boolean => other.method === 'gift-card' || other.method === 'purse';
  const paidBy = (which: (other: TenderedPayment) => boolean): number =>
    sum(before.filter(which).map((other) => other.tenderedMinor));
  const mealLeftMinor = (ticket.mealVoucherMinorMax ?? 0) - paidBy((other) => other.method === 'meal-voucher');
  if (method === 'meal-voucher' && tenderedMinor > mealLeftMinor)
    return {
      kind: 'refused',
      reason: 'meal_voucher_limit',
      params: { mostMinor: ticket.mealVoucherMinorMax ?? 0 },
    };
  const dueMinor = ticket.totalMinor - paidBy(() => true);
  const storedMinor = (ticket.storedValueMinorMax ?? 0) - paidBy(isStored);
  const mostMinor = Math.max(0, isStored(payment) ? Math.min(dueMinor, storedMinor) : dueMinor);
  return tenderedMinor > mostMinor
    ? { kind: 'refused', reason: 'tender_exceeds', params: { method, mostMinor } }
    : null;
}

function settleCash(
  { currency, cashLimitMinor }: TicketToSettle,
  tendered: readonly TenderedPayment[],
  leftMinor: number,
):
  | { readonly kind: 'paid'; readonly payments: readonly SettlementPayment[]; readonly roundingMinor: number }
  | SettlementRefusal {
  if (tendered.length === 0)
    return leftMinor === 0 ? { kind: 'paid', payments: [], roundingMinor: 0 } : short(leftMinor);
  const isPayable = (amountMinor: number): boolean =>
    isAmount(amountMinor) && amountMinor % currency.cashUnitMinor === 0;
  if (!tendered.every((payment) => isPayable(payment.tenderedMinor))) return amountInvalid(currency.cashUnitMinor);
  const cashTotalMinor = roundToCashUnit(leftMinor, currency);
  if (cashLimitMinor !== undefined && cashTotalMinor > cashLimitMinor)
    return { kind: 'refused', reason: 'cash_limit', params: { limitMinor: cashLimitMinor } };
  const missingMinor = cashTotalMinor - sum(tendered.map((payment) => payment.tenderedMinor));
  if (missingMinor > 0) return short(missingMinor);
  return { kind: 'paid', payments: shareOut(tendered, cashTotalMinor), roundingMinor: leftMinor - cashTotalMinor };
}

/** Each payment pays what the earlier ones left; what it does not need is its change. */
function shareOut(tendered: readonly TenderedPayment[], cashTotalMinor: number): readonly SettlementPayment[] {
  let leftMinor = cashTotalMinor;
  return tendered.map((payment) => {
    const amountMinor = Math.min(payment.tenderedMinor, leftMinor);
    leftMinor -= amountMinor;
    return { ...payment, amountMinor, changeMinor: payment.tenderedMinor - amountMinor };
  });
}

function isAmount(amountMinor: number): boolean {
  return Number.isSafeInteger(amountMinor) && amountMinor >= 0 && amountMinor <= TENDERED_MINOR_MAX;
}

function amountInvalid(cashUnitMinor: number): SettlementRefusal {
  return { kind: 'refused', reason: 'amount_invalid', params: { cashUnitMinor } };
}

function short(missingMinor: number): SettlementRefusal {
  return { kind: 'refused', reason: 'tendered_short', params: { missingMinor } };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((left, right) => left + right, 0);
}
