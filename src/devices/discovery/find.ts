/**
 * Looks for what is plugged in, and proposes it as what it answered: a name proves nothing, since the same adapter carries a
 * printer, a display or a payment terminal.
 *
 * A stranger is sent one thing only: the real-time question for a printer's state (`DLE EOT`, nine bytes), and who answers
 * it as a printer does is asked its name. What is in use is not touched, and is listed as what it was set up to be. What
 * stays silent is proposed as unknown, for a person to choose.
 */
import type { Clock } from '#base/clock.ts';
import { Fault } from '#base/fault.ts';
import { identifyPrinter, lineTraits, printerProfile } from '../printer/printer.ts';
import type { FoundHid } from '../transport/hid.ts';
import type { SerialPortName } from '../transport/serial-list.ts';
import type { ByteTransport } from '../transport/transport.ts';
import type { DeviceFacts, FoundDevice } from '../wire.ts';
import { hostAddress } from './host-address.ts';

/** The rates that printers leave the factory with, the commonest first. */
const BAUDS: readonly number[] = [9_600, 19_200, 38_400, 115_200];
/** A printer answers within milliseconds; over the network a busy one has been seen to take 400. */
const ANSWER_MS_MAX = 500;
/** A person has typed in the hosts, or their range. */
const HOSTS_MAX = 256;
const HOSTS_AT_ONCE = 16;

/** What a machine knows of what is plugged into it. */
export interface Machine {
  readonly serialPorts: () => Promise<readonly SerialPortName[]>;
  /** Device files of USB printers. */
  readonly usbFiles: () => Promise<readonly string[]>;
  readonly hidDevices: () => Promise<readonly FoundHid[]>;
  readonly cardReaders: () => Promise<readonly string[]>;
  /** Queues of the spooler. */
  readonly queues: () => Promise<readonly string[]>;
}

export interface DiscoveryParts extends Machine {
  readonly clock: Clock;
  readonly openAddress: (address: string) => Promise<ByteTransport>;
}

export interface Search {
  readonly hosts: readonly string[];
  /** The device of the set-up whose line this address is, where it is one's. */
  readonly inUse: (address: string) => FoundDevice | null;
  /** What there is so far, whenever it became more. */
  readonly onFound: (found: readonly FoundDevice[]) => void;
}

/** Looks everywhere at once; resolves with all that was found. Never rejects for what a device or a system does. */
export async function findDevices(parts: DiscoveryParts, search: Search): Promise<readonly FoundDevice[]> {
  const found = new Map<string, FoundDevice>();
  const tell = (device: FoundDevice | null): void => {
    if (device === null || found.has(device.address)) return;
    found.set(device.address, device);
    search.onFound([...found.values()]);
  };
  const known = (address: string): boolean => {
    const device = search.inUse(address);
    tell(device);
    return device !== null;
  };
  const hosts = new Map<string, string>();
  for (const host of search.hosts.slice(0, HOSTS_MAX)) {
    const address = hostAddress(host);
    if (address !== null && !hosts.has(address)) hosts.set(address, host);
  }
  await Promise.all([
    orNone(parts.serialPorts).then((ports) =>
      Promise.all(ports.map(async (port) => known(`serial://${port.path}`) || tell(await askSerial(parts, port)))),
    ),
    orNone(parts.usbFiles).then((files) =>
      Promise.all(
        files.map(async (path) => {
          const address = `usb://${path}`;
          if (!known(address)) tell(await askPrinter(parts, { address, systemName: path }));
        }),
      ),
    ),
    orNone(parts.hidDevices).then((devices) => {
      for (const device of hidProposals(devices)) if (!known(device.address)) tell(device);
    }),
    orNone(parts.cardReaders).then((readers) => {
      for (const name of readers) {
        // The numbers at the end are those of this plugging.
        const address = `pcsc://${encodeURIComponent(name.replace(/ [0-9A-F]{2} [0-9A-F]{2}$/, ''))}`;
        if (!known(address)) tell({ address, kind: 'card', systemName: name, answered: 'PC/SC' });
      }
    }),
    orNone(parts.queues).then((queues) => {
      for (const name of queues) {
        const address = `cups://${encodeURIComponent(name)}`;
        if (!known(address)) tell({ address, kind: 'unknown', systemName: name, answered: null });
      }
    }),
    inTurn([...hosts], HOSTS_AT_ONCE, async ([address, host]) => {
      if (known(address)) return;
      // Who typed it wants to know what became of it, also where nobody is.
      const silent: FoundDevice = { address, kind: 'unknown', systemName: host, answered: null };
      tell((await askPrinter(parts, { address, systemName: host })) ?? silent);
    }),
  ]);
  return [...found.values()];
}

/** What the printer says of itself, as one line; what answers without a name is an ESC/POS printer all the same. */
export function factsText({ maker, model, firmware, serial }: DeviceFacts): string {
  const words = [maker, model, firmware, serial].filter((word) => word !== undefined);
  return words.length === 0 ? 'ESC/POS' : words.join(' ');
}

async function askSerial(parts: DiscoveryParts, { path, systemName }: SerialPortName): Promise<FoundDevice | null> {
  let silent: FoundDevice | null = null;
  for (const baud of BAUDS) {
    const address = `serial://${path}?baud=${baud}`;
    const device = await askPrinter(parts, { address, systemName });
    // A port that does not open at one rate opens at none.
    if (device === null) return silent;
    if (device.kind !== 'unknown') return device;
    silent ??= device;
  }
  return silent;
}

/** The printer at the address; `unknown` where nobody answers as one, null where nothing can be opened. */
async function askPrinter(
  { clock, openAddress }: DiscoveryParts,
  { address, systemName }: Pick<FoundDevice, 'address' | 'systemName'>,
): Promise<FoundDevice | null> {
  const unknown: FoundDevice = { address, kind: 'unknown', systemName, answered: null };
  let line: ByteTransport;
  try {
    line = await openAddress(address);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // Somebody else's, or not ours to open: it is there.
    return error.code === 'device.busy' || error.code === 'device.no-permission' ? unknown : null;
  }
  try {
    const identity = await identifyPrinter({ line, clock, traits: lineTraits(address), waitMs: ANSWER_MS_MAX });
    if (identity === null || identity === 'stranger') return unknown;
    const { facts } = identity;
    const profile = facts.model !== undefined && printerProfile(facts.model) !== undefined ? facts.model : undefined;
    return {
      address,
      kind: 'printer',
      systemName,
      answered: factsText(facts),
      ...(profile === undefined ? {} : { profile }),
    };
  } finally {
    await line.close();
  }
}

/** Scanners by their own usage; keyboards as one, since the page hears them all alike. */
function hidProposals(devices: readonly FoundHid[]): readonly FoundDevice[] {
  const nameOf = ({ maker, product, address }: FoundHid): string =>
    [maker, product].filter(Boolean).join(' ') || address;
  const keyboards = [...new Set(devices.filter(({ use }) => use === 'keys').map(nameOf))];
  return [
    ...devices
      .filter(({ use }) => use === 'scanner')
      .map((device): FoundDevice => {
        return { address: device.address, kind: 'scanner', systemName: nameOf(device), answered: 'HID POS' };
      }),
    ...(keyboards.length === 0
      ? []
      : [{ address: 'wedge:', kind: 'unknown', systemName: keyboards.join(', '), answered: null } as const]),
  ];
}

/** A part of the machine that cannot be looked at has nothing to show. */
async function orNone<T>(list: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof Fault) return [];
    throw error;
  }
}

async function inTurn<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
