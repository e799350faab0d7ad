/** Text typed into a field, as it is kept. */
import { cleanText } from '#base/text.ts';

/** Clean, without marks that nobody sees, and with single spaces. */
export function foldSpaces(text: string): string {
  return cleanText(text.replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, ''))
    .replace(/\s+/g, ' ')
    .trim();
}
