/**
 * The words of the screen. French gives the set of keys; a language that lacks one does not compile.
 */
import { ar } from './ar.ts';
import { en } from './en.ts';
import type { Entry } from './entry.ts';
import { fr } from './fr.ts';

export type Language = 'fr' | 'en' | 'ar';
export const LANGUAGES: readonly Language[] = ['fr', 'en', 'ar'];

export type TextKey = keyof typeof fr;
export type Texts = Readonly<Record<TextKey, Entry>>;
export type TextParams = Readonly<Record<string, string | number>>;

/** Each language under its own name, for those who cannot read the present one. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { fr: 'Français', en: 'English', ar: 'العربية' };

/** The locale that numbers and dates follow: the Maghreb writes Arabic with the digits 0 to 9. */
export const LOCALES: Readonly<Record<Language, string>> = { fr: 'fr-FR', en: 'en-GB', ar: 'ar-MA' };

export interface Words {
  readonly language: Language;
  readonly direction: 'ltr' | 'rtl';
  /** The text of `key`. `count` among the values also chooses the plural form. */
  t(key: TextKey, params?: TextParams): string;
  /** The words for a code that came from the till, or those of `fallback` where this page knows none. */
  lookUp(key: string, fallback: TextKey, params?: TextParams): string;
}

const TEXTS: Readonly<Record<Language, Texts>> = { fr, en, ar };

/** The words of `language`. */
export function wordsOf(language: Language): Words {
  const t = teller<TextKey>(TEXTS[language], language);
  return {
    language,
    direction: directionOf(language),
    t,
    lookUp: (key, fallback, params) => t(isTextKey(key) ? key : fallback, params),
  };
}

/** Says the texts of one list in its language: pages of headquarters have a list of their own. */
export function teller<Key extends string>(
  texts: Readonly<Record<Key, Entry>>,
  language: Language,
): (key: Key, params?: TextParams) => string {
  const plurals = new Intl.PluralRules(LOCALES[language]);
  return (key, params = {}) => fill(formOf(texts[key], params, plurals), params, language === 'ar');
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** Whether the screen has words for `key`. */
export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(fr, key);
}

function formOf(entry: Entry, params: TextParams, plurals: Intl.PluralRules): string {
  if (typeof entry === 'string') return entry;
  const count = Number(params['count'] ?? 0);
  return entry[plurals.select(count)] ?? entry.other;
}

/**
 * A value the till did not send leaves no brace on the screen. Inside Arabic a value keeps its own direction (Unicode
 * FSI … PDI), so that ticket 1-00042 does not read 00042-1.
 */
function fill(text: string, params: TextParams, isolated: boolean): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '…';
    return isolated && typeof value === 'string' ? `\u2068${value}\u2069` : String(value);
  });
}
