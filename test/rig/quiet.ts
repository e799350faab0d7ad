/** The ports of the till's own parts, for those that are opened inside a test. */
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, then) {
    const timer = setTimeout(then, delayMs);
    return () => clearTimeout(timer);
  },
};

export const quietLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
