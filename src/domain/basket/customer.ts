/**
 * What a customer brings to a ticket: who they are, points for a discount, stored value to pay with or to load. What exists,
 * is at hand or is allowed is for the caller to know; here the ticket stays in order.
 */
import { assert } from '#base/assert.ts';
import type { AccountId, LineId, PersonId, ProductId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import { type BasketChange, type BasketRefusal, changed } from './change.ts';
import { LINES_MAX, TOTAL_MINOR_MAX } from './limits.ts';
import type { Basket, BasketLine, BasketMember, OpeningCard, StoredValueAtHand } from './lines.ts';

/** The product id of voucher lines: they are in no catalogue. */
export const VOUCHER_PRODUCT_ID = branded<ProductId>('gift-card');
/** Cards that one ticket is paid with. */
export const STORED_VALUE_MAX = 16;

/** Puts a member on the ticket. Points that another one was giving stay with that one. */
export function attachMember(basket: Basket, member: BasketMember): Basket {
  if (basket.member?.personId === member.personId) return basket;
  return { ...basket, version: basket.version + 1, member, redeemedPoints: 0 };
}

/** Takes the member off the ticket, and the points they were giving. */
export function detachMember(basket: Basket): Basket {
  const { member, ...rest } = basket;
  return member === undefined ? basket : { ...rest, version: basket.version + 1, redeemedPoints: 0 };
}

/** How many points the member gives for a discount; 0 takes them back. */
export function redeemPoints(basket: Basket, points: number): Basket {
  assert(Number.isSafeInteger(points) && points >= 0, 'points are a whole number');
  assert(points === 0 || basket.member !== undefined, 'only a member gives points');
  return { ...basket, version: basket.version + 1, redeemedPoints: points };
}

/** A gift card or a purse was shown, to pay with. Shown again it is there once, by the way that is trusted less. */
export function showStoredValue(basket: Basket, shown: StoredValueAtHand): Basket {
  const before = basket.storedValue.find(({ accountId }) => accountId === shown.accountId);
  const medium = before?.medium === 'uid' ? 'uid' : shown.medium;
  if (before?.medium === medium && before.cardId === shown.cardId) return basket;
  const others = basket.storedValue.filter(({ accountId }) => accountId !== shown.accountId);
  return {
    ...basket,
    version: basket.version + 1,
    storedValue: [...others, { ...shown, medium }].slice(-STORED_VALUE_MAX),
  };
}

/** Takes stored value away from the ticket again. */
export function hideStoredValue(basket: Basket, accountIds: readonly AccountId[]): Basket {
  const storedValue = basket.storedValue.filter(({ accountId }) => !accountIds.includes(accountId));
  if (storedValue.length === basket.storedValue.length) return basket;
  return { ...basket, version: basket.version + 1, storedValue };
}

/**
 * Sells stored value. With `singlePurpose` it is a line that is taxed now, at its rate (Directive 2006/112/EC, art. 30b);
 * without, it is owed to its holder and stands beside the lines.
 */
export function addVoucher(
  basket: Basket,
  add: {
    readonly lineId: LineId;
    readonly accountId: AccountId;
    readonly account: 'gift-card' | 'purse';
    readonly amountMinor: number;
    readonly personId?: PersonId;
    readonly opens?: OpeningCard;
    readonly singlePurpose?: { readonly vatRateBasisPoints: number; readonly label: string };
  },
): BasketChange | BasketRefusal {
  const { lineId, accountId, account, amountMinor, personId, opens, singlePurpose } = add;
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0 || amountMinor > TOTAL_MINOR_MAX)
    return { kind: 'refused', reason: 'amount_invalid' };
  if (basket.lines.length + basket.vouchers.length >= LINES_MAX)
    return { kind: 'refused', reason: 'basket_full', params: { linesMax: LINES_MAX } };
  assert((account === 'purse') === (personId !== undefined), 'a purse is somebody’s and a gift card is nobody’s');
  const owner = personId === undefined ? {} : { personId };
  const opening = opens === undefined ? {} : { opens };
  if (singlePurpose === undefined) {
    const vouchers = [...basket.vouchers, { lineId, accountId, account, amountMinor, ...owner, ...opening }];
    return changed({ ...basket, vouchers }, basket.lines, lineId);
  }
  const line: BasketLine = {
    lineId,
    kind: 'voucher',
    accountId,
    ...opening,
    productId: VOUCHER_PRODUCT_ID,
    label: singlePurpose.label,
    unit: 'piece',
    quantityMilli: 1000,
    unitPriceMinor: amountMinor,
    grossMinor: amountMinor,
    vatRateBasisPoints: singlePurpose.vatRateBasisPoints,
    mealVoucher: false,
  };
  return changed(basket, [...basket.lines, line], lineId);
}
