/**
 * How a kind of device can be connected, as a shop owner calls it, and what that makes of an address as it is typed:
 * `192.168.1.50` is enough for a printer on the network.
 */
import type { DeviceKind } from './set-up.ts';

export const WAYS = ['network', 'usb', 'serial', 'queue', 'keyboard', 'camera', 'hid', 'reader'] as const;
export type Way = (typeof WAYS)[number];

/** The likeliest first. */
export const WAYS_OF: Readonly<Record<DeviceKind, readonly Way[]>> = {
  printer: ['network', 'usb', 'serial', 'queue'],
  scanner: ['keyboard', 'serial', 'hid', 'camera', 'network'],
  display: ['serial', 'network'],
  card: ['reader', 'keyboard', 'serial', 'hid', 'network'],
};

/** What stands in the field when a way is chosen. */
export const BEGINNINGS: Readonly<Record<Way, string>> = {
  network: 'tcp://',
  usb: 'usb:///dev/usb/lp0',
  serial: 'serial:///dev/',
  queue: 'cups://',
  keyboard: 'wedge:',
  camera: 'camera:',
  hid: 'hid://',
  reader: 'pcsc://',
};

/** What a complete address looks like. */
export const EXAMPLES: Readonly<Record<Way, string>> = {
  network: '192.168.1.50',
  usb: 'usb:///dev/usb/lp0',
  serial: 'serial:///dev/ttyUSB0?baud=9600',
  queue: 'cups://TM-T20',
  keyboard: 'wedge:',
  camera: 'camera:',
  hid: 'hid://0c2e:0b61',
  reader: 'pcsc://ACS ACR122U',
};

/** The port of receipt printers, and of the boxes that put a serial line on a network. */
const PORT = 9100;

/** The way that an address takes; the first of its kind where it does not say. */
export function wayOf(kind: DeviceKind, address: string): Way {
  const scheme = /^[a-z]+:/.exec(address)?.[0];
  const way = WAYS.find((one) => scheme !== undefined && BEGINNINGS[one].startsWith(scheme));
  return way ?? WAYS_OF[kind][0] ?? 'network';
}

/** What stands in the field: a network address without the beginning that goes without saying. */
export function asTyped(address: string): string {
  return address.startsWith(BEGINNINGS.network) ? address.slice(BEGINNINGS.network.length) : address;
}

/** The address of what stands in the field; another beginning, or a file of the system, is another way. */
export function fromTyped(text: string, way: Way): string {
  return way !== 'network' || /^\s*\/|:\/\//.test(text) ? text : `${BEGINNINGS.network}${text.trimStart()}`;
}

/** Nothing has to be written for these: the page hears them itself. */
export function hasNoAddress(way: Way): boolean {
  return way === 'keyboard' || way === 'camera';
}

/** The whole address that somebody meant who left out what goes without saying. */
export function wholeAddress(text: string): string {
  const typed = text.trim();
  const host = /^(?:tcp:\/\/)?((?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+)(?::(\d{1,5}))?\/?$/.exec(typed);
  // A single word may be anything.
  if (host?.[1] !== undefined && (typed.startsWith('tcp://') || /[.:]/.test(typed))) {
    return `tcp://${host[1]}:${host[2] ?? PORT}`;
  }
  if (/^\/dev\/usb\/lp\d+$/.test(typed)) return `usb://${typed}`;
  if (/^\/dev\/[^?\s]+(\?\S*)?$/.test(typed)) return `serial://${typed}`;
  if (/^COM\d{1,3}(\?\S*)?$/.test(typed)) return `serial://${typed}`;
  return typed;
}

/** Whether only the beginning that a way gives stands there. */
export function isUnfinished(address: string): boolean {
  return ['', BEGINNINGS.network, BEGINNINGS.serial, BEGINNINGS.queue, BEGINNINGS.hid].includes(address.trim());
}
