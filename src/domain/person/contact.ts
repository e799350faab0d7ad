/**
 * Phone numbers and e-mail addresses as people type them, and as they are kept: one number is one text (E.164), so that a
 * customer is found again and not enrolled twice.
 *
 * France: ten digits from 0, the rest nine after +33 (Arcep decision 2018-0881). Morocco: ten digits from 05 to 08, +212
 * (ANRT numbering plan). Tunisia: eight digits, no zero in front, +216 (INT numbering plan). Anything else is typed with its
 * country, `+` or `00`.
 */
import { latinDigits } from '#base/text.ts';
import { foldSpaces } from './spaces.ts';

/** E.164: at most fifteen digits with the country; fewer than seven are no subscriber anywhere. */
const INTERNATIONAL = /^[1-9]\d{6,14}$/;

interface Plan {
  readonly countryDigits: string;
  /** Digits as dialled inside the country. */
  readonly national: RegExp;
  /** Digits after those of the country. */
  readonly subscriber: RegExp;
}

const PLANS: Readonly<Partial<Record<string, Plan>>> = {
  FR: { countryDigits: '33', national: /^0[1-9]\d{8}$/, subscriber: /^[1-9]\d{8}$/ },
  MA: { countryDigits: '212', national: /^0[5-8]\d{8}$/, subscriber: /^[5-8]\d{8}$/ },
  TN: { countryDigits: '216', national: /^[2-9]\d{7}$/, subscriber: /^[2-9]\d{7}$/ },
};

/** The number as it is kept, `+33612345678`; null where it is none. `countryCode` is the shop's. */
export function readPhone(text: string, countryCode: string): string | null {
  const typed = latinDigits(text)
    .replace(/\(0\)/g, '')
    .replace(/[\s.\-/()\u00a0\u202f]/g, '');
  const abroad = /^(?:\+|00)(\d+)$/.exec(typed)?.[1];
  if (abroad !== undefined) return withCountry(abroad);
  if (!/^\d+$/.test(typed)) return null;
  const plan = PLANS[countryCode];
  if (plan?.national.test(typed) !== true) return null;
  return `+${plan.countryDigits}${plan.subscriber.test(typed) ? typed : typed.slice(1)}`;
}

/** What a country's own plan does not allow is a mistake; of other countries only the length is known. */
function withCountry(digits: string): string | null {
  if (!INTERNATIONAL.test(digits)) return null;
  const plan = Object.values(PLANS).find((one) => one !== undefined && digits.startsWith(one.countryDigits));
  if (plan === undefined) return `+${digits}`;
  const subscriber = digits.slice(plan.countryDigits.length).replace(/^0/, '');
  return plan.subscriber.test(subscriber) ? `+${plan.countryDigits}${subscriber}` : null;
}

/** A kept number as it is dialled in its country, without the zero in front. */
export function subscriberDigits(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  const plan = Object.values(PLANS).find((one) => one !== undefined && digits.startsWith(one.countryDigits));
  return digits.slice(plan?.countryDigits.length ?? 0);
}

/**
 * The address as it is kept, null where nobody could write to it: something, `@`, a name with a point. More is not asked: only
 * a letter that arrives proves an address.
 */
export function readEmail(text: string): string | null {
  const typed = foldSpaces(text);
  const match = /^([^\s@<>"(),;:]+)@([^\s@<>"(),;:]+\.[^\s@<>"(),;:.]{2,})$/.exec(typed);
  if (match === null || typed.length > 254 || typed.includes('..')) return null;
  return `${match[1] ?? ''}@${(match[2] ?? '').toLowerCase()}`;
}
