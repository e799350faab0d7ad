/**
 * Taking an exported set-up over, whole: what is wrong anywhere in it changes nothing.
 */
import { Fault } from '#base/fault.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import type { DeviceConfig } from '#devices/wire.ts';
import { parseDevices } from '#main/hardware/devices-file.ts';
import { changeSetUp } from './change-set-up.ts';
import { type Command, type Handled, type TillCore, refused, shown } from './core.ts';

/** Replaces the set-up by the one in `text`. */
export function importDevices(
  core: TillCore,
  command: Command,
  { text }: CommandInput<'importDevices'>,
): Handled<Outcome<'importDevices'>> {
  let devices: readonly DeviceConfig[];
  try {
    devices = parseDevices(text, 'import');
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return refused('device_invalid', { why: 'device-file', detail: shown(error.detail) });
  }
  return changeSetUp(core, command, {
    devices,
    change: 'imported',
    outcome: { kind: 'done' as const, devices: devices.length },
  });
}
