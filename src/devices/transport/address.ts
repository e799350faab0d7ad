/**
 * Addresses of devices. Only TCP is spoken in this version; the other schemes of the design (`serial:`, `hid:`, `usb:`,
 * `pcsc:`, `cups:`) get their arm here together with their transport.
 */
import { Fault } from '#base/fault.ts';

export type DeviceAddress = { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** The parts of `text`, such as `tcp://10.0.0.8:9100`. Throws a Fault `device.address-invalid`. */
export function parseAddress(text: string): DeviceAddress {
  const match = /^tcp:\/\/(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port < 1 || port > 65_535) {
    throw new Fault('device.address-invalid', `not an address that can be opened: ${text}`);
  }
  return { kind: 'tcp', host, port };
}
