/**
 * A line over a device file that is opened without blocking: serial ports and printers' own files. A device that takes
 * nothing keeps its bytes here and blocks neither a thread nor the reading of what it says meanwhile.
 */
import { Fault } from '#base/fault.ts';
import { systemClock } from '#node/system-clock.ts';
import { LineListeners } from './line-listeners.ts';
import type { ByteTransport, ClosedWhy } from './transport.ts';

/** How soon a device that took nothing is offered its bytes again. At 9600 baud it took nine of them meanwhile. */
const OFFER_AGAIN_MS = 10;
/** At the close, a device that has taken nothing for this long takes nothing any more. */
const CLOSE_IDLE_MS_MAX = 2_000;

/** What a kind of file does; every promise ends soon, except `read`, which `stopReading` ends. */
export interface DeviceFile {
  /** The next bytes; null at the end, which for a device is its loss. */
  read(): Promise<Uint8Array | null>;
  stopReading(): void;
  /** How many of the bytes it took, 0 where it takes none now. Rejects when the device is gone. */
  take(bytes: Uint8Array): Promise<number>;
  /** Whether what it took has left this machine, as far as the file can say. Rejects when the device is gone. */
  settled(): Promise<boolean>;
  close(): Promise<void>;
}

interface Waiting {
  readonly bytes: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (fault: Fault) => void;
}

export class FileLine implements ByteTransport {
  readonly address: string;
  readonly oneWay: boolean;
  readonly #file: DeviceFile;
  readonly #listeners = new LineListeners();
  readonly #queue: Waiting[] = [];
  #reading: Promise<void>;
  #writing: Promise<void> | null = null;
  #progressMs = systemClock.monotonicMs();
  /** Ends each pause that lasts. */
  readonly #pauses = new Set<() => void>();
  #asked = false;
  #ending: Promise<void> | null = null;

  constructor(options: { readonly address: string; readonly file: DeviceFile; readonly oneWay?: boolean }) {
    this.address = options.address;
    this.oneWay = options.oneWay ?? false;
    this.#file = options.file;
    this.#reading = this.oneWay ? Promise.resolve() : this.#readOn();
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#asked || this.#ending !== null) return Promise.reject(this.#lost());
    return new Promise((resolve, reject) => {
      this.#queue.push({ bytes: Uint8Array.from(bytes), resolve, reject });
      this.#writing ??= this.#writeOn();
    });
  }

  onBytes(listen: (bytes: Uint8Array) => void): () => void {
    return this.#listeners.onBytes(listen);
  }

  onClosed(listen: (why: ClosedWhy) => void): () => void {
    return this.#listeners.onClosed(listen);
  }

  async close(): Promise<void> {
    if (!this.#asked) {
      this.#asked = true;
      await this.#settled();
    }
    await this.#end('asked');
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const bytes = await this.#file.read().catch(() => null);
      if (bytes === null) break;
      this.#listeners.bytes(bytes);
    }
    // Not awaited: the end waits for this loop.
    void this.#end('lost');
  }

  /** One write after the other, until none is left. */
  async #writeOn(): Promise<void> {
    this.#progressMs = systemClock.monotonicMs();
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      try {
        await this.#writeOne(next.bytes);
      } catch {
        break;
      }
      this.#queue.shift();
      next.resolve();
    }
    this.#writing = null;
    if (this.#queue.length > 0) void this.#end('lost');
  }

  async #writeOne(bytes: Uint8Array): Promise<void> {
    for (let sent = 0; sent < bytes.length;) {
      if (this.#ending !== null) throw this.#lost();
      const taken = await this.#file.take(bytes.subarray(sent));
      sent += taken;
      if (taken > 0) this.#progressMs = systemClock.monotonicMs();
      else await this.#pause();
    }
  }

  /** Waits until all is written and has left, or the device takes nothing any more. */
  async #settled(): Promise<void> {
    this.#progressMs = systemClock.monotonicMs();
    while (this.#ending === null && systemClock.monotonicMs() - this.#progressMs < CLOSE_IDLE_MS_MAX) {
      if (this.#writing === null && (await this.#file.settled().catch(() => true))) return;
      await this.#pause();
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        this.#pauses.delete(end);
        resolve();
      };
      const cancel = systemClock.after(OFFER_AGAIN_MS, end);
      this.#pauses.add(end);
    });
  }

  #end(why: ClosedWhy): Promise<void> {
    this.#ending ??= this.#finish(why);
    return this.#ending;
  }

  /** The file is closed when nobody is inside it: its number may be another file's a moment later. */
  async #finish(why: ClosedWhy): Promise<void> {
    this.#file.stopReading();
    // By then `#ending` is set, and both loops end at their next turn.
    await Promise.resolve();
    for (const end of [...this.#pauses]) end();
    await this.#writing;
    await this.#reading;
    await this.#file.close().catch(() => undefined);
    for (const { reject } of this.#queue.splice(0)) reject(this.#lost());
    this.#listeners.closed(why);
  }

  #lost(): Fault {
    return new Fault('device.lost', `${this.address}: the line is closed`);
  }
}
