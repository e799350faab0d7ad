import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAULT_CODES } from '#base/fault.ts';
import { REFUSAL_REASONS } from '#contract/screen/refusal.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import type { Entry } from './entry.ts';
import { fr } from './fr.ts';
import { LANGUAGES, type TextKey, wordsOf } from './text.ts';

const TEXTS = { fr, en, ar };
const keys = Object.keys(fr) as TextKey[];

function forms(entry: Entry): string[] {
  return typeof entry === 'string' ? [entry] : Object.values(entry);
}

function namesIn(entry: Entry): Set<string> {
  return new Set(forms(entry).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')));
}

for (const language of LANGUAGES) {
  test(`every refusal and every fault has words in ${language}, a fault also what to do`, () => {
    const present = new Set(Object.keys(TEXTS[language]));
    const wanted = [
      ...REFUSAL_REASONS.map((reason) => `refusal.${reason}`),
      ...FAULT_CODES.flatMap((code) => [`fault.${code}`, `fault.${code}.do`]),
    ];
    assert.deepEqual(
      wanted.filter((key) => !present.has(key)),
      [],
    );
  });

  test(`no words are left in ${language} for a fault or a refusal that no longer exists`, () => {
    const known = new Set<string>([
      ...REFUSAL_REASONS.map((reason) => `refusal.${reason}`),
      ...FAULT_CODES.flatMap((code) => [`fault.${code}`, `fault.${code}.do`]),
    ]);
    assert.deepEqual(
      keys.filter((key) => /^(refusal|fault)\./.test(key) && !known.has(key)),
      [],
    );
  });

  test(`every text in ${language} is there, says something and uses the same values as the French`, () => {
    assert.deepEqual(Object.keys(TEXTS[language]).sort(), [...keys].sort());
    for (const key of keys) {
      const entry: Entry = TEXTS[language][key];
      assert.ok(
        forms(entry).every((text) => text.trim().length > 0),
        key,
      );
      assert.deepEqual(namesIn(entry), namesIn(fr[key]), key);
    }
  });
}

test('Arabic counts by its own six forms', () => {
  const { t } = wordsOf('ar');
  const shown = [1, 2, 3, 11, 100].map((count) => t('ticket.articles', { count }));
  assert.deepEqual(shown, ['سلعة واحدة', 'سلعتان', '3 سلع', '11 سلعة', '100 سلعة']);
});

test('a code without words falls back to words that name it', () => {
  assert.equal(wordsOf('en').lookUp('notice.new-thing', 'notice.other', { code: 'new-thing' }), 'Event: new-thing.');
});

test('a set-up of too many devices is refused with both numbers, and a wrong field with its place, in every language', () => {
  const params = { count: 40, max: 32, place: 'devices[3].address' };
  assert.equal(
    wordsOf('fr').lookUp('why.device-too-many', 'refusal.bug', params),
    '40 appareils ; 32 au plus. Rien n’a été changé.',
  );
  for (const language of LANGUAGES) {
    const { lookUp } = wordsOf(language);
    assert.match(lookUp('why.device-too-many', 'refusal.bug', params), /40.*32/);
    assert.match(lookUp('why.device-file-place', 'refusal.bug', params), /devices\[3\]\.address/);
  }
});
