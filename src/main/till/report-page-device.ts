/**
 * The page says how a device stands that it hears itself: a scanner that types, a camera.
 */
import { FAULT_CODES } from '#base/fault.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { isHeardByPage } from '#main/hardware/device-table.ts';
import { noSuchDevice } from './change-set-up.ts';
import type { Command, Handled, TillCore } from './core.ts';

/** Notes the health of a page's device. A fault that has no words here is left out. */
export function reportPageDevice(
  core: TillCore,
  _command: Command,
  { deviceId, state, fault }: CommandInput<'reportPageDevice'>,
): Handled<Outcome<'reportPageDevice'>> {
  const device = core.hardware.devices().find(({ id }) => id === deviceId);
  if (device === undefined || !isHeardByPage(device)) return noSuchDevice();
  const known = FAULT_CODES.find((code) => code === fault);
  core.hardware.noteHealth({ deviceId, state, ...(known === undefined ? {} : { fault: known }) });
  return { outcome: { kind: 'done' }, kept: false };
}
