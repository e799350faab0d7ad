/**
 * A keyboard on an X display: keys pressed by their place on the board through the X server's own test extension, under
 * whatever layout the server has. What arrives in the browser went through the real keyboard maps.
 */
import { spawnSync } from 'node:child_process';

/** X keycodes of the places (evdev's, plus eight) of an American board: what a scanner of this layout presses. */
const PLACES: Readonly<Record<string, number>> = {
  ...rowOf('1234567890-=', 10),
  ...rowOf('qwertyuiop[]', 24),
  ...rowOf('asdfghjkl;', 38),
  ...rowOf('zxcvbnm,./', 52),
  ' ': 65,
};
/** Signs that lie behind shift there. */
const SHIFTED: Readonly<Record<string, string>> = {
  ':': ';',
  ...Object.fromEntries([...')!@#$%^&*('].map((sign, digit) => [sign, String(digit)])),
};
const SHIFT = 50;
const ENTER = 36;
const CAPS_LOCK = 66;

function rowOf(characters: string, first: number): Record<string, number> {
  return Object.fromEntries([...characters].map((character, index) => [character, first + index]));
}

export interface XKeyboard {
  /** The layout of the machine, as a person would set it: `us`, `fr`, `de`. */
  setLayout(layout: string): void;
  pressCapsLock(): void;
  /** Presses the places of `text` on an American board as quickly as a scanner. */
  scan(text: string, options?: { readonly enter?: boolean }): void;
  /** Presses places one by one, far enough apart for a person's. */
  typePlaces(text: string): void;
}

/** The keyboard of the display that `environment` names. */
export function xKeyboard(environment: Readonly<Record<string, string>>): XKeyboard {
  function run(program: string, args: readonly string[]): void {
    const done = spawnSync(program, args, { env: { ...process.env, ...environment }, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`${program}: ${done.stderr}`);
  }
  const strokesOf = (text: string): string[] =>
    [...text].flatMap((character) => {
      const place = PLACES[SHIFTED[character] ?? character.toLowerCase()];
      if (place === undefined) throw new Error(`no place for ${character}`);
      const stroke = ['key', '--delay', '3', String(place)];
      return /[A-Z]/.test(character) || character in SHIFTED
        ? ['keydown', String(SHIFT), ...stroke, 'keyup', String(SHIFT)]
        : stroke;
    });
  return {
    setLayout: (layout) => run('setxkbmap', [layout]),
    pressCapsLock: () => run('xdotool', ['key', String(CAPS_LOCK)]),
    scan: (text, { enter = true } = {}) =>
      run('xdotool', [...strokesOf(text), ...(enter ? ['key', '--delay', '3', String(ENTER)] : [])]),
    typePlaces: (text) =>
      run(
        'xdotool',
        [...text].flatMap((character) => [...strokesOf(character), 'sleep', '0.12']),
      ),
  };
}
