/**
 * A keeper keeps one configured device in use: opens it, opens it again when it was lost, and reports. Door of the
 * folder; one file a kind of device.
 */
import type { Clock } from '#base/clock.ts';
import type { Random } from '#base/random.ts';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import type { DisplayContent } from '../display/display.ts';
import type { DrawingRoom } from '../drawing-room.ts';
import type { LineQueue } from '../printer/printer.ts';
import type { LineRecorder } from '../transport/recorder.ts';
import type { ByteTransport } from '../transport/transport.ts';
import type { DeviceConfig, DevicesToTill } from '../wire.ts';

export interface JobOutcome {
  readonly state: 'printed' | 'handed-over' | 'failed' | 'unknown';
  readonly fault?: string;
}

/** What a kept device can be told; what its kind cannot do is absent. */
export interface KeptDevice {
  readonly print?: (document: ReceiptDocument) => Promise<JobOutcome>;
  readonly pulse?: () => Promise<JobOutcome>;
  readonly show?: (content: DisplayContent) => void;
  /** Shows `content` for the eyes of whoever sets it up, and then again what stood there, or what came meanwhile. */
  readonly showForTrial?: (content: DisplayContent) => void;
  close(): void;
}

/** What keepers stand on. */
export interface KeeperContext {
  readonly tell: (message: DevicesToTill) => void;
  readonly clock: Clock;
  readonly random: Random;
  /** Opens the device's own address; its traffic is recorded. Rejects with a Fault. */
  readonly open: (device: DeviceConfig) => Promise<ByteTransport>;
  /** Where traffic is noted that goes over no transport of bytes, such as a card's. */
  readonly recorderOf: (device: DeviceConfig) => LineRecorder;
  /** Enters what may be native code with its owner's name said first, so that a crash in it can be blamed. */
  readonly announced: <T>(device: DeviceConfig, driver: string, enter: () => Promise<T>) => Promise<T>;
  /** The one queue of a printer's address. */
  readonly queueOf: (address: string) => LineQueue;
  readonly drawingRoom: DrawingRoom;
  readonly nextProcessId: () => Uint8Array;
}

export type Keeper = (device: DeviceConfig, context: KeeperContext) => KeptDevice;

export { keepCardReader } from './card-reader.ts';
export { keepDisplay } from './display.ts';
export { keepPrinter } from './printer.ts';
export { keepScanner } from './scanner.ts';
