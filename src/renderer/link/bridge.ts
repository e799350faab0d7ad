/**
 * The carrier of the Electron shell: the typed bridge that the preload script puts on the window. It holds a
 * MessagePort to the shell and takes and gives the messages of the screen contract, nothing else.
 */
import type { DownMessage, UpMessage } from '#contract/screen/wire.ts';
import type { Carrier } from './carrier.ts';

/** What the preload script exposes as `window.comptoir`. */
export interface ComptoirBridge {
  send(message: UpMessage): void;
  /** Begins delivery. Messages that came before are delivered first. */
  listen(onMessage: (message: DownMessage) => void): void;
}

/** The bridge of this window, or null in a browser. */
export function bridgeOf(window: object): ComptoirBridge | null {
  return 'comptoir' in window ? (window.comptoir as ComptoirBridge) : null;
}

/** A carrier over the bridge. The port lives as long as the page: only the till behind it comes and goes. */
export function bridgeCarrier(bridge: ComptoirBridge): Carrier {
  return {
    open(events) {
      bridge.listen((message) => events.message(message));
      events.opened();
    },
    send: (message) => bridge.send(message),
  };
}
