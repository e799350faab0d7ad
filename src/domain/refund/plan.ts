/**
 * Deciding a refund: which lines, how much, by which ways; or why not. Nothing is written here.
 */
import { type Currency, roundToCashUnit } from '#domain/money/money.ts';
import type { TenderMethod } from '#domain/journal/journal.ts';
import { exactCashGiven, refundableMethods } from './refundable.ts';
import { type RefundedBefore, type ReturnedMilli, type SoldTicket, grossAt, isReturnable } from './sold.ts';

export interface RefundWish {
  readonly lines: readonly { readonly lineId: string; readonly quantityMilli: number }[];
  /** Positive amounts. That of cash is the exact one or the one rounded to the smallest coin. */
  readonly payments: readonly {
    readonly method: TenderMethod;
    readonly amountMinor: number;
    readonly accountId?: string;
  }[];
}

/** One way by which money goes back; `amountMinor` is positive. */
export interface RefundPayment {
  readonly method: TenderMethod;
  readonly amountMinor: number;
  readonly accountId?: string;
}

export interface RefundPlan {
  readonly kind: 'planned';
  readonly sold: SoldTicket;
  readonly refundedBefore: RefundedBefore;
  /** Goods that have come back before and after this refund. */
  readonly before: ReturnedMilli;
  readonly after: ReturnedMilli;
  readonly totalMinor: number;
  readonly payments: readonly RefundPayment[];
  /** Cash given beyond what it stands for; negative where it is less. */
  readonly roundingMinor: number;
}

export interface RefundRefusal {
  readonly kind: 'refused';
  readonly reason:
    'line_unknown' | 'quantity_invalid' | 'refund_empty' | 'refund_too_much' | 'refund_method' | 'amount_invalid';
  readonly params?: Readonly<Record<string, string | number>>;
}

/** How the wish would come back, or why it cannot. */
export function planRefund(
  sold: SoldTicket,
  before: RefundedBefore,
  wish: RefundWish,
  currency: Currency,
): RefundPlan | RefundRefusal {
  const after = returnedAfter(sold, before, wish);
  if ('kind' in after) return after;
  const totalMinor = grossAt(sold.ticket, after.milli) - grossAt(sold.ticket, before.milliByLine);
  const paid = payBack(sold, before, { wish, totalMinor, currency });
  if ('kind' in paid) return paid;
  return {
    kind: 'planned',
    sold,
    refundedBefore: before,
    before: before.milliByLine,
    after: after.milli,
    totalMinor,
    ...paid,
  };
}

/** What lines of the sale bring back together, or null where they cannot come back so. */
export function wantedMinor(sold: SoldTicket, before: RefundedBefore, lines: RefundWish['lines']): number | null {
  const after = returnedAfter(sold, before, { lines, payments: [] });
  return 'kind' in after ? null : grossAt(sold.ticket, after.milli) - grossAt(sold.ticket, before.milliByLine);
}

const PIECE_MILLI = 1000;

/** What will have come back of each product line, every line of the wish added once. */
function returnedAfter(
  { ticket }: SoldTicket,
  before: RefundedBefore,
  wish: RefundWish,
): { readonly milli: ReturnedMilli } | RefundRefusal {
  if (wish.lines.length === 0) return { kind: 'refused', reason: 'refund_empty' };
  const milli = new Map(before.milliByLine);
  for (const { lineId, quantityMilli } of wish.lines) {
    const line = ticket.lines.find((one) => one.line_id === lineId);
    if (line === undefined || !isReturnable(line)) return { kind: 'refused', reason: 'line_unknown' };
    const leftMilli = line.quantity_milli - (milli.get(lineId) ?? 0);
    if (!Number.isSafeInteger(quantityMilli) || quantityMilli <= 0)
      return { kind: 'refused', reason: 'quantity_invalid' };
    if (quantityMilli > leftMilli)
      return { kind: 'refused', reason: 'refund_too_much', params: { label: line.label, leftMilli, unit: line.unit } };
    if (line.unit === 'piece' && quantityMilli % PIECE_MILLI !== 0 && quantityMilli !== leftMilli)
      return { kind: 'refused', reason: 'quantity_invalid' };
    milli.set(lineId, (milli.get(lineId) ?? 0) + quantityMilli);
  }
  return { milli };
}

function payBack(
  sold: SoldTicket,
  before: RefundedBefore,
  refund: { readonly wish: RefundWish; readonly totalMinor: number; readonly currency: Currency },
): Pick<RefundPlan, 'payments' | 'roundingMinor'> | RefundRefusal {
  const { wish, totalMinor, currency } = refund;
  if (!wish.payments.every(({ amountMinor }) => Number.isSafeInteger(amountMinor) && amountMinor >= 0))
    return { kind: 'refused', reason: 'amount_invalid', params: { cashUnitMinor: currency.cashUnitMinor } };
  const byWay = merged(wish.payments);
  const askedCashMinor = byWay.find(({ method }) => method === 'cash')?.amountMinor ?? 0;
  const others = byWay.filter(({ method }) => method !== 'cash');
  const cashMinor = totalMinor - others.reduce((sum, payment) => sum + payment.amountMinor, 0);
  const cashBackMinor = cashFor(sold, before, { cashMinor, currency });
  if (cashMinor < 0 || (askedCashMinor !== cashMinor && askedCashMinor !== cashBackMinor))
    return { kind: 'refused', reason: 'amount_invalid', params: { why: 'refund-total', totalMinor } };
  const allowed = refundableMethods(sold, before);
  for (const { method, accountId, amountMinor } of [
    ...others,
    { method: 'cash' as const, amountMinor: cashMinor, accountId: undefined },
  ]) {
    const way = allowed.find((one) => one.method === method && one.accountId === accountId);
    const maxMinor = way?.refundableMinor ?? 0;
    if (amountMinor > maxMinor)
      return { kind: 'refused', reason: 'refund_method', params: { method, mostMinor: maxMinor } };
  }
  const cardMinor = others.find(({ method }) => method === 'card')?.amountMinor ?? 0;
  const poolMinor = allowed.find(({ method }) => method === 'cash')?.refundableMinor ?? 0;
  if (cashMinor + cardMinor > poolMinor)
    return {
      kind: 'refused',
      reason: 'refund_method',
      params: { method: 'cash', mostMinor: Math.max(0, poolMinor - cardMinor) },
    };
  const payments = cashBackMinor === 0 ? others : [...others, { method: 'cash' as const, amountMinor: cashBackMinor }];
  return { payments, roundingMinor: cashBackMinor - cashMinor };
}

/** One payment a way, in the order of the wish; nothing of nothing. */
function merged(payments: RefundWish['payments']): readonly RefundPayment[] {
  const byWay = new Map<string, RefundPayment>();
  for (const payment of payments) {
    if (payment.amountMinor === 0) continue;
    const way = `${payment.method} ${payment.accountId ?? ''}`;
    const amountMinor = (byWay.get(way)?.amountMinor ?? 0) + payment.amountMinor;
    byWay.set(way, { ...payment, amountMinor });
  }
  return [...byWay.values()];
}

/** Coins for `cashMinor`: rounded over all refunds of the ticket together, so that many small ones round no more than one. */
function cashFor(
  sold: SoldTicket,
  before: RefundedBefore,
  refund: { readonly cashMinor: number; readonly currency: Currency },
): number {
  if (refund.cashMinor <= 0) return 0;
  const givenMinor = before.payments
    .filter(({ method }) => method === 'cash')
    .reduce((sum, payment) => sum + payment.amountMinor, 0);
  const exactMinor = exactCashGiven(sold, before) + refund.cashMinor;
  return Math.max(0, roundToCashUnit(exactMinor, refund.currency) - givenMinor);
}
