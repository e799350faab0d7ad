/**
 * Addresses of devices, as they stand in a set-up. They name a device by what stays the same when it is plugged in
 * elsewhere: a stable name of the system, a maker's and product's number, a name of a reader or of a queue.
 *
 *   serial:///dev/serial/by-id/usb-…?baud=9600&parity=even   serial://COM3?baud=19200
 *   tcp://10.0.0.8:9100        hid://0c2e:0b61?serial=A1B2    usb:///dev/usb/lp0
 *   pcsc://ACS%20ACR122U       cups://TM-T20                  wedge:        camera:
 */
import { Fault } from '#base/fault.ts';

export interface SerialSettings {
  readonly baud: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
  readonly flow: 'none' | 'rtscts' | 'xonxoff';
}

export type DeviceAddress =
  | ({ readonly kind: 'serial'; readonly path: string } & SerialSettings)
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'hid'; readonly vendorId: number; readonly productId: number; readonly serial?: string }
  /** A printer's own device file, written as a file. */
  | { readonly kind: 'usb'; readonly path: string }
  /** Readers whose name begins so; an empty one is any reader. */
  | { readonly kind: 'pcsc'; readonly reader: string }
  /** A queue of the operating system's spooler; with `server`, one on another machine. */
  | { readonly kind: 'cups'; readonly queue: string; readonly server?: string }
  /** Devices that the page itself hears: a scanner that types, a camera. No line is ever opened for them. */
  | { readonly kind: 'wedge' | 'camera' };

const SERIAL_DEFAULTS: SerialSettings = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' };
const BAUD_MAX = 4_000_000;

/** The parts of `text`, such as `tcp://10.0.0.8:9100`. Throws a Fault `device.address-invalid`. */
export function parseAddress(text: string): DeviceAddress {
  const address = readAddress(text);
  if (address === undefined) throw new Fault('device.address-invalid', `not an address that can be opened: ${text}`);
  return address;
}

/** Control characters end a path or a program's word early, wherever they stand. */
const CONTROL = /\p{Cc}/u;

/** The parts of `text`, or undefined where it is no address. */
export function readAddress(text: string): DeviceAddress | undefined {
  if (CONTROL.test(text)) return undefined;
  const colon = text.indexOf(':');
  const rest = text.slice(colon + 1);
  switch (text.slice(0, colon)) {
    case 'serial':
      return serialAddress(rest);
    case 'tcp':
      return tcpAddress(rest);
    case 'hid':
      return hidAddress(rest);
    case 'usb':
      return /^\/\/\/[\w./-]+$/.test(rest) && !rest.includes('..') ? { kind: 'usb', path: rest.slice(2) } : undefined;
    case 'pcsc': {
      const reader = rest.startsWith('//') ? unescaped(rest.slice(2)) : undefined;
      return reader === undefined ? undefined : { kind: 'pcsc', reader };
    }
    case 'cups':
      return cupsAddress(rest);
    case 'wedge':
      return rest === '' ? { kind: 'wedge' } : undefined;
    case 'camera':
      return rest === '' ? { kind: 'camera' } : undefined;
    default:
      return undefined;
  }
}

function tcpAddress(rest: string): DeviceAddress | undefined {
  const match = /^\/\/(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(rest);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port < 1 || port > 65_535 ? undefined : { kind: 'tcp', host, port };
}

function serialAddress(rest: string): DeviceAddress | undefined {
  const match = /^\/\/(\/[^?\s]+|COM\d{1,3})(?:\?(.*))?$/.exec(rest);
  const path = match?.[1];
  if (path === undefined || path.includes('..')) return undefined;
  const settings = serialSettings(new URLSearchParams(match?.[2] ?? ''));
  return settings === undefined ? undefined : { kind: 'serial', path, ...settings };
}

function serialSettings(query: URLSearchParams): SerialSettings | undefined {
  const known = ['baud', 'data', 'parity', 'stop', 'flow'];
  const keys = [...query.keys()];
  if (keys.some((key) => !known.includes(key)) || new Set(keys).size < keys.length) return undefined;
  const baud = Number(query.get('baud') ?? SERIAL_DEFAULTS.baud);
  const dataBits = oneOf(Number(query.get('data') ?? SERIAL_DEFAULTS.dataBits), [7, 8] as const);
  const parity = oneOf(query.get('parity') ?? SERIAL_DEFAULTS.parity, ['none', 'even', 'odd'] as const);
  const stopBits = oneOf(Number(query.get('stop') ?? SERIAL_DEFAULTS.stopBits), [1, 2] as const);
  const flow = oneOf(query.get('flow') ?? SERIAL_DEFAULTS.flow, ['none', 'rtscts', 'xonxoff'] as const);
  if (!Number.isInteger(baud) || baud < 50 || baud > BAUD_MAX) return undefined;
  if (dataBits === undefined || parity === undefined || stopBits === undefined || flow === undefined) return undefined;
  return { baud, dataBits, parity, stopBits, flow };
}

function hidAddress(rest: string): DeviceAddress | undefined {
  const match = /^\/\/([0-9a-fA-F]{4}):([0-9a-fA-F]{4})(?:\?serial=([^&\s]+))?$/.exec(rest);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const ids = { kind: 'hid', vendorId: parseInt(match[1], 16), productId: parseInt(match[2], 16) } as const;
  if (match[3] === undefined) return ids;
  const serial = unescaped(match[3]);
  return serial === undefined ? undefined : { ...ids, serial };
}

function cupsAddress(rest: string): DeviceAddress | undefined {
  const match = /^\/\/(?:([A-Za-z0-9.-]+(?::\d{1,5})?)\/)?([^/\s]+)$/.exec(rest);
  const queue = match?.[2] === undefined ? undefined : unescaped(match[2]);
  // The name goes to a program as a word of its own; a leading dash would make it an option.
  if (queue === undefined || queue.startsWith('-') || queue.includes('/')) return undefined;
  return match?.[1] === undefined ? { kind: 'cups', queue } : { kind: 'cups', queue, server: match[1] };
}

function unescaped(text: string): string | undefined {
  try {
    const plain = decodeURIComponent(text);
    return CONTROL.test(plain) ? undefined : plain;
  } catch {
    return undefined;
  }
}

function oneOf<T>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value);
}
