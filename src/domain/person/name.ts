/** How a person is called on the screens. */
import type { PersonFields } from './fields.ts';

/** Words before a family name: where one stands, what follows is not a first name. */
const TITLES = new Set([
  'm',
  'mr',
  'mme',
  'mlle',
  'mrs',
  'ms',
  'miss',
  'dr',
  'pr',
  'monsieur',
  'madame',
  'mademoiselle',
  'السيد',
  'السيدة',
  'الآنسة',
  'الدكتور',
]);

/** For whoever serves: the name, else what else is known; `fallback` is the end of a card's number. */
export function displayName(fields: PersonFields, fallback = ''): string {
  return fields.name ?? fields.phone ?? fields.email ?? fallback;
}

/**
 * For the customer's own screen, which others see: the first name where there is one, and never a family name that is known
 * to be one (written in capitals, or after a title). Null for nothing.
 */
export function greetingName(fields: PersonFields): string | null {
  const words = (fields.name ?? '').split(' ').filter((word) => word !== '');
  const hasTitle = TITLES.has((words[0] ?? '').toLowerCase().replace(/\.$/, ''));
  const named = hasTitle ? words.slice(1) : words;
  if (named.length === 1) return hasTitle ? null : (named[0] ?? null);
  return named.find((word) => !isCapitals(word)) ?? null;
}

function isCapitals(word: string): boolean {
  return word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase();
}
