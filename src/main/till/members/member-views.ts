/** The member's part of the ticket as the page paints it, and what was just shown. */
import type { MemberView, PresentedCard, StoredValueView } from '#contract/screen/members.ts';
import { readCode } from '#domain/barcode/barcode.ts';
import { type Basket, basketTotals } from '#domain/basket/basket.ts';
import { missingToNext, redeemablePoints, rewardsAtHand, tierOf } from '#domain/loyalty/loyalty.ts';
import { allowanceView } from '../authority/authority.ts';
import { hiddenNow } from '../cash/hidden.ts';
import type { TillCore } from '../core.ts';
import { memberOfSale } from '../sale-points.ts';
import type { Station } from '../station.ts';
import { spendable } from '../stored-value.ts';
import { earnedInYear, memberOnTicket, nameOf, pointsBalance, stateOf } from './member-reads.ts';

/** What the topic `basket` says of members and cards. */
export function memberViews(
  core: TillCore,
  station: Station,
): {
  readonly member: MemberView | null;
  readonly storedValue: StoredValueView[];
  readonly presentedCard: PresentedCard | null;
} {
  const shown = core.members.shownAt(station.id);
  return {
    member: memberView(core, station.basket),
    storedValue: storedValueViews(core, station.basket),
    presentedCard:
      shown === undefined
        ? null
        : {
            cardRef: shown.cardRef,
            masked: shown.masked,
            medium: shown.medium,
            serial: shown.serial,
            isOffered: shown.text === null || !isOfGoods(shown.text),
          },
  };
}

function isOfGoods(text: string): boolean {
  const { kind } = readCode(text);
  return kind === 'gtin' || kind === 'trade-item';
}

/** The member on a ticket, with points as they can be given now. */
export function memberView(core: TillCore, basket: Basket): MemberView | null {
  const { store } = core.ports;
  const member = memberOnTicket(store, basket);
  if (member === null) return null;
  const { loyalty } = core.settings();
  const { person, points } = member;
  const balance = pointsBalance(core, store, points);
  const totals = basketTotals(basket, loyalty);
  const goodsMinor = totals.goodsBeforePointsMinor;
  return {
    personId: person.personId,
    name: nameOf(person),
    points: balance,
    tierName: loyalty.enabled ? (tierOf(loyalty, earnedInYear(core, store, points.accountId))?.name ?? null) : null,
    rewards: [...rewardsAtHand(loyalty, balance)],
    missingToNext: missingToNext(loyalty, balance),
    redeemablePoints: points.state === 'active' ? redeemablePoints(loyalty, { balance, goodsMinor }) : 0,
    redeemStep: loyalty.redeemStep,
    redeemedPoints: totals.points.points,
    redeemedMinor: totals.points.discountMinor,
    pointsToEarn: memberOfSale(core, store, basket, 0)?.pointsEarned ?? 0,
    lastVisitMs: store.lastVisitMs(person.personId),
    notes: person.fields.notes ?? null,
    allowance: allowanceView(core, basket, points),
  };
}

function storedValueViews(core: TillCore, basket: Basket): StoredValueView[] {
  const { store } = core.ports;
  // While cash is counted a balance would say what was loaded.
  if (basket.storedValue.length > 0 && hiddenNow(store) === 'all') return [];
  return basket.storedValue.flatMap(({ accountId, account, medium }) => {
    const record = store.account(accountId);
    if (record === undefined) return [];
    const state = stateOf(core, record);
    const { spendableMinor, capMinor } = spendable(core, store, record, medium);
    const allowance = allowanceView(core, basket, record);
    const isBound =
      allowance !== null && (allowance.state === 'lease' || allowance.state === 'floor' || allowance.state === 'away');
    const allowedMinor = isBound ? allowance.amount : (allowance?.most ?? spendableMinor);
    const mostMinor = Math.min(spendableMinor, allowedMinor);
    return [
      {
        accountId,
        account,
        balanceMinor: record.balance,
        spendableMinor: state === 'active' ? mostMinor : 0,
        capMinor,
        state,
        expiresOn: record.expiresOn,
        allowance,
      },
    ];
  });
}
