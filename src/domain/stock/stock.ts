/** How much there is of an article, and what a delivery or a count changes. Door of the folder; everything is thousandths. */
export { isOversold, movedHere, quantityHere } from './quantity.ts';
export type { KnownStock } from './quantity.ts';
export { countedPayload, receivedPayload } from './rows.ts';
export type { CountedArticle, Includes, ReceivedArticle } from './rows.ts';
