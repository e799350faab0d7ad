/**
 * What somebody types while a ticket is paid: the way to pay, amounts, numbers to go with them. Parts that were received stay
 * with the ticket, in the till. The till alone says whether it is enough and what comes back; what is left after the parts
 * received so far is shown as a help, and decides nothing.
 */
import { useEffect, useEffectEvent, useState } from 'react';
import type { CommandInput } from '#contract/screen/screen.ts';
import type { AllowanceView } from '#contract/screen/members.ts';
import type { BasketView, StationView } from '#contract/screen/views.ts';
import { currencyOf, roundToCashUnit } from '#domain/money/money.ts';
import { parseDecimal } from '../format/format.ts';

type Payment = CommandInput<'pay'>['payments'][number];
export type TenderMethod = Payment['method'];

/** One way to pay this ticket. Gift cards and purses are one each, once their card was presented. */
export interface Tender {
  readonly method: TenderMethod;
  readonly accountId?: string;
  readonly balanceMinor?: number;
  /** How its account stands with headquarters. */
  readonly allowance?: AllowanceView | null;
  /** The most that it may pay here and now; null where nothing but the total limits it. */
  readonly mostMinor: number | null;
  /** Its card has to be presented first. */
  readonly isAway: boolean;
  /** Nothing on this ticket can be paid so. */
  readonly isNothing: boolean;
}

/** The ways to pay a ticket, in the shop's order. */
export function tendersOf(basket: BasketView): readonly Tender[] {
  return basket.methods.flatMap((method): readonly Tender[] => {
    if (method !== 'gift-card' && method !== 'purse') {
      return [
        {
          method,
          mostMinor: method === 'meal-voucher' ? basket.mealVoucherMinorMax : null,
          isAway: false,
          isNothing: method === 'meal-voucher' && basket.mealVoucherMinorMax === 0,
        },
      ];
    }
    const atHand = basket.storedValue.filter(({ account, state }) => account === method && state === 'active');
    if (atHand.length === 0) return [{ method, mostMinor: null, isAway: true, isNothing: false }];
    return atHand.map(({ accountId, balanceMinor, spendableMinor, allowance }) => ({
      method,
      accountId,
      balanceMinor,
      allowance,
      mostMinor: spendableMinor,
      isAway: false,
      isNothing: false,
    }));
  });
}

/** What the field proposes for a way to pay; the till settles it. */
export function proposedMinor(
  tender: Tender,
  ticket: {
    readonly leftMinor: number;
    readonly takenMinor: number;
    readonly currency: StationView['shop']['currency'];
  },
): number {
  const { leftMinor, takenMinor, currency } = ticket;
  if (tender.method === 'cash') return roundToCashUnit(leftMinor, currency);
  return tender.mostMinor === null ? leftMinor : Math.max(0, Math.min(leftMinor, tender.mostMinor - takenMinor));
}

/** What is typed on the payment panel, and what of the payment was received already. */
export function usePayment(basket: BasketView | null, currency: StationView['shop']['currency']) {
  const [tendered, setTendered] = useState('');
  const [chosen, setChosen] = useState<number | null>(null);
  const [reference, setReference] = useState('');

  // What was taken by card or cheque stays taken whatever is scanned meanwhile; another ticket begins with nothing.
  const taken: readonly Payment[] = basket?.tenders ?? [];
  const tenders = basket === null ? [] : tendersOf(basket);
  const cash = tenders.find(({ method }) => method === 'cash');
  const tender = (chosen === null ? cash : tenders[chosen]) ?? cash ?? null;
  const takenMinor = taken.reduce((sum, { tenderedMinor }) => sum + tenderedMinor, 0);
  const leftMinor = Math.max(0, (basket?.totalMinor ?? 0) - takenMinor);
  const takenOfTender = taken
    .filter(({ method, accountId }) => method === tender?.method && accountId === tender.accountId)
    .reduce((sum, { tenderedMinor }) => sum + tenderedMinor, 0);
  const isFirst = taken.length === 0;
  const proposed =
    isFirst && tender?.method === 'cash'
      ? (basket?.cashTotalMinor ?? 0)
      : tender === null
        ? 0
        : proposedMinor(tender, { leftMinor, takenMinor: takenOfTender, currency });

  // Whoever holds a gift card to the reader wants to pay with it: what was typed for another way is not booked as cash.
  const card = basket?.notice?.reason === 'gift-card' ? basket.notice : null;
  const followCard = useEffectEvent(() => {
    const shown = card?.params?.['accountId'];
    const at = tenders.findIndex(({ accountId }) => accountId !== undefined && accountId === shown);
    if (at < 0) return;
    clear();
    setChosen(at);
  });
  useEffect(() => followCard(), [card?.serial]);

  function clear(): void {
    setTendered('');
    setReference('');
    setChosen(null);
  }

  return {
    tendered,
    setTendered,
    reference,
    setReference,
    tenders,
    tender,
    chosen: Math.max(0, tender === null ? 0 : tenders.indexOf(tender)),
    choose(index: number): void {
      if (tenders[index]?.isNothing === false) setChosen(index);
    },
    taken,
    leftMinor,
    proposed,
    /** Headquarters refused all of it, and nobody typed an amount: whoever confirms wants it asked for again. */
    isRefused: tendered.trim() === '' && proposed === 0 && leftMinor > 0 && tender?.allowance?.state === 'refused',
    wantedMinor: Math.max(0, Math.min(leftMinor, (tender?.balanceMinor ?? 0) - takenOfTender)),
    /** The amount typed, or the one proposed for an empty field; null where it cannot be read. */
    typedMinor: (): number | null => (tendered.trim() === '' ? proposed : parseDecimal(tendered, currency.exponent)),
    payment(tenderedMinor: number): Payment | null {
      if (tender === null) return null;
      const isReferenced = reference.trim() !== '' && (tender.method === 'card' || tender.method === 'cheque');
      return {
        method: tender.method,
        tenderedMinor,
        ...(tender.accountId === undefined ? {} : { accountId: tender.accountId }),
        ...(isReferenced ? { reference: reference.trim() } : {}),
      };
    },
    clear,
  };
}

/** More change than any note is a slip of the finger more often than a customer. */
export function largestNoteMinor({ code }: StationView['shop']['currency']): number {
  return Math.max(...(currencyOf(code)?.denominationsMinor ?? [Infinity]));
}

export type PaymentTyped = ReturnType<typeof usePayment>;
