/**
 * Taking an exported set-up over, whole: what is wrong anywhere in it changes nothing.
 */
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { readSetUp } from '#main/hardware/devices-file.ts';
import { changeSetUp, problemRefused } from './change-set-up.ts';
import { type Command, type Handled, type TillCore, refused, shown } from './core.ts';

/** Replaces the set-up by the one in `text`. */
export function importDevices(
  core: TillCore,
  command: Command,
  { text }: CommandInput<'importDevices'>,
): Handled<Outcome<'importDevices'>> {
  const read = readSetUp(text);
  switch (read.kind) {
    case 'no-set-up':
      return refused('device_invalid', { why: 'device-file' });
    case 'misplaced':
      return refused('device_invalid', { why: 'device-file-place', place: shown(read.place) });
    case 'problem':
      return problemRefused(read.problem);
    case 'devices': {
      const { devices } = read;
      const outcome = { kind: 'done' as const, devices: devices.length };
      return changeSetUp(core, command, { devices, change: 'imported', outcome });
    }
  }
}
