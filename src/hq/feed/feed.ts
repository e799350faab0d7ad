/**
 * What tills get of headquarters: changes after a cursor, live, and the whole state where there is no cursor. Door of the
 * folder.
 */
import type { FeedItem, PersonValue } from '#contract/sync/feed.ts';
import type { CallAnswer, CallInput } from '#contract/sync/sync.ts';
import type { Caller, HqCore, SyncHandlers } from '../core.ts';
import type { HqReads } from '../store/port.ts';
import { ChangePages } from './change-pages.ts';
import { readChanges } from './changes.ts';
import { cursorText, readCursor, type FeedPosition } from './cursor.ts';
import { storeStream } from './publish.ts';
import { unreadableIn } from './readable.ts';
import { snapshotPage } from './snapshot.ts';
import type { StreamWaiters } from './waiters.ts';

export { compactStream, createFeedUpkeep } from './compact.ts';
export { lockStream, publish, storeStream } from './publish.ts';
export type { Change, SealedPerson, SharedStream, Stream, StreamItem } from './publish.ts';
export { createStreamWaiters } from './waiters.ts';
export type { StreamWaiters } from './waiters.ts';

export interface FeedParts {
  /** Of this node. */
  readonly waiters: StreamWaiters;
  /** One read: another than last time says that headquarters came back from a backup. */
  readonly incarnation: (reads: HqReads) => Promise<string>;
  /** Signs cursors; the same on every node and for ever. */
  readonly cursorKey: (reads: HqReads) => Promise<Uint8Array>;
  /** A till shows a cursor that headquarters gave in this incarnation, and does not remember: it came back from a backup. */
  readonly onLost: (core: HqCore, caller: Caller, lost: LostCursor) => Promise<void>;
  /** Persons as tills get them; null, or not among them, for one who was erased. */
  readonly openPersons: (
    core: HqCore,
    sealed: readonly { readonly personId: string; readonly sealed: string }[],
  ) => Promise<ReadonlyMap<string, PersonValue | null>>;
}

export interface LostCursor {
  readonly incarnation: string;
  /** Whether it is so, seen once more inside a transaction. */
  readonly isLost: (reads: HqReads) => Promise<boolean>;
}

/** The answers to `feed` and `snapshot`. */
export function feedHandlers(given: FeedParts): SyncHandlers<'feed' | 'snapshot'> {
  const pages = new ChangePages();
  let key: Uint8Array | undefined;
  const parts: FeedParts = { ...given, cursorKey: async (reads) => (key ??= await given.cursorKey(reads)) };
  return {
    feed: (core, caller, input) => feed(core, parts, pages, caller, input),
    snapshot: async (core, caller, input) => {
      const incarnation = await parts.incarnation(core.store.read);
      const key = await parts.cursorKey(core.store.read);
      const page = await snapshotPage(core.store.read, { streams: streamsOf(caller), incarnation, key, ...input });
      if (page.kind === 'start-over') return page;
      const items = await itemsOf(core, parts, page.items);
      return { ...page, items, hqTimeMs: core.clock.wallMs() };
    },
  };
}

/** The streams of a till, in the order in which they are read. */
function streamsOf({ storeId }: Caller): readonly string[] {
  return ['catalogue', 'people', 'shop', storeStream(storeId)];
}

async function feed(
  core: HqCore,
  parts: FeedParts,
  pages: ChangePages,
  caller: Caller,
  input: CallInput<'feed'>,
): Promise<CallAnswer<'feed'>> {
  if (input.cursor === null) return { kind: 'start-over', reason: 'no-cursor' };
  const streams = streamsOf(caller);
  const key = await parts.cursorKey(core.store.read);
  const cursor = readCursor(input.cursor, streams, key);
  if (cursor === undefined) return { kind: 'start-over', reason: 'unreadable' };
  const endMs = core.clock.monotonicMs() + input.waitMs;
  const watch = parts.waiters.watch(streams);
  let hasWaited = false;
  try {
    for (;;) {
      // Asked every time: a database that came back from a backup while somebody waited has another one.
      const incarnation = await parts.incarnation(core.store.read);
      if (cursor.incarnation !== incarnation) return { kind: 'start-over', reason: 'incarnation' };
      const read = await readChanges(core.store.read, {
        from: cursor,
        limit: input.limit,
        along: (way) => pages.along(core.store.read, incarnation, way),
      });
      if (read.kind !== 'changes') {
        if (read.kind === 'unreadable') await parts.onLost(core, caller, { incarnation, isLost });
        return { kind: 'start-over', reason: read.kind };
      }
      // In a crowd each waits once, also for what is there already, so that it is told of many changes together.
      const isCrowded = !hasWaited && read.changes.length < input.limit && parts.waiters.isCrowd(streams);
      if ((read.changes.length === 0 || isCrowded) && (await isStirred(cursor))) {
        hasWaited = true;
        continue;
      }
      const items = await itemsOf(core, parts, read.changes);
      const next = cursorText({ incarnation, ...read.position }, key);
      const hqTimeMs = core.clock.wallMs();
      return { kind: 'changes', items, cursor: next, isCheckpoint: read.isCheckpoint, hqTimeMs };
    }
  } finally {
    watch.end();
  }

  async function isLost(reads: HqReads): Promise<boolean> {
    return cursor !== undefined && (await readChanges(reads, { from: cursor, limit: 1 })).kind === 'unreadable';
  }

  function isStirred(position: FeedPosition): Promise<boolean> {
    const leftMs = endMs - core.clock.monotonicMs();
    return leftMs > 0 ? watch.changed(position.at, leftMs) : Promise.resolve(false);
  }
}

/** Of a key in the log. */
const KEY_SHOWN_MAX = 64;

interface StoredItem {
  readonly kind: string;
  readonly item_key: string;
  readonly value: string | null;
}

/** What those who go the same way at the same moment are all told; never with a person, who may be erased at any moment. */
const told = new WeakMap<readonly StoredItem[], FeedItem[]>();

/**
 * Items as tills get them, each as it was said last: what it was in between is nobody's business once the answer was taken whole.
 * One that was stored and that no till can read is passed over.
 */
async function itemsOf(core: HqCore, parts: FeedParts, said: readonly StoredItem[]): Promise<FeedItem[]> {
  const known = told.get(said);
  if (known !== undefined) return known;
  // Set anew, a key would stand where it stood first.
  const last = new Map<string, StoredItem>();
  for (const item of said.toReversed()) {
    const name = `${item.kind} ${item.item_key}`;
    if (!last.has(name)) last.set(name, item);
  }
  const stored = [...last.values()].reverse();
  const sealed = new Map(
    stored.flatMap(({ kind, item_key, value }) =>
      kind === 'person' && value !== null
        ? [[item_key, (JSON.parse(value) as { readonly sealed: string }).sealed] as const]
        : [],
    ),
  );
  const persons =
    sealed.size === 0
      ? undefined
      : await parts.openPersons(
          core,
          [...sealed].map(([personId, text]) => ({ personId, sealed: text })),
        );
  const items = stored.flatMap(({ kind, item_key: key, value }): readonly FeedItem[] => {
    const opened: unknown = kind === 'person' ? (persons?.get(key) ?? null) : value === null ? null : JSON.parse(value);
    const item = { kind, key, value: opened };
    const wrong = unreadableIn(item);
    if (wrong === undefined) return [item as FeedItem];
    core.log.error('feed.item-unreadable', { kind, key: key.slice(0, KEY_SHOWN_MAX), field: wrong });
    return [];
  });
  if (!stored.some(({ kind }) => kind === 'person')) told.set(said, items);
  return items;
}
