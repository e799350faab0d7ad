/**
 * What any card reader gives. Door of the folder.
 */

/** One card, told the same way whatever reader read it. */
export interface CardRead {
  /** Bytes of the card's own number, in the order in which the chip sends them, lower-case hex. */
  readonly uid: string;
  /** `text`: a reader that types or writes the number, so that nothing but the number is known. */
  readonly medium: 'contactless' | 'contact' | 'text';
  /** Answer to reset, hex. */
  readonly atr?: string;
  /** What the text of the card's memory says (NDEF on an NTAG21x), where it has one. */
  readonly memoryText?: string;
  /** Set where the reader's text could be more than one card: every number it may be, `uid` first. Shown, never guessed. */
  readonly mayBe?: readonly string[];
}

/** Why something that was held to a reader is no card to work with. */
export type CardRefusal =
  /** Pulled away too soon, or an answer cut short: hold it again. */
  | 'torn'
  /** A number that changes each time (phones): means nobody. */
  | 'random-uid'
  | 'unreadable';

export type CardEvent =
  | { readonly kind: 'card'; readonly card: CardRead }
  | { readonly kind: 'refused'; readonly why: CardRefusal }
  | { readonly kind: 'gone' };
