/**
 * Headquarters put together over a store, without a wire: what a server, a test and the simulation open. One of any number of
 * nodes over the same store. Door of the folder.
 */
import type { Clock } from '#base/clock.ts';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';
import { expireDue, grantHandlers } from './accounts/accounts.ts';
import { answerCall, type Handlers, type WireAnswer, type WireCall } from './calls/answer-call.ts';
import type { HqCore } from './core.ts';
import { createFeedUpkeep, createStreamWaiters, feedHandlers } from './feed/feed.ts';
import { fleetHandlers } from './fleet/fleet.ts';
import { hourly } from './hourly.ts';
import { incarnation, openOrganisation, ownKey } from './identity/identity.ts';
import { ingestHandlers } from './ingest/ingest.ts';
import { hearLostCursor } from './ingest/restored.ts';
import { type VerifyRows, verifyRowsInline } from './ingest/verify-rows.ts';
import { dropOldChanges, openPersons, personHandlers } from './persons/persons.ts';
import { PROJECTORS } from './project/projectors.ts';
import { runProjectors } from './project/run-projectors.ts';
import { refundHandlers } from './refunds/refunds.ts';
import { stockHandlers } from './stock/stock.ts';
import type { HqStore } from './store/port.ts';
import { answerPage, type PageAnswer, type PageRequest } from './web/answer-page.ts';
import { isKnownDevice } from './web/device.ts';
import { forgetGuesses, forgetSessions } from './web/forget.ts';

export interface HqOptions {
  readonly store: HqStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** On other threads in a server; on this one where nothing else is given. */
  readonly verifyRows?: VerifyRows;
  /** What an organisation that does not exist yet is called. */
  readonly organisation?: { readonly name: string; readonly currencyCode: string; readonly timeZone: string };
}

export interface Hq {
  readonly core: HqCore;
  /** Answers a till. Never rejects. */
  answerCall(call: WireCall): Promise<WireAnswer>;
  answerPage(request: PageRequest): Promise<PageAnswer>;
  /** Whether somebody signed in before in the browser that has these cookies. */
  knowsDevice(from: { readonly cookie: string | undefined; readonly host: string }): Promise<boolean>;
  /** One round of what follows from rows that were stored; whether there is more. */
  work(): Promise<boolean>;
  /** Tills that wait for changes on this node. */
  waiting(): number;
  /** Answers whoever waits, and takes no one else. The store is the caller's to close. */
  close(): void;
}

const FIRST_ORGANISATION = { name: 'Comptoir', currencyCode: 'EUR', timeZone: 'Europe/Paris' };

/** Opens a node. Makes the organisation in an empty store. */
export async function openHq(options: HqOptions): Promise<Hq> {
  const { store, clock, random, log, verifyRows = verifyRowsInline } = options;
  const waiters = createStreamWaiters({ store, clock, log });
  const core: HqCore = { store, clock, random, log, verifyRows, streamChanged: waiters.streamChanged };
  await openOrganisation(core, options.organisation ?? FIRST_ORGANISATION);
  const upkeep = createFeedUpkeep(core);
  const chores = [expireDue, dropOldChanges, forgetGuesses(), forgetSessions()].map((step) => hourly(core, step));
  const handlers: Handlers = {
    ...fleetHandlers,
    ...ingestHandlers,
    ...feedHandlers({ waiters, incarnation, cursorKey: ownKey, onLost: hearLostCursor, openPersons }),
    ...personHandlers,
    ...grantHandlers,
    ...refundHandlers,
    ...stockHandlers,
  };
  return {
    core,
    answerCall: (call) => answerCall(core, handlers, call),
    answerPage: (request) => answerPage(core, request),
    knowsDevice: (from) => isKnownDevice(core, from),
    work: async () => {
      if ((await runProjectors(core, PROJECTORS)) || (await upkeep())) return true;
      for (const chore of chores) if (await chore()) return true;
      return false;
    },
    waiting: () => waiters.count(),
    close: () => waiters.close(),
  };
}
