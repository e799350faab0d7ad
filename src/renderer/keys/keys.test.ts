import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { wordsOf } from '../text/text.ts';
import { ACTIONS, ACTION_WORDS, CHORDS, actionOf, altDigitOf, keyCap } from './keys.ts';

const PLAIN = { key: '', code: '', ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };

test('every action has a key, and no key has two actions', () => {
  const chords = ACTIONS.flatMap((action) => CHORDS[action].map((chord) => JSON.stringify(chord)));
  assert.equal(new Set(chords).size, chords.length);
  for (const action of ACTIONS) assert.ok(CHORDS[action].length > 0, action);
});

test('a key press leads to its action on every keyboard layout', () => {
  assert.equal(actionOf({ ...PLAIN, key: 'F12', code: 'F12' }), 'pay');
  assert.equal(actionOf({ ...PLAIN, key: 'ن', code: 'KeyK', ctrlKey: true }), 'palette');
  assert.equal(actionOf({ ...PLAIN, key: 'k', code: 'KeyK' }), null);
  assert.equal(actionOf({ ...PLAIN, key: 'F12', code: 'F12', altKey: true }), null);
  assert.equal(actionOf({ ...PLAIN, key: 'F12', code: 'F12', shiftKey: true }), 'count');
  assert.equal(actionOf({ ...PLAIN, key: 'F10', code: 'F10', shiftKey: true }), null);
});

test('Alt and a digit choose by the place of the key, also where the digit row types accents', () => {
  assert.equal(altDigitOf({ ...PLAIN, key: 'é', code: 'Digit2', altKey: true }), 1);
  assert.equal(altDigitOf({ ...PLAIN, key: '0', code: 'Digit0', altKey: true }), -1);
  assert.equal(altDigitOf({ ...PLAIN, key: '2', code: 'Digit2' }), null);
});

test('docs/keys.md lists every action with the key that it has', () => {
  const page = readFileSync(new URL('../../../docs/keys.md', import.meta.url), 'utf8');
  const { t } = wordsOf('en');
  const missing = ACTIONS.filter(
    (action) => !page.includes(`| ${t(ACTION_WORDS[action])} | ${keyCap(action, wordsOf('en'))} `),
  );
  assert.deepEqual(missing, []);
});
