/** Names as they are searched: folded words, accents and case away. */
import { cutText } from '#base/text.ts';

const WORDS_MAX = 12;
const WORD_LETTERS_MAX = 40;

/** The distinct words of a name, folded. Hostile or endless names give few and short ones. */
export function wordsOf(name: string): readonly string[] {
  const folded = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => cutText(word, WORD_LETTERS_MAX)))].slice(0, WORDS_MAX);
}
