/**
 * The virtual counter in the set-up of a shop. Its lines are new at each start; everything else in the set-up is what
 * somebody chose on the Devices screen, and stays.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Which devices of a counter the shop was offered before: one of them that is not in the set-up was taken out. */
const OFFERED_FILE = 'counter-devices.json';

/** Whether the shop at `devicesFile` has a virtual counter, or could have one: nobody set anything else up. */
export function wantsCounter(devicesFile) {
  return !existsSync(devicesFile) || readFileSync(devicesFile, 'utf8').includes('"counter-');
}

/**
 * The set-up with the counter's devices where they are now. A device that was renamed or changed keeps that, one that was
 * taken out stays out, one that the counter has only now is added.
 */
export function withCounterDevices({ existing, offered, offeredBefore }) {
  const now = new Map(offered.map((device) => [device.id, device]));
  const kept = existing.map((device) =>
    now.has(device.id) ? { ...device, address: now.get(device.id).address } : device,
  );
  const known = new Set([...existing.map(({ id }) => id), ...offeredBefore]);
  return [...kept, ...offered.filter(({ id }) => !known.has(id))];
}

/** Writes the counter's devices into the set-up; the returned function takes that back where nobody changed it since. */
export function putCounterDevices({ devicesFile, offered }) {
  const offeredFile = path.join(path.dirname(devicesFile), OFFERED_FILE);
  const before = existsSync(devicesFile) ? readFileSync(devicesFile, 'utf8') : undefined;
  const existing = devicesIn(before);
  const devices =
    existing === undefined ? offered : withCounterDevices({ existing, offered, offeredBefore: idsIn(offeredFile) });
  const after = `${JSON.stringify({ devices }, undefined, 2)}\n`;
  replace(devicesFile, after);
  replace(offeredFile, `${JSON.stringify(offered.map(({ id }) => id))}\n`);
  return () => {
    if (before !== undefined && readFileSync(devicesFile, 'utf8') === after) replace(devicesFile, before);
  };
}

/** The devices of a file's text; undefined where it is none, which the counter's own then replace. */
function devicesIn(text) {
  try {
    const { devices } = JSON.parse(text ?? '');
    return Array.isArray(devices) ? devices : undefined;
  } catch {
    return undefined;
  }
}

function idsIn(file) {
  try {
    const ids = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(ids) ? ids : [];
  } catch {
    return [];
  }
}

/** At once, so that a till that starts meanwhile reads the old one or the new one. */
function replace(file, text) {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
