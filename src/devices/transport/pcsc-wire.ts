/**
 * Frames between the devices process and the process that enters the system's PC/SC library for it (pcsc-process/main.ts).
 * One of these processes serves one reader of the set-up, and at most one card at a time.
 */

/** A reader as the service sees it at one moment. */
export interface ReaderLook {
  readonly name: string;
  readonly state: 'empty' | 'card' | 'stalled';
  /** Counts cards coming and going, so that one that came and went between two looks is not missed. Wraps at 65,536. */
  readonly changes: number;
}

export type PcscAsk =
  | { readonly kind: 'look'; readonly ask: number }
  /** The card, for us alone: what another program sends in between would end a card's session (no. 17). */
  | { readonly kind: 'hold'; readonly ask: number; readonly reader: string }
  | { readonly kind: 'exchange'; readonly ask: number; readonly hex: string }
  /** `reset`: the card is powered anew, so that the next reading begins with a fresh session. */
  | { readonly kind: 'release'; readonly ask: number; readonly reset: boolean };

export type PcscTrouble = 'no-binding' | 'no-service' | 'no-card' | 'busy' | 'broken';

export type PcscAnswer =
  | { readonly kind: 'started' }
  | { readonly kind: 'readers'; readonly ask: number; readonly readers: readonly ReaderLook[] }
  | { readonly kind: 'held'; readonly ask: number; readonly atr: string }
  | { readonly kind: 'answered'; readonly ask: number; readonly hex: string }
  | { readonly kind: 'released'; readonly ask: number }
  | { readonly kind: 'failed'; readonly ask: number; readonly why: PcscTrouble; readonly detail: string };

/** The descriptor of the pipe between both. */
export const PCSC_PIPE = 3;
