/** The ticket in progress: its lines and what may be done to them. Door of the folder. */
export { articleCount, emptyBasket, isEmptyBasket, withoutLines } from './lines.ts';
export type {
  Basket,
  BasketLine,
  BasketMember,
  BasketVoucher,
  Discount,
  OpeningCard,
  PriceOverride,
  StoredValueAtHand,
} from './lines.ts';
export { codedSale } from './coded.ts';
export type { CodedLine } from './coded.ts';
export { addProduct, setQuantity, voidLine } from './change.ts';
export { addVoucher, attachMember, detachMember, hideStoredValue, redeemPoints, showStoredValue } from './customer.ts';
export { belowListBasisPoints, shareBasisPoints, takenOffMinor } from './discount.ts';
export { LINES_MAX, QUANTITY_MILLI_MAX, TOTAL_MINOR_MAX } from './limits.ts';
export { discountLine, discountTicket, listPriceMinor, overridePrice, ticketDiscountBaseMinor } from './price.ts';
export { parseBasket } from './parse.ts';
export { singlePurposeMinorMax, spendVouchers } from './spent-voucher.ts';
export type { SpentVoucher } from './spent-voucher.ts';
export { basketTotals } from './totals.ts';
export type { BasketTotals, LineTotals } from './totals.ts';
