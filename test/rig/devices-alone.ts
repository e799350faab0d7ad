/** The devices of a till without the till: what they are told to do, and what they say. */
import { randomBytes, randomUUID } from 'node:crypto';
import { createDevices, type Devices, type DevicesOptions } from '#devices/devices.ts';
import { openAddress } from '#devices/transport/transport.ts';
import type { DevicesToTill } from '#devices/wire.ts';
import { systemClock } from './quiet.ts';
import { Reports } from './reports.ts';

/** What they say of one kind. */
export type Said<Kind extends DevicesToTill['kind']> = Extract<DevicesToTill, { readonly kind: Kind }>;

/** To be closed by who opened them. */
export interface DevicesAlone {
  readonly devices: Devices;
  readonly said: DevicesToTill[];
  readonly reports: Reports;
  /** The first message, from `from` on, that is wanted. */
  until<T extends DevicesToTill>(wanted: (message: DevicesToTill) => message is T, from?: number): Promise<T>;
}

export function devicesAlone(options: Partial<DevicesOptions> = {}): DevicesAlone {
  const said: DevicesToTill[] = [];
  const reports = new Reports();
  const devices = createDevices({
    tell(message) {
      said.push(message);
      reports.wake();
    },
    openAddress,
    clock: systemClock,
    random: { bytes: (count) => new Uint8Array(randomBytes(count)), uuid: randomUUID },
    fontFiles: [],
    loadCanvas: () => import('@napi-rs/canvas'),
    ...options,
  });
  return { devices, said, reports, until: (wanted, from = 0) => reports.find(() => said.slice(from).find(wanted)) };
}
