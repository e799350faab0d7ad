/**
 * Paying with a single-purpose voucher. It was taxed when it was sold (Directive 2006/112/EC, art. 30b, 1), so that what it
 * buys is taken out of the ticket again at the voucher's rate: a negative line, never more than the goods of that rate.
 */
import type { AccountId, LineId } from '#base/brand.ts';
import type { LoyaltySettings } from '#domain/settings/settings.ts';
import { VOUCHER_PRODUCT_ID } from './customer.ts';
import type { Basket, BasketLine } from './lines.ts';
import { basketTotals } from './totals.ts';

export interface SpentVoucher {
  readonly lineId: LineId;
  readonly accountId: AccountId;
  readonly amountMinor: number;
  readonly vatRateBasisPoints: number;
  readonly label: string;
}

/** What single-purpose vouchers of this rate can pay of a basket. */
export function singlePurposeMinorMax(
  basket: Basket,
  vatRateBasisPoints: number,
  loyalty: LoyaltySettings | undefined,
): number {
  return basketTotals(basket, loyalty)
    .lines.filter(({ line }) => line.vatRateBasisPoints === vatRateBasisPoints)
    .filter(({ line }) => line.kind === 'product' || (line.kind === 'voucher' && line.grossMinor < 0))
    .reduce((sum, line) => sum + line.paidMinor, 0);
}

/** The basket with vouchers that pay of it, as it is validated. */
export function spendVouchers(
  basket: Basket,
  spent: readonly SpentVoucher[],
  loyalty: LoyaltySettings | undefined,
):
  | { readonly kind: 'changed'; readonly basket: Basket }
  | { readonly kind: 'refused'; readonly reason: 'tender_exceeds'; readonly params: Readonly<Record<string, number>> } {
  let after = basket;
  for (const voucher of spent) {
    const mostMinor = singlePurposeMinorMax(after, voucher.vatRateBasisPoints, loyalty);
    if (voucher.amountMinor > mostMinor)
      return {
        kind: 'refused',
        reason: 'tender_exceeds',
        params: { mostMinor, rateBasisPoints: voucher.vatRateBasisPoints },
      };
    after = { ...after, lines: [...after.lines, spentLine(voucher)] };
  }
  return { kind: 'changed', basket: after };
}

function spentLine(voucher: SpentVoucher): BasketLine {
  return {
    lineId: voucher.lineId,
    kind: 'voucher',
    accountId: voucher.accountId,
    productId: VOUCHER_PRODUCT_ID,
    label: voucher.label,
    unit: 'piece',
    quantityMilli: -1000,
    unitPriceMinor: voucher.amountMinor,
    grossMinor: -voucher.amountMinor,
    vatRateBasisPoints: voucher.vatRateBasisPoints,
    mealVoucher: false,
  };
}
