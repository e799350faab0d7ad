/** The background steps of one node: at once after rows came, again until there is nothing more, and now and then anyway. */
import { Fault } from '#base/fault.ts';
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';

/** Other nodes take rows too: what they left is found this soon. */
const IDLE_MS = 500;
const AWAY_MS = 1_000;
const BUG_MS = 5_000;

export interface WorkLoop {
  /** There is something to do. */
  kick(): void;
  /** No round begins after it; resolves when the last one has ended. */
  stop(): Promise<void>;
}

/** Begins to work. `work` does one round and says whether there is more. */
export function startWork(options: {
  readonly work: () => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Log;
}): WorkLoop {
  const { work, clock, log } = options;
  let isStopped = false;
  let isKicked = true;
  let round: Promise<void> | undefined;
  let cancel = (): void => undefined;

  const wait = (ms: number): void => {
    cancel();
    if (!isStopped) cancel = clock.after(ms, begin);
  };

  function begin(): void {
    if (round !== undefined || isStopped) return;
    isKicked = false;
    round = work()
      .then((isMore) => (isMore || isKicked ? 0 : IDLE_MS))
      .catch((error: unknown) => {
        const isAway = error instanceof Fault && error.code === 'hq.database-away';
        const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
        if (isAway) log.warn('hq.work-waits', { code: error.code });
        else log.error('hq.work-failed', { detail: detail.slice(0, 2_000) });
        return isAway ? AWAY_MS : BUG_MS;
      })
      .then((pauseMs) => {
        round = undefined;
        wait(pauseMs);
      });
  }

  wait(0);
  return {
    kick() {
      isKicked = true;
      if (round === undefined) wait(0);
    },
    async stop() {
      isStopped = true;
      cancel();
      await round;
    },
  };
}
