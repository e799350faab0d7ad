/** Paper that may lie on the counter already and is printed once more: its first print is the one that counts. */
import type { ReceiptDocument } from './document.ts';
import { RECEIPT_WORDS } from './words.ts';

/** The document under a banner that says so; one that has a banner keeps it. */
export function printedAgain(document: ReceiptDocument): ReceiptDocument {
  return { banner: RECEIPT_WORDS[document.language].printedAgain, ...document };
}
