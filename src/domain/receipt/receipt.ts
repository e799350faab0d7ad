/** Receipts as neutral documents. Door of the folder. */
export type { Align, ReceiptBlock, ReceiptDocument } from './document.ts';
export { columnsOf, layoutReceipt } from './layout.ts';
export type { LayoutCell, LayoutOptions, LayoutRow } from './layout.ts';
export { lineOf, receiptText } from './text.ts';
