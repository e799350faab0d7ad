/**
 * Codes of gift cards that the till makes itself: `GC-`, sixteen digits that nobody guesses, and two check digits (ISO/IEC 7064,
 * MOD 97-10), which find every single wrong digit and every two that changed places.
 */
import { assert } from '#base/assert.ts';

const PREFIX = 'GC-';
const DIGITS = 16;

/** The code of these sixteen digits. */
export function printedCode(digits: string): string {
  assert(/^\d+$/.test(digits) && digits.length === DIGITS, 'a printed code has sixteen digits of chance');
  const check = 98n - ((BigInt(digits) * 100n) % 97n);
  return `${PREFIX}${digits}${String(check).padStart(2, '0')}`;
}

/** The code that was scanned or typed, as it is printed; null where it is none. Scanners may lose the dash, people add spaces. */
export function readPrintedCode(text: string): string | null {
  const digits = /^GC-?(\d{18})$/.exec(text.trim().toUpperCase().replace(/\s/g, ''))?.[1];
  if (digits === undefined || BigInt(digits) % 97n !== 1n) return null;
  return `${PREFIX}${digits}`;
}
