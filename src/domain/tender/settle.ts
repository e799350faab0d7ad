/**
 * Paying a ticket in cash: what is tendered, what is kept, what is given back. Where the smallest coin is larger than
 * the minor unit, cash pays the rounded total, and the difference is a payment row of its own that touches no VAT.
 */
import { assert } from '#base/assert.ts';
import { roundToCashUnit } from '#domain/money/money.ts';
import type { Currency } from '#domain/money/money.ts';

/** No hand holds more than this: a scan that landed in the amount field is not money. */
const TENDERED_MINOR_MAX = 999_999_999_999;

interface TenderedPayment {
  readonly method: 'cash';
  readonly tenderedMinor: number;
}

/** One payment row: of `tenderedMinor`, `amountMinor` pays the ticket and `changeMinor` goes back. */
interface SettlementPayment {
  readonly method: 'cash';
  readonly tenderedMinor: number;
  readonly amountMinor: number;
  readonly changeMinor: number;
}

export interface Settlement {
  readonly kind: 'settled';
  readonly payments: readonly SettlementPayment[];
  readonly tenderedMinor: number;
  readonly changeMinor: number;
  /** What cash paid: the sum of the amounts of `payments`. */
  readonly cashTotalMinor: number;
  /**
   * The part of the total that rounding pays; negative when cash pays more than the total. Payments + rounding =
   * total.
   */
  readonly roundingMinor: number;
}

interface SettlementRefusal {
  readonly kind: 'refused';
  readonly reason: 'amount_invalid' | 'tendered_short' | 'cash_limit';
  readonly params?: Readonly<Record<string, number>>;
}

/**
 * Settles `totalMinor` with what was tendered. `cashLimitMinor` is the most that may be paid in cash (France: 1,000
 * euros for residents, Code monétaire et financier art. D112-3); absent where the law knows none.
 */
export function settle(ticket: {
  readonly totalMinor: number;
  readonly currency: Currency;
  readonly payments: readonly TenderedPayment[];
  readonly cashLimitMinor?: number;
}): Settlement | SettlementRefusal {
  const { totalMinor, currency, cashLimitMinor } = ticket;
  assert(Number.isSafeInteger(totalMinor) && totalMinor >= 0, 'a ticket to be paid is not negative');
  if (ticket.payments.length === 0 || !ticket.payments.every((payment) => isPayable(payment.tenderedMinor, currency))) {
    return { kind: 'refused', reason: 'amount_invalid', params: { cashUnitMinor: currency.cashUnitMinor } };
  }
  const cashTotalMinor = roundToCashUnit(totalMinor, currency);
  if (cashLimitMinor !== undefined && cashTotalMinor > cashLimitMinor) {
    return { kind: 'refused', reason: 'cash_limit', params: { limitMinor: cashLimitMinor } };
  }
  const tenderedMinor = ticket.payments.reduce((sum, payment) => sum + payment.tenderedMinor, 0);
  if (tenderedMinor < cashTotalMinor) {
    return { kind: 'refused', reason: 'tendered_short', params: { missingMinor: cashTotalMinor - tenderedMinor } };
  }
  const payments = shareOut(ticket.payments, cashTotalMinor);
  const changeMinor = tenderedMinor - cashTotalMinor;
  return {
    kind: 'settled',
    payments,
    tenderedMinor,
    changeMinor,
    cashTotalMinor,
    roundingMinor: totalMinor - cashTotalMinor,
  };
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

function isPayable(amountMinor: number, currency: Currency): boolean {
  return (
    Number.isSafeInteger(amountMinor) &&
    amountMinor >= 0 &&
    amountMinor <= TENDERED_MINOR_MAX &&
    amountMinor % currency.cashUnitMinor === 0
  );
}
