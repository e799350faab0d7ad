/**
 * What the till may ask of any customer display of two lines. Door of the folder.
 */

/** What a customer reads: the till says what, the driver fits it into the lines and letters that the display has. */
export interface DisplayContent {
  readonly top: DisplayLine;
  readonly bottom: DisplayLine;
}

/** `right` is never cut (it is an amount); `left` gives way. */
export interface DisplayLine {
  readonly left: string;
  readonly right: string;
}

const EMPTY_LINE: DisplayLine = { left: '', right: '' };

/** Nothing to read: what a display shows that was told nothing yet. */
export const EMPTY_DISPLAY: DisplayContent = { top: EMPTY_LINE, bottom: EMPTY_LINE };

/** How long the text of a trial stands: long enough to walk round the counter, too short to be taken for a price. */
export const TRIAL_MS = 5_000;

export interface LineDisplay {
  /** Shows `content` as soon as the line takes it; what was to be shown before and was not is dropped. Never rejects. */
  show(content: DisplayContent): void;
  close(): Promise<void>;
}

export { type DisplayModel, beginBytes, contentBytes } from './display-bytes.ts';
export { openLineDisplay } from './line-display.ts';
export { DISPLAY_CODE_PAGES, type DisplayCodePage } from './letters.ts';
