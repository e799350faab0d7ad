/** A card reader: every card held to it becomes one event, and taking it away another. */
import type { Keeper } from './keeper.ts';

export const keepCardReader: Keeper = (device, { tell }) => {
  tell({ kind: 'health', deviceId: device.id, state: 'absent', fault: 'device.unreachable' });
  return { close: () => undefined };
};
