/**
 * What the customer sees, in two lines of letters. Pure.
 *
 * A display of two lines has no Arabic (src/devices/display/README.md): there an Arabic shop speaks French, with the digits
 * that the Maghreb writes, and the names of its goods are written in Latin letters by the display's driver.
 */
import type { CustomerView } from '#contract/screen/customer.ts';
import type { DisplayContent } from '#devices/display/display.ts';
import { type Language, formatMinor, formatQuantity } from '#domain/money/money.ts';

interface CustomerWords {
  readonly greeting: string;
  readonly total: string;
  readonly change: string;
  readonly thanks: string;
  readonly deposit: string;
  readonly points: string;
  readonly purse: string;
  /** How many points are missing to a reward. */
  readonly missing: (points: number, label: string) => string;
}

/** Short: each shares a line of twenty letters with an amount. */
export const CUSTOMER_WORDS: Readonly<Record<Language, CustomerWords>> = {
  fr: {
    greeting: 'Bonjour',
    total: 'TOTAL',
    change: 'RENDU',
    thanks: 'Merci',
    deposit: 'Consigne',
    points: 'Points',
    purse: 'Porte-monnaie',
    missing: (points, label) => `Encore ${points} ${points === 1 ? 'point' : 'points'} : ${label}`,
  },
  en: {
    greeting: 'Welcome',
    total: 'TOTAL',
    change: 'CHANGE',
    thanks: 'Thank you',
    deposit: 'Deposit',
    points: 'Points',
    purse: 'Purse',
    missing: (points, label) => `${points} more ${points === 1 ? 'point' : 'points'}: ${label}`,
  },
  ar: {
    greeting: 'مرحبا',
    total: 'المجموع',
    change: 'الباقي',
    thanks: 'شكرا',
    deposit: 'رهن العبوة',
    points: 'النقاط',
    purse: 'المحفظة',
    missing: (points, label) => `النقاط الناقصة: ${points} — ${label}`,
  },
};

/** The two lines of a display that writes Latin letters. */
export function displayContent(view: CustomerView): DisplayContent {
  const language = view.language === 'ar' ? 'fr' : view.language;
  const words = CUSTOMER_WORDS[language];
  const amount = (minor: number): string => formatMinor(minor, view.currency, language);
  const alone = (left: string) => ({ left, right: '' });
  const total = { left: words.total, right: amount(view.totalMinor) };
  if (view.state === 'idle' && view.member !== null)
    return { top: alone(view.member.greeting), bottom: { left: words.points, right: String(view.member.points) } };
  if (view.state === 'idle') return { top: alone(view.shopName), bottom: alone(words.greeting) };
  if (view.state === 'paid') {
    const change = view.changeMinor ?? 0;
    return { top: total, bottom: change === 0 ? alone(words.thanks) : { left: words.change, right: amount(change) } };
  }
  const last = view.lines.find((line) => line.lineId === view.lastLineId) ?? view.lines.at(-1);
  if (last === undefined) return { top: alone(''), bottom: total };
  return { top: { left: nameOf(last, language), right: amount(last.grossMinor) }, bottom: total };
}

/** `3x Eau`, `0,350kg Pommes`: the name gives way at its end, the quantity never. */
function nameOf(line: CustomerView['lines'][number], language: Language): string {
  const { label, unit, quantityMilli } = line;
  if (unit === 'piece' && quantityMilli === 1_000) return label;
  const quantity = formatQuantity(quantityMilli, unit, language);
  return unit === 'piece' ? `${quantity}x ${label}` : `${quantity}${unit} ${label}`;
}
