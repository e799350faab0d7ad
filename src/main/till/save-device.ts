/**
 * Setting a device up, or changing the one that has its id.
 */
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { changeSetUp } from './change-set-up.ts';
import type { Command, Handled, TillCore } from './core.ts';

/** Saves one device; one that was left out after crashes is tried again. */
export function saveDevice(
  core: TillCore,
  command: Command,
  { device }: CommandInput<'saveDevice'>,
): Handled<Outcome<'saveDevice'>> {
  const before = core.hardware.devices();
  const isKnown = before.some(({ id }) => id === device.id);
  return changeSetUp(core, command, {
    devices: isKnown ? before.map((old) => (old.id === device.id ? device : old)) : [...before, device],
    change: isKnown ? 'changed' : 'added',
    saved: device.id,
    outcome: { kind: 'done' as const },
  });
}
