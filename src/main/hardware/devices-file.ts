/**
 * `devices.json`: which devices the till has and where. Read at start, and written by the till when the set-up is
 * changed on the screen; what is wrong in it is said by name.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Fault } from '#base/fault.ts';
import { cleanText } from '#base/text.ts';
import { deviceConfigSchema } from '#contract/screen/devices.ts';
import type { DeviceConfig } from '#devices/wire.ts';
import { syncFolder } from '../sync-folder.ts';
import { DEVICES_MAX, setUpProblem, type SetUpProblem } from './set-up.ts';

const fileSchema = z.strictObject({ devices: z.array(deviceConfigSchema) });

/**
 * The devices of the file; none where there is no file. Throws a Fault `device.file-invalid` that names the file, the
 * place in it and what is expected there.
 */
export function readDevicesFile(path: string): readonly DeviceConfig[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Fault('device.file-invalid', `${path} cannot be read`, { cause: error });
  }
  return parseDevices(text, path);
}

/** What a text is as a set-up: the devices, or the first of what is wrong with it. */
export type SetUpText =
  | { readonly kind: 'devices'; readonly devices: readonly DeviceConfig[] }
  /** No set-up at all; `detail` says why, for whoever reads the log. */
  | { readonly kind: 'no-set-up'; readonly detail: string }
  /** One that has something wrong at `place`, such as `devices[3].address`; `detail` has all of it. */
  | { readonly kind: 'misplaced'; readonly place: string; readonly detail: string }
  | { readonly kind: 'problem'; readonly problem: SetUpProblem };

/** Reads a set-up from a text. */
export function readSetUp(text: string): SetUpText {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { kind: 'no-set-up', detail: `not JSON: ${(error as Error).message}` };
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => ({ place: placeOf(issue), message: issue.message }));
    const detail = wrong
      .slice(0, PROBLEMS_SAID)
      .map(({ place, message }) => `${place || 'the file'}: ${message}`)
      .join('; ');
    const place = wrong[0]?.place ?? '';
    return /^devices\[/.test(place) ? { kind: 'misplaced', place, detail } : { kind: 'no-set-up', detail };
  }
  const devices = parsed.data.devices.map(deviceOf);
  const problem = setUpProblem(devices);
  return problem === null ? { kind: 'devices', devices } : { kind: 'problem', problem };
}

/** As {@link readDevicesFile}, for a text that is there already. */
export function parseDevices(text: string, path: string): readonly DeviceConfig[] {
  const read = readSetUp(text);
  if (read.kind === 'devices') return read.devices;
  const detail = read.kind === 'problem' ? sentence(read.problem) : read.detail;
  throw new Fault('device.file-invalid', `${path}: ${detail}`);
}

/** Where it is, as programmers write it: `devices[3].address`. A field that nobody knows is named too. */
function placeOf(issue: z.core.$ZodIssue): string {
  const unknown =
    issue.code === 'unrecognized_keys' ? issue.keys.filter((key) => /^\w{1,32}$/.test(key)).slice(0, 1) : [];
  return [...issue.path, ...unknown]
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${String(step)}`))
    .join('');
}

/** The set-up as a text that {@link parseDevices} takes. */
export function devicesText(devices: readonly DeviceConfig[]): string {
  return `${JSON.stringify({ devices }, null, 2)}\n`;
}

/**
 * Writes the set-up so that after a power cut the old one or the new one is there, whole. Throws a Fault
 * `device.file-not-written`; the old file then stands.
 */
export function writeDevicesFile(path: string, devices: readonly DeviceConfig[]): void {
  const fresh = `${path}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(fresh, 'w', 0o600);
    try {
      writeFileSync(file, devicesText(devices));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(fresh, path);
    syncFolder(dirname(path));
  } catch (error) {
    forget(fresh);
    throw new Fault('device.file-not-written', `${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** What is left of a write that did not succeed is in nobody's way where it cannot be removed. */
function forget(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The fault that is told says more.
  }
}

/** A device of the wire: without the fields that are not set, and with its name as people see it. */
export function deviceOf(parsed: z.infer<typeof deviceConfigSchema>): DeviceConfig {
  const set = Object.entries({ ...parsed, name: cleanText(parsed.name) }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as unknown as DeviceConfig;
}

const PROBLEMS_SAID = 8;

function sentence({ problem, device, other, count, index }: SetUpProblem): string {
  switch (problem) {
    case 'text-invalid':
      return `devices[${index}]: id, name, address and profile are plain text without signs that steer it (${device})`;
    case 'address-invalid':
      return `devices[${index}].address: an address is written tcp://host:port, serial:///dev/ttyS0?baud=9600, … (${device})`;
    case 'address-of-another-kind':
      return `devices[${index}].address: no device of this kind is reached this way (${device})`;
    case 'same-address':
      return `two devices have the same address: ${other ?? ''}, ${device}`;
    case 'same-id':
      return `two devices have the same id: ${other ?? ''}, ${device}`;
    case 'too-many':
      return `${count ?? ''} devices, and more than ${DEVICES_MAX} devices are no counter`;
  }
}
