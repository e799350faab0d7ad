/**
 * Search as you type. Every word typed is the beginning of a word of the name or brand, in any order; digits are also
 * the beginning of a PLU or a barcode. Where that finds too little, the words that were likely meant are tried too.
 * Answers come in rank order, so the first twenty are found without looking at the rest.
 */
import {
  mistakesBetween,
  mistakesForgiven,
  SHORTENED_LETTERS,
  shortenedForms,
  typedWords,
} from '#domain/catalogue/catalogue.ts';
import type { ProductRow } from './format.ts';
import { BEGINNING_LETTERS_MAX, shortenedKey } from './format.ts';
import type { SearchSource } from './search-source.ts';

const WORDS_MAX = 8;
const WORD_LETTERS_MAX = 40;
/** With this many products found as typed, nobody needs a guess. */
const ENOUGH = 3;
/** How many words one mistyped word may stand for. */
const GUESSES_MAX = 6;
/** Up to this many digits are more likely part of a name (1664, 33 cl) than of a barcode. */
const NAME_DIGITS_MAX = 4;
/** Lengths in which barcodes are read aloud or typed: GTIN-8, -12, -13, -14. */
const GTIN_LENGTHS = [13, 8, 12, 14] as const;

export interface Search {
  find(text: string, limit: number): readonly ProductRow[];
}

/** Search over one or several files; ranks are the same in all of them. */
export function openSearch(sources: readonly SearchSource[]): Search {
  return { find };

  function find(text: string, limit: number): readonly ProductRow[] {
    const words = typedWords(text)
      .slice(0, WORDS_MAX)
      .map((word) => word.slice(0, WORD_LETTERS_MAX));
    if (words.length === 0) return [];
    const digits = words.join('');
    if (!/^[0-9]+$/.test(digits)) return findByWords(words, limit);
    const plus = findByPlu(digits, limit);
    const gtins = (): readonly ProductRow[] => findByGtin(digits, limit);
    const names = (): readonly ProductRow[] => findByWords(words, limit);
    return firstOf(limit, digits.length <= NAME_DIGITS_MAX ? [() => plus, names, gtins] : [() => plus, gtins, names]);
  }

  function findByWords(words: readonly string[], limit: number): readonly ProductRow[] {
    const asTyped = byWords(words.map(beginning).join(' '), limit);
    if (asTyped.length >= Math.min(ENOUGH, limit)) return asTyped;
    return firstOf(limit, [
      () => asTyped,
      () => withUnknownWordsMeant(words, limit),
      () => withAllWordsMeant(words, limit),
    ]);
  }

  /** Words that no product has are mistakes; the others are taken at their word. */
  function withUnknownWordsMeant(words: readonly string[], limit: number): readonly ProductRow[] {
    return findMeant(
      words.map((word) => (sources.some((source) => source.hasWord(beginning(word))) ? [word] : wordsMeant(word))),
      limit,
    );
  }

  function withAllWordsMeant(words: readonly string[], limit: number): readonly ProductRow[] {
    return findMeant(
      words.map((word) => [word, ...wordsMeant(word)]),
      limit,
    );
  }

  function findMeant(choices: readonly (readonly string[])[], limit: number): readonly ProductRow[] {
    if (choices.some((choice) => choice.length === 0)) return [];
    return byWords(choices.map((choice) => `(${choice.map(beginning).join(' OR ')})`).join(' AND '), limit);
  }

  /** Words of the catalogue, or beginnings of them, that `word` was likely meant to be; likeliest first. */
  function wordsMeant(word: string): readonly string[] {
    const meant = closestTerms(word);
    if (meant.length > 0 || word.length <= SHORTENED_LETTERS) return meant;
    // A long word that is not typed to its end yet: its beginning may be near the beginning of one.
    return closestTerms(word.slice(0, SHORTENED_LETTERS));
  }

  /** The words with the fewest mistakes between them and `word`; asking for one mistake first costs a quarter of two. */
  function closestTerms(word: string): readonly string[] {
    for (let mistakes = 1; mistakes <= mistakesForgiven(word); mistakes += 1) {
      const closest = termsWithin(word, mistakes);
      // A beginning says what its longer words say.
      const shortest = closest.filter((text) => !closest.some((other) => other !== text && text.startsWith(other)));
      if (shortest.length > 0) return shortest.slice(0, GUESSES_MAX);
    }
    return [];
  }

  /** Words at most `mistakesMax` from `word`, the most frequent first. */
  function termsWithin(word: string, mistakesMax: number): readonly string[] {
    const found = new Map<string, number>();
    const looked = new Set<string>([word]);
    for (const form of shortenedForms(word, mistakesMax)) {
      const key = shortenedKey(form);
      for (const source of sources) {
        for (const { text, documents } of source.termsUnder(key)) {
          if (looked.has(text)) continue;
          looked.add(text);
          if (mistakesBetween(word, text, mistakesMax) <= mistakesMax) found.set(text, documents);
        }
      }
    }
    return [...found].sort(([, left], [, right]) => right - left).map(([text]) => text);
  }

  function byWords(match: string, limit: number): readonly ProductRow[] {
    const rows = merged((source) => source.byWords(match, limit));
    return sources.length > 1 ? [...rows].sort((left, right) => left.rank - right.rank).slice(0, limit) : rows;
  }

  function merged(ask: (source: SearchSource) => readonly ProductRow[]): readonly ProductRow[] {
    const [first, ...more] = sources;
    const rows = first === undefined ? [] : ask(first);
    return more.length === 0 ? rows : [...rows, ...more.flatMap(ask)];
  }

  function findByPlu(digits: string, limit: number): readonly ProductRow[] {
    const rows = merged((source) => source.byPlu(digits, `${digits}:`, limit));
    const inOrder = [...rows].sort(({ plu: left }, { plu: right }) => ((left ?? '') < (right ?? '') ? -1 : 1));
    return (sources.length > 1 ? inOrder : rows).slice(0, limit);
  }

  function findByGtin(digits: string, limit: number): readonly ProductRow[] {
    return firstOf(
      limit,
      GTIN_LENGTHS.filter((length) => length >= digits.length).map((length) => () => {
        const scale = 10 ** (length - digits.length);
        return merged((source) => source.byGtin(Number(digits) * scale, (Number(digits) + 1) * scale, limit));
      }),
    );
  }
}

/** A word as FTS5 takes it: only letters and digits, quoted, and the beginning of a longer one; of a long one its beginning. */
function beginning(word: string): string {
  return `"${word.slice(0, BEGINNING_LETTERS_MAX)}"*`;
}

/** The first `limit` different products of several searches, each asked only while there is room. */
function firstOf(limit: number, searches: readonly (() => readonly ProductRow[])[]): readonly ProductRow[] {
  const found = new Map<number, ProductRow>();
  for (const search of searches) {
    if (found.size >= limit) break;
    for (const row of search()) if (found.size < limit && !found.has(row.rank)) found.set(row.rank, row);
  }
  return [...found.values()];
}
