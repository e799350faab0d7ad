/**
 * The till's devices: a process of their own, watched from here. Door of the folder.
 *
 * The process may die at any time, by a driver's native code or by the system. Then every job on its way becomes
 * `unknown`, the process is started again, and every device is opened again. A driver that took it down three times
 * within a minute is left out, and the till sells on with the rest.
 */
import type { Clock } from '#base/clock.ts';
import { assert } from '#base/assert.ts';
import type { Log } from '#base/log.ts';
import type { DisplayContent } from '#devices/display/display.ts';
import type { DeviceConfig, DevicesToTill, TillToDevices } from '#devices/wire.ts';
import type { Job } from '#main/store/port.ts';
import { CrashLedger } from './crash-ledger.ts';
import { DeviceTable, isHeardByPage, isKept, type KnownDevice } from './device-table.ts';
import { Errands } from './errands.ts';
import { drawerOwner, healthOf } from './health.ts';
import type { DeviceHealth, Hardware, HardwareEvents } from './port.ts';
import { type DevicesProcess, type LaunchDevices } from './process.ts';

export { readDevicesFile, writeDevicesFile } from './devices-file.ts';
export { type DevicesCommand, launchDevicesProcess, type LaunchDevices } from './process.ts';

const RESTART_MS_MIN = 50;
const RESTART_MS_MAX = 5_000;
/** A process that lived this long has recovered: the next restart is quick again. */
const RECOVERED_MS = 20_000;
/** What a devices process that was told to stop may take. */
const STOP_MS_MAX = 2_000;
/** Signals that a driver's own mistake never raises. */
const KILLED_FROM_OUTSIDE = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'];
const NOBODY = { suspect: null, disable: null } as const;

export interface HardwareOptions {
  readonly devices: readonly DeviceConfig[];
  readonly launch: LaunchDevices;
  readonly events: HardwareEvents;
  readonly clock: Clock;
  readonly log: Log;
}

/** Starts the devices process and keeps it running until `close`. */
export function startHardware(options: HardwareOptions): Hardware {
  const { clock, events, log } = options;
  const table = new DeviceTable(options.devices);
  const errands = new Errands(events, clock);
  const ledger = new CrashLedger(clock);
  const watched = new Set<string>();
  let shown: DisplayContent | null = null;
  let running: DevicesProcess | null = null;
  let restarts = 0;
  let restartMs = RESTART_MS_MIN;
  let startedMs = 0;
  let closing = false;
  let ended: (() => void) | null = null;
  let cancelRestart: () => void = () => undefined;

  function start(): void {
    startedMs = clock.monotonicMs();
    ledger.started();
    running = options.launch({ onMessage, onEnd });
    for (const device of table.kept()) open(device);
    for (const deviceId of watched) give({ kind: 'watch', deviceId, on: true });
  }

  function give(message: TillToDevices): boolean {
    return running?.send(message) ?? false;
  }

  function open({ config }: KnownDevice): void {
    give({ kind: 'open', device: config });
    if (config.kind === 'display' && shown !== null) give({ kind: 'show', deviceId: config.id, content: shown });
  }

  function onMessage(message: DevicesToTill): void {
    switch (message.kind) {
      case 'ready':
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
        const { kind, ...report } = message;
        ledger.quiet(errands.deviceOf(message.jobId) ?? '');
        errands.jobEnded(report);
        break;
      }
      case 'found': {
        const { kind, ...report } = message;
        errands.searchHeard(report);
        break;
      }
      case 'tried': {
        const { kind, ...report } = message;
        errands.trialEnded(report);
        break;
      }
      default:
        if (table.get(message.deviceId) !== undefined) onDeviceWord(message);
    }
  }

  /** What a device of the set-up says; one that was removed a moment ago is not heard any more. */
  function onDeviceWord(message: Extract<DevicesToTill, { readonly kind: DeviceWord }>): void {
    switch (message.kind) {
      case 'read': {
        const { kind, ...read } = message;
        events.onRead(read);
        break;
      }
      case 'card': {
        const { kind, ...card } = message;
        events.onCard(card);
        break;
      }
      case 'drawer': {
        const { kind, ...drawer } = message;
        events.onDrawer(drawer);
        break;
      }
      case 'facts': {
        const { kind, ...facts } = message;
        events.onFacts(facts);
        break;
      }
      case 'watched':
      case 'frames':
        events.onFrames({
          deviceId: message.deviceId,
          frames: message.frames,
          live: message.kind === 'watched',
        });
        break;
    }
  }

  function onEnd(why: string): void {
    running = null;
    if (closing) {
      ended?.();
      return;
    }
    const verdict = KILLED_FROM_OUTSIDE.includes(why) ? NOBODY : ledger.crashed();
    restarts += 1;
    log.error('devices.process-lost', {
      why,
      driver: verdict.suspect?.driver,
      deviceId: verdict.suspect?.deviceId,
      restarts,
    });
    errands.processEnded();
    for (const { config } of table.kept()) {
      if (config.id === verdict.disable) setHealth(config.id, 'disabled', 'device.driver-disabled');
      else setHealth(config.id, 'connecting', 'devices.process-lost');
    }
    events.onRestart({ count: restarts, ...(verdict.suspect === null ? {} : { driver: verdict.suspect.driver }) });
    if (clock.monotonicMs() - startedMs > RECOVERED_MS) restartMs = RESTART_MS_MIN;
    cancelRestart = clock.after(restartMs, start);
    restartMs = Math.min(restartMs * 2, RESTART_MS_MAX);
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

  start();
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
        if (isKept(device)) give({ kind: 'close', deviceId });
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
      if (running === null || device === undefined || device.state !== 'ready') return false;
      return job.kind !== 'pulse' || device.config.drawer === true;
    },
    send(job) {
      const { jobId } = job;
      errands.assertNew(jobId);
      const device = printerOf(job);
      const refuse = (fault: string): void => later(() => events.onJob({ jobId, state: 'failed', fault }));
      if (device === undefined) return refuse('device.unreachable');
      const deviceId = device.config.id;
      const given = give(
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
        if (config.kind === 'display') give({ kind: 'show', deviceId: config.id, content });
      }
    },
    find({ searchId, hosts }) {
      errands.searchGiven(searchId);
      if (!give({ kind: 'find', searchId, hosts })) {
        later(() => errands.searchHeard({ searchId, found: [], done: true }));
      }
    },
    try(trial) {
      errands.trialGiven(trial.trialId);
      if (!give({ kind: 'try', ...trial })) {
        later(() => errands.trialEnded({ trialId: trial.trialId, state: 'failed', fault: 'devices.process-lost' }));
      }
    },
    watch(deviceId, on) {
      if (on) watched.add(deviceId);
      else watched.delete(deviceId);
      give({ kind: 'watch', deviceId, on });
    },
    askFrames(deviceId) {
      give({ kind: 'frames', deviceId });
    },
    noteHealth({ deviceId, state, fault }) {
      const device = table.get(deviceId);
      if (device !== undefined && isHeardByPage(device.config)) setHealth(deviceId, state, fault);
    },
    close() {
      closing = true;
      cancelRestart();
      errands.forget();
      const stopping = running;
      if (stopping === null) return Promise.resolve();
      return new Promise((resolve) => {
        const cancel = clock.after(STOP_MS_MAX, () => {
          stopping.kill();
        });
        ended = () => {
          cancel();
          resolve();
        };
        if (!stopping.send({ kind: 'stop' })) stopping.kill();
      });
    },
  };
}

type DeviceWord = 'read' | 'card' | 'drawer' | 'facts' | 'watched' | 'frames';

function documentOf(job: Job): NonNullable<Job['document']> {
  assert(job.document !== undefined, `job ${job.jobId} has a document to print`);
  return job.document;
}
