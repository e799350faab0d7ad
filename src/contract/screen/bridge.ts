/**
 * How a page reaches the till in each shell. The messages are those of wire.ts in both: as JSON text over a WebSocket
 * at {@link WIRE_PATH}, or through the bridge that the Electron preload puts on `window`.
 */
import type { DownMessage, UpMessage } from './wire.ts';

/** Path of the WebSocket of the web shell, on the origin that served the page; the session cookie opens it. */
export const WIRE_PATH = '/wire';
/** The same for a page that a customer sees: what connects here may see the topic `customer` and do nothing. */
export const CUSTOMER_WIRE_PATH = '/wire/customer';
/** In the address of a page that a customer sees: `?screen=customer`. */
export const CUSTOMER_SCREEN = { parameter: 'screen', value: 'customer' } as const;
/** Name of the {@link ScreenBridge} on `window` in the Electron shell; absent in the web shell. */
export const BRIDGE_NAME = 'comptoir';

export interface ScreenBridge {
  send(message: UpMessage): void;
  /** Begins delivery. Messages that came before are delivered first, the till's state among them. */
  listen(onMessage: (message: DownMessage) => void): void;
}
