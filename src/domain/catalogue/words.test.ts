import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldText, indexedWords, typedWords } from './words.ts';

test('accents, capitals and ligatures do not matter', () => {
  assert.equal(foldText('CRÈME BRÛLÉE, Œufs & Æbler, Straße'), 'creme brulee, oeufs & aebler, strasse');
  assert.deepEqual(typedWords('  Pâté d’Oie 250g '), ['pate', 'd', 'oie', '250g']);
});

test('Arabic is found without its vowel marks and in either spelling of its endings', () => {
  assert.deepEqual(typedWords('شَاي أخضر'), typedWords('شاي اخضر'));
  assert.deepEqual(typedWords('قهوة'), typedWords('قهوه'));
});

test('words written with a joint are found apart and as one', () => {
  assert.deepEqual(indexedWords('Coca-Cola zéro'), ['coca', 'cola', 'zero', 'cocacola']);
  assert.deepEqual(typedWords('coca-cola'), ['coca', 'cola']);
});

test('a name of nothing but signs has no words', () => {
  assert.deepEqual(typedWords('*** !! "\'%_'), []);
});
