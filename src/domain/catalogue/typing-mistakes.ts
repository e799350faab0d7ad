/**
 * Typing mistakes: which words may have been meant. Two words within `n` mistakes of each other share a word that
 * both become by deleting at most `n` letters of their beginnings (symmetric deletion, after Garbe), so a
 * vocabulary that keeps those shortened words is asked by equality alone and needs no place in memory.
 */

/** Words shorter than this are taken as they are typed. */
export const FORGIVEN_LETTERS_MIN = 4;
/** From this length on two mistakes are forgiven. */
const LONG_WORD_LETTERS_MIN = 8;
/** Only this many letters are shortened; enough for two mistakes, since it is more than two. */
export const SHORTENED_LETTERS = 7;

/** How many mistakes are forgiven in `word`: none with a digit in it, since a wrong size is another product. */
export function mistakesForgiven(word: string): number {
  if (word.length < FORGIVEN_LETTERS_MIN || /\p{N}/u.test(word)) return 0;
  return word.length < LONG_WORD_LETTERS_MIN ? 1 : 2;
}

/** Every word that the beginning of `word` becomes by deleting at most `mistakes` letters, itself included. */
export function shortenedForms(word: string, mistakes: number): ReadonlySet<string> {
  const forms = new Set([word.slice(0, SHORTENED_LETTERS)]);
  let latest: readonly string[] = [...forms];
  for (let deleted = 0; deleted < mistakes; deleted += 1) {
    const shorter = new Set<string>();
    for (const form of latest) {
      for (let at = 0; at < form.length; at += 1) shorter.add(form.slice(0, at) + form.slice(at + 1));
    }
    for (const form of shorter) forms.add(form);
    latest = [...shorter];
  }
  return forms;
}

/**
 * The number of mistakes between two words: a letter too many, missing, or another, or two neighbours that changed
 * places, each counted once. Gives `mistakesMax + 1` as soon as it must be more than `mistakesMax`.
 */
export function mistakesBetween(typed: string, meant: string, mistakesMax: number): number {
  const more = mistakesMax + 1;
  if (Math.abs(typed.length - meant.length) > mistakesMax) return more;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: meant.length + 1 }, (_, column) => column);
  for (let row = 1; row <= typed.length; row += 1) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= meant.length; column += 1) {
      const same = typed[row - 1] === meant[column - 1];
      let cost = Math.min(
        (previous[column] ?? more) + 1,
        (current[column - 1] ?? more) + 1,
        (previous[column - 1] ?? more) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && typed[row - 1] === meant[column - 2] && typed[row - 2] === meant[column - 1];
      if (swapped) cost = Math.min(cost, (beforePrevious[column - 2] ?? more) + 1);
      current.push(cost);
      if (cost < best) best = cost;
    }
    if (best > mistakesMax && Math.min(...previous) > mistakesMax) return more;
    beforePrevious = previous;
    previous = current;
  }
  return Math.min(previous[meant.length] ?? more, more);
}
