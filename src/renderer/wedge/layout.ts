/**
 * What a key stands for on a scanner's own keyboard layout. A keyboard scanner presses the keys of the layout it is set
 * to, and the machine reads them in its own: on an AZERTY machine a US scanner's digits come out as `à&é"'`. The place
 * of the key on the board (`event.code`) is right in both, so codes are read from places, never from characters.
 */
export type ScannerLayout = 'us' | 'fr';

export const SCANNER_LAYOUTS: readonly ScannerLayout[] = ['us', 'fr'];

/** Place of the key → character alone and with shift. */
type Places = Readonly<Record<string, readonly [plain: string, shifted: string]>>;

const LETTERS_US = Object.fromEntries(
  [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => [
    `Key${letter.toUpperCase()}`,
    [letter, letter.toUpperCase()] as const,
  ]),
);

const NUMPAD: Places = {
  ...Object.fromEntries([...'0123456789'].map((digit) => [`Numpad${digit}`, [digit, digit] as const])),
  NumpadAdd: ['+', '+'],
  NumpadSubtract: ['-', '-'],
  NumpadMultiply: ['*', '*'],
  NumpadDivide: ['/', '/'],
  NumpadDecimal: ['.', '.'],
};

const US: Places = {
  ...LETTERS_US,
  ...NUMPAD,
  Digit1: ['1', '!'],
  Digit2: ['2', '@'],
  Digit3: ['3', '#'],
  Digit4: ['4', '$'],
  Digit5: ['5', '%'],
  Digit6: ['6', '^'],
  Digit7: ['7', '&'],
  Digit8: ['8', '*'],
  Digit9: ['9', '('],
  Digit0: ['0', ')'],
  Backquote: ['`', '~'],
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  IntlBackslash: ['\\', '|'],
  Space: [' ', ' '],
};

const FR: Places = {
  ...LETTERS_US,
  ...NUMPAD,
  KeyQ: ['a', 'A'],
  KeyA: ['q', 'Q'],
  KeyW: ['z', 'Z'],
  KeyZ: ['w', 'W'],
  KeyM: [',', '?'],
  Semicolon: ['m', 'M'],
  Digit1: ['&', '1'],
  Digit2: ['é', '2'],
  Digit3: ['"', '3'],
  Digit4: ["'", '4'],
  Digit5: ['(', '5'],
  Digit6: ['-', '6'],
  Digit7: ['è', '7'],
  Digit8: ['_', '8'],
  Digit9: ['ç', '9'],
  Digit0: ['à', '0'],
  Minus: [')', '°'],
  Equal: ['=', '+'],
  Comma: [';', '.'],
  Period: [':', '/'],
  Slash: ['!', '§'],
  Backquote: ['²', '²'],
  BracketLeft: ['^', '¨'],
  BracketRight: ['$', '£'],
  Quote: ['ù', '%'],
  Backslash: ['*', 'µ'],
  IntlBackslash: ['<', '>'],
  Space: [' ', ' '],
};

/** What a French scanner presses with AltGr. An American one has no such key. */
const FR_ALT_GRAPH: Readonly<Record<string, string | undefined>> = {
  Digit2: '~',
  Digit3: '#',
  Digit4: '{',
  Digit5: '[',
  Digit6: '|',
  Digit7: '`',
  Digit8: '\\',
  Digit9: '^',
  Digit0: '@',
  Minus: ']',
  Equal: '}',
  KeyE: '€',
};

const LAYOUTS: Readonly<Record<ScannerLayout, Places>> = { us: US, fr: FR };

/** The character of the key at `code`, or null for a key that gives none (arrows, function keys, Enter). */
export function characterAt(options: {
  readonly code: string;
  readonly shift: boolean;
  readonly altGraph: boolean;
  readonly layout: ScannerLayout;
}): string | null {
  const { code, layout } = options;
  if (options.altGraph) return layout === 'fr' ? (FR_ALT_GRAPH[code] ?? null) : null;
  const places = LAYOUTS[layout];
  return Object.hasOwn(places, code) ? (places[code]?.[options.shift ? 1 : 0] ?? null) : null;
}

/** What the digit row of a French machine types, from 0 to 9. */
const FRENCH_DIGIT_ROW = 'à&é"\'(-è_ç';

/**
 * Puts right what came as characters without the places of their keys (a virtual keyboard, a remote desktop): a text
 * without one digit that has characters of the French digit row is an American scanner on a French machine. Letters are
 * left as they came, for nothing says whether they were moved too. Caps lock turns `é` into `É` and nothing else.
 */
export function withDigitsRepaired(text: string): string {
  if (/\d/.test(text) || !/[à&é"'(è_ç]/i.test(text)) return text;
  return [...text]
    .map((character) => {
      const digit = FRENCH_DIGIT_ROW.indexOf(character.toLowerCase());
      return digit < 0 ? character : String(digit);
    })
    .join('');
}
