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
import { characterAt, withDigitsRepaired, type ScannerLayout } from './layout.ts';

/** One key press as the browser tells it. */
export interface Stroke {
  /** Place of the key on the board: `event.code`; empty where the machine does not know it. */
  readonly code: string;
  /** What it types on this machine: `event.key`. Given back when the key was a typist's. */
  readonly key: string;
  readonly shift: boolean;
  readonly altGraph: boolean;
  readonly capsLock: boolean;
  /** Control, Alt or Meta is down: a shortcut, or a scanner's way to send control characters. */
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

/**
 * What is kept of one run of keys. The till refuses codes of half this length by name, so what a runaway scanner types
 * beyond it is taken and forgotten.
 */
export const HELD_MAX = 1_024;

export interface HeldKey {
  readonly key: string;
  readonly character: string;
  readonly atMs: number;
  /** The page has seen it already (a dead key, an arrow of the numeric pad): never given back. */
  readonly passed: boolean;
  /** The place of the key was not known, so its character is what the machine made of it. */
  readonly bare: boolean;
}

export interface WedgeState {
  readonly held: readonly HeldKey[];
  /** When the last key of the run came; later than the last held one where the run is longer than what is kept. */
  readonly lastMs: number;
  /** When to call {@link silence}, null when nothing is held. */
  readonly dueMs: number | null;
  /** When the last scan was closed: line feeds that follow its Enter are the scanner's too. */
  readonly closedMs: number | null;
}

export type WedgeEffect =
  /** A code was scanned. `symbology` is the AIM identifier that stood before it, where the scanner sends one. */
  | { readonly kind: 'scan'; readonly text: string; readonly symbology?: string }
  /** A typist's keys after all: type them where they belong. */
  | { readonly kind: 'release'; readonly keys: readonly string[] };

export interface WedgeStep {
  readonly state: WedgeState;
  /** Whether this key is the decoder's for now; the page must not see it. */
  readonly taken: boolean;
  /** In the order in which they happened. */
  readonly effects: readonly WedgeEffect[];
}

export const WEDGE_IDLE: WedgeState = { held: [], lastMs: 0, dueMs: null, closedMs: null };

/** One key press. */
export function press(given: WedgeState, stroke: Stroke, options: WedgeOptions): WedgeStep {
  const before = endsBefore(given, stroke, options)
    ? settle(given, options.lengthMinSilent, options)
    : unsettled(given);
  const { state } = before;
  if (isModifier(stroke)) return { state, taken: false, effects: before.effects };
  const established = isCode(state.held, options.lengthMinTerminated, options);

  if (isTerminator(stroke)) {
    if (state.held.length === 0) return { state, taken: followsScan(state, stroke, options), effects: before.effects };
    const after = settle({ ...state, dueMs: stroke.atMs }, options.lengthMinTerminated, options);
    return { state: after.state, taken: established, effects: [...before.effects, ...after.effects] };
  }
  const key = stroke.repeat ? null : heldKeyOf(stroke, established, options);
  if (key === null) {
    // Some scanners close with an arrow or a function key: what was a code stays one, and the key goes its way.
    const after = settle(state, options.lengthMinTerminated, options);
    return { state: after.state, taken: false, effects: [...before.effects, ...after.effects] };
  }
  const effects = [...before.effects];
  let { held } = state;
  if (isTypists(held, established, options)) {
    effects.push(...released(held));
    held = [];
  }
  // Beyond what is kept the run only goes on.
  const longer = held.length < HELD_MAX ? [...held, key] : held;
  return { state: running(longer, stroke.atMs, options), taken: !key.passed, effects };
}

/** Nothing came for a while: call it at `dueMs`. */
export function silence(state: WedgeState, options: WedgeOptions): WedgeStep {
  return { ...settle(state, options.lengthMinSilent, options), taken: false };
}

type Settled = Pick<WedgeStep, 'state' | 'effects'>;

const GS = '\u001d';
const TERMINATORS: ReadonlySet<string> = new Set(['Enter', 'NumpadEnter', 'Tab']);
/** Control with J, M or I: line feed, carriage return and tab of scanners that send control characters as such. */
const TERMINATORS_WITH_CONTROL: ReadonlySet<string> = new Set(['KeyJ', 'KeyM', 'KeyI']);
const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'CapsLock', 'Control', 'Alt', 'AltGraph', 'NumLock']);
const MODIFIER_CODE = /^(Shift|Control|Alt)(Left|Right)$|^(CapsLock|NumLock)$/;

function isModifier(stroke: Stroke): boolean {
  return MODIFIER_CODE.test(stroke.code) || MODIFIERS.has(stroke.key);
}

function isTerminator(stroke: Stroke): boolean {
  if (stroke.repeat) return false;
  if (stroke.chord) return TERMINATORS_WITH_CONTROL.has(stroke.code);
  return TERMINATORS.has(stroke.code === '' ? stroke.key : stroke.code);
}

/** Enter and line feed of one scan: the second must not take a payment. Nobody presses a key so soon after a scan. */
function followsScan(state: WedgeState, stroke: Stroke, options: WedgeOptions): boolean {
  return state.closedMs !== null && stroke.atMs - state.closedMs <= options.gapMsMaxEstablished;
}

function unsettled(state: WedgeState): Settled {
  return { state, effects: [] };
}

function endsBefore(state: WedgeState, stroke: Stroke, options: WedgeOptions): boolean {
  if (state.held.length === 0) return false;
  return stroke.atMs - state.lastMs > gapMsMaxOf(state.held, options) || splitsHere(state, stroke, options);
}

function running(held: readonly HeldKey[], lastMs: number, options: WedgeOptions): WedgeState {
  return { held, lastMs, dueMs: lastMs + gapMsMaxOf(held, options), closedMs: null };
}

/** The key as part of a run, or null where no scanner would have pressed it. */
function heldKeyOf(stroke: Stroke, established: boolean, options: WedgeOptions): HeldKey | null {
  const { key, code, atMs } = stroke;
  // Control + ] is how keyboard scanners send the GS1 separator; it types nothing that would have to be given back.
  if (stroke.chord) {
    return code === 'BracketRight' ? { key: '', character: GS, atMs, passed: false, bare: false } : null;
  }
  if (code === '') return isTyped(key) ? { key, character: key, atMs, passed: false, bare: true } : null;
  const { shift, altGraph } = stroke;
  const character = characterAt({ code, shift, altGraph, layout: options.layout });
  if (character === null) return null;
  // A dead key begins an accented letter, and an arrow of the numeric pad moves something: both are the machine's to do,
  // and given back later they would do nothing. In a scanner's run they are characters like others.
  const passed = !isTyped(key) && !established;
  return { key: isTyped(key) ? key : character, character, atMs, passed, bare: false };
}

/** Whether a key types something by itself; some Arabic keys type two letters. */
function isTyped(key: string): boolean {
  return key.length === 1 || /^\P{ASCII}+$/u.test(key);
}

/** What a finished run was: a scan, or keys to give back. */
function settle(state: WedgeState, lengthMin: number, options: WedgeOptions): Settled {
  const { held } = state;
  if (held.length === 0) return { state: { ...WEDGE_IDLE, closedMs: state.closedMs }, effects: [] };
  if (!isCode(held, lengthMin, options)) return { state: WEDGE_IDLE, effects: released(held) };
  const from = codeBegins(held);
  return {
    state: { ...WEDGE_IDLE, closedMs: state.dueMs },
    effects: [...released(held.slice(0, from)), scanned(held.slice(from))],
  };
}

function released(held: readonly HeldKey[]): readonly WedgeEffect[] {
  const keys = held.filter(({ passed, key }) => !passed && key !== '').map(({ key }) => key);
  return keys.length === 0 ? [] : [{ kind: 'release', keys }];
}

/** Identifiers are written `]`, a letter and a digit or letter (ISO/IEC 15424). */
const AIM = /^(\][A-Za-z][0-9A-Za-z])(.+)$/s;

function scanned(held: readonly HeldKey[]): WedgeEffect {
  const typed = textOf(held);
  const text = held.some(({ bare }) => bare) ? withDigitsRepaired(typed) : typed;
  const [, symbology, content] = AIM.exec(text) ?? [];
  if (symbology === undefined || content === undefined) return { kind: 'scan', text };
  return { kind: 'scan', text: content, symbology };
}

/** From the fourth quick key on, nobody types like that. */
function gapMsMaxOf(held: readonly HeldKey[], options: WedgeOptions): number {
  return isCode(held, options.lengthMinTerminated, options) ? options.gapMsMaxEstablished : options.gapMsMax;
}

function isCode(held: readonly HeldKey[], lengthMin: number, options: WedgeOptions): boolean {
  return held.length >= lengthMin && meanGapMs(held) <= options.meanGapMsMax;
}

/** A run long enough to know that it is too slow for a scanner: a quick typist waits no longer for the letters. */
function isTypists(held: readonly HeldKey[], established: boolean, options: WedgeOptions): boolean {
  return !established && held.length >= 2 * options.lengthMinSilent;
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

/** A pause that is none of a scanner: long, and far longer than those of the run beside it. */
function isPause(gapMs: number, beside: readonly HeldKey[]): boolean {
  return gapMs >= 20 && gapMs >= 5 * meanGapMs(beside);
}

/**
 * Two scans without terminator, close together: the run so far is a whole EAN-13 and this pause is far longer than any
 * within it. Shorter codes are not split, since one EAN-13 in ten begins with a valid EAN-8 or UPC-A.
 */
function splitsHere({ held, lastMs }: WedgeState, stroke: Stroke, options: WedgeOptions): boolean {
  if (held.length < 13 || stroke.repeat || heldKeyOf(stroke, true, options) === null) return false;
  const code = held.slice(codeBegins(held));
  return code.length === 13 && isPause(stroke.atMs - lastMs, code) && hasCheckDigit(textOf(code));
}

const GTIN_LENGTHS = [14, 13, 12, 8];

/**
 * Where the code of a run begins: somebody may have typed a letter just before. Only a whole GTIN behind a pause is
 * taken out of a run; of any other code nothing says that what stands before the pause is not part of it.
 */
function codeBegins(held: readonly HeldKey[]): number {
  for (const length of GTIN_LENGTHS) {
    const from = held.length - length;
    const first = held[from];
    const before = held[from - 1];
    if (first === undefined || before === undefined) continue;
    const code = held.slice(from);
    if (isPause(first.atMs - before.atMs, code) && hasCheckDigit(textOf(code))) return from;
  }
  return 0;
}

/** The check digit of GTINs (GS1 General Specifications, section 7.9): weights 3 and 1 from the right. */
function hasCheckDigit(text: string): boolean {
  if (!/^\d{8,14}$/.test(text)) return false;
  const sum = [...text]
    .toReversed()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
