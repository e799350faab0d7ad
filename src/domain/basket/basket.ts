/** The ticket in progress: its lines and what may be done to them. Door of the folder. */
export { articleCount, emptyBasket, withoutLines } from './lines.ts';
export type { Basket, BasketLine } from './lines.ts';
export { codedSale } from './coded.ts';
export type { CodedLine } from './coded.ts';
export { addProduct, setQuantity, voidLine } from './change.ts';
export { LINES_MAX, QUANTITY_MILLI_MAX, TOTAL_MINOR_MAX } from './limits.ts';
export { parseBasket } from './parse.ts';
export { basketTotals } from './totals.ts';
