import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mistakesBetween, mistakesForgiven, shortenedForms } from './typing-mistakes.ts';

const word = fc.string({ unit: fc.constantFrom(...'abcde'), minLength: 4, maxLength: 12 });

test('a letter too many, missing, another, or two that changed places is one mistake each', () => {
  assert.equal(mistakesBetween('nutella', 'nutella', 2), 0);
  assert.equal(mistakesBetween('nuttella', 'nutella', 2), 1);
  assert.equal(mistakesBetween('nutela', 'nutella', 2), 1);
  assert.equal(mistakesBetween('nutolla', 'nutella', 2), 1);
  assert.equal(mistakesBetween('nutlela', 'nutella', 2), 1);
  assert.equal(mistakesBetween('chcolatt', 'chocolat', 2), 2);
  assert.equal(mistakesBetween('moutarde', 'chocolat', 2), 3);
});

test('short words and words with digits are taken as they are, long words are forgiven twice', () => {
  assert.deepEqual(['riz', '500g', 'lait', 'beurre', 'moutarde'].map(mistakesForgiven), [0, 0, 1, 1, 2]);
});

test('counting mistakes gives the same as counting them the long way', () => {
  fc.assert(
    fc.property(word, word, (left, right) => {
      assert.equal(mistakesBetween(left, right, 2), Math.min(slowMistakes(left, right), 3));
    }),
    { numRuns: 500 },
  );
});

test('a word meant and the word typed always share a shortened form', () => {
  fc.assert(
    fc.property(word, fc.array(edit(), { minLength: 1, maxLength: 2 }), (meant, edits) => {
      const typed = edits.reduce((text, apply) => apply(text), meant);
      const forms = shortenedForms(meant, edits.length);
      assert.ok(
        [...shortenedForms(typed, edits.length)].some((form) => forms.has(form)),
        `${typed} for ${meant}`,
      );
    }),
    { numRuns: 2000 },
  );
});

/** One mistake at a random place. */
function edit(): fc.Arbitrary<(text: string) => string> {
  return fc
    .tuple(fc.nat(20), fc.constantFrom(...'abcdex'), fc.constantFrom('insert', 'delete', 'replace', 'swap'))
    .map(([place, letter, kind]) => (text: string) => {
      const at = place % text.length;
      const [before, after] = [text.slice(0, at), text.slice(at)];
      if (kind === 'insert') return before + letter + after;
      if (kind === 'delete') return before + after.slice(1);
      if (kind === 'replace') return before + letter + after.slice(1);
      return before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2);
    });
}

/** Optimal string alignment by plain recursion. */
function slowMistakes(left: string, right: string, known = new Map<string, number>()): number {
  if (left === '' || right === '') return left.length + right.length;
  const key = `${left}|${right}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const options = [
    slowMistakes(left.slice(1), right, known) + 1,
    slowMistakes(left, right.slice(1), known) + 1,
    slowMistakes(left.slice(1), right.slice(1), known) + (left[0] === right[0] ? 0 : 1),
  ];
  if (left.length > 1 && right.length > 1 && left[0] === right[1] && left[1] === right[0]) {
    options.push(slowMistakes(left.slice(2), right.slice(2), known) + 1);
  }
  const least = Math.min(...options);
  known.set(key, least);
  return least;
}
