/**
 * The recent traffic of a device's lines, for whoever looks for a trouble: a ring, bounded in bytes and in pieces, that
 * forgets the oldest first and lives over reopenings.
 */
import type { Clock } from '#base/clock.ts';
import type { LineFrame } from '../wire.ts';
import type { ByteTransport } from './transport.ts';

const FRAMES_MAX = 2_000;
const BYTES_MAX = 256 * 1_024;
/** A receipt is one write of perhaps 100 KB; in pieces, its beginning is forgotten and its end is kept. */
const PIECE_BYTES_MAX = 4_096;
/** Lookers are told at most so often: a scanner gives a byte at a time. */
const TELL_MS = 100;

interface Kept {
  readonly atMs: number;
  readonly direction: LineFrame['direction'];
  readonly bytes: Uint8Array;
}

export class LineRecorder {
  readonly #clock: Pick<Clock, 'wallMs' | 'after'>;
  readonly #kept: Kept[] = [];
  #keptBytes = 0;
  #watcher: ((frames: readonly LineFrame[]) => void) | null = null;
  #untold: Kept[] = [];
  #cancelTelling: (() => void) | null = null;

  constructor(clock: Pick<Clock, 'wallMs' | 'after'>) {
    this.#clock = clock;
  }

  /** The same line, with its traffic noted. */
  around(line: ByteTransport): ByteTransport {
    this.note('opened');
    line.onBytes((bytes) => {
      this.note('in', bytes);
    });
    line.onClosed(() => {
      this.note('closed');
    });
    return {
      address: line.address,
      ...(line.oneWay === undefined ? {} : { oneWay: line.oneWay }),
      write: (bytes) => {
        this.note('out', bytes);
        return line.write(bytes);
      },
      onBytes: (listen) => line.onBytes(listen),
      onClosed: (listen) => line.onClosed(listen),
      close: () => line.close(),
    };
  }

  /** Notes what went over a line that is no transport of bytes, such as a command to a card and its answer. */
  note(direction: LineFrame['direction'], bytes: Uint8Array = new Uint8Array()): void {
    const atMs = this.#clock.wallMs();
    for (let at = 0; at === 0 || at < bytes.length; at += PIECE_BYTES_MAX) {
      this.#keep({ atMs, direction, bytes: Uint8Array.from(bytes.subarray(at, at + PIECE_BYTES_MAX)) });
    }
  }

  frames(): readonly LineFrame[] {
    return this.#kept.map(frameOf);
  }

  /**
   * From now on each frame is told, a few at a time; null ends it. A watch begins with so many of the most recent frames;
   * one that goes on is not told of the past again.
   */
  watch(tell: ((frames: readonly LineFrame[]) => void) | null, recentFrames = 0): void {
    if (tell !== null && this.#watcher !== null) {
      this.#watcher = tell;
      return;
    }
    this.#cancelTelling?.();
    this.#cancelTelling = null;
    this.#untold = [];
    this.#watcher = tell;
    const recent = this.#kept.slice(Math.max(0, this.#kept.length - recentFrames));
    if (recent.length > 0) tell?.(recent.map(frameOf));
  }

  #keep(frame: Kept): void {
    this.#kept.push(frame);
    this.#keptBytes += frame.bytes.length;
    while (this.#kept.length > FRAMES_MAX || this.#keptBytes > BYTES_MAX) {
      this.#keptBytes -= this.#kept.shift()?.bytes.length ?? 0;
    }
    if (this.#watcher === null) return;
    this.#untold.push(frame);
    if (this.#untold.length > FRAMES_MAX) this.#untold.shift();
    this.#cancelTelling ??= this.#clock.after(TELL_MS, () => {
      this.#cancelTelling = null;
      this.#watcher?.(this.#untold.splice(0).map(frameOf));
    });
  }
}

function frameOf({ atMs, direction, bytes }: Kept): LineFrame {
  return { atMs, direction, hex: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex') };
}
