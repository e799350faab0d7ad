/**
 * The seam of every device: bytes in, bytes out, open or closed. A transport knows nothing of frames, keeps no retry
 * loop and is used once: a lost line is never reopened, its opener is asked for another. Door of the folder.
 */
export interface ByteTransport {
  readonly address: string;
  /**
   * True where nothing ever comes back: behind a spooler, or on a printer's file that cannot be read. Asking such a line
   * is useless, and what it took is handed over, never printed.
   */
  readonly oneWay?: boolean;
  /**
   * Resolves when the bytes were handed to the system, which proves nothing about the device. Rejects with a Fault
   * `device.lost` once the line is closed or when it closes first. Writes never interleave.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Calls `listen` with each chunk, in order, cut as the line cuts it. The returned function stops it. */
  onBytes(listen: (bytes: Uint8Array) => void): () => void;
  /** Calls `listen` once: `asked` after our own close was completed, `lost` otherwise. At once if closed already. */
  onClosed(listen: (why: ClosedWhy) => void): () => void;
  /** Lets what was written go out, reads to the end of the other side, then closes. Never rejects; may be repeated. */
  close(): Promise<void>;
}

export type ClosedWhy = 'asked' | 'lost';

/**
 * Opens a line, or rejects with a Fault: `device.unreachable`, `device.busy`, `device.no-permission`, `device.no-binding`,
 * `device.address-invalid`, `printer.queue-missing`.
 */
export type OpenTransport = () => Promise<ByteTransport>;

export { type DeviceAddress, parseAddress, readAddress, type SerialSettings } from './address.ts';
export { openAddress } from './open.ts';
export { memoryLine, type MemoryFarEnd } from './memory.ts';
