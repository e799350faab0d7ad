/** What the shop sells, and how what is typed finds it. Door of the folder. */
export type { Product, ProductRecord, Unit } from './product.ts';
export { foldText, indexedWords, typedWords } from './words.ts';
export { FORGIVEN_LETTERS_MIN, mistakesBetween, mistakesForgiven, SHORTENED_LETTERS, shortenedForms } from './typing-mistakes.ts';
