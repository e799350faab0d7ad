/**
 * Key presses are laid out on a line of time; the decoder's clock is their times. `play` does what the page does: asks
 * for silence when its moment comes, and shows a key to the field only when it was not taken or was released.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  HELD_MAX,
  press,
  silence,
  WEDGE_DEFAULTS,
  WEDGE_IDLE,
  type Stroke,
  type WedgeEffect,
  type WedgeOptions,
} from './wedge.ts';

const ENTER = { code: 'Enter', key: 'Enter' };
const TAB = { code: 'Tab', key: 'Tab' };
/** What the digit row types on a French machine. */
const AZERTY_DIGITS = 'à&é"\'(-è_ç';

const BARE = { shift: false, altGraph: false, capsLock: false, chord: false, repeat: false };

type Key = Partial<Stroke> & { readonly code: string; readonly key: string };

function digits(text: string, onFrenchMachine = false): Key[] {
  return [...text].map((digit) => ({
    code: `Digit${digit}`,
    key: onFrenchMachine ? (AZERTY_DIGITS[Number(digit)] ?? '') : digit,
  }));
}

function letters(text: string): Key[] {
  return [...text].map((letter) => ({ code: `Key${letter.toUpperCase()}`, key: letter }));
}

function at(keys: readonly Key[], startMs: number, gapMs: number): Stroke[] {
  return keys.map((key, index) => ({
    ...BARE,
    ...key,
    atMs: startMs + index * gapMs,
  }));
}

function play(strokes: readonly Stroke[], options: WedgeOptions = WEDGE_DEFAULTS) {
  const effects: WedgeEffect[] = [];
  const passed: string[] = [];
  let state = WEDGE_IDLE;
  const apply = (given: readonly WedgeEffect[]) => {
    effects.push(...given);
    for (const effect of given) if (effect.kind === 'release') passed.push(...effect.keys);
  };
  for (const stroke of strokes) {
    if (state.dueMs !== null && stroke.atMs > state.dueMs) {
      const quiet = silence(state, options);
      apply(quiet.effects);
      state = quiet.state;
    }
    const step = press(state, stroke, options);
    apply(step.effects);
    if (!step.taken) passed.push(stroke.key);
    state = step.state;
  }
  apply(silence(state, options).effects);
  return { scans: effects.flatMap((effect) => (effect.kind === 'scan' ? [effect.text] : [])), passed };
}

test('a scan closed by Enter gives its digits, and the field sees not one key, Enter included', () => {
  assert.deepEqual(play(at([...digits('3017620422003'), ENTER], 0, 5)), { scans: ['3017620422003'], passed: [] });
});

test('a US scanner on a French machine gives the right digits', () => {
  const played = play(at([...digits('3017620422003', true), ENTER], 0, 13));
  assert.deepEqual(played, { scans: ['3017620422003'], passed: [] });
});

test('a French scanner gives the right digits on any machine once the setting says so', () => {
  const keys = digits('3017620422003').map((key) => ({ ...key, shift: true }));
  assert.deepEqual(play(at([...keys, ENTER], 0, 5), { ...WEDGE_DEFAULTS, layout: 'fr' }).scans, ['3017620422003']);
});

test('caps lock changes nothing: capitals come from shift alone', () => {
  const keys: Key[] = [
    { code: 'KeyH', key: 'h', shift: true },
    { code: 'KeyA', key: 'q', shift: true },
    ...digits('112', true),
    ENTER,
  ];
  assert.deepEqual(play(at(keys, 0, 10)).scans, ['HA112']);
});

test('the shift key of a scanner, pressed between characters, is not part of the code and does not cut it', () => {
  const keys: Key[] = [
    ...digits('12'),
    { code: 'ShiftLeft', key: 'Shift' },
    { code: 'KeyA', key: 'A', shift: true },
    ...digits('34'),
    ENTER,
  ];
  assert.deepEqual(play(at(keys, 0, 8)).scans, ['12A34']);
});

test('a scan without terminator is closed by silence', () => {
  assert.deepEqual(play(at(digits('3017620422003'), 0, 3)), { scans: ['3017620422003'], passed: [] });
});

test('Tab closes a scan and moves no focus', () => {
  assert.deepEqual(play(at([...digits('96385074'), TAB], 0, 3)), { scans: ['96385074'], passed: [] });
});

test('two scans 30 ms apart are two codes, with terminator', () => {
  const first = at([...digits('3017620422003'), ENTER], 0, 2);
  const second = at([...digits('5449000000996'), ENTER], 26 + 30, 2);
  assert.deepEqual(play([...first, ...second]).scans, ['3017620422003', '5449000000996']);
});

test('two scans 30 ms apart are two codes, without terminator', () => {
  const first = at(digits('3017620422003'), 0, 2);
  const second = at(digits('5449000000996'), 24 + 30, 2);
  assert.deepEqual(play([...first, ...second]).scans, ['3017620422003', '5449000000996']);
});

test('the same article scanned twice is two scans', () => {
  const once = [...digits('3017620422003'), ENTER];
  assert.deepEqual(play([...at(once, 0, 4), ...at(once, 300, 4)]).scans.length, 2);
});

test('a GS separator sent as control and bracket stays inside the code', () => {
  const keys: Key[] = [
    ...digits('0103'),
    { code: 'ControlLeft', key: 'Control', chord: true },
    { code: 'BracketRight', key: ']', chord: true },
    ...digits('21'),
    ENTER,
  ];
  assert.deepEqual(play(at(keys, 0, 4)).scans, ['0103\u001d21']);
});

test('typed letters reach the field in order, each after the blink it was held', () => {
  assert.deepEqual(play(at([...letters('lait'), ENTER], 0, 100)), { scans: [], passed: ['l', 'a', 'i', 't', 'Enter'] });
});

test('two keys of one roll and Enter at once are typing, not a scan', () => {
  assert.deepEqual(play(at([...digits('12'), ENTER], 0, 20)), { scans: [], passed: ['1', '2', 'Enter'] });
});

test('a pause in the middle of a scan, from a busy machine, does not cut the code in two', () => {
  const first = at(digits('30176'), 0, 5);
  const rest = at([...digits('20422003'), ENTER], 20 + 75, 5);
  assert.deepEqual(play([...first, ...rest]), { scans: ['3017620422003'], passed: [] });
});

test('a key held down repeats into the field and is never a scan', () => {
  const keys = digits('1').concat(Array.from({ length: 30 }, () => ({ code: 'Digit1', key: '1', repeat: true })));
  assert.deepEqual(play(at(keys, 0, 33)).scans, []);
  assert.equal(play(at(keys, 0, 33)).passed.length, 31);
});

test('a dead key begins a typed letter and is left to the machine', () => {
  assert.deepEqual(play(at([{ code: 'BracketLeft', key: 'Dead' }], 0, 1)).passed, ['Dead']);
});

test('shortcuts pass at once', () => {
  const step = press(WEDGE_IDLE, { ...BARE, code: 'KeyK', key: 'k', chord: true, atMs: 0 }, WEDGE_DEFAULTS);
  assert.equal(step.taken, false);
});

test('a typist at 120 words a minute is never taken for a scanner, and loses no key', () => {
  // 120 words of five characters a minute: 100 ms a key. Gaps spread around it, with rolls of two keys down to 15 ms.
  const gap = fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 60, max: 180 }) },
    { weight: 1, arbitrary: fc.integer({ min: 15, max: 50 }) },
  );
  const typing = fc.array(fc.tuple(gap, gap), { minLength: 4, maxLength: 40 });
  fc.assert(
    fc.property(typing, (pairs) => {
      let atMs = 0;
      const strokes: Stroke[] = [];
      for (const [first, second] of pairs) {
        // After a roll the hand moves: of two neighbouring gaps at most one is short.
        for (const gapMs of [first, Math.max(second, 60)]) {
          atMs += gapMs;
          strokes.push({ ...BARE, code: 'KeyE', key: 'e', atMs });
        }
      }
      const enter: Stroke = { ...BARE, ...ENTER, atMs: atMs + 60 };
      const played = play([...strokes, enter]);
      assert.deepEqual(played.scans, []);
      assert.equal(played.passed.length, strokes.length + 1);
    }),
  );
});

test('however a burst is timed within its limits, the code is whole', () => {
  const burst = fc.tuple(fc.stringMatching(/^\d{8,14}$/), fc.integer({ min: 0, max: 19 }));
  fc.assert(
    fc.property(burst, ([text, gapMs]) => {
      assert.deepEqual(play(at([...digits(text), ENTER], 1_000, gapMs)), { scans: [text], passed: [] });
    }),
  );
});

const bare = (text: string): Key[] => [...text].map((key) => ({ code: '', key }));

test('no. 10: where only characters are known, the digits of a French machine are put right', () => {
  const end: Key = { code: '', key: 'Enter' };
  assert.deepEqual(play(at([...bare('"à&è-éà\'ééàà"'), end], 0, 5)).scans, ['3017620422003']);
  assert.deepEqual(play(at([...bare('"à&è-éà\'ééàà"'.toUpperCase()), end], 0, 5)).scans, ['3017620422003']);
  assert.deepEqual(play(at([...bare('HA&&é'), end], 0, 5)).scans, ['HA112']);
  assert.deepEqual(play(at([...bare('AB-42'), end], 0, 5)).scans, ['AB-42']);
});

test('no. 10: a French scanner’s signs behind AltGr are read, and a typist’s pass', () => {
  const keys: Key[] = [
    ...digits('12').map((key) => ({ ...key, shift: true })),
    { code: 'Digit5', key: '[', altGraph: true },
    { code: 'Minus', key: ']', altGraph: true },
    ENTER,
  ];
  assert.deepEqual(play(at(keys, 0, 5), { ...WEDGE_DEFAULTS, layout: 'fr' }).scans, ['12[]']);
  assert.deepEqual(play(at([{ code: 'Digit0', key: '@', altGraph: true }], 0, 5)).passed, ['@']);
});

test('no. 10: dead keys of the machine are characters of a scanner’s code', () => {
  const keys: Key[] = [
    { code: 'BracketLeft', key: 'Dead' },
    ...letters('abc'),
    { code: 'BracketLeft', key: 'Dead' },
    ...digits('12'),
  ];
  assert.deepEqual(play(at([...keys, ENTER], 0, 5)).scans, ['[abc[12']);
});

test('no. 10: the numeric pad is read whether or not its digits are switched on', () => {
  const pad = [...'3017620422003'].map((digit) => ({ code: `Numpad${digit}`, key: digit }));
  const off = pad.map((key) => ({ ...key, key: 'Home' }));
  for (const keys of [pad, off]) assert.deepEqual(play(at([...keys, ENTER], 0, 5)).scans, ['3017620422003']);
  assert.deepEqual(play(at([{ code: 'Numpad8', key: 'ArrowUp' }], 0, 5)).passed, ['ArrowUp']);
});

test('no. 11: Enter, line feed, both, Tab, an arrow or nothing behind a code: one session takes them all', () => {
  const feed: Key = { code: 'KeyJ', key: 'j', chord: true };
  const code = digits('96385074');
  const framings = [[ENTER], [feed], [ENTER, feed], [ENTER, ENTER], [TAB], []];
  const strokes = framings.flatMap((end, index) => at([...code, ...end], index * 1_000, 4));
  assert.deepEqual(play(strokes), { scans: framings.map(() => '96385074'), passed: [] });
  assert.deepEqual(play(at([...code, { code: 'ArrowDown', key: 'ArrowDown' }], 0, 4)), {
    scans: ['96385074'],
    passed: ['ArrowDown'],
  });
});

test('no. 11: an Enter that a person presses after a scan is theirs', () => {
  const scan = at(digits('96385074'), 0, 4);
  assert.deepEqual(play([...scan, ...at([ENTER], 400, 0)]).passed, ['Enter']);
});

test('no. 12: a scan in the middle of typing takes no letter with it and leaves none behind', () => {
  const typed = at(letters('lai'), 0, 110);
  const scan = at(digits('3017620422003'), 220 + 45, 3);
  const rest = at(letters('t'), 265 + 36 + 60, 100);
  assert.deepEqual(play([...typed, ...scan, ...rest]), { scans: ['3017620422003'], passed: ['l', 'a', 'i', 't'] });
});

test('no. 12: an AIM identifier before the code is kept beside it', () => {
  const keys: Key[] = [
    { code: 'BracketRight', key: '$' },
    { code: 'KeyE', key: 'E', shift: true },
    ...digits('03017620422003', true),
    ENTER,
  ];
  let state = WEDGE_IDLE;
  const effects: WedgeEffect[] = [];
  for (const stroke of at(keys, 0, 5)) {
    const step = press(state, stroke, WEDGE_DEFAULTS);
    ({ state } = step);
    effects.push(...step.effects);
  }
  assert.deepEqual(effects, [{ kind: 'scan', text: '3017620422003', symbology: ']E0' }]);
});

test('ten thousand characters are one code that is far too long, with bounded memory and no key on the page', () => {
  const strokes = at([...digits('7'.repeat(10_000)), ENTER], 0, 2);
  let state = WEDGE_IDLE;
  const effects: WedgeEffect[] = [];
  for (const stroke of strokes) {
    const step = press(state, stroke, WEDGE_DEFAULTS);
    ({ state } = step);
    assert.ok(step.taken && state.held.length <= HELD_MAX);
    effects.push(...step.effects);
  }
  assert.deepEqual(effects, [{ kind: 'scan', text: '7'.repeat(HELD_MAX) }]);
});

test('somebody who drums on the keys gets them back while drumming', () => {
  const strokes = at(letters('asdf'.repeat(20)), 0, 40);
  let state = WEDGE_IDLE;
  let heldMost = 0;
  for (const stroke of strokes) {
    ({ state } = press(state, stroke, WEDGE_DEFAULTS));
    heldMost = Math.max(heldMost, state.held.length);
  }
  assert.ok(heldMost <= 12, String(heldMost));
  assert.equal(play(strokes).passed.length, 80);
});
