/** What every use case of headquarters works with. */
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';
import type { CallAnswer, CallInput, CallName } from '#contract/sync/sync.ts';
import type { VerifyRows } from './ingest/verify-rows.ts';
import type { HqStore } from './store/port.ts';

export interface HqCore {
  readonly store: HqStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Checks rows of a chain, on other threads where there are any. */
  readonly verifyRows: VerifyRows;
  /** Wakes those who wait for a stream on this node; other nodes look for themselves. */
  readonly streamChanged: (stream: string) => void;
}

/** The till that signed a call, once its signature was found good. */
export interface Caller {
  readonly tillId: string;
  readonly storeId: string;
  readonly organisationId: string;
}

/** Answers calls of tills, by name. Each folder of use cases exports its own part. */
export type SyncHandlers<Names extends CallName> = {
  readonly [Name in Names]: (core: HqCore, caller: Caller, input: CallInput<Name>) => Promise<CallAnswer<Name>>;
};
