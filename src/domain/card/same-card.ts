/** Whether what two readers wrote is one card. */
import { UNKNOWN_BYTE } from './notation.ts';

/**
 * `yes`: the same number. `perhaps`: one is the other back to front, or one has a byte that its reader does not write.
 * A person decides then; nobody's points are guessed. Numbers are canonical hex, as `numbersWritten` gives them.
 */
export function sameCard(left: string, right: string): 'yes' | 'perhaps' | 'no' {
  if (left === right) return left.includes(UNKNOWN_BYTE) ? 'perhaps' : 'yes';
  if (matches(left, right) || matches(backwards(left), right)) return 'perhaps';
  // Readers of 125 kHz tags leave out the first byte of five, which is the maker's or the buyer's.
  const [long, short] = left.length >= right.length ? [left, right] : [right, left];
  return long.length === 10 && short.length === 8 && matches(long.slice(2), short) ? 'perhaps' : 'no';
}

function matches(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  const bytes = (hex: string): readonly string[] => hex.match(/../g) ?? [];
  const others = bytes(right);
  return bytes(left).every((byte, at) => byte === others[at] || byte === UNKNOWN_BYTE || others[at] === UNKNOWN_BYTE);
}

function backwards(hex: string): string {
  return (hex.match(/../g) ?? []).reverse().join('');
}
