/**
 * Stored value that is sold: the account and the card of a new gift card come into being with the payment and not before, so
 * that an abandoned ticket leaves neither.
 */
import { assert } from '#base/assert.ts';
import type { AccountId, PersonId } from '#base/brand.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { Basket, OpeningCard } from '#domain/basket/basket.ts';
import type { AccountOpenedPayload } from '#domain/journal/journal.ts';
import { lastDateOf } from '#domain/loyalty/loyalty.ts';
import type { Transaction } from '#main/store/port.ts';
import { type Command, type TillCore, rowOf } from './core.ts';
import { localDate } from './local-time.ts';
import { purseOfPerson } from './members/member-reads.ts';
import { unusableAccount } from './stored-value.ts';

/** Stored value of a ticket, whichever way it is taxed. */
interface Sold {
  readonly accountId: AccountId;
  readonly account: 'gift-card' | 'purse';
  readonly amountMinor: number;
  readonly personId?: PersonId;
  readonly opens?: OpeningCard;
  readonly singlePurposeBasisPoints?: number;
}

/**
 * The ticket with each load on the purse that its owner has now: another ticket may have opened it since the load was added, and
 * a person has one purse. Asked in the turn that pays.
 */
export function withPurses(core: TillCore, basket: Basket): Basket {
  const vouchers = basket.vouchers.map((voucher) => {
    const purse = voucher.personId === undefined ? null : purseOfPerson(core.ports.store, voucher.personId);
    return purse === null ? voucher : { ...voucher, accountId: purse.accountId };
  });
  return { ...basket, vouchers };
}

/** Why what the ticket sells of stored value cannot be loaded now, or null. */
export function unloadable(core: TillCore, basket: Basket): Refusal | null {
  const { store } = core.ports;
  const { loadMinorMin, loadMinorMax, balanceMinorMax } = core.settings()['gift-cards'];
  for (const [accountId, sold] of Map.groupBy(soldOf(basket), (item) => item.accountId)) {
    const account = store.account(accountId);
    for (const { account: kind, personId = account?.personId ?? null } of sold) {
      if (kind !== 'purse') continue;
      if (personId === null) return refuse('customer_unknown', { why: 'purse-of-nobody' });
      if (store.personFate(personId) !== 'known') return refuse('customer_erased', { why: 'purse-of-nobody' });
    }
    const unusable = account === undefined ? null : unusableAccount(core, account);
    if (unusable !== null) return unusable;
    // Another ticket made an account of the same card meanwhile.
    const isTaken = sold.some(({ opens }) => opens !== undefined && store.cardByHash(opens.cardHash) !== undefined);
    if (account === undefined && isTaken) return refuse('card_taken');
    const balanceMinor = sold.reduce((sum, { amountMinor }) => sum + amountMinor, account?.balance ?? 0);
    if (balanceMinor > balanceMinorMax)
      return refuse('load_limits', {
        leastMinor: loadMinorMin,
        mostMinor: loadMinorMax,
        balanceMostMinor: balanceMinorMax,
        balanceMinor,
      });
  }
  return null;
}

/** Appends the rows of accounts that the ticket opens, and of their cards. */
export function openAccounts(core: TillCore, transaction: Transaction, { station }: Command, basket: Basket): void {
  for (const [accountId, [sold]] of Map.groupBy(soldOf(basket), (item) => item.accountId)) {
    if (sold === undefined || transaction.account(accountId) !== undefined) continue;
    const payload = accountPayload(core, sold);
    transaction.append(rowOf(core, transaction, { station, family: 'M', kind: 'account-opened', payload }));
    if (sold.opens === undefined) continue;
    const { cardId, cardHash, medium } = sold.opens;
    const card = { card_id: cardId, card_hash: cardHash, account_id: accountId, medium, station_id: station.id };
    transaction.append(rowOf(core, transaction, { station, family: 'M', kind: 'card-assigned', payload: card }));
  }
}

function accountPayload(core: TillCore, sold: Sold): AccountOpenedPayload {
  const { validityMonths } = core.settings()['gift-cards'];
  const today = localDate(core.ports.clock.wallMs(), core.shop.timeZone);
  const about = { account_id: sold.accountId, account: sold.account, unit: core.currency.code };
  // A purse is the member's own money; it has no end.
  if (sold.account === 'purse') {
    assert(sold.personId !== undefined, 'a purse is opened for somebody');
    return { ...about, person_id: sold.personId };
  }
  return {
    ...about,
    ...(sold.singlePurposeBasisPoints === undefined
      ? { voucher: 'multi-purpose' }
      : { voucher: 'single-purpose', vat_rate_basis_points: sold.singlePurposeBasisPoints }),
    ...(validityMonths === null ? {} : { expires_on: lastDateOf(today, validityMonths) }),
  };
}

function soldOf(basket: Basket): readonly Sold[] {
  const taxed = basket.lines.flatMap((line): readonly Sold[] =>
    line.kind === 'voucher' && line.accountId !== undefined
      ? [
          {
            accountId: line.accountId,
            account: 'gift-card',
            amountMinor: line.grossMinor,
            ...(line.opens === undefined ? {} : { opens: line.opens }),
            singlePurposeBasisPoints: line.vatRateBasisPoints,
          },
        ]
      : [],
  );
  return [...basket.vouchers, ...taxed];
}
