/**
 * The devices of one till: opens what it is told to, keeps each line alive, and reports. Holds no state that matters:
 * when this process dies, its parent opens everything again.
 */
import type { Clock } from '#base/clock.ts';
import type { Random } from '#base/random.ts';
import { factsText, findDevices, type Machine } from './discovery/find.ts';
import { thisMachine } from './discovery/machine.ts';
import { isSameLine } from './discovery/same-line.ts';
import { type InUse, type Trial, tryDevice } from './discovery/try.ts';
import { DrawingRoom } from './drawing-room.ts';
import {
  type JobOutcome,
  keepCardReader,
  keepDisplay,
  type Keeper,
  type KeeperContext,
  keepPrinter,
  keepScanner,
  type KeptDevice,
} from './keepers/keeper.ts';
import { type CanvasLibrary, LineQueue } from './printer/printer.ts';
import { LineRecorder } from './transport/recorder.ts';
import type { ByteTransport } from './transport/transport.ts';
import type { DeviceConfig, DeviceFacts, DevicesToTill, TillToDevices } from './wire.ts';

const PROCESS_ID_VALUES = 94 ** 4;
/** What who begins to watch a line is shown of the past. */
const RECENT_FRAMES_MAX = 50;

const KEEPERS: Readonly<Record<DeviceConfig['kind'], Keeper>> = {
  printer: keepPrinter,
  scanner: keepScanner,
  display: keepDisplay,
  card: keepCardReader,
};

export interface DevicesOptions {
  readonly tell: (message: DevicesToTill) => void;
  readonly openAddress: (address: string) => Promise<ByteTransport>;
  readonly clock: Clock;
  readonly random: Random;
  /** Noto Sans and Noto Sans Arabic, regular and bold, as files. */
  readonly fontFiles: readonly string[];
  /** Native code, asked for when the first document needs a drawing. */
  readonly loadCanvas: () => Promise<CanvasLibrary>;
  /** What a search looks at; this machine where it is not said. */
  readonly machine?: Machine;
}

export interface Devices {
  handle(message: TillToDevices): void;
  /**
   * Stops listening and asking. A job that has a line is let finish and the promise says when; one that waits for its
   * turn never begins, since nobody would hear what became of it.
   */
  close(): Promise<void>;
}

export function createDevices(options: DevicesOptions): Devices {
  const { clock, random, openAddress, machine = thisMachine } = options;
  const open = new Map<string, KeptDevice>();
  const setUp = new Map<string, DeviceConfig>();
  const healths = new Map<string, NonNullable<InUse['health']>>();
  const facts = new Map<string, DeviceFacts>();
  const queues = new Map<string, LineQueue>();
  const recorders = new Map<string, LineRecorder>();
  let searching: Promise<void> = Promise.resolve();
  let processSerial = new DataView(random.bytes(4).buffer).getUint32(0) % PROCESS_ID_VALUES;
  const context: KeeperContext = {
    tell,
    clock,
    random,
    open: async (device) => recorderOf(device).around(await openAddress(device.address)),
    recorderOf,
    announced,
    queueOf,
    drawingRoom: new DrawingRoom(options.fontFiles, options.loadCanvas),
    nextProcessId,
  };

  function tell(message: DevicesToTill): void {
    if (message.kind === 'health') healths.set(message.deviceId, message);
    if (message.kind === 'facts') facts.set(message.deviceId, message.facts);
    options.tell(message);
  }

  function handle(message: TillToDevices): void {
    switch (message.kind) {
      case 'open':
        open.get(message.device.id)?.close();
        forget(message.device.id);
        recorderOf(message.device);
        setUp.set(message.device.id, message.device);
        open.set(message.device.id, KEEPERS[message.device.kind](message.device, context));
        break;
      case 'close':
        open.get(message.deviceId)?.close();
        open.delete(message.deviceId);
        forget(message.deviceId);
        recorders.get(message.deviceId)?.watch(null);
        recorders.delete(message.deviceId);
        break;
      case 'print': {
        const { document } = message;
        job(message, (device) => device.print?.(document));
        break;
      }
      case 'pulse':
        job(message, (device) => device.pulse?.());
        break;
      case 'show':
        open.get(message.deviceId)?.show?.(message.content);
        break;
      case 'find': {
        const { searchId, hosts } = message;
        // Two searches at once would keep each other from the ports.
        searching = searching.then(() => find(searchId, hosts));
        break;
      }
      case 'try':
        void tryOut(message);
        break;
      case 'draw':
        void draw(message);
        break;
      case 'watch': {
        const { deviceId, on } = message;
        recorders
          .get(deviceId)
          ?.watch(on ? (frames) => tell({ kind: 'watched', deviceId, frames }) : null, recentFramesOf(deviceId));
        break;
      }
      case 'frames': {
        const { deviceId } = message;
        tell({ kind: 'frames', deviceId, frames: recorders.get(deviceId)?.frames() ?? [] });
        break;
      }
      case 'ping':
        tell({ kind: 'pong' });
        break;
      case 'stop':
        void close();
        break;
    }
  }

  /** What was read before somebody looked, an article or a person's card, is not shown to who looks now. */
  function recentFramesOf(deviceId: string): number {
    const kind = setUp.get(deviceId)?.kind;
    return kind === 'printer' || kind === 'display' ? RECENT_FRAMES_MAX : 0;
  }

  function forget(deviceId: string): void {
    setUp.delete(deviceId);
    healths.delete(deviceId);
    facts.delete(deviceId);
  }

  async function find(searchId: string, hosts: readonly string[]): Promise<void> {
    const found = await findDevices(
      { ...machine, clock, openAddress },
      {
        hosts,
        inUse(address) {
          const device = [...setUp.values()].find((one) => isSameLine(one.address, address));
          if (device === undefined) return null;
          const said = facts.get(device.id);
          return {
            address: device.address,
            kind: device.kind,
            systemName: device.name,
            answered: said === undefined ? null : factsText(said),
          };
        },
        onFound: (soFar) => tell({ kind: 'found', searchId, found: soFar, done: false }),
      },
    );
    tell({ kind: 'found', searchId, found, done: true });
  }

  async function tryOut(trial: Trial): Promise<void> {
    const { device, trialId } = trial;
    const known = setUp.has(device.id);
    const end = await tryDevice(trial, {
      machine,
      keeper: KEEPERS[device.kind],
      inUse: inUseAt(device.address),
      context: known
        ? context
        : { ...context, open: () => openAddress(device.address), recorderOf: () => new LineRecorder(clock) },
    });
    tell({ kind: 'tried', trialId, ...end });
  }

  /** Off the way of every device: a sheet that cannot be drawn is a word, and never an end. */
  async function draw({ drawingId, sheet }: Extract<TillToDevices, { readonly kind: 'draw' }>): Promise<void> {
    const drawn = await context.drawingRoom.sheet(sheet).then(
      (bytes) => ({ base64: bytes.toString('base64') }),
      () => ({ base64: null, fault: 'file.not-drawn' }),
    );
    tell({ kind: 'drawn', drawingId, ...drawn });
  }

  function inUseAt(address: string): InUse | null {
    for (const [id, device] of setUp) {
      const kept = open.get(id);
      if (kept === undefined || !isSameLine(device.address, address)) continue;
      return { device, kept, health: healths.get(id) ?? null, facts: facts.get(id) ?? null };
    }
    return null;
  }

  function job(
    { jobId, deviceId }: { readonly jobId: string; readonly deviceId: string },
    work: (device: KeptDevice) => Promise<JobOutcome> | undefined,
  ): void {
    const device = open.get(deviceId);
    const working = device === undefined ? undefined : work(device);
    if (working === undefined) {
      tell({ kind: 'job', jobId, state: 'failed', fault: 'device.unreachable' });
      return;
    }
    void working.then((outcome) => tell({ kind: 'job', jobId, ...outcome }));
  }

  async function announced<T>(device: DeviceConfig, driver: string, enter: () => Promise<T>): Promise<T> {
    tell({ kind: 'opening', deviceId: device.id, driver });
    try {
      return await enter();
    } finally {
      tell({ kind: 'opened', deviceId: device.id });
    }
  }

  /** A device keeps its recent traffic over reopenings, and while its set-up changes. */
  function recorderOf(device: DeviceConfig): LineRecorder {
    const recorder = recorders.get(device.id) ?? new LineRecorder(clock);
    recorders.set(device.id, recorder);
    return recorder;
  }

  function queueOf(address: string): LineQueue {
    const queue = queues.get(address) ?? new LineQueue();
    queues.set(address, queue);
    return queue;
  }

  /** Four characters between 20h and 7Eh, different for each job of this process. */
  function nextProcessId(): Uint8Array {
    processSerial = (processSerial + 1) % PROCESS_ID_VALUES;
    return Uint8Array.of(
      0x20 + (Math.floor(processSerial / 94 ** 3) % 94),
      0x20 + (Math.floor(processSerial / 94 ** 2) % 94),
      0x20 + (Math.floor(processSerial / 94) % 94),
      0x20 + (processSerial % 94),
    );
  }

  async function close(): Promise<void> {
    for (const device of open.values()) device.close();
    open.clear();
    await Promise.all([...queues.values()].map((queue) => queue.stop()));
  }

  return { handle, close };
}
