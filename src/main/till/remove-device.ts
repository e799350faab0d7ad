/**
 * Taking a device out of the set-up. A job on its way to it becomes unknown; receipts that wait go to the next printer.
 */
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { changeSetUp, noSuchDevice } from './change-set-up.ts';
import type { Command, Handled, TillCore } from './core.ts';

/** Removes one device. */
export function removeDevice(
  core: TillCore,
  command: Command,
  { deviceId }: CommandInput<'removeDevice'>,
): Handled<Outcome<'removeDevice'>> {
  const before = core.hardware.devices();
  const devices = before.filter(({ id }) => id !== deviceId);
  if (devices.length === before.length) return noSuchDevice();
  return changeSetUp(core, command, { devices, change: 'removed', outcome: { kind: 'done' as const } });
}
