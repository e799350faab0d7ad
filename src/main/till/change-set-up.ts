/**
 * A new set-up of devices: on disk first, then in the journal, and only then in use. Where one of the two is refused the
 * old set-up stands, in the file as in the shop.
 */
import type { DeviceSetUp } from '#contract/screen/devices.ts';
import type { Refusal } from '#contract/screen/refusal.ts';
import { Fault } from '#base/fault.ts';
import type { DeviceConfig } from '#devices/wire.ts';
import type { PayloadByKind } from '#domain/journal/journal.ts';
import { deviceOf } from '#main/hardware/devices-file.ts';
import { DEVICES_MAX, setUpProblem, type SetUpProblem } from '#main/hardware/set-up.ts';
import { type Command, type Handled, type TillCore, commit, refused, rowOf, shown } from './core.ts';

type DevicesChanged = PayloadByKind['devices-changed'];

export interface NewSetUp<Outcome> {
  readonly devices: readonly DeviceSetUp[];
  readonly change: DevicesChanged['change'];
  /** The device that somebody has just seen to: it is tried again where its driver was left out. */
  readonly saved?: string;
  readonly outcome: Outcome;
}

/** Takes a set-up over, or says what is wrong with it. */
export function changeSetUp<Outcome extends { readonly kind: 'done' }>(
  core: TillCore,
  command: Command,
  next: NewSetUp<Outcome>,
): Handled<Outcome> {
  const devices = next.devices.map(deviceOf);
  const problem = setUpProblem(devices);
  if (problem !== null) return problemRefused(problem);
  const before = core.hardware.devices();
  const { station } = command;
  const outcome = commit(core, command, (transaction) => {
    const payload = { station_id: station.id, change: next.change, devices: devices.map(rowDevice) };
    transaction.append(rowOf(core, transaction, { station, family: 'L', kind: 'devices-changed', payload }));
    // The last step before the commit: a disk that refuses the file takes the row back with it.
    core.ports.devicesFile.write(devices);
    return next.outcome;
  });
  if (outcome.kind !== 'done') {
    putBack(core, before);
    return { outcome, kept: true };
  }
  core.notices.clear('device.file-not-written');
  core.notices.clear('device.file-invalid');
  core.hardware.configure(devices, next.saved === undefined ? {} : { enable: next.saved });
  core.desk.keepOnly(new Set(devices.map(({ id }) => id)));
  core.drawers.setUpChanged();
  core.changed('status');
  core.changed('station');
  core.wakePrinting();
  return { outcome, kept: true };
}

/** A set-up that is not used, with what the page needs to say which device is meant and why. */
export function problemRefused(problem: SetUpProblem): { readonly outcome: Refusal; readonly kept: false } {
  const { problem: what, device, other, count } = problem;
  return refused('device_invalid', {
    why: `device-${what}`,
    device: shown(device),
    ...(other === undefined ? {} : { other: shown(other) }),
    ...(count === undefined ? {} : { count, max: DEVICES_MAX }),
  });
}

/** The journal refused after the file was written: the file goes back to what is in use. */
function putBack(core: TillCore, devices: readonly DeviceConfig[]): void {
  try {
    core.ports.devicesFile.write(devices);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    core.ports.log.warn('devices-file-not-put-back', { code: error.code, detail: error.detail });
  }
}

function rowDevice({ id, kind, address, drawer }: DeviceConfig): DevicesChanged['devices'][number] {
  return { device_id: id, kind, address, ...(drawer === true ? { drawer: true } : {}) };
}

/** What every command of the set-up answers with where there is no such device. */
export function noSuchDevice(): { readonly outcome: Refusal; readonly kept: false } {
  return refused('device_unknown');
}
