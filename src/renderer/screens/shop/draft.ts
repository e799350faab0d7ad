/**
 * A group of settings while somebody changes it. What stands in a field and cannot be read is {@link UNREADABLE} in the draft:
 * a group with one is never sent.
 */
import { decimal, parseDecimal } from '../../format/format.ts';
import type { Language } from '../../text/text.ts';

export const UNREADABLE = Number.NaN;

/** Whether some field of the draft cannot be read, or a text that has to be there is empty. */
export function isIncomplete(draft: unknown): boolean {
  if (typeof draft === 'number') return Number.isNaN(draft);
  if (typeof draft === 'string') return draft.trim() === '';
  if (typeof draft !== 'object' || draft === null) return false;
  return Object.values(draft).some(isIncomplete);
}

/** Whether two groups say the same. */
export function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** `list` with the item at `at` replaced. */
export function withItem<Item>(list: readonly Item[], at: number, item: Item): readonly Item[] {
  return list.map((present, index) => (index === at ? item : present));
}

/** `list` without the item at `at`. */
export function withoutItem<Item>(list: readonly Item[], at: number): readonly Item[] {
  return list.filter((_, index) => index !== at);
}

/** A number as people write it by hand, without a grouping sign and without needless decimals. */
export function written(value: number, exponent: number, language: Language): string {
  if (Number.isNaN(value)) return '';
  const [whole = '', fraction = ''] = decimal(value, exponent).split('.');
  const mark = language === 'en' ? '.' : ',';
  return /^0*$/.test(fraction) ? whole : `${whole}${mark}${fraction}`;
}

/** What somebody wrote, between `min` and `max` in units of the last decimal; {@link UNREADABLE} where it is not. */
export function read(
  text: string,
  { exponent, min, max }: { readonly exponent: number; readonly min: number; readonly max: number },
): number {
  const value = parseDecimal(text, exponent);
  return value === null || value < min || value > max ? UNREADABLE : value;
}
