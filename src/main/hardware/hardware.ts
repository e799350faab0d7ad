/**
 * The till's devices: a process of their own, watched from here. Door of the folder.
 *
 * The process may die at any time, by a driver's native code or by the system. Then every job on its way becomes
 * `unknown`, the process is started again, and every device is opened again. A driver that took it down three times
 * within a minute is left out, and the till sells on with the rest.
 */
import { assert } from '#base/assert.ts';
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import type { DisplayContent } from '#devices/display/display.ts';
import type { DeviceConfig, DevicesToTill } from '#devices/wire.ts';
import type { Job } from '#main/store/port.ts';
import { CrashLedger } from './crash-ledger.ts';
import { DeviceTable, isHeardByPage, isKept, type KnownDevice } from './device-table.ts';
import { hearDevice } from './device-words.ts';
import { Errands } from './errands.ts';
import { drawerOwner, healthOf } from './health.ts';
import { KeptProcess, type ProcessEnd } from './kept-process.ts';
import type { DeviceHealth, Hardware, HardwareEvents } from './port.ts';
import type { LaunchDevices } from './process.ts';

export { readDevicesFile, writeDevicesFile } from './devices-file.ts';
export { type DevicesCommand, launchDevicesProcess, type LaunchDevices } from './process.ts';

const NOBODY = { suspect: null, disable: null } as const;

export interface HardwareOptions {
  readonly devices: readonly DeviceConfig[];
  readonly launch: LaunchDevices;
  readonly events: HardwareEvents;
  readonly clock: Clock;
  readonly log: Log;
}

/** Starts the devices process and keeps it running until `close`. */
export function startHardware({ devices, launch, events, clock, log }: HardwareOptions): Hardware {
  const table = new DeviceTable(devices);
  const errands = new Errands(events, clock);
  const ledger = new CrashLedger(clock);
  const watched = new Set<string>();
  const kept = new KeptProcess({ launch, clock, onStarted, onMessage, onLost });
  let shown: DisplayContent | null = null;
  let restarts = 0;

  function onStarted(): void {
    ledger.started();
    for (const device of table.kept()) open(device);
  }

  /** A display is told at once what it should show: what it showed before went with its line. */
  function open({ config }: KnownDevice): void {
    kept.give({ kind: 'open', device: config });
    if (config.kind === 'display' && shown !== null) {
      kept.give({ kind: 'show', deviceId: config.id, content: shown });
    }
    if (watched.has(config.id)) kept.give({ kind: 'watch', deviceId: config.id, on: true });
  }

  function onMessage(message: DevicesToTill): void {
    switch (message.kind) {
      case 'ready':
      case 'pong':
        break;
      case 'opening':
        ledger.opening({ deviceId: message.deviceId, driver: message.driver });
        break;
      case 'opened':
        ledger.quiet(message.deviceId);
        break;
      case 'health':
        ledger.quiet(message.deviceId);
        setHealth(message.deviceId, message.state, message.fault);
        break;
      case 'job': {
        const { kind: _kind, ...report } = message;
        ledger.quiet(errands.deviceOf(message.jobId) ?? '');
        errands.jobEnded(report);
        break;
      }
      case 'found': {
        const { kind: _kind, ...report } = message;
        errands.searchHeard(report);
        break;
      }
      case 'drawn': {
        const { kind: _kind, ...report } = message;
        errands.drawingEnded(report);
        break;
      }
      case 'tried': {
        const { kind: _kind, ...report } = message;
        errands.trialEnded(report);
        break;
      }
      default:
        // A device that was removed a moment ago is not heard any more.
        if (table.get(message.deviceId) !== undefined) hearDevice(events, message);
    }
  }

  function onLost({ why, how }: ProcessEnd): void {
    const { suspect, disable } = how === 'killed' ? NOBODY : ledger.crashed({ hung: how === 'hung' });
    restarts += 1;
    log.error('devices.process-lost', { why, how, driver: suspect?.driver, deviceId: suspect?.deviceId, restarts });
    errands.processEnded();
    for (const { config } of table.kept()) {
      if (config.id === disable) setHealth(config.id, 'disabled', 'device.driver-disabled');
      else setHealth(config.id, 'connecting', 'devices.process-lost');
    }
    events.onRestart({ count: restarts, ...(suspect === null ? {} : { driver: suspect.driver }) });
  }

  function setHealth(deviceId: string, state: DeviceHealth['state'], fault: string | undefined): void {
    const device = table.setState(deviceId, state, fault);
    if (device !== undefined) for (const health of healthOf(device)) events.onHealth(health);
  }

  function printerOf(job: Job): KnownDevice | undefined {
    const device = table.get(job.deviceId) ?? table.get(drawerOwner(job.deviceId));
    return device?.config.kind === 'printer' ? device : undefined;
  }

  /** After the caller's own turn, so that it may finish what it was doing when it asked. */
  function later(then: () => void): void {
    clock.after(0, then);
  }

  kept.start();
  return {
    receiptPrinter() {
      const printer = table.all().find(({ config }) => config.kind === 'printer');
      return printer === undefined ? null : { deviceId: printer.config.id, drawer: printer.config.drawer === true };
    },
    health: () => table.all().flatMap(healthOf),
    devices: () => table.all().map(({ config }) => config),
    configure(next, { enable } = {}) {
      const { closed, opened } = table.replace(next, enable);
      if (enable !== undefined) ledger.forgive(enable);
      for (const device of closed) {
        const deviceId = device.config.id;
        if (isKept(device)) kept.give({ kind: 'close', deviceId });
        if (table.get(deviceId) === undefined) watched.delete(deviceId);
        errands.deviceClosed(deviceId, 'printer.outcome-unknown');
      }
      for (const device of opened) {
        if (isKept(device)) open(device);
        for (const health of healthOf(device)) events.onHealth(health);
      }
    },
    readyFor(job) {
      const device = printerOf(job);
      if (!kept.isRunning || device === undefined || device.state !== 'ready') return false;
      return job.kind !== 'pulse' || device.config.drawer === true;
    },
    send(job) {
      const { jobId } = job;
      errands.assertNew(jobId);
      const device = printerOf(job);
      const refuse = (fault: string): void => later(() => events.onJob({ jobId, state: 'failed', fault }));
      if (device === undefined) return refuse('device.unreachable');
      const deviceId = device.config.id;
      const given = kept.give(
        job.kind === 'pulse'
          ? { kind: 'pulse', deviceId, jobId }
          : { kind: 'print', deviceId, jobId, document: documentOf(job) },
      );
      if (!given) return refuse('devices.process-lost');
      errands.jobGiven(jobId, deviceId);
      ledger.opening({ deviceId, driver: job.kind === 'pulse' ? 'drawer' : 'printer' });
    },
    show(content) {
      shown = content;
      for (const { config } of table.kept()) {
        if (config.kind === 'display') kept.give({ kind: 'show', deviceId: config.id, content });
      }
    },
    find({ searchId, hosts }) {
      errands.searchGiven(searchId);
      if (!kept.give({ kind: 'find', searchId, hosts })) {
        later(() => errands.searchHeard({ searchId, found: [], done: true }));
      }
    },
    try(trial) {
      const { trialId } = trial;
      errands.trialGiven(trialId);
      if (!kept.give({ kind: 'try', ...trial })) {
        later(() => errands.trialEnded({ trialId, state: 'failed', fault: 'devices.process-lost' }));
      }
    },
    draw({ drawingId, sheet }) {
      errands.drawingGiven(drawingId);
      if (!kept.give({ kind: 'draw', drawingId, sheet })) {
        later(() => errands.drawingEnded({ drawingId, base64: null, fault: 'devices.process-lost' }));
      }
    },
    watch(deviceId, on) {
      if (on) watched.add(deviceId);
      else watched.delete(deviceId);
      kept.give({ kind: 'watch', deviceId, on });
    },
    askFrames: (deviceId) => void kept.give({ kind: 'frames', deviceId }),
    noteHealth({ deviceId, state, fault }) {
      const device = table.get(deviceId);
      if (device !== undefined && isHeardByPage(device.config)) setHealth(deviceId, state, fault);
    },
    close() {
      errands.forget();
      return kept.close();
    },
  };
}

function documentOf(job: Job): NonNullable<Job['document']> {
  assert(job.document !== undefined, `job ${job.jobId} has a document to print`);
  return job.document;
}
