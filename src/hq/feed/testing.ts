/** A node of headquarters for tests of the feed: its clock is moved by hand. */
import type { Clock } from '#base/clock.ts';
import type { FeedItem } from '#contract/sync/feed.ts';
import type { CallAnswer } from '#contract/sync/sync.ts';
import type { Caller, HqCore } from '../core.ts';
import type { HqStore } from '../store/port.ts';
import { createStreamWaiters, feedHandlers, publish, type Change, type FeedParts } from './feed.ts';

/** A clock that stands still until it is moved. */
export class StepClock implements Clock {
  #nowMs = 0;
  readonly #timers = new Set<{ readonly atMs: number; readonly then: () => void }>();

  wallMs(): number {
    return 1_790_000_000_000 + this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, then: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, then };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Moves on, timer by timer, and lets everything that follows from each happen. */
  async advance(byMs: number): Promise<void> {
    const endMs = this.#nowMs + byMs;
    await settled();
    for (;;) {
      const [next] = [...this.#timers].sort((a, b) => a.atMs - b.atMs);
      if (next === undefined || next.atMs > endMs) break;
      this.#timers.delete(next);
      this.#nowMs = next.atMs;
      next.then();
      await settled();
    }
    this.#nowMs = endMs;
  }

  /** How many timers are set. */
  timers(): number {
    return this.#timers.size;
  }
}

/** Lets microtasks, and what they begin, come to rest. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export const CALLER: Caller = { tillId: 'till-1', storeId: 'lyon', organisationId: 'org' };

export interface FeedNode {
  readonly core: HqCore;
  readonly clock: StepClock;
  readonly waiting: () => number;
  close(): void;
  publish(...changes: readonly Change[]): Promise<void>;
  feed(
    cursor: string | null,
    options?: { readonly waitMs?: number; readonly limit?: number; readonly caller?: Caller },
  ): Promise<CallAnswer<'feed'>>;
  snapshot(next: string | null, limit?: number): Promise<CallAnswer<'snapshot'>>;
  /** The whole state by a snapshot, and the cursor to go on from. */
  whole(limit?: number): Promise<{ readonly items: readonly FeedItem[]; readonly cursor: string }>;
}

const silent = (): void => undefined;

/** A node over a store. */
export function feedNode(
  store: HqStore,
  options: Partial<FeedParts> & { readonly clock?: StepClock; readonly incarnationId?: () => string } = {},
): FeedNode {
  const clock = options.clock ?? new StepClock();
  const log = { info: silent, warn: silent, error: silent };
  const waiters = createStreamWaiters({ store, clock, log });
  const random = { bytes: (count: number) => new Uint8Array(count), uuid: () => 'id' };
  const core = { store, clock, random, log, streamChanged: waiters.streamChanged } as unknown as HqCore;
  const handlers = feedHandlers({
    waiters,
    incarnation: () => Promise.resolve(options.incarnationId?.() ?? 'first'),
    cursorKey: () => Promise.resolve(new Uint8Array(32)),
    onLost: () => Promise.resolve(),
    openPersons: () => Promise.resolve(new Map()),
    ...options,
  });
  const snapshot: FeedNode['snapshot'] = (next, limit = 100) => handlers.snapshot(core, CALLER, { next, limit });
  return {
    core,
    clock,
    waiting: () => waiters.count(),
    close: () => waiters.close(),
    publish: async (...changes) => {
      const streams = await store.transact((transaction) => publish(transaction, changes));
      streams.forEach((stream) => waiters.streamChanged(stream));
    },
    feed: (cursor, { waitMs = 0, limit = 100, caller = CALLER } = {}) =>
      handlers.feed(core, caller, { cursor, waitMs, limit }),
    snapshot,
    whole: async (limit) => {
      const items: FeedItem[] = [];
      for (let next: string | null = null; ;) {
        const page = await snapshot(next, limit);
        if (page.kind !== 'page') throw new Error(`start over: ${page.reason}`);
        items.push(...page.items);
        next = page.next;
        if (next === null) return { items, cursor: page.cursor };
      }
    },
  };
}

/** A change of a group of settings of the organisation: the simplest item. */
export function setting(key: string, value: Readonly<Record<string, unknown>> | null, stream = 'shop'): Change {
  return { stream: stream as Change['stream'], item: { kind: 'settings', key, value } };
}
