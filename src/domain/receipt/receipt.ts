/** Receipts as neutral documents. Door of the folder. */
export type { Align, ReceiptBlock, ReceiptDocument } from './document.ts';
