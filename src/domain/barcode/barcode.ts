/** What a scanned or typed code means. Door of the folder. */
export { code128Runs, code128Values, code128Widths } from './code128.ts';
export { hasValidCheckDigit, canonicalGtin, checkDigit, expandUpcE } from './gtin.ts';
export { CODE_CHARACTERS_MAX, readCode } from './read-code.ts';
export type { CodeReading, ReadFrom } from './read-code.ts';
export type { CodedFacts } from './gs1/trade-item.ts';
export { exactly, gs1Day, rounded } from './gs1/trade-item.ts';
export { isInStore, parsePatterns, patternsText, readInStore } from './in-store.ts';
export type { InStorePattern, InStoreReading, PatternFlaw } from './in-store.ts';
export { chainMark, receiptCode, RECEIPT_CODE_PREFIX, typedTicketNumber } from './receipt-code.ts';
export type { ReceiptCode } from './receipt-code.ts';
