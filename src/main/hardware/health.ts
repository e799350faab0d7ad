/**
 * How a device is told: its own row, and a row for the drawer that hangs on it.
 */
import type { KnownDevice } from './device-table.ts';
import type { DeviceHealth } from './port.ts';

const DRAWER_SUFFIX = ':drawer';

/** What ails the paper and not the drawer. */
const PAPER_FAULTS: ReadonlySet<string> = new Set([
  'printer.paper-out',
  'printer.paper-near-end',
  'printer.cover-open',
  'printer.cannot-draw',
]);

/**
 * The drawer has a row of its own beside the printer that it hangs on. A printer without paper or with its cover open
 * still opens it.
 */
export function healthOf(device: KnownDevice): readonly DeviceHealth[] {
  const { id, kind, name, drawer } = device.config;
  const state = { state: device.state, ...(device.fault === undefined ? {} : { fault: device.fault }) };
  const own: DeviceHealth = { deviceId: id, kind, name, ...state };
  if (kind !== 'printer' || drawer !== true) return [own];
  const opens = device.state === 'ready' || PAPER_FAULTS.has(device.fault ?? '');
  return [
    own,
    { deviceId: `${id}${DRAWER_SUFFIX}`, kind: 'drawer', name, ...(opens ? { state: 'ready' as const } : state) },
  ];
}

/** The printer behind the id of a drawer; any other id as it is. */
export function drawerOwner(deviceId: string): string {
  return deviceId.endsWith(DRAWER_SUFFIX) ? deviceId.slice(0, -DRAWER_SUFFIX.length) : deviceId;
}
