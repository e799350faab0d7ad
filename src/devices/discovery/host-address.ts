/** The address behind what a person types for a printer on the network. */
import { readAddress } from '../transport/transport.ts';

/** The port of receipt printers. */
const PRINTER_PORT = 9_100;

/**
 * `host`, `host:port`, `tcp://host:port`, `[v6]`, `[v6]:port` or a bare v6 as an address; without a port, that of receipt
 * printers. Null for anything else.
 */
export function hostAddress(typed: string): string | null {
  const host = typed.trim().replace(/^tcp:\/\//i, '');
  const bare = /^[^:[\]]*:[^[\]]*:[^[\]]*$/.test(host) ? `[${host}]` : host;
  const address = /(?:^[^:[\]]+|\]):\d+$/.test(bare) ? `tcp://${bare}` : `tcp://${bare}:${PRINTER_PORT}`;
  // A program might take a leading dash for an option, and no name of a host has one at its ends.
  if (/^tcp:\/\/[-.]|-(?::\d+)?$/.test(address)) return null;
  return readAddress(address)?.kind === 'tcp' ? address : null;
}
