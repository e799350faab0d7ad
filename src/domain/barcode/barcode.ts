/** What a scanned or typed code means. Door of the folder. */
export { hasValidCheckDigit, canonicalGtin, checkDigit, expandUpcE } from './gtin.ts';
export { CODE_CHARACTERS_MAX, readCode, RECEIPT_CODE_PREFIX } from './read-code.ts';
export type { CodeReading } from './read-code.ts';
