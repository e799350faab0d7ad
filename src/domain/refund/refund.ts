/** Bringing something back: what can come back of a sale, and the rows that say it did. Door of the folder. */
export { refundPayload, refundPaymentPayloads } from './payload.ts';
export type { RefundContext } from './payload.ts';
export { pointsOfRefund, pointsRefunded } from './points.ts';
export { planRefund, wantedMinor } from './plan.ts';
export type { RefundPlan, RefundRefusal, RefundWish } from './plan.ts';
export { refundableLines, refundableMethods } from './refundable.ts';
export type { RefundableLine, RefundableMethod } from './refundable.ts';
export { grossAt, NOTHING_REFUNDED } from './sold.ts';
export type { RefundedBefore, SoldTicket } from './sold.ts';
