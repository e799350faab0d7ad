/** Points given for a discount on the ticket: in part or whole, in the shop's steps, taken back by 0. */
import { refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { basketTotals, redeemPoints as givePoints } from '#domain/basket/basket.ts';
import { checkRedeem } from '#domain/loyalty/loyalty.ts';
import { forgetRefusals, prepareSpending } from '../authority/authority.ts';
import { type Command, type Handled, type TillCore, missingTicket, refused } from '../core.ts';
import { unusableAccount } from '../stored-value.ts';
import { keepBasket } from './attach.ts';
import { expireNow } from './expire-points.ts';
import { memberOnTicket, pointsBalance } from './member-reads.ts';

/** Sets how many points the member gives. What they are worth is asked again when the ticket is paid. */
export function redeemPoints(
  core: TillCore,
  command: Command,
  input: CommandInput<'redeemPoints'>,
): Handled<Outcome<'redeemPoints'>> {
  const { station } = command;
  const { store } = core.ports;
  const stale = missingTicket(core, station, input);
  if (stale !== null) return { outcome: stale, kept: false };
  const { basket } = station;
  if (input.points === 0)
    return keepBasket(core, command, basket.redeemedPoints === 0 ? basket : givePoints(basket, 0));
  const member = memberOnTicket(store, basket);
  if (member === null) return refused('customer_unknown');
  const unusable = unusableAccount(core, member.points);
  if (unusable !== null) return { outcome: unusable, kept: false };
  expireNow(core, station, member.points);
  const { loyalty } = core.settings();
  const check = checkRedeem(loyalty, {
    points: input.points,
    balance: pointsBalance(core, store, store.account(member.points.accountId) ?? member.points),
    goodsMinor: basketTotals({ ...basket, redeemedPoints: 0 }, loyalty).goodsBeforePointsMinor,
  });
  if (check.kind === 'refused') return { outcome: refuse(check.reason, withWhy(check.params)), kept: false };
  const { accountId, unit } = member.points;
  forgetRefusals(core, basket.ticketId);
  const unallowed = prepareSpending(core, { ticketId: basket.ticketId, accountId, unit, amount: check.points });
  if (unallowed !== null) return { outcome: unallowed, kept: false };
  return keepBasket(core, command, check.points === basket.redeemedPoints ? basket : givePoints(basket, check.points));
}

/** Steps are one matter, more than the ticket takes another. */
function withWhy(params: Readonly<Record<string, number>>): Readonly<Record<string, string | number>> {
  return params['most'] === undefined ? params : { ...params, why: 'points-too-many' };
}
