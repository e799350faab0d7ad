/**
 * What carries messages between this page and the till: a WebSocket in a browser, a MessagePort in Electron. A carrier
 * only carries; ids, resending and subscriptions belong to the link, once for both.
 */
import type { DownMessage, UpMessage } from '#contract/screen/wire.ts';

export interface CarrierEvents {
  /** The way to the shell is open; the till itself may still be on its way up. */
  opened(): void;
  /** The way is gone; the carrier is already trying again by itself. */
  closed(): void;
  message(message: DownMessage): void;
}

export interface Carrier {
  /** Starts carrying, and keeps at it until the page is left. */
  open(events: CarrierEvents): void;
  /** Hands one message over. Called only between `opened` and `closed`. */
  send(message: UpMessage): void;
}
