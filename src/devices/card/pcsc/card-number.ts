/**
 * Whether a card's number can stand for a customer. Lengths and the meaning of the first byte: ISO/IEC 14443-3 table of UID0;
 * NXP AN10927 for cards that give a random number; JIS X 6319-4 for FeliCa, whose numbers have eight bytes.
 */
import { isRandomNumber } from '#domain/card/card.ts';
import type { CardRefusal } from '../card.ts';

/** 4, 7 and 10 bytes of ISO/IEC 14443 type A, 8 of ISO/IEC 15693 and FeliCa. */
const LENGTHS = [4, 7, 8, 10];
const BYTES_MIN = 4;
/** Announces the rest of a longer number, and is never the first byte of a whole one. */
const CASCADE_TAG = 0x88;

/** Null for a number to work with. */
export function refusalOf(number: Uint8Array): CardRefusal | null {
  if (number.length < BYTES_MIN) return 'torn';
  if (!LENGTHS.includes(number.length)) return 'unreadable';
  if (number.every((byte) => byte === 0) || number.every((byte) => byte === 0xff)) return 'unreadable';
  if (number.length === BYTES_MIN && number[0] === CASCADE_TAG) return 'torn';
  return isRandomNumber(Buffer.from(number).toString('hex')) ? 'random-uid' : null;
}
