/**
 * Tells a keyboard scanner from a typist, key by key, and decodes what it scanned.
 *
 * A scanner presses its keys a few milliseconds apart and closes with Enter, Tab or silence; the fastest typist's keys
 * lie tens of milliseconds apart. So every key that could be part of a code is held back for the blink of an eye: it
 * becomes part of a scan, or is released to the field it was meant for, in order and none missing. Nothing a scanner types
 * ever reaches a field. Pure: states and times in, states and effects out; `capture.ts` connects it to the page.
 *
 *   press ──► held ──┬─ next key soon enough ──► held, one longer
 *                    ├─ Enter or Tab ──► scan
 *                    └─ silence ──► scan if long and quick enough, else released
 */
import { characterAt, type ScannerLayout } from './layout.ts';

/** One key press as the browser tells it. */
export interface Stroke {
  /** Place of the key on the board: `event.code`. */
  readonly code: string;
  /** What it types on this machine: `event.key`. Given back when the key was a typist's. */
  readonly key: string;
  readonly shift: boolean;
  /** Control, Alt or Meta is down: a shortcut, or a scanner's way to send the GS separator. */
  readonly chord: boolean;
  /** The key is held down and repeats; scanners do not. */
  readonly repeat: boolean;
  readonly atMs: number;
}

export interface WedgeOptions {
  readonly layout: ScannerLayout;
  /** The longest pause between the first keys of a code, so the longest a typist's key is held back. */
  readonly gapMsMax: number;
  /** The longest pause once a run can only be a scanner's: a busy machine must not cut a code in two. */
  readonly gapMsMaxEstablished: number;
  /** Mean pause above which a run of keys is a typist's. */
  readonly meanGapMsMax: number;
  /** Fewest characters of a code closed by Enter or Tab, and by silence. */
  readonly lengthMinTerminated: number;
  readonly lengthMinSilent: number;
}

/** For scanners as delivered: pauses measured from 1 to 30 ms (devices of several makers); see docs/keys.md. */
export const WEDGE_DEFAULTS: WedgeOptions = {
  layout: 'us',
  gapMsMax: 50,
  gapMsMaxEstablished: 80,
  meanGapMsMax: 30,
  lengthMinTerminated: 4,
  lengthMinSilent: 6,
};

export interface HeldKey {
  readonly key: string;
  readonly character: string;
  readonly atMs: number;
}

export interface WedgeState {
  readonly held: readonly HeldKey[];
  /** When to call {@link silence}, null when nothing is held. */
  readonly dueMs: number | null;
}

export type WedgeEffect =
  /** A code was scanned. */
  | { readonly kind: 'scan'; readonly text: string }
  /** A typist's keys after all: type them where they belong. */
  | { readonly kind: 'release'; readonly keys: readonly string[] };

export interface WedgeStep {
  readonly state: WedgeState;
  /** Whether this key is the decoder's for now; the page must not see it. */
  readonly taken: boolean;
  /** In the order in which they happened. */
  readonly effects: readonly WedgeEffect[];
}

export const WEDGE_IDLE: WedgeState = { held: [], dueMs: null };

/** One key press. */
export function press(state: WedgeState, stroke: Stroke, options: WedgeOptions): WedgeStep {
  const effects: WedgeEffect[] = [];
  let held = state.held;
  const last = held.at(-1);
  if (
    last !== undefined &&
    (stroke.atMs - last.atMs > gapMsMaxOf(held, options) || splitsHere(held, stroke, options))
  ) {
    effects.push(...settled(held, options.lengthMinSilent, options));
    held = [];
  }
  if (MODIFIERS.has(stroke.code)) return { state: stateOf(held, options), taken: false, effects };

  const character = stroke.repeat ? null : characterOf(stroke, held, options);
  if (character !== null) {
    return {
      state: stateOf([...held, { key: stroke.key, character, atMs: stroke.atMs }], options),
      taken: true,
      effects,
    };
  }
  const isScan = TERMINATORS.has(stroke.code) && !stroke.chord && isCode(held, options.lengthMinTerminated, options);
  effects.push(...settled(held, options.lengthMinTerminated, isScan ? options : null));
  return { state: WEDGE_IDLE, taken: isScan, effects };
}

/** Nothing came for a while: call it at `dueMs`. */
export function silence(state: WedgeState, options: WedgeOptions): WedgeStep {
  return { state: WEDGE_IDLE, taken: false, effects: settled(state.held, options.lengthMinSilent, options) };
}

const TERMINATORS: ReadonlySet<string> = new Set(['Enter', 'NumpadEnter', 'Tab']);
const MODIFIERS: ReadonlySet<string> = new Set([
  'ShiftLeft',
  'ShiftRight',
  'CapsLock',
  'ControlLeft',
  'ControlRight',
  'AltLeft',
  'AltRight',
]);
const GS = '\u001d';

function stateOf(held: readonly HeldKey[], options: WedgeOptions): WedgeState {
  const last = held.at(-1);
  return last === undefined ? WEDGE_IDLE : { held, dueMs: last.atMs + gapMsMaxOf(held, options) };
}

function characterOf(stroke: Stroke, held: readonly HeldKey[], options: WedgeOptions): string | null {
  // Control + ] is how keyboard scanners send the GS1 separator; alone it is somebody's shortcut.
  if (stroke.chord) return held.length > 0 && stroke.code === 'BracketRight' ? GS : null;
  // A dead key begins an accented letter: a typist's composition must not be held, a scanner's run goes on.
  if (stroke.key === 'Dead' && held.length === 0) return null;
  return characterAt({ code: stroke.code, shift: stroke.shift, layout: options.layout });
}

/** What a finished run was: a scan, or keys to give back. With `options` null it is known to be a typist's. */
function settled(held: readonly HeldKey[], lengthMin: number, options: WedgeOptions | null): readonly WedgeEffect[] {
  if (held.length === 0) return [];
  if (options !== null && isCode(held, lengthMin, options)) return [{ kind: 'scan', text: textOf(held) }];
  return [{ kind: 'release', keys: held.map(({ key }) => key) }];
}

/** From the fourth quick key on, nobody types like that. */
function gapMsMaxOf(held: readonly HeldKey[], options: WedgeOptions): number {
  return isCode(held, options.lengthMinTerminated, options) ? options.gapMsMaxEstablished : options.gapMsMax;
}

function isCode(held: readonly HeldKey[], lengthMin: number, options: WedgeOptions): boolean {
  return held.length >= lengthMin && meanGapMs(held) <= options.meanGapMsMax;
}

function textOf(held: readonly HeldKey[]): string {
  return held.map(({ character }) => character).join('');
}

function meanGapMs(held: readonly HeldKey[]): number {
  const first = held[0];
  const last = held.at(-1);
  return first === undefined || last === undefined || held.length < 2
    ? 0
    : (last.atMs - first.atMs) / (held.length - 1);
}

/**
 * Two scans without terminator, close together: the run so far is a whole EAN-13 and this pause is far longer than any
 * within it. Shorter codes are not split, since one EAN-13 in ten begins with a valid EAN-8 or UPC-A.
 */
function splitsHere(held: readonly HeldKey[], stroke: Stroke, options: WedgeOptions): boolean {
  const last = held.at(-1);
  if (last === undefined || held.length !== 13 || characterOf(stroke, held, options) === null) return false;
  const gapMs = stroke.atMs - last.atMs;
  return gapMs >= 20 && gapMs >= 5 * meanGapMs(held) && hasCheckDigit(textOf(held));
}

function hasCheckDigit(text: string): boolean {
  if (!/^\d{13}$/.test(text)) return false;
  const sum = [...text].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
