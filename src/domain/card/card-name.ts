/**
 * What is keyed of the number of a card. A chip's number and a printed code are two things even where their digits are the same.
 */
import { cleanText } from '#base/text.ts';
import { readCode } from '#domain/barcode/barcode.ts';
import { readPrintedCode } from './printed-code.ts';

/** What is keyed of a chip's number, in canonical hex (domain/card); one byte may be `??`. */
export function chipName(uid: string): string {
  return `card\nuid\n${uid}`;
}

/** What is keyed of a barcode or a QR code: one text however it was scanned. */
export function codeName(text: string): string {
  const reading = readCode(text);
  const canonical = reading.kind === 'gtin' ? reading.gtin14 : (readPrintedCode(text) ?? cleanText(text));
  return `card\ncode\n${canonical}`;
}
