/** What somebody typed in the one field of an enrolment: a name, a phone number or an e-mail address. */
import type { PersonFields } from '#contract/screen/members.ts';
import { latinDigits } from '../../format/format.ts';

export type ContactKind = 'name' | 'phone' | 'email';

/** Fewer digits are no phone number anywhere. */
const PHONE_DIGITS_MIN = 6;

/** Which of the three it is, or null where it is none of them yet. */
export function contactKind(typed: string): ContactKind | null {
  const text = latinDigits(typed.trim());
  if (text === '') return null;
  if (text.includes('@')) return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text) ? 'email' : null;
  if (/^[+\d][\d\s().\-/]*$/.test(text)) return digitsOf(text).length >= PHONE_DIGITS_MIN ? 'phone' : null;
  return /\p{L}/u.test(text) ? 'name' : null;
}

/** What is begun and not complete yet, null where it is nothing of the kind. */
export function incompleteContact(typed: string): 'phone' | 'email' | null {
  const text = latinDigits(typed.trim());
  if (contactKind(text) !== null) return null;
  if (text.includes('@')) return 'email';
  return /^[+\d]/.test(text) ? 'phone' : null;
}

/** The field of a person that it fills; the till has the last word on whether it is one. */
export function contactFields(typed: string): PersonFields {
  const kind = contactKind(typed);
  return kind === null ? {} : { [kind]: kind === 'name' ? typed.trim() : latinDigits(typed.trim()) };
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

/** `22/11` or `22/11/1980` as the till writes a birthday; null where it is no day, undefined for nothing. */
export function readBirthday(typed: string): string | null | undefined {
  const text = latinDigits(typed.trim());
  if (text === '') return undefined;
  const match = /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}))?$/.exec(text);
  if (match === null) return null;
  const [, day = '', month = '', year] = match;
  const iso = `${year ?? '2000'}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso) return null;
  return year === undefined ? `-${iso.slice(4)}` : iso;
}

/** A birthday of the till as it is typed. */
export function birthdayTyped(birthday: string | undefined): string {
  const match = /^(\d{4}|-)-(\d\d)-(\d\d)$/.exec(birthday ?? '');
  if (match === null) return '';
  const [, year = '', month = '', day = ''] = match;
  return year === '-' ? `${day}/${month}` : `${day}/${month}/${year}`;
}
