/** Drops what is old of streams. A till that was away for longer takes a snapshot. */
import type { HqCore } from '../core.ts';
import { listStores } from '../fleet/stores.ts';
import { organisation } from '../identity/identity.ts';
import type { HqStore } from '../store/port.ts';
import { headsOf } from './changes.ts';
import { lockStream, storeStream, type Stream } from './publish.ts';
import { STREAM_CHANGE, STREAM_HEAD } from './tables.ts';

/** Changes dropped in one transaction, so that nobody waits long for the stream. */
const SLICE = 2_000;
const EVERY_MS = 3_600_000;
const STORES_AT_ONCE = 500;

/** How many changes a stream keeps: of everybody's enough for several times all prices, of a store's for weeks of sales. */
const KEEP_SHARED = 500_000;
const KEEP_OF_STORE = 100_000;

/**
 * Drops changes until at most `keepChanges` are left, a slice; true where there is more to drop. Whoever reads them at that
 * moment finds them missing, looks at the head, and starts over.
 */
export async function compactStream(
  store: HqStore,
  { stream, keepChanges }: { readonly stream: Stream; readonly keepChanges: number },
): Promise<boolean> {
  const seen = await store.read.get(STREAM_HEAD, [stream]);
  if (seen === undefined || seen.position - seen.kept_from <= keepChanges) return false;
  return store.transact(async (transaction) => {
    const { position, kept_from, mark } = await lockStream(transaction, stream);
    const until = Math.min(kept_from + SLICE, position - keepChanges);
    if (until <= kept_from) return false;
    const keys = Array.from({ length: until - kept_from }, (_, index) => [stream, kept_from + 1 + index]);
    await transaction.put(STREAM_HEAD, [{ stream, position, kept_from: until, mark }]);
    await transaction.remove(STREAM_CHANGE, keys);
    return until < position - keepChanges;
  });
}

/**
 * The upkeep of all streams by one node: each call is a small step and says whether there is more to do now. Every hour it
 * goes through all streams once; several nodes that do so do each other no harm.
 */
export function createFeedUpkeep(
  core: Pick<HqCore, 'store' | 'clock'>,
  keep: { readonly sharedChanges: number; readonly storeChanges: number } = {
    sharedChanges: KEEP_SHARED,
    storeChanges: KEEP_OF_STORE,
  },
): () => Promise<boolean> {
  let dueMs = core.clock.monotonicMs() + EVERY_MS;
  let long: Stream[] = ['catalogue', 'people', 'shop'];
  let afterStore: string | undefined = '';
  return async () => {
    if (core.clock.monotonicMs() < dueMs) return false;
    const [stream] = long;
    if (stream !== undefined) {
      const keepChanges = stream.startsWith(storeStream('')) ? keep.storeChanges : keep.sharedChanges;
      if (!(await compactStream(core.store, { stream, keepChanges }))) long = long.slice(1);
      return true;
    }
    if (afterStore !== undefined) {
      const { found, next } = await longStreams(core.store, afterStore, keep.storeChanges);
      [long, afterStore] = [[...found], next];
      return true;
    }
    dueMs = core.clock.monotonicMs() + EVERY_MS;
    [long, afterStore] = [['catalogue', 'people', 'shop'], ''];
    return false;
  };
}

/** Streams of a page of stores that keep too much. */
async function longStreams(
  store: HqStore,
  after: string,
  keepChanges: number,
): Promise<{ readonly found: readonly Stream[]; readonly next: string | undefined }> {
  const { organisationId } = await organisation(store.read);
  const page = { organisationId, limit: STORES_AT_ONCE, ...(after === '' ? {} : { after }) };
  const stores = await listStores(store.read, page);
  const heads = await headsOf(
    store.read,
    stores.map(({ store_id }) => storeStream(store_id)),
  );
  const found = [...heads].flatMap(([stream, { position, keptFrom }]) =>
    position - keptFrom > keepChanges ? [stream as Stream] : [],
  );
  return { found, next: stores.length < STORES_AT_ONCE ? undefined : stores.at(-1)?.store_id };
}
