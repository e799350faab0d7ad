/** The member's part of a sale: points given for a discount, points earned on what is really paid, and the balance after it. */
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import { type Basket, basketTotals } from '#domain/basket/basket.ts';
import type { SaleBalances } from '#domain/journal/journal.ts';
import { earnedPoints } from '#domain/loyalty/loyalty.ts';
import type { StoreReads } from '#main/store/port.ts';
import { refusedSpending } from './authority/authority.ts';
import type { TillCore } from './core.ts';
import { localDate } from './local-time.ts';
import { detachEverywhere } from './members/attach.ts';
import { earnedInYear, pointsBalance } from './members/member-reads.ts';

/** Why the points that the ticket gives cannot be given now, or null: another ticket may have given them meanwhile. */
export function unredeemable(core: TillCore, basket: Basket): Refusal | null {
  const { store } = core.ports;
  const { member } = basket;
  if (member === undefined) return null;
  if (store.personFate(member.personId) === 'erased') {
    // They are off the ticket with this, and it is looked at again before it is paid.
    detachEverywhere(core, member.personId);
    return refuse('customer_erased');
  }
  const { points } = basketTotals(basket, core.settings().loyalty).points;
  if (points === 0) return null;
  const account = store.account(member.accountId);
  if (account === undefined) return refuse('account_unknown');
  if (account.state === 'blocked') return refuse('account_blocked');
  if (account.state === 'closed') return refuse('account_closed');
  const balance = Math.max(0, pointsBalance(core, store, account));
  if (points > balance) return refuse('points_short', { points, balance });
  const { accountId, unit } = account;
  return refusedSpending(core, { ticketId: basket.ticketId, accountId, unit, amount: points });
}

/**
 * The points of the ticket as its row says them; what expired is off the balance already. `giftCardMinor`: what gift cards of
 * either kind pay of it.
 */
export function memberOfSale(
  core: TillCore,
  reads: StoreReads,
  basket: Basket,
  giftCardMinor: number,
): SaleBalances['member'] {
  const { member } = basket;
  if (member === undefined) return null;
  const { loyalty } = core.settings();
  const nowMs = core.ports.clock.wallMs();
  const totals = basketTotals(basket, loyalty);
  const account = reads.account(member.accountId);
  const pointsEarned =
    account?.state === 'active'
      ? earnedPoints(loyalty, {
          lines: totals.lines.map(({ line, paidMinor }) => ({
            kind: line.kind,
            ...(line.category === undefined ? {} : { category: line.category }),
            grossMinor: paidMinor,
          })),
          localDate: localDate(nowMs, core.shop.timeZone),
          earnedInYear: earnedInYear(core, reads, member.accountId),
          grossMinor: totals.grossMinor,
          giftCardMinor,
        })
      : 0;
  return {
    personId: member.personId,
    accountId: member.accountId,
    pointsEarned,
    pointsBalance: (account?.balance ?? 0) - totals.points.points + pointsEarned,
  };
}
