import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAULT_CODES } from '#base/fault.ts';
import { LANGUAGES, wordsOf } from '../text/text.ts';
import { deviceTone, deviceWords, shortName, trialAdvice } from './device-words.ts';

const KINDS = ['printer', 'drawer', 'scanner', 'display', 'card'] as const;
const STATES = ['ready', 'connecting', 'trouble', 'absent', 'disabled'] as const;

test('a reader that was unplugged is said to be unplugged, and paper that is nearly out to be nearly out', () => {
  const words = wordsOf('fr');
  const said = (kind: (typeof KINDS)[number], fault: string): string =>
    deviceWords({ kind, state: 'absent', fault }, words);
  assert.equal(said('card', 'device.lost'), 'lecteur débranché');
  assert.equal(said('scanner', 'device.unreachable'), 'scanner débranché');
  assert.equal(said('printer', 'printer.paper-near-end'), 'papier bientôt fini');
});

test('no scanner, display or reader is ever called a printer', () => {
  for (const language of LANGUAGES) {
    const words = wordsOf(language);
    for (const kind of ['scanner', 'display', 'card'] as const) {
      for (const code of [
        'unreachable',
        'lost',
        'busy',
        'no-permission',
        'no-answer',
        'no-binding',
        'driver-disabled',
      ]) {
        const text = deviceWords({ kind, state: 'absent', fault: `device.${code}` }, words);
        assert.doesNotMatch(text, /imprimante|printer|طابعة/i, `${kind} ${code} ${language}`);
      }
    }
  }
});

test('every state of every kind has words and a tone in every language, and none ends in a full stop', () => {
  for (const language of LANGUAGES) {
    for (const kind of KINDS) {
      for (const state of STATES) {
        assert.match(deviceWords({ kind, state }, wordsOf(language)), /[^.]$/);
        assert.match(deviceTone({ state }), /good|warn|bad/);
      }
    }
  }
});

test('a printer that works and runs out of paper soon is no longer all well', () => {
  assert.equal(deviceTone({ state: 'ready' }), 'good');
  assert.equal(deviceTone({ state: 'ready', fault: 'printer.paper-near-end' }), 'warn');
});

test('whatever is wrong with a device is said in a few words on the strip, in every language', () => {
  const CODES = FAULT_CODES.filter(
    (code) => /^(?:device|devices|printer|drawer|card|camera)\./.test(code) && !/^device\.file-/.test(code),
  );
  for (const language of LANGUAGES) {
    for (const kind of KINDS) {
      for (const fault of CODES.filter((code) => isOf(kind, code))) {
        const text = deviceWords({ kind, state: 'trouble', fault }, wordsOf(language));
        assert.ok(text.length <= STRIP_CHARACTERS_MAX, `${kind} ${fault} ${language}: ${text}`);
      }
    }
  }
});

test('a long name ends in an ellipsis and a short one stays as it is, whatever its letters are', () => {
  assert.equal(shortName('Douchette'), 'Douchette');
  assert.equal(shortName('Imprimante de la cuisine du premier étage'), 'Imprimante de l…');
  const name = shortName('e\u0301'.repeat(40));
  assert.equal([...new Intl.Segmenter().segment(name)].length, 16);
  assert.ok(name.endsWith('e\u0301…'), 'no letter loses its accent');
});

test('after a test that failed nobody is told that the till tries again by itself', () => {
  const AGAIN = { fr: /réessaie/, en: /(?:retries|tries again) by itself/, ar: /المحاولة (?:تلقائ|وحده)/ } as const;
  for (const language of LANGUAGES) {
    for (const fault of FAULT_CODES.filter((code) => /^(?:device|devices|printer|drawer|card|camera)\./.test(code))) {
      assert.doesNotMatch(trialAdvice(fault, wordsOf(language)), AGAIN[language], `${fault} ${language}`);
    }
  }
});

/** Two lines of a cell of the strip. */
const STRIP_CHARACTERS_MAX = 34;

function isOf(kind: (typeof KINDS)[number], code: string): boolean {
  const [area = ''] = code.split('.');
  if (area === 'device' || area === 'devices') return true;
  if (area === 'camera') return kind === 'scanner';
  return area === kind;
}
