import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  languageOfAddress,
  loadPreferences,
  PREFERENCES_AT_FIRST,
  readPreferences,
  savePreferences,
} from './preferences.ts';

test('what was chosen on a screen is there after a reload', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const chosen = {
    language: 'ar',
    theme: 'dark',
    contrast: 'high',
    scannerLayout: 'fr',
    sound: false,
    camera: false,
  } as const;
  savePreferences(storage, chosen);
  assert.deepEqual(loadPreferences(storage), chosen);
});

test('stored text that is damaged or from elsewhere costs the choices, never the screen', () => {
  for (const text of [null, '', '{', '7', 'null', '[]', '{"language":"tlh","theme":3,"sound":"yes"}']) {
    assert.deepEqual(readPreferences(text), PREFERENCES_AT_FIRST);
  }
});

test('the language the till was started with is read from its address, and no other word is', () => {
  assert.equal(languageOfAddress('?lang=ar'), 'ar');
  assert.equal(languageOfAddress('?lang=<script>'), null);
  assert.equal(languageOfAddress(''), null);
});
