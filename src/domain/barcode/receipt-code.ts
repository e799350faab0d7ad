/**
 * The barcode at the foot of a receipt: which till sold it, and its number there. Every till counts from 000001, so that the
 * number alone says nothing at another till of the shop.
 *
 *   TK-726491 01 000002     `TK-`, the mark of the chain, the chain's ordinal, the number (without the spaces)
 *   TK-000002, TK-2-000137  the number alone
 *
 * All digits behind the `TK-`, because Code 128 sets two of them in the width of one letter: this is what fits a paper of
 * 58 mm at two dots a module.
 */
import { latinDigits } from '#base/text.ts';

/** Begins the code of a receipt: a letter, so that no product code ever looks like one. */
export const RECEIPT_CODE_PREFIX = 'TK-';
const MARK_DIGITS = 6;
const ORDINAL_DIGITS = 2;
/** Digits of a number as it is printed; a number that outgrows them has two more in the barcode. */
const NUMBER_DIGITS = 6;
const NUMBER_DIGITS_MAX = 8;

const MARKED = new RegExp(
  `^TK-(\\d{${MARK_DIGITS}})(\\d{${ORDINAL_DIGITS}})(\\d{${NUMBER_DIGITS},${NUMBER_DIGITS_MAX}})$`,
);
/** The digits that stand behind `TK-` under the barcode: more than the number of any ticket has. */
const TYPED_DIGITS = /^(?:\d{14}|\d{16})$/;
/** A number as tills print it: the ordinal of its chain in front, but for the first. */
const TICKET_NUMBER = /^(?:([2-9]|[1-9]\d{1,5})-)?(\d{1,15})$/;

/** What the barcode of a receipt says. */
export interface ReceiptCode {
  readonly ticketNumber: string;
  /** Of the chain that sold it; receipts of the first version have none. */
  readonly mark?: string;
}

/**
 * Six digits by which receipts name the chain that sold them. Two chains have the same with odds of one in a million: among a
 * thousand tills, of whose tickets of one number one is looked for, in one of a thousand such searches. Whoever looks is shown
 * the ticket before anything comes back of it. No secret and no proof: that is what stands in the text of the receipt.
 */
export function chainMark(chainId: string): string {
  // FNV-1a over the bytes, and the finalizer of MurmurHash3, so that ids that differ in their last letter differ in all digits.
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(chainId)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash = (hash ^ (hash >>> 16)) >>> 0;
  return String(hash % 10 ** MARK_DIGITS).padStart(MARK_DIGITS, '0');
}

/**
 * The text of the barcode. A number for which there is no room beside the mark, after ninety-nine chains of one till or
 * ninety-nine million tickets, stands alone and is asked about as such.
 */
export function receiptCode(sold: ReceiptCode): string {
  const [, ordinal = '1', number = ''] = TICKET_NUMBER.exec(sold.ticketNumber) ?? [];
  const digits = number.padStart(number.length > NUMBER_DIGITS ? NUMBER_DIGITS_MAX : NUMBER_DIGITS, '0');
  const marked = `${RECEIPT_CODE_PREFIX}${sold.mark ?? ''}${ordinal.padStart(ORDINAL_DIGITS, '0')}${digits}`;
  const read = readReceiptCode(marked);
  const isRead = read !== null && read.mark === sold.mark && read.ticketNumber === sold.ticketNumber;
  return isRead ? marked : `${RECEIPT_CODE_PREFIX}${sold.ticketNumber}`;
}

/** What a scanned text says as the code of a receipt; null where it is none. */
export function readReceiptCode(text: string): ReceiptCode | null {
  const [, mark, ordinal, number] = MARKED.exec(text) ?? [];
  if (mark !== undefined && ordinal !== undefined && number !== undefined)
    return { ticketNumber: ticketNumberOf(Number(ordinal), Number(number)), mark };
  const ticketNumber = /^TK-([0-9A-Za-z-]{1,40})$/.exec(text)?.[1];
  return ticketNumber === undefined ? null : { ticketNumber };
}

/**
 * What somebody typed to find a ticket: the number with or without its noughts, behind the ordinal of its chain or not, or the
 * text under the barcode, whole or its digits alone.
 */
export function typedTicketNumber(typed: string): ReceiptCode {
  const text = latinDigits(typed.trim());
  const code = readReceiptCode(TYPED_DIGITS.test(text) ? `${RECEIPT_CODE_PREFIX}${text}` : text.toUpperCase());
  if (code !== null) return code;
  const [, ordinal, number] = TICKET_NUMBER.exec(text) ?? [];
  return { ticketNumber: number === undefined ? text : ticketNumberOf(Number(ordinal ?? 1), Number(number)) };
}

function ticketNumberOf(ordinal: number, number: number): string {
  const digits = String(number).padStart(NUMBER_DIGITS, '0');
  return ordinal === 1 ? digits : `${ordinal}-${digits}`;
}
