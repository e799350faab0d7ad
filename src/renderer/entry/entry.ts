/**
 * What the typed text in the one field means. Door of the folder.
 */
import { latinDigits, parseDecimal } from '../format/format.ts';

export type Entry =
  /** `3*`: the quantity of the next article; null where it is no quantity. */
  | { readonly kind: 'multiplier'; readonly quantityMilli: number | null }
  /** Digits are a PLU or a code, and add that article or none. */
  | { readonly kind: 'code'; readonly text: string }
  /** A decimal number or signs: no article has such a code. */
  | { readonly kind: 'no-code'; readonly text: string }
  /** Words, whose first result may be taken. */
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'nothing' };

/** Reads the field. Digits of any script count as 0 to 9; comma and point both part the fraction. */
export function readEntry(entered: string): Entry {
  const text = latinDigits(entered.trim());
  if (text === '') return { kind: 'nothing' };
  const counted = /^([\d.,٫]+)\s*[*×]$/.exec(text)?.[1];
  if (counted !== undefined) return { kind: 'multiplier', quantityMilli: parseDecimal(counted, 3) };
  if (/^\d+$/.test(text)) return { kind: 'code', text };
  return { kind: /\p{L}/u.test(text) ? 'words' : 'no-code', text };
}

/** Whether what stands in the field is a number, for the digits of the screen and for a quantity. */
export function isNumber(entered: string): boolean {
  return /^[\d.,٫]*$/.test(latinDigits(entered));
}
