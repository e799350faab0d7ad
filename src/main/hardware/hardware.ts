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
import type { DeviceConfig, DevicesToTill } from '#devices/wire.ts';
import type { Job } from '#main/store/port.ts';
import { CrashLedger } from './crash-ledger.ts';
import type { DeviceHealth, Hardware, HardwareEvents } from './port.ts';
import { type DevicesProcess, type LaunchDevices } from './process.ts';

export { readDevicesFile } from './devices-file.ts';
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

interface Device {
  readonly config: DeviceConfig;
  state: DeviceHealth['state'];
  fault: string | undefined;
}

/** Starts the devices process and keeps it running until `close`. */
export function startHardware(options: HardwareOptions): Hardware {
  const { clock, events, log } = options;
  const devices = new Map<string, Device>();
  for (const config of options.devices) devices.set(config.id, { config, state: 'connecting', fault: undefined });
  const inFlight = new Map<string, string>();
  const ledger = new CrashLedger(clock);
  let running: DevicesProcess | null = null;
  let restarts = 0;
  let restartMs = RESTART_MS_MIN;
  let startedMs = 0;
  let closing = false;
  let ended: (() => void) | null = null;
  let cancelRestart: () => void = () => undefined;
  const receipts = options.devices.find((device) => device.kind === 'printer');

  function start(): void {
    startedMs = clock.monotonicMs();
    ledger.started();
    running = options.launch({ onMessage, onEnd });
    for (const device of devices.values()) {
      if (device.state !== 'disabled') running.send({ kind: 'open', device: device.config });
    }
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
      case 'job':
        ledger.quiet(inFlight.get(message.jobId) ?? '');
        if (inFlight.delete(message.jobId)) {
          events.onJob({
            jobId: message.jobId,
            state: message.state,
            ...(message.fault === undefined ? {} : { fault: message.fault }),
          });
        }
        break;
      case 'read':
        events.onRead({
          deviceId: message.deviceId,
          readId: message.readId,
          text: message.text,
          ...(message.symbology === undefined ? {} : { symbology: message.symbology }),
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
    for (const jobId of [...inFlight.keys()]) {
      inFlight.delete(jobId);
      events.onJob({ jobId, state: 'unknown', fault: 'devices.process-lost' });
    }
    for (const device of devices.values()) {
      if (device.state === 'disabled') continue;
      if (device.config.id === verdict.disable) setHealth(device.config.id, 'disabled', 'device.driver-disabled');
      else setHealth(device.config.id, 'connecting', 'devices.process-lost');
    }
    events.onRestart({ count: restarts, ...(verdict.suspect === null ? {} : { driver: verdict.suspect.driver }) });
    if (clock.monotonicMs() - startedMs > RECOVERED_MS) restartMs = RESTART_MS_MIN;
    cancelRestart = clock.after(restartMs, start);
    restartMs = Math.min(restartMs * 2, RESTART_MS_MAX);
  }

  function setHealth(deviceId: string, state: DeviceHealth['state'], fault: string | undefined): void {
    const device = devices.get(deviceId);
    if (device === undefined || (device.state === state && device.fault === fault)) return;
    device.state = state;
    device.fault = fault;
    for (const health of healthOf(device)) events.onHealth(health);
  }

  function printerOf(job: Job): Device | undefined {
    const device = devices.get(job.deviceId) ?? devices.get(drawerOwner(job.deviceId));
    return device?.config.kind === 'printer' ? device : undefined;
  }

  start();
  return {
    receiptPrinter() {
      if (receipts === undefined) return null;
      return { deviceId: receipts.id, drawer: receipts.drawer === true };
    },
    health: () => [...devices.values()].flatMap(healthOf),
    readyFor(job) {
      const device = printerOf(job);
      if (running === null || device === undefined || device.state !== 'ready') return false;
      return job.kind !== 'pulse' || device.config.drawer === true;
    },
    send(job) {
      assert(!inFlight.has(job.jobId), `job ${job.jobId} is on its way already`);
      const device = printerOf(job);
      const refuse = (fault: string): void => {
        // After the caller's own turn, so that it may finish what it was doing when it sent the job.
        clock.after(0, () => {
          events.onJob({ jobId: job.jobId, state: 'failed', fault });
        });
      };
      if (device === undefined || running === null) {
        refuse(device === undefined ? 'device.unreachable' : 'devices.process-lost');
        return;
      }
      const deviceId = device.config.id;
      const given =
        job.kind === 'pulse'
          ? running.send({ kind: 'pulse', deviceId, jobId: job.jobId })
          : running.send({ kind: 'print', deviceId, jobId: job.jobId, document: documentOf(job) });
      if (!given) {
        refuse('devices.process-lost');
        return;
      }
      inFlight.set(job.jobId, deviceId);
      ledger.opening({ deviceId, driver: job.kind === 'pulse' ? 'drawer' : 'printer' });
    },
    close() {
      closing = true;
      cancelRestart();
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

function documentOf(job: Job): NonNullable<Job['document']> {
  assert(job.document !== undefined, `job ${job.jobId} has a document to print`);
  return job.document;
}

/**
 * The drawer has a row of its own beside the printer that it hangs on. A printer without paper or with its cover open
 * still opens it.
 */
function healthOf(device: Device): readonly DeviceHealth[] {
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

/** What ails the paper and not the drawer. */
const PAPER_FAULTS: ReadonlySet<string> = new Set([
  'printer.paper-out',
  'printer.paper-near-end',
  'printer.cover-open',
  'printer.cannot-draw',
]);

const DRAWER_SUFFIX = ':drawer';

function drawerOwner(deviceId: string): string {
  return deviceId.endsWith(DRAWER_SUFFIX) ? deviceId.slice(0, -DRAWER_SUFFIX.length) : deviceId;
}
