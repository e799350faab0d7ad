/** What the store can do in pauses, in slices with room for a scan between them. */
import type { TillPorts } from './ports.ts';

/** The pause after a slice: the till is its users' five sixths of the time. */
const PAUSE_MS = 20;

export interface AsideWork {
  /** Looks whether there is something to do, and goes on until there is nothing. */
  wake(): void;
  stop(): void;
}

export function asideWork({ store, clock }: Pick<TillPorts, 'store' | 'clock'>): AsideWork {
  let cancel: (() => void) | null = null;
  let stopped = false;

  function slice(): void {
    cancel = null;
    if (!stopped && store.workAside()) cancel = clock.after(PAUSE_MS, slice);
  }

  return {
    wake() {
      if (cancel === null) slice();
    },
    stop() {
      stopped = true;
      cancel?.();
      cancel = null;
    },
  };
}
