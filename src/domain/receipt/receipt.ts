/** Receipts as neutral documents. Door of the folder. */
export { receiptDocument } from './build.ts';
export type { ReceiptSource } from './build.ts';
export type { Align, ReceiptBlock, ReceiptDocument } from './document.ts';
export { columnsOf, layoutReceipt, lineOf } from './layout.ts';
export type { LayoutCell, LayoutOptions, LayoutRow } from './layout.ts';
export { matchesProof, parseProof, proofText } from './proof.ts';
export type { ReceiptShop } from './shop.ts';
export { testPage } from './test-page.ts';
export type { TestPageSource } from './test-page.ts';
export { receiptText } from './text.ts';
