/**
 * The carrier of the web shell: one WebSocket to the address the page came from.
 */
import { CUSTOMER_WIRE_PATH, WIRE_PATH } from '#contract/screen/bridge.ts';
import type { DownMessage } from '#contract/screen/wire.ts';
import type { Carrier, CarrierEvents } from './carrier.ts';

const RETRY_MS_MIN = 200;
const RETRY_MS_MAX = 2_000;

/** A carrier to `address` that opens again by itself for as long as the page lives. */
export function webSocketCarrier(options: { readonly address: string }): Carrier {
  let socket: WebSocket | null = null;
  let retryMs = RETRY_MS_MIN;

  function connect(events: CarrierEvents): void {
    const opening = new WebSocket(options.address);
    let wasOpen = false;
    opening.addEventListener('open', () => {
      wasOpen = true;
      retryMs = RETRY_MS_MIN;
      socket = opening;
      events.opened();
    });
    opening.addEventListener('message', (event: MessageEvent<unknown>) => {
      // The shell and the till are ours and of this very version; what they send needs no second check here.
      if (typeof event.data === 'string') events.message(JSON.parse(event.data) as DownMessage);
    });
    opening.addEventListener('close', () => {
      socket = null;
      if (wasOpen) events.closed();
      setTimeout(() => connect(events), retryMs);
      retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
    });
  }

  return {
    open: connect,
    send: (message) => socket?.send(JSON.stringify(message)),
  };
}

/** Where the wire is for a page served by the web shell. */
export function wireAddress(
  location: { readonly protocol: string; readonly host: string },
  role: 'operator' | 'customer' = 'operator',
): string {
  const path = role === 'customer' ? CUSTOMER_WIRE_PATH : WIRE_PATH;
  return `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}${path}`;
}
