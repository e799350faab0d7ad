/**
 * Reports of a HID device that is no keyboard, by `node-hid`. A report is one chunk, its report id first; a write is one
 * output report. The device is found by its numbers and its serial, never by a path: the system gives the paths anew at
 * each plugging.
 *
 * The library tells of no plugging and unplugging, and a read of a device that went away does not always fail (seen
 * under a mocked kernel interface). So the list of devices is looked at while a line is open.
 */
import { Fault } from '#base/fault.ts';
import type { Clock } from '#base/clock.ts';
import { systemClock } from '#node/system-clock.ts';
import { LineListeners } from './line-listeners.ts';
import type { ByteTransport, ClosedWhy } from './transport.ts';

/** How often an open line looks whether its device is still there. */
export const PRESENCE_MS = 500;

/** HID Point of Sale Usage Tables 1.02, §3: bar code scanners. */
export const POS_SCANNER = { usagePage: 0x8c, usage: 0x02 } as const;
const GENERIC_DESKTOP = 0x01;
/** Mouse, keyboard, keypad: what they say belongs to the window that has the focus. */
const INPUT_USAGES = [0x02, 0x06, 0x07];

/** Scanners that give their reports only after this feature report; those that know none refuse it, which is no harm. */
const WAKING: Readonly<Record<number, readonly number[]>> = { 0x0c2e: [254, 1], 0x23d0: [254, 1] };

/** One entry of the system's list. A device with several uses has one for each. */
export interface HidEntry {
  readonly vendorId: number;
  readonly productId: number;
  readonly path?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly manufacturer?: string | undefined;
  readonly product?: string | undefined;
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
}

/** An open device, as the library has it. */
export interface HidHandle {
  on(event: 'data', listen: (report: Uint8Array) => void): unknown;
  on(event: 'error', listen: (error: unknown) => void): unknown;
  write(report: Buffer): Promise<number>;
  sendFeatureReport(report: Buffer): Promise<number>;
  close(): Promise<void>;
}

/** What is used of the library. */
export interface HidBinding {
  list(): Promise<readonly HidEntry[]>;
  open(path: string): Promise<HidHandle>;
}

export interface HidParts {
  readonly clock: Clock;
  /** Native code, loaded when the first device asks for it. */
  readonly load: () => Promise<HidBinding>;
}

export interface HidTarget {
  readonly address: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly serial?: string;
}

const REAL_PARTS: HidParts = { clock: systemClock, load: loadNodeHid };

async function loadNodeHid(): Promise<HidBinding> {
  const { devicesAsync, HIDAsync } = await import('node-hid');
  return { list: () => devicesAsync(), open: (path) => HIDAsync.open(path) };
}

/** A HID device as a search finds it. */
export interface FoundHid {
  /** What it is opened by; it names the serial where there is one. */
  readonly address: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly serial?: string;
  readonly maker?: string;
  readonly product?: string;
  readonly use: 'scanner' | 'keys' | 'other';
}

/** What is plugged in, one entry a device and use. Rejects with a Fault: `device.no-binding`, `device.unreachable`. */
export async function listHid(parts: Pick<HidParts, 'load'> = REAL_PARTS): Promise<readonly FoundHid[]> {
  const found = new Map<string, FoundHid>();
  for (const entry of await listOf(await loaded(parts), 'hid:')) {
    const { vendorId, productId } = entry;
    const serial = known(entry.serialNumber);
    const maker = known(entry.manufacturer);
    const product = known(entry.product);
    const use = useOf(entry);
    found.set(`${entry.path ?? ''} ${use}`, {
      address: hidAddressOf({ vendorId, productId, ...(serial === undefined ? {} : { serial }) }),
      vendorId,
      productId,
      ...(serial === undefined ? {} : { serial }),
      ...(maker === undefined ? {} : { maker }),
      ...(product === undefined ? {} : { product }),
      use,
    });
  }
  return [...found.values()];
}

/** `hid://0c2e:0b61?serial=A1B2`. */
export function hidAddressOf(ids: {
  readonly vendorId: number;
  readonly productId: number;
  readonly serial?: string;
}): string {
  const four = (id: number): string => id.toString(16).padStart(4, '0');
  const query = ids.serial === undefined ? '' : `?serial=${encodeURIComponent(ids.serial)}`;
  return `hid://${four(ids.vendorId)}:${four(ids.productId)}${query}`;
}

function useOf(entry: HidEntry): FoundHid['use'] {
  if (entry.usagePage === POS_SCANNER.usagePage) return 'scanner';
  const types = entry.usagePage === GENERIC_DESKTOP && entry.usage !== undefined && INPUT_USAGES.includes(entry.usage);
  return types ? 'keys' : 'other';
}

/** Libraries say "no such text" by an empty one. */
function known(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

async function loaded(parts: Pick<HidParts, 'load'>): Promise<HidBinding> {
  try {
    return await parts.load();
  } catch (cause) {
    throw new Fault('device.no-binding', 'the library for HID devices does not load', { cause });
  }
}

/** Paths that are open here. Two scanners of a kind that have no serials share an address: each open gets its own. */
const openPaths = new Set<string>();

/**
 * Opens the device. Rejects with a Fault: `device.unreachable` where it is not plugged in, `device.types-keys` where all
 * of it is a keyboard (its keys are never listened to here), `device.busy` where it is open already,
 * `device.no-permission`, `device.no-binding`.
 */
export async function openHid(target: HidTarget, parts: HidParts = REAL_PARTS): Promise<ByteTransport> {
  const binding = await loaded(parts);
  const { path, serial } = choose(target, await listed(target, binding));
  openPaths.add(path);
  try {
    const handle = await opened(target, binding, path);
    // From here on it is this very device, also where the address would take any of its kind.
    const exact = serial === undefined ? target : { ...target, serial };
    return new HidTransport({ target: exact, path, handle, binding, clock: parts.clock });
  } catch (error) {
    openPaths.delete(path);
    throw error;
  }
}

async function listed(target: HidTarget, binding: HidBinding): Promise<readonly HidEntry[]> {
  return (await listOf(binding, target.address)).filter((entry) => isTarget(entry, target));
}

async function listOf(binding: HidBinding, address: string): Promise<readonly HidEntry[]> {
  try {
    return await binding.list();
  } catch (cause) {
    throw new Fault('device.unreachable', `${address}: the list of devices cannot be read`, { cause });
  }
}

function isTarget(entry: HidEntry, target: HidTarget): boolean {
  return (
    entry.vendorId === target.vendorId &&
    entry.productId === target.productId &&
    (target.serial === undefined || known(entry.serialNumber) === target.serial)
  );
}

function choose(
  target: HidTarget,
  entries: readonly HidEntry[],
): { readonly path: string; readonly serial: string | undefined } {
  const { address } = target;
  const usable = [
    ...entries.filter((entry) => useOf(entry) === 'scanner'),
    ...entries.filter((entry) => useOf(entry) === 'other'),
  ];
  if (entries.length === 0) throw new Fault('device.unreachable', `${address}: not plugged in`);
  if (usable.length === 0) throw new Fault('device.types-keys', `${address}: it is set to type like a keyboard`);
  const free = usable.find((entry) => entry.path !== undefined && !openPaths.has(entry.path));
  if (free?.path === undefined) throw new Fault('device.busy', `${address}: it is open already`);
  return { path: free.path, serial: known(free.serialNumber) };
}

async function opened(target: HidTarget, binding: HidBinding, path: string): Promise<HidHandle> {
  let handle: HidHandle;
  try {
    handle = await binding.open(path);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    // The library has no codes; these are the words of Linux and of Windows.
    const code = /permission denied|access is denied|not permitted/i.test(why)
      ? 'device.no-permission'
      : 'device.unreachable';
    throw new Fault(code, `${target.address}: ${why}`, { cause });
  }
  const waking = WAKING[target.vendorId];
  if (waking !== undefined) await handle.sendFeatureReport(Buffer.from(waking)).catch(() => undefined);
  return handle;
}

interface HidTransportOptions {
  readonly target: HidTarget;
  readonly path: string;
  readonly handle: HidHandle;
  readonly binding: HidBinding;
  readonly clock: Clock;
}

class HidTransport implements ByteTransport {
  readonly address: string;
  readonly #options: HidTransportOptions;
  readonly #listeners = new LineListeners();
  #closing: Promise<void> | undefined;
  #cancelLook: () => void = () => undefined;
  /** Reports one after the other, whoever writes them. */
  #lastWrite: Promise<unknown> = Promise.resolve();

  constructor(options: HidTransportOptions) {
    this.#options = options;
    this.address = options.target.address;
    options.handle.on('data', (report) => {
      // The library takes what a listener throws for an error of the device; a bug must not pass for an unplugging.
      queueMicrotask(() => this.#hear(report));
    });
    options.handle.on('error', () => void this.#end('lost'));
    this.#lookLater();
  }

  #hear(report: Uint8Array): void {
    if (this.#listeners.why === undefined) this.#listeners.bytes(Uint8Array.from(report));
  }

  #lookLater(): void {
    this.#cancelLook = this.#options.clock.after(PRESENCE_MS, () => void this.#look());
  }

  async #look(): Promise<void> {
    const { binding, target, path } = this.#options;
    // A list that cannot be read says nothing of the device.
    const entries = await binding.list().catch(() => undefined);
    if (this.#closing !== undefined) return;
    const there = entries?.some((entry) => entry.path === path && isTarget(entry, target)) ?? true;
    if (there) this.#lookLater();
    else void this.#end('lost');
  }

  #end(why: ClosedWhy): Promise<void> {
    // Not at once: whoever hears of the loss may close the line in the same breath.
    this.#closing ??= Promise.resolve().then(() => this.#close(why));
    return this.#closing;
  }

  async #close(why: ClosedWhy): Promise<void> {
    this.#cancelLook();
    if (why === 'asked') await this.#lastWrite;
    else this.#listeners.closed(why);
    await this.#options.handle.close().catch(() => undefined);
    openPaths.delete(this.#options.path);
    this.#listeners.closed(why);
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#closing !== undefined) return Promise.reject(this.#lost());
    const report = Buffer.from(bytes);
    const writing = this.#lastWrite.then(() => this.#writeNow(report));
    this.#lastWrite = writing.catch(() => undefined);
    return writing;
  }

  async #writeNow(report: Buffer): Promise<void> {
    if (this.#listeners.why !== undefined) throw this.#lost();
    try {
      await this.#options.handle.write(report);
    } catch (cause) {
      throw this.#lost(cause);
    }
  }

  onBytes(listen: (bytes: Uint8Array) => void): () => void {
    return this.#listeners.onBytes(listen);
  }

  onClosed(listen: (why: ClosedWhy) => void): () => void {
    return this.#listeners.onClosed(listen);
  }

  close(): Promise<void> {
    return this.#end('asked');
  }

  #lost(cause?: unknown): Fault {
    return new Fault('device.lost', `${this.address}: the device is gone`, { cause });
  }
}
