/** The words of the pages; French gives the set of keys. What till and headquarters both say is said in the till's words. */
import type { Entry } from '#renderer/text/entry.ts';
import { directionOf, teller, wordsOf, type Language, type TextParams, type Words } from '#renderer/text/text.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

export type TextKey = keyof typeof fr;

export interface PageWords {
  readonly language: Language;
  readonly direction: 'ltr' | 'rtl';
  t(key: TextKey, params?: TextParams): string;
  /** The words for a code that came from the server, or those of `fallback` where this page knows none. */
  lookUp(key: string, fallback: TextKey, params?: TextParams): string;
  /** The till's own words: methods of payment, rights, units. */
  readonly till: Words;
}

const TEXTS: Readonly<Record<Language, Readonly<Record<TextKey, Entry>>>> = { fr, en, ar };

/** The words of `language`. */
export function pageWordsOf(language: Language): PageWords {
  const t = teller<TextKey>(TEXTS[language], language);
  return {
    language,
    direction: directionOf(language),
    t,
    lookUp: (key, fallback, params) => t(isTextKey(key) ? key : fallback, params),
    till: wordsOf(language),
  };
}

function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(fr, key);
}
