/**
 * Those who wait for a stream on this node. Changes made here wake them at once; those made on other nodes are seen by one
 * cheap look at the heads for all of them together, twice a second.
 */
import type { Clock } from '#base/clock.ts';
import { Fault } from '#base/fault.ts';
import type { Log } from '#base/log.ts';
import { hurriedly } from '../store/patience.ts';
import type { HqStore } from '../store/port.ts';
import { headsOf } from './changes.ts';

/** Live within two seconds: a look and an answer are well within, also the slowest. */
const LOOK_MS_MIN = 500;
const LOOK_MS_MAX = 1_500;
/**
 * With more tills than that on a stream nobody is woken at once: each sale of a customer changes an account, and a thousand
 * tills that are all told of each would do nothing else. They hear of many together at the next look, the later the more
 * they are.
 */
const CROWD = 100;
/** Streams in one statement. */
const STREAMS_MAX = 5_000;

/** One who waits. */
export interface StreamWatch {
  /**
   * True once a stream has, or may have, changed beyond `at` since the watch was begun: to be looked at. False after
   * `withinMs`, and where this node stops. Never rejects.
   */
  changed(at: ReadonlyMap<string, number>, withinMs: number): Promise<boolean>;
  end(): void;
}

export interface StreamWaiters {
  readonly streamChanged: (stream: string) => void;
  /** To be begun before looking for changes, so that none falls between looking and waiting. */
  watch(streams: readonly string[]): StreamWatch;
  /** Whether so many read one of these streams that they are told of changes together, at looks. */
  isCrowd(streams: readonly string[]): boolean;
  /** How many wait now. */
  count(): number;
  /** Answers all who wait, now and from now on. */
  close(): void;
}

interface Watch {
  readonly streams: ReadonlySet<string>;
  at: ReadonlyMap<string, number>;
  isStirred: boolean;
  wake: ((isChanged: boolean) => void) | null;
}

export function createStreamWaiters(options: {
  readonly store: HqStore;
  readonly clock: Clock;
  readonly log: Log;
}): StreamWaiters {
  return new Waiters(options);
}

class Waiters implements StreamWaiters {
  readonly #store: HqStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #watches = new Set<Watch>();
  /** How many watch each stream. */
  readonly #readers = new Map<string, number>();
  #cancelLook: (() => void) | null = null;
  #isLooking = false;
  #isAway = false;
  #isClosed = false;

  constructor({ store, clock, log }: { readonly store: HqStore; readonly clock: Clock; readonly log: Log }) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  readonly streamChanged = (stream: string): void => {
    if (this.isCrowd([stream])) return;
    for (const watch of this.#watches) if (watch.streams.has(stream)) stir(watch);
  };

  watch(streams: readonly string[]): StreamWatch {
    const watch: Watch = { streams: new Set(streams), at: new Map(), isStirred: false, wake: null };
    this.#watches.add(watch);
    this.#count(watch.streams, 1);
    return {
      changed: (at, withinMs) => this.#sleep(watch, at, withinMs),
      end: () => {
        if (this.#watches.delete(watch)) this.#count(watch.streams, -1);
        watch.wake?.(false);
      },
    };
  }

  isCrowd(streams: readonly string[]): boolean {
    return streams.some((stream) => (this.#readers.get(stream) ?? 0) > CROWD);
  }

  #count(streams: ReadonlySet<string>, more: 1 | -1): void {
    for (const stream of streams) {
      const count = (this.#readers.get(stream) ?? 0) + more;
      if (count === 0) this.#readers.delete(stream);
      else this.#readers.set(stream, count);
    }
  }

  count(): number {
    return this.#sleeping().length;
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelLook?.();
    this.#cancelLook = null;
    for (const watch of this.#watches) watch.wake?.(false);
  }

  #sleep(watch: Watch, at: ReadonlyMap<string, number>, withinMs: number): Promise<boolean> {
    if (this.#isClosed) return Promise.resolve(false);
    if (watch.isStirred) {
      watch.isStirred = false;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const cancel = this.#clock.after(withinMs, () => watch.wake?.(false));
      watch.at = at;
      watch.wake = (isChanged) => {
        cancel();
        watch.wake = null;
        watch.isStirred = false;
        resolve(isChanged);
      };
      this.#lookSoon();
    });
  }

  #sleeping(): readonly Watch[] {
    return [...this.#watches].filter(({ wake }) => wake !== null);
  }

  #lookSoon(): void {
    const count = this.#sleeping().length;
    if (this.#cancelLook !== null || this.#isLooking || this.#isClosed || count === 0) return;
    const lookMs = Math.min(LOOK_MS_MAX, Math.max(LOOK_MS_MIN, count));
    this.#cancelLook = this.#clock.after(lookMs, () => {
      this.#cancelLook = null;
      // One of those who wait began it, and all of them wait for it.
      void hurriedly(() => this.#look());
    });
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    try {
      const streams = [...new Set(this.#sleeping().flatMap((watch) => [...watch.streams]))];
      for (let from = 0; from < streams.length; from += STREAMS_MAX) {
        const heads = await headsOf(this.#store.read, streams.slice(from, from + STREAMS_MAX));
        for (const watch of this.#sleeping())
          if ([...watch.at].some(([stream, at]) => (heads.get(stream)?.position ?? at) !== at)) stir(watch);
      }
      this.#isAway = false;
    } catch (error) {
      // Whoever waits goes on waiting; the database is looked for again at the next turn, and told of once.
      if (!this.#isAway)
        this.#log.warn('feed.look-failed', {
          fault: error instanceof Fault ? error.code : 'hq.bug',
          error: said(error),
        });
      this.#isAway = true;
    } finally {
      this.#isLooking = false;
      this.#lookSoon();
    }
  }
}

function stir(watch: Watch): void {
  watch.isStirred = true;
  watch.wake?.(true);
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
