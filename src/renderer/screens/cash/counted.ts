/**
 * What somebody types while counting: a number of coins or notes per denomination. Nothing here knows what there should be;
 * the sum is only that of what was typed.
 */
import type { Counts } from '#contract/screen/cash.ts';
import { latinDigits } from '../../format/format.ts';

/** What stands in the field of each denomination. */
export type Typed = Readonly<Record<number, string>>;

/** Nobody has more of one denomination in a drawer; what is longer was two numbers typed into one field. */
const PIECES_MAX = 99_999;

/** A number, or several piles of it (`12+8`). Null where it is neither; nothing typed is none. */
export function piecesOf(text: string): number | null {
  const plain = latinDigits(text).replace(/\s/g, '').replace(/\++$/, '');
  if (plain === '') return 0;
  if (!/^\d{1,5}(\+\d{1,5})*$/.test(plain)) return null;
  const pieces = plain.split('+').reduce((sum, pile) => sum + Number(pile), 0);
  return pieces <= PIECES_MAX ? pieces : null;
}

/** What was counted, as the till takes it; null while some field cannot be read. */
export function countsOf(typed: Typed): Counts | null {
  const counts = Object.entries(typed).map(([denominationMinor, text]) => ({
    denominationMinor: Number(denominationMinor),
    count: piecesOf(text),
  }));
  if (!counts.every((one): one is { denominationMinor: number; count: number } => one.count !== null)) return null;
  return counts.filter(({ count }) => count > 0).sort((a, b) => b.denominationMinor - a.denominationMinor);
}

/** The sum of what was typed so far, fields that cannot be read left out. */
export function sumOf(typed: Typed): number {
  return Object.entries(typed).reduce((sum, [minor, text]) => sum + Number(minor) * (piecesOf(text) ?? 0), 0);
}

/** `text` with a bundle or a roll added to it. */
export function withMore(text: string, pieces: number): string {
  const present = piecesOf(text);
  return present === null ? text : String(present + pieces);
}

export const BUNDLES = [10, 20] as const;

/** Coins in a roll as banks give them out in the euro area (two euros 25, one euro 25, down to cents 50). */
const EURO_ROLLS: Readonly<Record<number, number>> = {
  200: 25,
  100: 25,
  50: 40,
  20: 40,
  10: 40,
  5: 50,
  2: 50,
  1: 50,
};

/** How many coins a roll holds, or null where it is a note or nobody fixed it. */
export function rollOf(denominationMinor: number, currency: string): number | null {
  return currency === 'EUR' ? (EURO_ROLLS[denominationMinor] ?? null) : null;
}
