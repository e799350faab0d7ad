/**
 * Keeps what headquarters says of products and prices. A checkpoint of any size costs the till slices of a few milliseconds
 * and becomes visible at once; many changes are put into a new base aside, and a snapshot is one built aside from the start.
 */
import type { Clock } from '#base/clock.ts';
import { assert } from '#base/assert.ts';
import { Fault } from '#base/fault.ts';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';
import type { FeedItem } from '#contract/sync/feed.ts';
import type { FeedSink, SnapshotSink } from '#main/sync/port.ts';
import type { CatalogueBuild } from './build-port.ts';
import { isLogLong, restOnDisk, type SyncFile, syncFileAside } from './live-file.ts';
import type { FedCatalogue, LiveChanges } from './open.ts';

/** One slice of work, and the pause after it: the till is its users' half of the time, and waits for nothing longer. */
const SLICE_MS = 3;
const PAUSE_MS = 4;
/** Items handed on in one piece to whoever builds. */
const PIECE_ITEMS = 200;
/** From here on changes belong into the base. */
const MERGE_PRODUCTS = 20_000;
const MERGE_PRICES = 250_000;

export interface CatalogueSink extends FeedSink {
  held(): string | null;
  /** Nothing is written any more; what was begun and not finished never resolves. */
  stop(): void;
}

export interface CatalogueSinkOptions {
  readonly catalogue: FedCatalogue;
  readonly build: CatalogueBuild;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** How files come to rest; by the system, aside, where nothing else is said. */
  readonly sync?: SyncFile;
  readonly mergeFrom?: { readonly products: number; readonly prices: number };
}

/** The sink for products and prices of `catalogue`. */
export function catalogueSink({
  catalogue,
  build,
  clock,
  random,
  log,
  sync = syncFileAside,
  mergeFrom = { products: MERGE_PRODUCTS, prices: MERGE_PRICES },
}: CatalogueSinkOptions): CatalogueSink {
  let stopped = false;
  let merging = false;
  let mergeAfter = 1;
  /** One thing at a time: a checkpoint, a snapshot's end, the removal of what is read by nobody. */
  let last: Promise<unknown> = Promise.resolve();

  return {
    kinds: ['product', 'price'],
    held: () => catalogue.feedId(),
    apply(items, at) {
      const own = items.filter(({ kind }) => kind === 'product' || kind === 'price');
      if (own.length === 0) {
        catalogue.listIsCurrent(at.hqTimeMs);
        return Promise.resolve();
      }
      return inOrder(() => applied(own, at.hqTimeMs));
    },
    beginSnapshot,
    stop() {
      stopped = true;
    },
  };

  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  }

  function changes(): LiveChanges {
    return catalogue.openChanges(() => random.uuid());
  }

  async function applied(items: readonly FeedItem[], hqTimeMs: number): Promise<void> {
    await tidied();
    const { writer, database } = changes();
    assert(catalogue.feedId() !== null, 'changes follow a snapshot that is held');
    for (let at = 0; at < items.length;) {
      at = writer.stage(items, at, sliceEnd());
      if (at < items.length) await pause();
      if (isLogLong(database)) await whileRunning(atRest(database));
    }
    writer.publish({ hqTimeMs, countBefore: catalogue.count() });
    catalogue.changesVisible();
    await whileRunning(atRest(database));
    mergeWhenMany();
  }

  /** Who reads looks anew before and after: an older view would keep the log from being folded and begun again. */
  async function atRest(database: LiveChanges['database']): Promise<void> {
    catalogue.changesVisible();
    await restOnDisk(database, sync);
    if (!stopped) catalogue.changesVisible();
  }

  /** What was never published, and what the base has, is out of the way. */
  async function tidied(): Promise<void> {
    while (changes().writer.tidy(sliceEnd())) await pause();
  }

  function sliceEnd(): () => boolean {
    const endMs = clock.monotonicMs() + SLICE_MS;
    return () => clock.monotonicMs() >= endMs;
  }

  function pause(): Promise<void> {
    return whileRunning(
      new Promise((resolve) => {
        clock.after(PAUSE_MS, resolve);
      }),
    );
  }

  /** After `stop` nothing goes on. */
  async function whileRunning<T>(work: Promise<T>): Promise<T> {
    const result = await work;
    if (stopped) await new Promise(() => undefined);
    return result;
  }

  function mergeWhenMany(): void {
    const { size } = changes().writer;
    const share = Math.max(size.products / mergeFrom.products, size.prices / mergeFrom.prices);
    if (merging || share < mergeAfter) return;
    merging = true;
    void merged(share).finally(() => (merging = false));
  }

  /** The till applies and sells meanwhile; what comes later than the merge stays a change. */
  async function merged(share: number): Promise<void> {
    try {
      await whileRunning(build.merge(catalogue.folder));
      await inOrder(async () => {
        catalogue.refresh();
        await tidied();
      });
      mergeAfter = 1;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // Nothing is lost by it: once there are half as many more, it is tried again.
      mergeAfter = share * 1.5;
      log.warn('catalogue-not-merged', { code: error.code, detail: error.detail });
    }
  }

  function beginSnapshot(): SnapshotSink {
    const feedId = random.uuid();
    const building = build.beginSnapshot(catalogue.folder);
    let over = false;
    return {
      async add(items) {
        const own = items.filter(({ kind }) => kind === 'product' || kind === 'price');
        for (let at = 0; at < own.length; at += PIECE_ITEMS)
          await whileRunning(building.add(own.slice(at, at + PIECE_ITEMS)));
      },
      finish: ({ hqTimeMs }) =>
        inOrder(async () => {
          const { liveId, writer } = changes();
          await whileRunning(building.finish({ feedId, liveId, through: writer.applied, hqTimeMs }));
          over = true;
          catalogue.refresh();
          await tidied();
        }),
      abandon() {
        if (!over) building.abandon();
        over = true;
      },
    };
  }
}
