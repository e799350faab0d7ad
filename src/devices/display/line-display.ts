/**
 * The driver: joins line, bytes and clock. One write on the line at a time, and behind it one content, the latest: what
 * was to be shown before and was not is dropped, so that a slow display shows what counts now and a dead one costs
 * nothing but its two lines of text.
 */
import type { Clock } from '#base/clock.ts';
import type { ByteTransport } from '../transport/transport.ts';
import { type DisplayModel, beginBytes, contentBytes } from './display-bytes.ts';
import type { DisplayContent, LineDisplay } from './display.ts';

/** Two contents are at least so far apart: at 9600 baud the bytes of one take 65 ms, and nobody reads faster. */
const BETWEEN_MS = 100;
/** A display without a word of its own may have been switched off and on: it is told again what counts. */
const AGAIN_MS = 60_000;
/** A line that takes no bytes for so long has a display that is off or stuck. */
const STUCK_MS = 5_000;

/** A display on an open line. `onStuck` tells when it takes no more bytes, and when it takes them again. */
export function openLineDisplay(options: {
  readonly line: ByteTransport;
  readonly model: DisplayModel;
  readonly clock: Clock;
  readonly onStuck: (stuck: boolean) => void;
}): LineDisplay {
  const { line, model, clock } = options;
  let latest: DisplayContent | null = null;
  let waiting = false;
  let busy = true;
  let closed = false;
  let cancel: () => void = () => undefined;

  /** Writes, and then rests until the bytes had their time. A line that is gone is its opener's matter. */
  async function write(bytes: Uint8Array): Promise<void> {
    busy = true;
    let stuck = false;
    const stopWatching = clock.after(STUCK_MS, () => {
      stuck = true;
      if (!closed) options.onStuck(true);
    });
    try {
      await line.write(bytes);
    } catch {
      closed = true;
    }
    stopWatching();
    if (closed) return;
    if (stuck) options.onStuck(false);
    cancel = clock.after(BETWEEN_MS, rested);
  }

  function rested(): void {
    busy = false;
    if (waiting) writeLatest();
    else cancel = clock.after(AGAIN_MS, writeLatest);
  }

  function writeLatest(): void {
    if (latest === null || closed) return;
    waiting = false;
    void write(contentBytes(latest, model));
  }

  line.onClosed(() => {
    closed = true;
    cancel();
  });
  void write(beginBytes(model));
  return {
    show(content) {
      latest = content;
      waiting = true;
      if (busy || closed) return;
      cancel();
      writeLatest();
    },
    close: () => line.close(),
  };
}
