/**
 * One line, kept open: opened, and opened again after it was lost, with a growing pause. The device may come back at
 * another path; its address finds it.
 */
import { Fault, type FaultCode } from '#base/fault.ts';
import type { Clock } from '#base/clock.ts';
import type { ByteTransport } from '../transport/transport.ts';

const RETRY_MS_MIN = 250;
const RETRY_MS_MAX = 10_000;
/** A line that lived this long was good: the next try is quick again. */
const GOOD_MS = 5_000;

/** Keeps a line open until the returned function is called. `onLine` gets each new one; `onAbsent` says why there is none. */
export function keepOpen(options: {
  readonly clock: Clock;
  readonly open: () => Promise<ByteTransport>;
  readonly onLine: (line: ByteTransport) => void;
  readonly onAbsent: (fault: FaultCode) => void;
}): () => void {
  const { clock } = options;
  let closed = false;
  let retryMs = RETRY_MS_MIN;
  let line: ByteTransport | null = null;
  let cancel: () => void = () => undefined;

  async function connect(): Promise<void> {
    let opened: ByteTransport;
    try {
      opened = await options.open();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (!closed) absent(error.code);
      return;
    }
    if (closed) {
      void opened.close();
      return;
    }
    line = opened;
    const openedMs = clock.monotonicMs();
    options.onLine(opened);
    opened.onClosed(() => {
      line = null;
      if (closed) return;
      if (clock.monotonicMs() - openedMs > GOOD_MS) retryMs = RETRY_MS_MIN;
      absent('device.lost');
    });
  }

  function absent(fault: FaultCode): void {
    options.onAbsent(fault);
    cancel = clock.after(retryMs, () => void connect());
    retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
  }

  void connect();
  return () => {
    closed = true;
    cancel();
    void line?.close();
  };
}
