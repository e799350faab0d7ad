/**
 * A line inside one process, for tests: the near end is a transport, the far end is the device's side of it.
 */
import { Fault } from '#base/fault.ts';
import type { ByteTransport, ClosedWhy } from './transport.ts';

/** The device's side of a memory line. */
export interface MemoryFarEnd {
  /** Everything that the near end wrote, in order. */
  received(): Uint8Array;
  onBytes(listen: (bytes: Uint8Array) => void): void;
  send(bytes: Uint8Array): void;
  /** The plug is pulled. */
  lose(): void;
}

/** Two ends of one line. Bytes travel in microtasks, so that nobody is called back inside a call. */
export function memoryLine(address = 'memory:'): { readonly near: ByteTransport; readonly far: MemoryFarEnd } {
  const nearListeners = new Set<(bytes: Uint8Array) => void>();
  const farListeners = new Set<(bytes: Uint8Array) => void>();
  const closedListeners = new Set<(why: ClosedWhy) => void>();
  const written: Uint8Array[] = [];
  let closed: ClosedWhy | undefined;

  function finish(why: ClosedWhy): void {
    if (closed !== undefined) return;
    closed = why;
    for (const listen of [...closedListeners]) listen(why);
    closedListeners.clear();
  }

  const near: ByteTransport = {
    address,
    async write(bytes) {
      const copy = Uint8Array.from(bytes);
      await Promise.resolve();
      if (closed !== undefined) throw new Fault('device.lost', `${address}: the line is closed`);
      written.push(copy);
      for (const listen of farListeners) listen(copy);
    },
    onBytes(listen) {
      nearListeners.add(listen);
      return () => nearListeners.delete(listen);
    },
    onClosed(listen) {
      if (closed !== undefined) listen(closed);
      else closedListeners.add(listen);
      return () => closedListeners.delete(listen);
    },
    async close() {
      await Promise.resolve();
      finish('asked');
    },
  };
  const far: MemoryFarEnd = {
    received: () => Uint8Array.from(written.flatMap((bytes) => [...bytes])),
    onBytes: (listen) => farListeners.add(listen),
    send(bytes) {
      const copy = Uint8Array.from(bytes);
      queueMicrotask(() => {
        if (closed === undefined) for (const listen of [...nearListeners]) listen(copy);
      });
    },
    lose() {
      queueMicrotask(() => {
        finish('lost');
      });
    },
  };
  return { near, far };
}
