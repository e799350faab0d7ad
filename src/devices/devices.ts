/**
 * The devices of one till: opens what it is told to, keeps each line alive, and reports. Holds no state that matters:
 * when this process dies, its parent opens everything again.
 */
import type { Clock } from '#base/clock.ts';
import { Fault } from '#base/fault.ts';
import type { Random } from '#base/random.ts';
import { DrawingRoom } from './drawing-room.ts';
import { createEscposPrinter, LineQueue, printerProfile } from './printer/printer.ts';
import type { CanvasLibrary, PrinterHealth, ReceiptPrinter } from './printer/printer.ts';
import { listenToScanner } from './scanner/scanner.ts';
import type { ByteTransport } from './transport/transport.ts';
import type { DeviceConfig, DevicesToTill, TillToDevices } from './wire.ts';

/** How often a printer that rests is asked how it is, and a line that broke is tried again. */
const CHECK_MS = 2_000;
const CHECK_MS_MAX = 10_000;
const RETRY_MS_MIN = 250;
const PROCESS_ID_VALUES = 94 ** 4;

export interface DevicesOptions {
  readonly tell: (message: DevicesToTill) => void;
  readonly openAddress: (address: string) => Promise<ByteTransport>;
  readonly clock: Clock;
  readonly random: Random;
  /** Noto Sans and Noto Sans Arabic, regular and bold, as files. */
  readonly fontFiles: readonly string[];
  /** Native code, asked for when the first document needs a drawing. */
  readonly loadCanvas: () => Promise<CanvasLibrary>;
}

export interface Devices {
  handle(message: TillToDevices): void;
  /**
   * Stops listening and asking. A job that has a line is let finish and the promise says when; one that waits for its
   * turn never begins, since nobody would hear what became of it.
   */
  close(): Promise<void>;
}

interface OpenDevice {
  readonly printer?: ReceiptPrinter;
  close(): void;
}

export function createDevices(options: DevicesOptions): Devices {
  const { tell, clock } = options;
  const open = new Map<string, OpenDevice>();
  const queues = new Map<string, LineQueue>();
  const drawingRoom = new DrawingRoom(options.fontFiles, options.loadCanvas);
  let processSerial = new DataView(options.random.bytes(4).buffer).getUint32(0) % PROCESS_ID_VALUES;

  function handle(message: TillToDevices): void {
    switch (message.kind) {
      case 'open':
        open.get(message.device.id)?.close();
        open.set(
          message.device.id,
          message.device.kind === 'printer' ? openPrinter(message.device) : openScanner(message.device),
        );
        break;
      case 'close':
        open.get(message.deviceId)?.close();
        open.delete(message.deviceId);
        break;
      case 'print':
        job(message.jobId, message.deviceId, (printer) => printer.print(message.document));
        break;
      case 'pulse':
        job(message.jobId, message.deviceId, (printer) => printer.pulse());
        break;
      case 'stop':
        void close();
        break;
    }
  }

  function job(
    jobId: string,
    deviceId: string,
    work: (printer: ReceiptPrinter) => ReturnType<ReceiptPrinter['print']>,
  ): void {
    const printer = open.get(deviceId)?.printer;
    if (printer === undefined) {
      tell({ kind: 'job', jobId, state: 'failed', fault: 'device.unreachable' });
      return;
    }
    void work(printer).then((outcome) => {
      tell({ kind: 'job', jobId, ...outcome });
    });
  }

  function openPrinter(device: DeviceConfig): OpenDevice {
    const profile = printerProfile(device.profile ?? 'default');
    if (profile === undefined) {
      tell({ kind: 'health', deviceId: device.id, state: 'absent', fault: 'device.profile-unknown' });
      return { close: () => undefined };
    }
    const queue = queues.get(device.address) ?? new LineQueue();
    queues.set(device.address, queue);
    let toldLast = '';
    let cancel: () => void = () => undefined;
    let closed = false;
    let checkMs = CHECK_MS;

    const onHealth = (health: PrinterHealth): void => {
      const said = `${health.state} ${health.fault ?? ''}`;
      if (closed || said === toldLast) return;
      toldLast = said;
      tell({ kind: 'health', deviceId: device.id, ...health });
    };
    const printer = createEscposPrinter({
      open: () => announced(device, 'escpos', () => options.openAddress(device.address)),
      clock,
      queue,
      profile,
      drawerPin: device.drawerPin ?? 2,
      painter: () => announced(device, 'canvas', () => drawingRoom.painter(profile)),
      nextProcessId,
      onHealth,
    });

    async function check(): Promise<void> {
      const health = await printer.probe();
      if (closed) return;
      if (health !== null) onHealth(health);
      checkMs = health?.state === 'absent' ? Math.min(checkMs * 2, CHECK_MS_MAX) : CHECK_MS;
      cancel = clock.after(checkMs, () => void check());
    }
    tell({ kind: 'health', deviceId: device.id, state: 'connecting' });
    void check();
    return {
      printer,
      close() {
        closed = true;
        cancel();
      },
    };
  }

  function openScanner(device: DeviceConfig): OpenDevice {
    let closed = false;
    let retryMs = RETRY_MS_MIN;
    let line: ByteTransport | null = null;
    let cancel: () => void = () => undefined;

    async function connect(): Promise<void> {
      try {
        line = await announced(device, 'scanner', () => options.openAddress(device.address));
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        if (closed) return;
        tell({ kind: 'health', deviceId: device.id, state: 'absent', fault: error.code });
        again();
        return;
      }
      if (closed) {
        void line.close();
        return;
      }
      retryMs = RETRY_MS_MIN;
      tell({ kind: 'health', deviceId: device.id, state: 'ready' });
      listenToScanner({
        line,
        clock,
        onRead: (text) => {
          tell({ kind: 'read', deviceId: device.id, readId: options.random.uuid(), text });
        },
      });
      line.onClosed(() => {
        if (closed) return;
        tell({ kind: 'health', deviceId: device.id, state: 'absent', fault: 'device.lost' });
        again();
      });
    }

    function again(): void {
      cancel = clock.after(retryMs, () => void connect());
      retryMs = Math.min(retryMs * 2, CHECK_MS_MAX);
    }

    tell({ kind: 'health', deviceId: device.id, state: 'connecting' });
    void connect();
    return {
      close() {
        closed = true;
        cancel();
        void line?.close();
      },
    };
  }

  /** Enters what may be native code with its owner's name said first, so that a crash in it can be blamed. */
  async function announced<T>(device: DeviceConfig, driver: string, enter: () => Promise<T>): Promise<T> {
    tell({ kind: 'opening', deviceId: device.id, driver });
    try {
      return await enter();
    } finally {
      tell({ kind: 'opened', deviceId: device.id });
    }
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
