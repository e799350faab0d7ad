/**
 * A line of content in the columns that a display has. An amount is whole or it is not shown: half an amount is another
 * amount.
 */
import type { DisplayLine } from './display.ts';
import { type DisplayCodePage, lettersOf } from './letters.ts';

const SPACE = 0x20;
/** What a calculator shows when a number is too long for it. */
const OVERFLOW = 0x2a;

/** Exactly `columns` bytes of `page`: words on the left, the amount on the right; words that stand alone in the middle. */
export function fitLine(line: DisplayLine, page: DisplayCodePage, columns: number): Uint8Array {
  const cells = new Uint8Array(columns).fill(SPACE);
  const right = amountCells(lettersOf(line.right, page), columns);
  const room = right.length === 0 ? columns : Math.max(0, columns - right.length - 1);
  const left = trimmed(trimmed(lettersOf(line.left, page)).slice(0, room));
  cells.set(left, right.length === 0 ? Math.floor((columns - left.length) / 2) : 0);
  cells.set(right, columns - right.length);
  return cells;
}

/** The amount as it is, else without the spaces in it, else the sign that it is too long. */
function amountCells(amount: readonly number[], columns: number): readonly number[] {
  const whole = trimmed(amount);
  if (whole.length <= columns) return whole;
  const close = whole.filter((byte) => byte !== SPACE);
  return close.length <= columns ? close : new Array<number>(columns).fill(OVERFLOW);
}

function trimmed(bytes: readonly number[]): readonly number[] {
  const from = bytes.findIndex((byte) => byte !== SPACE);
  return from < 0 ? [] : bytes.slice(from, bytes.findLastIndex((byte) => byte !== SPACE) + 1);
}
