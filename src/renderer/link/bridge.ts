/**
 * The carrier of the Electron shell: the typed bridge that the preload script puts on the window.
 */
import { BRIDGE_NAME, type ScreenBridge } from '#contract/screen/bridge.ts';
import type { Carrier } from './carrier.ts';

/** The bridge of this window, or null in a browser. */
export function bridgeOf(window: object): ScreenBridge | null {
  return BRIDGE_NAME in window ? (window[BRIDGE_NAME] as ScreenBridge) : null;
}

/** A carrier over the bridge. It lives as long as the page: only the till behind it comes and goes. */
export function bridgeCarrier(bridge: ScreenBridge): Carrier {
  return {
    open(events) {
      events.opened();
      bridge.listen((message) => events.message(message));
    },
    send: (message) => bridge.send(message),
  };
}
