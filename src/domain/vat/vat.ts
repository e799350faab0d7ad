/** VAT of a ticket, its line nets, discounts and refund shares. Door of the folder. */
export { vatBreakdown } from './breakdown.ts';
export type { VatBreakdown, VatLine, VatRow } from './breakdown.ts';
export { shareDiscount } from './discount.ts';
export { refundShare } from './refund.ts';
