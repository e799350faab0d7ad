/**
 * CD5220, the other language of pole displays. Source: CD5220 user's manual, p. 28 (command list of the standard mode),
 * and the P07303 manual, p. 16. Pure.
 *
 * After `ESC Q A` or `ESC Q B` the display is in its string mode, where only CLR and CAN are obeyed: every content
 * begins with CLR, and nothing but strings follows.
 */
import type { DisplayDialect } from '../dialect.ts';

const ESC = 0x1b;
const CLR = 0x0c;
const CR = 0x0d;
const UPPER = 0x41;
const LOWER = 0x42;

/** `ESC Q A … CR`, `ESC Q B … CR`: a whole line at once, without cursor and without scrolling. */
const lineOf = (line: number, cells: Uint8Array): readonly number[] => [ESC, 0x51, line, ...cells, CR];

export const cd5220Display: DisplayDialect = {
  // CLR first: whoever wrote before us may have left the display in its string mode, where ESC @ is not obeyed.
  begin: () => Uint8Array.of(CLR, ESC, 0x40),
  show: ({ top, bottom }) => Uint8Array.from([CLR, ...lineOf(UPPER, top), ...lineOf(LOWER, bottom)]),
};
