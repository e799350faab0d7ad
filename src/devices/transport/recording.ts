/**
 * A line's traffic as a file: JSON lines, the first of which names the device, each other one a frame. The till exports it
 * and `replay` reads it. Pure.
 *
 *   {"comptoirRecording":1,"device":{"kind":"printer","address":"tcp://10.0.0.8:9100","profile":"TM-T88V"}}
 *   {"at_ms":1795330000000,"direction":"out","hex":"1b40"}
 */
import type { DeviceConfig, DeviceFacts, LineFrame } from '../wire.ts';

const VERSION = 1;
/** A line of a recording that is longer was not written by this till. */
const LINE_CHARACTERS_MAX = 1_000_000;
const DIRECTIONS: readonly LineFrame['direction'][] = ['in', 'out', 'opened', 'closed'];
const KINDS: readonly DeviceConfig['kind'][] = ['printer', 'scanner', 'display', 'card'];

/** What must be known of a device to read its bytes again. */
export type RecordedDevice = Pick<DeviceConfig, 'kind' | 'address'> &
  Partial<
    Pick<
      DeviceConfig,
      'name' | 'profile' | 'dialect' | 'columns' | 'layout' | 'repeatMs' | 'cardNotation' | 'drawerSensor'
    >
  >;

export interface Recording {
  readonly device: RecordedDevice;
  readonly facts?: DeviceFacts;
  readonly frames: readonly LineFrame[];
}

export type ParsedRecording =
  | ({ readonly kind: 'recording' } & Recording)
  /** `line` counts from 1. */
  | { readonly kind: 'unreadable'; readonly line: number; readonly why: string };

/** The text of the file. The frames are in the order in which they happened. */
export function writeRecording({ device, facts, frames }: Recording): string {
  const { kind, address, name, profile, dialect, columns, layout, repeatMs, cardNotation, drawerSensor } = device;
  const named = { kind, address, name, profile, dialect, columns, layout, repeatMs, cardNotation, drawerSensor };
  const lines = [
    JSON.stringify({ comptoirRecording: VERSION, device: named, facts }),
    ...frames.map(({ atMs, direction, hex }) => JSON.stringify({ at_ms: atMs, direction, hex })),
  ];
  return `${lines.join('\n')}\n`;
}

/** Reads a recording, or says where it is none. Never throws. */
export function parseRecording(text: string): ParsedRecording {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const header = lines[0] === undefined ? undefined : headerOf(lines[0]);
  if (header === undefined) return { kind: 'unreadable', line: 1, why: 'no recording of a line begins here' };
  const frames: LineFrame[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue;
    const frame = frameOf(line);
    if (frame === undefined) return { kind: 'unreadable', line: index + 1, why: 'not a frame' };
    frames.push(frame);
  }
  return { kind: 'recording', ...header, frames };
}

/** The bytes of a frame. */
export function frameBytes(frame: LineFrame): Uint8Array {
  const bytes = new Uint8Array(frame.hex.length >> 1);
  for (let at = 0; at < bytes.length; at++) bytes[at] = parseInt(frame.hex.slice(at * 2, at * 2 + 2), 16);
  return bytes;
}

function headerOf(line: string): Omit<Recording, 'frames'> | undefined {
  const header = recordOf(line);
  if (header?.['comptoirRecording'] !== VERSION) return undefined;
  const device = header['device'];
  if (!isRecord(device) || !isKind(device['kind']) || typeof device['address'] !== 'string') return undefined;
  const facts = header['facts'];
  return {
    device: { kind: device['kind'], address: device['address'], ...settingsOf(device) },
    ...(isRecord(facts) ? { facts: factsOf(facts) } : {}),
  };
}

type Settings = Omit<RecordedDevice, 'kind' | 'address'>;

/** What is known of the settings; one that this version does not know is left out. */
function settingsOf(device: Readonly<Record<string, unknown>>): Settings {
  const text = (key: string, allowed?: readonly string[]): object => {
    const value = device[key];
    return typeof value === 'string' && (allowed?.includes(value) ?? true) ? { [key]: value } : {};
  };
  const whole = (key: string): object => (Number.isSafeInteger(device[key]) ? { [key]: device[key] } : {});
  return {
    ...text('name'),
    ...text('profile'),
    ...text('dialect', ['escpos', 'cd5220']),
    ...whole('columns'),
    ...text('layout', ['us', 'fr']),
    ...whole('repeatMs'),
    ...text('cardNotation', ['hex', 'hex-reversed', 'decimal-10', 'decimal-10-reversed', 'decimal-8', 'decimal-3-5']),
    ...text('drawerSensor', ['open-is-high', 'open-is-low']),
  };
}

function factsOf(facts: Readonly<Record<string, unknown>>): DeviceFacts {
  const text = (key: keyof DeviceFacts): DeviceFacts => (typeof facts[key] === 'string' ? { [key]: facts[key] } : {});
  return { ...text('maker'), ...text('model'), ...text('firmware'), ...text('serial') };
}

function frameOf(line: string): LineFrame | undefined {
  const frame = recordOf(line);
  const atMs = frame?.['at_ms'];
  const direction = DIRECTIONS.find((one) => one === frame?.['direction']);
  const hex = frame?.['hex'];
  if (typeof atMs !== 'number' || !Number.isSafeInteger(atMs) || direction === undefined) return undefined;
  if (typeof hex !== 'string' || !/^(?:[0-9a-fA-F]{2})*$/.test(hex)) return undefined;
  return { atMs, direction, hex: hex.toLowerCase() };
}

function recordOf(line: string): Readonly<Record<string, unknown>> | undefined {
  if (line.length > LINE_CHARACTERS_MAX) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isKind(value: unknown): value is DeviceConfig['kind'] {
  return KINDS.some((kind) => kind === value);
}
