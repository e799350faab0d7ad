/**
 * Stored value that pays for a ticket. Asked here, at the moment of paying and not before: the same card may lie on two
 * tickets, and between its tap and this moment it may have been spent, blocked or closed at another station.
 */
import type { AccountId, LineId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { Basket, SpentVoucher } from '#domain/basket/basket.ts';
import type { TenderedPayment } from '#domain/tender/tender.ts';
import type { AccountRecord, StoreReads } from '#main/store/port.ts';
import { refusedSpending } from './authority/authority.ts';
import { type TillCore, newId } from './core.ts';
import { localDate } from './local-time.ts';
import { voucherLabel } from './voucher-words.ts';

/** Why an account cannot be spent from or loaded now, or null. */
export function unusableAccount(core: TillCore, account: AccountRecord): Refusal | null {
  if (account.state === 'blocked') return refuse('account_blocked');
  if (account.state === 'closed') return refuse('account_closed');
  const today = localDate(core.ports.clock.wallMs(), core.shop.timeZone);
  if (account.expiresOn !== null && account.expiresOn < today)
    return refuse('account_expired', { expiresOnDay: account.expiresOn });
  return null;
}

/**
 * What may be spent of an account here and now: its balance, and of a card that is nothing but a number no more than the
 * shop's cap for a business day, because such a number can be copied. A purse that came with a name that was said is trusted
 * no more than that: taking the customer off and putting them back by name is no way round the cap.
 */
export function spendable(
  core: TillCore,
  reads: Pick<StoreReads, 'spentInDay' | 'openDay'>,
  account: AccountRecord,
  medium: 'uid' | 'code' | 'none',
): { readonly spendableMinor: number; readonly capMinor: number | null } {
  const balanceMinor = Math.max(0, account.balance);
  if (medium === 'code') return { spendableMinor: balanceMinor, capMinor: null };
  const capMinor = core.settings()['gift-cards'].uidSpendingMinorMax;
  const day = reads.openDay();
  const spentMinor = day === null ? 0 : reads.spentInDay(account.accountId, day);
  return { spendableMinor: Math.min(balanceMinor, Math.max(0, capMinor - spentMinor)), capMinor };
}

/** What stored value pays of a ticket. */
export interface StoredPayments {
  /** Multi-purpose: payments as others are. */
  readonly payments: readonly TenderedPayment[];
  /** Single-purpose: taxed when they were sold, so that they are taken out of the ticket's goods. */
  readonly vouchers: readonly SpentVoucher[];
  /** Beyond the cap of a card that is only a number, and let pass by somebody. */
  readonly beyondCap: readonly BeyondCap[];
}

export interface BeyondCap {
  readonly accountId: AccountId;
  readonly capMinor: number;
  readonly spendableMinor: number;
  readonly wantedMinor: number;
}

/**
 * The stored value among `payments`, or why one of it cannot pay. An account named twice is held to its balance once.
 * `isApproved`: somebody with the right lets a card beyond its cap pass, for this payment.
 */
export function storedPayments(
  core: TillCore,
  basket: Basket,
  { payments, isApproved }: { readonly payments: readonly TenderedPayment[]; readonly isApproved: boolean },
): StoredPayments | Refusal {
  const stored = payments.filter(({ method }) => method === 'gift-card' || method === 'purse');
  const byAccount = Map.groupBy(stored, (payment) => payment.accountId ?? branded<AccountId>(''));
  const vouchers: SpentVoucher[] = [];
  const paid: TenderedPayment[] = [];
  const beyondCap: BeyondCap[] = [];
  for (const [accountId, own] of byAccount) {
    const account = core.ports.store.account(accountId);
    const refusal = unpayable(core, basket, account, own);
    if (account === undefined || refusal !== null) return refusal ?? refuse('account_unknown');
    const { unit } = account;
    const unallowed = refusedSpending(core, { ticketId: basket.ticketId, accountId, unit, amount: sumOf(own) });
    if (unallowed !== null) return unallowed;
    const beyond = overCap(core, basket, { account, payments: own });
    if (beyond !== null) beyondCap.push(beyond);
    if (account.voucher === 'single-purpose')
      vouchers.push(
        ...own.map(({ tenderedMinor }) => ({
          lineId: newId<LineId>(core),
          accountId,
          amountMinor: tenderedMinor,
          vatRateBasisPoints: account.vatRateBasisPoints ?? 0,
          label: voucherLabel(core.shop.receiptLanguage),
        })),
      );
    else paid.push(...own);
  }
  if (beyondCap.length > 0 && !isApproved) return capRefusal(beyondCap);
  return { payments: paid, vouchers, beyondCap };
}

/** One approval lets all cards beyond their cap pass, so that it is asked for what they come to together. */
function capRefusal(beyond: readonly BeyondCap[]): Refusal {
  const sum = (of: (card: BeyondCap) => number): number => beyond.reduce((total, card) => total + of(card), 0);
  return refuse('spending_cap', {
    action: 'gift-card-cap',
    capMinor: sum(({ capMinor }) => capMinor),
    spendableMinor: sum(({ spendableMinor }) => spendableMinor),
    wantedMinor: sum(({ wantedMinor }) => wantedMinor),
    ...(beyond.length > 1 ? { cards: beyond.length } : {}),
  });
}

function unpayable(
  core: TillCore,
  basket: Basket,
  account: AccountRecord | undefined,
  payments: readonly TenderedPayment[],
): Refusal | null {
  const shown = basket.storedValue.find(({ accountId }) => accountId === account?.accountId);
  const isOfIt = payments.every(({ method }) => method === account?.account);
  // Only what was held to the reader for this very ticket pays for it.
  if (account === undefined || shown === undefined || !isOfIt || account.unit !== core.currency.code)
    return refuse('account_unknown');
  // Reported since it was shown, at whatever station.
  const card = shown.cardId === undefined ? undefined : core.ports.store.card(shown.cardId);
  if (card !== undefined && card.state !== 'active')
    return refuse('card_blocked', { card: '…', state: card.state, why: `card-${card.state}` });
  const unusable = unusableAccount(core, account);
  if (unusable !== null) return unusable;
  if (!payments.every(({ tenderedMinor }) => tenderedMinor > 0)) return refuse('amount_invalid', { cashUnitMinor: 1 });
  const wantedMinor = sumOf(payments);
  return wantedMinor > account.balance
    ? refuse('balance_short', { balanceMinor: Math.max(0, account.balance), wantedMinor })
    : null;
}

/** What a card that is only a number is to pay beyond its cap, null where it is within. */
function overCap(
  core: TillCore,
  basket: Basket,
  { account, payments }: { readonly account: AccountRecord; readonly payments: readonly TenderedPayment[] },
): BeyondCap | null {
  const shown = basket.storedValue.find(({ accountId }) => accountId === account.accountId);
  const { spendableMinor, capMinor } = spendable(core, core.ports.store, account, shown?.medium ?? 'uid');
  const wantedMinor = sumOf(payments);
  if (capMinor === null || wantedMinor <= spendableMinor) return null;
  return { accountId: account.accountId, capMinor, spendableMinor, wantedMinor };
}

function sumOf(payments: readonly TenderedPayment[]): number {
  return payments.reduce((sum, { tenderedMinor }) => sum + tenderedMinor, 0);
}
