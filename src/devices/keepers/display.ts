/** A customer display: shows the latest content, and shows it again when it was found again. */
import type { Keeper } from './keeper.ts';

export const keepDisplay: Keeper = (device, { tell }) => {
  tell({ kind: 'health', deviceId: device.id, state: 'absent', fault: 'device.unreachable' });
  return { close: () => undefined };
};
