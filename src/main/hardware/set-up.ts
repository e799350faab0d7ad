/**
 * What a set-up of devices has to be before anything is opened by it: the same rule for the file, for an import and for
 * the Devices screen.
 */
import { cleanText } from '#base/text.ts';
import { type DeviceAddress, readAddress } from '#devices/transport/address.ts';
import type { DeviceConfig } from '#devices/wire.ts';

/** More than any counter has; a set-up of more is a mistake or an attack. */
export const DEVICES_MAX = 32;

const LINES_BY_KIND: Readonly<Record<DeviceConfig['kind'], readonly DeviceAddress['kind'][]>> = {
  printer: ['tcp', 'serial', 'usb', 'cups'],
  scanner: ['tcp', 'serial', 'hid', 'wedge', 'camera'],
  display: ['tcp', 'serial'],
  card: ['pcsc', 'serial', 'tcp', 'hid', 'wedge'],
};

/** Why a set-up cannot be used, as a value that the page has words for. */
export interface SetUpProblem {
  readonly problem:
    'text-invalid' | 'address-invalid' | 'address-of-another-kind' | 'same-address' | 'same-id' | 'too-many';
  /** Name of the device that it is about. */
  readonly device: string;
  /** The other one, where there are two. */
  readonly other?: string;
  /** How many there are, where there are too many. */
  readonly count?: number;
  /** Place in the set-up, from 0. */
  readonly index: number;
}

/** The first problem of `devices`, or null. */
export function setUpProblem(devices: readonly DeviceConfig[]): SetUpProblem | null {
  const tooMany = devices[DEVICES_MAX];
  if (tooMany !== undefined) {
    return { problem: 'too-many', device: tooMany.name, count: devices.length, index: DEVICES_MAX };
  }
  const ids = new Map<string, string>();
  const taken: { readonly line: string; readonly name: string }[] = [];
  for (const [index, { id, kind, name, address, profile }] of devices.entries()) {
    if (![id, name, address, profile ?? '-'].every(isPlainText))
      return { problem: 'text-invalid', device: name, index };
    const namesake = ids.get(id);
    if (namesake !== undefined) return { problem: 'same-id', device: name, other: namesake, index };
    ids.set(id, name);
    const parsed = readAddress(address);
    if (parsed === undefined) return { problem: 'address-invalid', device: name, index };
    if (!LINES_BY_KIND[kind].includes(parsed.kind)) return { problem: 'address-of-another-kind', device: name, index };
    const line = lineOf(parsed, kind);
    if (line === null) continue;
    const neighbour = taken.find((other) => isSameLine(other.line, line));
    if (neighbour !== undefined) return { problem: 'same-address', device: name, other: neighbour.name, index };
    taken.push({ line, name });
  }
  return null;
}

/** A card reader is named by the beginning of its name: of two such, one may begin the other, and both mean one reader. */
function isSameLine(one: string, other: string): boolean {
  if (one === other) return true;
  return one.startsWith(READER) && other.startsWith(READER) && (one.startsWith(other) || other.startsWith(one));
}

const READER = 'pcsc ';

/** What may stand in a row of the journal and on a screen as it is. */
function isPlainText(text: string): boolean {
  return text !== '' && cleanText(text) === text && !/[\u202a-\u202e\u2066-\u2069]/.test(text);
}

/**
 * The line itself, whatever speed it is opened with; null where the address may stand for several. One line has one
 * device: two that write to it would mix their bytes, two that read from it would each get half. Only the keyboard is
 * shared, since the page tells apart what a scanner and what a card reader types; and a model of USB devices without a
 * serial number in the address is any of that model, each taken once.
 */
function lineOf(address: DeviceAddress, kind: DeviceConfig['kind']): string | null {
  switch (address.kind) {
    case 'serial':
    case 'usb':
      return `file ${address.path}`;
    case 'tcp':
      return `tcp ${address.host.toLowerCase()} ${address.port}`;
    case 'hid':
      return address.serial === undefined ? null : `hid ${address.vendorId} ${address.productId} ${address.serial}`;
    case 'pcsc':
      return `${READER}${address.reader}`;
    case 'cups':
      return `cups ${address.server ?? ''} ${address.queue}`;
    case 'wedge':
      return `wedge ${kind}`;
    case 'camera':
      return 'camera';
  }
}
