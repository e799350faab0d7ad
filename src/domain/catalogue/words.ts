/**
 * The words of a name, folded so that a cashier's typing finds them: no capitals, no accents, no ligatures.
 * What is indexed and what is typed go through the same fold, so the two always meet.
 */

/** Letters that no decomposition takes apart. */
const WHOLE_LETTERS: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ة: 'ه',
  ى: 'ي',
  ـ: '',
};
const WHOLE_LETTER = /[œæßøđðþłħıةىـ]/g;
const WORD = /[\p{L}\p{N}]+/gu;
/** Words written together with a joint, which people type as one: coca-cola, m&m's, l'ancienne. */
const JOINED_WORD = /[\p{L}\p{N}]+(?:[-&.'’][\p{L}\p{N}]+)+/gu;
const JOINT = /[-&.'’]/g;

/** `text` in lower case without accents and ligatures; digits of every script stay as they are. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(WHOLE_LETTER, (letter) => WHOLE_LETTERS[letter] ?? '');
}

/** The folded words of what was typed, in order. */
export function typedWords(text: string): readonly string[] {
  return foldText(text).match(WORD) ?? [];
}

/** The folded words under which a name is found: its words, and its joined words once more as one. */
export function indexedWords(text: string): readonly string[] {
  const folded = foldText(text);
  const joined = (folded.match(JOINED_WORD) ?? []).map((word) => word.replace(JOINT, ''));
  return [...(folded.match(WORD) ?? []), ...joined];
}
