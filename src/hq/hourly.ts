/** Work that nobody waits for, every hour. */
import { Fault } from '#base/fault.ts';
import type { HqCore } from './core.ts';

const HOUR_MS = 3_600_000;

/**
 * Does `step` once an hour until it says that there is no more, a small step each time it is called; whether there is more to do
 * now. A step that fails is logged and tried again an hour later: what else there is to do goes on. Rejects only where the database
 * is away, which stops everything alike.
 */
export function hourly(core: HqCore, step: (core: HqCore) => Promise<boolean>): () => Promise<boolean> {
  let nextMs = 0;
  return async () => {
    const nowMs = core.clock.monotonicMs();
    if (nowMs < nextMs) return false;
    const isMore = await step(core).catch((error: unknown) => {
      if (error instanceof Fault && error.code === 'hq.database-away') throw error;
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      core.log.error('hq.chore-failed', { detail: detail.slice(0, 2_000) });
      return false;
    });
    if (!isMore) nextMs = nowMs + HOUR_MS;
    return isMore;
  };
}
