/** The fields of a person: cleaned, checked loosely, empty ones left out. */
import { cleanText } from '#base/text.ts';
import { readEmail, readPhone } from './contact.ts';
import { foldSpaces } from './spaces.ts';

/** Everything but one of name, phone and e-mail can wait, and with a card even that. */
export interface PersonFields {
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly address?: string;
  /** `1980-11-22`, or `--11-22` without the year. */
  readonly birthday?: string;
  readonly language?: 'fr' | 'en' | 'ar';
  readonly notes?: string;
}

const NAMES = ['name', 'phone', 'email', 'address', 'birthday', 'language', 'notes'] as const;

export type FieldsReading =
  | { readonly kind: 'fields'; readonly fields: PersonFields }
  | { readonly kind: 'invalid'; readonly field: 'name' | 'phone' | 'email' | 'birthday' };

/** What was typed, as it is kept; or which field cannot be right. */
export function readFields(
  typed: { readonly [Name in keyof PersonFields]?: PersonFields[Name] | undefined },
  countryCode: string,
): FieldsReading {
  const text = (name: 'name' | 'phone' | 'email' | 'address' | 'birthday'): string => foldSpaces(typed[name] ?? '');
  const name = text('name');
  const phone = text('phone') === '' ? '' : readPhone(text('phone'), countryCode);
  const email = text('email') === '' ? '' : readEmail(text('email'));
  const birthday = text('birthday');
  if (name !== '' && !/[\p{L}\p{N}]/u.test(name)) return { kind: 'invalid', field: 'name' };
  if (phone === null) return { kind: 'invalid', field: 'phone' };
  if (email === null) return { kind: 'invalid', field: 'email' };
  if (birthday !== '' && !isBirthday(birthday)) return { kind: 'invalid', field: 'birthday' };
  const all = {
    name,
    phone,
    email,
    address: text('address'),
    birthday,
    language: typed.language ?? '',
    notes: cleanText(typed.notes ?? ''),
  };
  return { kind: 'fields', fields: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')) };
}

/** The names of the fields that differ. */
export function changedFields(before: PersonFields, after: PersonFields): readonly string[] {
  return NAMES.filter((name) => before[name] !== after[name]);
}

function isBirthday(text: string): boolean {
  const match = /^(?:\d{4}|-)-(\d\d)-(\d\d)$/.exec(text);
  const [month, day] = [Number(match?.[1]), Number(match?.[2])];
  const daysMax = month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return match !== null && month >= 1 && month <= 12 && day >= 1 && day <= daysMax;
}
