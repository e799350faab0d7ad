/** The port of PC/SC: what the watchdog and the driver stand on, and what tests put something else in place of. */
import type { PcscTrouble, ReaderLook } from './pcsc-wire.ts';

export type { ReaderLook } from './pcsc-wire.ts';

/** Why a card could not be spoken to: a value for the driver, which may try again. */
export type CardTrouble = Exclude<PcscTrouble, 'no-binding' | 'no-service'> | 'lost';

export class CardTroubled extends Error {
  override readonly name = 'CardTroubled';
  readonly why: CardTrouble;

  constructor(why: CardTrouble, detail: string) {
    super(`${why}: ${detail}`);
    this.why = why;
  }
}

/** A card that nobody else can speak to meanwhile. */
export interface HeldCard {
  /** Answer to reset, hex. */
  readonly atr: string;
  /** One command and its answer, as the reader passed it on: of any length, none included. Rejects with CardTroubled. */
  exchange(command: Uint8Array): Promise<Uint8Array>;
  /** Lets it go; with `reset` it is powered anew. Never rejects. */
  release(options?: { readonly reset?: boolean }): Promise<void>;
}

/** The seam of PC/SC: what the watchdog and the driver stand on, and what tests put something else in place of. */
export interface CardService {
  /** `starting`: nothing can have been answered yet. `ended`: by itself or by `close`; it answers nothing any more. */
  readonly life: 'starting' | 'up' | 'ended';
  /** What readers there are now. Rejects with a Fault `device.no-binding` or `card.no-service`. */
  look(): Promise<readonly ReaderLook[]>;
  /** Rejects with CardTroubled. */
  hold(reader: string): Promise<HeldCard>;
  /** Ends it, whatever it does; what was asked is rejected. */
  close(): void;
}

export type OpenCardService = () => CardService;
