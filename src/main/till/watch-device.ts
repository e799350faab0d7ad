/**
 * Watching the line of a device byte by byte, and asking for what went over it lately. Both come on the topic `devices`
 * of this station only, and neither while cash is counted: what was printed says what was sold.
 */
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { noSuchDevice } from './change-set-up.ts';
import { isAnythingHidden } from './cash/hidden.ts';
import { type Command, type Handled, type TillCore, refused } from './core.ts';

/** Begins to watch a device at this station, in the place of another; null ends it. */
export function watchDevice(
  core: TillCore,
  { station }: Command,
  { deviceId }: CommandInput<'watchDevice'>,
): Handled<Outcome<'watchDevice'>> {
  if (deviceId !== null && !isSetUp(core, deviceId)) return noSuchDevice();
  if (deviceId !== null && isAnythingHidden(core.ports.store)) return refused('session_counting');
  core.desk.watch(core.hardware, station.id, deviceId);
  return { outcome: { kind: 'done' }, kept: false };
}

/** Asks for the recent traffic of a device. */
export function exportFrames(
  core: TillCore,
  { station }: Command,
  { deviceId }: CommandInput<'exportFrames'>,
): Handled<Outcome<'exportFrames'>> {
  if (!isSetUp(core, deviceId)) return noSuchDevice();
  if (isAnythingHidden(core.ports.store)) return refused('session_counting');
  core.desk.askExport(core.hardware, station.id, deviceId);
  return { outcome: { kind: 'done' }, kept: false };
}

function isSetUp(core: TillCore, deviceId: string): boolean {
  return core.hardware.devices().some(({ id }) => id === deviceId);
}
