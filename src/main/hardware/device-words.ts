/**
 * What a device of the set-up says of itself, handed on as events of the till.
 */
import type { DevicesToTill } from '#devices/wire.ts';
import type { HardwareEvents } from './port.ts';

export type DeviceWord = Extract<
  DevicesToTill,
  { readonly kind: 'read' | 'card' | 'drawer' | 'facts' | 'watched' | 'frames' }
>;

/** Tells the till. */
export function hearDevice(events: HardwareEvents, { kind, ...word }: DeviceWord): void {
  // The kind of a message says what the rest of it is.
  switch (kind) {
    case 'read':
      return events.onRead(word as Parameters<HardwareEvents['onRead']>[0]);
    case 'card':
      return events.onCard(word as Parameters<HardwareEvents['onCard']>[0]);
    case 'drawer':
      return events.onDrawer(word as Parameters<HardwareEvents['onDrawer']>[0]);
    case 'facts':
      return events.onFacts(word as Parameters<HardwareEvents['onFacts']>[0]);
    case 'watched':
    case 'frames': {
      const { deviceId, frames } = word as Omit<Extract<DeviceWord, { readonly kind: 'frames' }>, 'kind'>;
      return events.onFrames({ deviceId, frames, live: kind === 'watched' });
    }
  }
}
