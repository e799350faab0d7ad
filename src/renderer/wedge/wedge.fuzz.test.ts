/**
 * 150,000 random key sequences: whatever is pressed, nothing throws, little is kept, no typed key is lost or doubled, and
 * no part of a code is taken for a whole one. Told apart by a check that does not share the decoder's rules: every key
 * the page was not shown must turn up exactly once, in a scan or given back.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HELD_MAX, press, silence, WEDGE_DEFAULTS, WEDGE_IDLE, type Stroke, type WedgeEffect } from './wedge.ts';

const RANDOM = 100_000;
const SCANNED = 50_000;
const SEED = 20_261_122;

/** Marsaglia's xorshift32: the same sequences in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const roll = dice(SEED);
const pick = <Value>(values: readonly Value[]): Value => values[roll(values.length)] as Value;

const CODES = [
  'KeyA',
  'KeyQ',
  'KeyJ',
  'Digit1',
  'Digit7',
  'Numpad4',
  'BracketRight',
  'BracketLeft',
  'Space',
  'Minus',
  '',
];
const OTHERS = [
  'Enter',
  'NumpadEnter',
  'Tab',
  'Escape',
  'ArrowDown',
  'F12',
  'ShiftLeft',
  'CapsLock',
  'Unidentified',
  'toString',
];
const KEYS = ['a', 'à', '"', '7', 'Dead', 'ArrowUp', 'لا', '€', '', 'Process', '\u001d', 'Enter', 'Shift', '__proto__'];
const GAPS = [0, 1, 4, 13, 19, 29, 31, 49, 51, 79, 81, 120, 2_000, -5];

function randomStroke(atMs: number): Stroke {
  const one = (inMany: number) => roll(inMany) === 0;
  return {
    code: one(5) ? pick(OTHERS) : pick(CODES),
    key: pick(KEYS),
    shift: one(4),
    altGraph: one(12),
    capsLock: one(8),
    chord: one(12),
    repeat: one(12),
    atMs,
  };
}

/** What became of the keys: how many were typed for the page to see, kept for a scan, or given back. */
function play(strokes: readonly Stroke[]) {
  let state = WEDGE_IDLE;
  const scans: string[] = [];
  let takenWithCharacter = 0;
  let accounted = 0;
  const apply = (effects: readonly WedgeEffect[]) => {
    for (const effect of effects) {
      if (effect.kind === 'scan') scans.push(effect.text);
      else accounted += effect.keys.length;
    }
  };
  for (const stroke of strokes) {
    if (state.dueMs !== null && stroke.atMs > state.dueMs && roll(2) === 0) {
      const step = silence(state, WEDGE_DEFAULTS);
      apply(step.effects);
      ({ state } = step);
    }
    const step = press(state, stroke, WEDGE_DEFAULTS);
    apply(step.effects);
    ({ state } = step);
    assert.ok(state.held.length <= HELD_MAX);
    assert.equal(state.dueMs === null, state.held.length === 0);
    if (step.taken) takenWithCharacter += 1;
  }
  apply(silence(state, WEDGE_DEFAULTS).effects);
  return { scans, taken: takenWithCharacter, accounted };
}

test('100,000 random sequences: no throw, bounded memory, and without a scan every typed key comes back exactly once', () => {
  let withoutScan = 0;
  for (let run = 0; run < RANDOM; run += 1) {
    let atMs = roll(10_000);
    const strokes = Array.from({ length: 1 + roll(24) }, () => randomStroke((atMs += pick(GAPS))));
    const { scans, taken, accounted } = play(strokes);
    if (scans.length > 0) continue;
    withoutScan += 1;
    // Control and ] types nothing, and what a scanner would have closed with is nobody's letter.
    const silent = strokes.filter(({ code, key, chord }) => (chord && code === 'BracketRight') || key === '').length;
    assert.ok(accounted <= taken && taken - accounted <= silent, JSON.stringify({ taken, accounted, strokes }));
  }
  assert.ok(withoutScan > RANDOM / 2, String(withoutScan));
});

test('50,000 scans among typing: every code comes whole and once, and the letters around it reach the page', () => {
  for (let run = 0; run < SCANNED; run += 1) {
    const code = Array.from({ length: 6 + roll(20) }, () => pick([...'0123456789ABCZ-'])).join('');
    const before = Array.from({ length: roll(4) }, () => pick([...'lait']));
    const after = Array.from({ length: roll(3) }, () => pick([...'lait']));
    const gapMs = roll(20);
    let atMs = 1_000;
    const blank = { altGraph: false, capsLock: roll(2) === 0, chord: false, repeat: false };
    const letter = (key: string): Stroke => {
      atMs += 90 + roll(200);
      return { ...blank, code: `Key${key.toUpperCase()}`, key, shift: false, atMs };
    };
    const scanned = (character: string, index: number): Stroke => {
      atMs += index === 0 ? 90 : gapMs;
      const digit = /\d/.test(character);
      const place = digit ? `Digit${character}` : character === '-' ? 'Minus' : `Key${character}`;
      return { ...blank, code: place, key: pick(KEYS.slice(0, 4)), shift: /[A-Z]/.test(character), atMs };
    };
    const typedBefore = before.map(letter);
    const burst = [...code].map(scanned);
    const end: Stroke[] =
      roll(2) === 0 ? [{ ...blank, code: 'Enter', key: 'Enter', shift: false, atMs: (atMs += gapMs) }] : [];
    const typedAfter = after.map(letter);
    const { scans, taken, accounted } = play([...typedBefore, ...burst, ...end, ...typedAfter]);
    assert.deepEqual(scans, [code]);
    assert.equal(accounted, before.length + after.length);
    assert.equal(taken, code.length + end.length + before.length + after.length);
  }
});
