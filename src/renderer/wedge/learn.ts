/**
 * Finds out how a keyboard scanner is set by what it presses for one known code: its keyboard layout, what it sends
 * behind a code, its pace, and whether caps lock gets in its way. Pure; `learner.view.tsx` shows the code and asks.
 */
import { characterAt, SCANNER_LAYOUTS, type ScannerLayout } from './layout.ts';
import type { Stroke } from './wedge.ts';

/**
 * The code that is scanned: its M, its sign and its digits lie elsewhere on an American and on a French board. In Code 128,
 * so that letters, digits and a sign come in one scan.
 */
export const LEARNING_CODE = 'COMPTOIR-2026';

export type LearnedSuffix = 'Enter' | 'Tab' | 'none' | 'other';

export interface Learned {
  /** The layout that makes the known code of the keys; null where none does. */
  readonly layout: ScannerLayout | null;
  readonly suffix: LearnedSuffix;
  /** Mean pause between two characters. */
  readonly msPerKey: number;
  /** Caps lock was on while it scanned; `inverts` where capitals came out small because of it. */
  readonly capsLock: 'off' | 'harmless' | 'inverts';
  /** The machine does not say which keys were pressed, only what they typed. */
  readonly withoutPlaces: boolean;
  /** What was made of the keys: the known code, or what to show where it was not recognised. */
  readonly text: string;
}

/** What the strokes of one scan of `knownCode` say. Strokes of modifiers among them are passed over. */
export function learnLayout(options: { readonly strokes: readonly Stroke[]; readonly knownCode: string }): Learned {
  const { strokes, knownCode } = options;
  const typing = strokes.filter((stroke) => isCharacter(stroke));
  const withoutPlaces = typing.length > 0 && typing.every(({ code }) => code === '');
  const capsOn = strokes.some(({ capsLock }) => capsLock);
  const texts = SCANNER_LAYOUTS.map((layout) => ({ layout, text: textOf(typing, layout) }));
  const exact = texts.find(({ text }) => text === knownCode);
  const folded = texts.find(({ text }) => text.toLowerCase() === knownCode.toLowerCase());
  const found = exact ?? folded;
  return {
    layout: withoutPlaces ? null : (found?.layout ?? null),
    suffix: suffixOf(strokes),
    msPerKey: msPerKeyOf(typing),
    capsLock: !capsOn ? 'off' : exact === undefined && folded !== undefined ? 'inverts' : 'harmless',
    withoutPlaces,
    text: found?.text ?? texts[0]?.text ?? '',
  };
}

const MODIFIER_KEY = /^(Shift|Control|Alt|AltGraph|CapsLock|NumLock|Meta)$/;

function isCharacter({ code, key, chord }: Stroke): boolean {
  if (chord) return false;
  return code === '' ? key.length === 1 : SCANNER_LAYOUTS.some((layout) => placed({ code, layout }) !== null);
}

function placed(place: { readonly code: string; readonly layout: ScannerLayout }): string | null {
  return characterAt({ ...place, shift: false, altGraph: false });
}

function textOf(typing: readonly Stroke[], layout: ScannerLayout): string {
  return typing
    .map(({ code, key, shift, altGraph }) =>
      code === '' ? key : (characterAt({ code, shift, altGraph, layout }) ?? '\ufffd'),
    )
    .join('');
}

function suffixOf(strokes: readonly Stroke[]): LearnedSuffix {
  const pressed = strokes.filter(({ key, code }) => !MODIFIER_KEY.test(key) && !/^(Shift|Control|Alt)/.test(code));
  const lastCharacter = pressed.findLastIndex((stroke) => isCharacter(stroke));
  const [first] = pressed.slice(lastCharacter + 1);
  if (first === undefined) return 'none';
  const name = first.code === '' ? first.key : first.code;
  if (name === 'Enter' || name === 'NumpadEnter' || (first.chord && (name === 'KeyJ' || name === 'KeyM')))
    return 'Enter';
  return name === 'Tab' || (first.chord && name === 'KeyI') ? 'Tab' : 'other';
}

function msPerKeyOf(typing: readonly Stroke[]): number {
  const first = typing[0];
  const last = typing.at(-1);
  if (first === undefined || last === undefined || typing.length < 2) return 0;
  return Math.max(0, Math.round((last.atMs - first.atMs) / (typing.length - 1)));
}
