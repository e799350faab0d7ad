/** What a word list is made of. */

/** A text, or its forms by the plural rules of its language. */
export type Entry = string | (Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string });

/** The same texts in another language: none may lack, none may be too many. */
export type TextsOf<French> = Readonly<Record<keyof French, Entry>>;
