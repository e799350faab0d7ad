/**
 * What the page itself heard, shown on the Devices screen like the reads of every other device.
 */
import type { CommandInput, CommandName } from '#contract/screen/screen.ts';
import { isHeardByPage } from '#main/hardware/device-table.ts';
import type { TillCore } from './core.ts';
import { noteCard } from './present-card.ts';

/** Notes the read behind a command where it came from a device that the page hears; only who watches that device sees it. */
export function noteRead(core: TillCore, name: CommandName, input: unknown): void {
  if (name === 'scan') {
    const { source, text, symbology } = input as CommandInput<'scan'>;
    if (isPageDevice(core, source)) core.desk.read(source, { text, symbology });
  } else if (name === 'presentCard') {
    const card = input as CommandInput<'presentCard'>;
    if (isPageDevice(core, card.source)) noteCard(core, card);
  }
}

function isPageDevice(core: TillCore, source: string): boolean {
  const device = core.hardware.devices().find(({ id }) => id === source);
  return device !== undefined && isHeardByPage(device);
}
