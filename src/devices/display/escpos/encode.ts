/**
 * ESC/POS as customer displays speak it. Source: Epson DM-D110 specification, pp. 44 to 52, and the command lists of
 * compatible displays (POS-X XP8200 manual, p. 12). Pure.
 */
import type { DisplayDialect } from '../dialect.ts';
import type { DisplayCodePage } from '../letters.ts';

const ESC = 0x1b;
const US = 0x1f;

/** Numbers of the character code tables (`ESC t n`, DM-D110 p. 52). */
const TABLES: Readonly<Record<DisplayCodePage, number>> = { CP437: 0, CP850: 2, CP1252: 16, CP858: 19, ASCII: 0 };

/** `ESC @`: settings as after power on, display dark, cursor at home. */
const INITIALIZE = [ESC, 0x40];
/** `US MD1`: a letter replaces what stood in its place, and nothing scrolls. */
const OVERWRITE = [US, 0x01];
/** `US C 0`: no cursor. */
const NO_CURSOR = [US, 0x43, 0];
/** `US $ x y`: to a column and a line, both counted from 1. */
const toLine = (line: 1 | 2): readonly number[] => [US, 0x24, 1, line];

export const escposDisplay: DisplayDialect = {
  begin: () => Uint8Array.from(INITIALIZE),
  // The settings go with every content: a display that was switched off and on has lost them and says nothing.
  show: ({ top, bottom, page }) =>
    Uint8Array.from([
      ...OVERWRITE,
      ...NO_CURSOR,
      ...[ESC, 0x74, TABLES[page]],
      ...toLine(1),
      ...top,
      ...toLine(2),
      ...bottom,
    ]),
};
