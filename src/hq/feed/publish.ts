/** Appends changes to streams, inside the transaction of whoever made them. */
import { createHash } from 'node:crypto';
import { present } from '#base/assert.ts';
import type { FeedItem } from '#contract/sync/feed.ts';
import { RowNotUnderstood } from '../project/row-fields.ts';
import type { HqTransaction, RowOf } from '../store/port.ts';
import { unreadableIn } from './readable.ts';
import { STREAM_CHANGE, STREAM_HEAD, STREAM_ITEM } from './tables.ts';

/** Streams of everybody in the organisation. */
export type SharedStream = 'catalogue' | 'people' | 'shop';
export type Stream = SharedStream | `store:${string}`;

/**
 * A person as streams keep them: never by name. What a till gets is read from where persons are kept at the moment it
 * asks, so that somebody who was erased is in no stream.
 */
export interface SealedPerson {
  readonly kind: 'person';
  readonly key: string;
  readonly value: { readonly sealed: string } | null;
}

/** An item as it stands in a stream. */
export type StreamItem = Exclude<FeedItem, { readonly kind: 'person' }> | SealedPerson;

export interface Change {
  readonly stream: Stream;
  readonly item: StreamItem;
}

/** Rows in one statement. */
const SLICE = 2_000;

/** The stream of what concerns one store alone: its prices, settings and stock. */
export function storeStream(storeId: string): Stream {
  return `store:${storeId}`;
}

/**
 * The head of a stream, locked until the transaction ends: nobody else appends meanwhile. Whoever reads what a stream says
 * in order to change it takes the lock first, and streams in their order.
 */
export async function lockStream(transaction: HqTransaction, stream: Stream): Promise<RowOf<typeof STREAM_HEAD>> {
  const head = await transaction.lock(STREAM_HEAD, [stream]);
  if (head !== undefined) return head;
  await transaction.insert(STREAM_HEAD, [{ stream, position: 0, kept_from: 0, mark: null }]);
  return present(await transaction.lock(STREAM_HEAD, [stream]), 'the head of a stream that was just begun');
}

/**
 * Numbers and stores changes. All of one call become visible together, at a till also those of several streams: a
 * transaction makes one call. Of several for one thing the last one counts. The streams touched are returned: after the
 * commit `core.streamChanged` is told of each. Throws RowNotUnderstood for what no till could read: whatever said it is listed,
 * and nothing of it is stored.
 */
export async function publish(transaction: HqTransaction, changes: readonly Change[]): Promise<readonly Stream[]> {
  for (const { item } of changes) holdToContract(item);
  const byStream = Map.groupBy(changes, ({ stream }) => stream);
  const streams = [...byStream.keys()].sort();
  const batches: Batch[] = [];
  for (const stream of streams) {
    const items = new Map((byStream.get(stream) ?? []).map(({ item }) => [`${item.kind} ${item.key}`, item]));
    const head = await lockStream(transaction, stream);
    batches.push({ stream, head, items: [...items.values()], end: head.position + items.size });
  }
  const together =
    batches.length > 1 ? JSON.stringify(Object.fromEntries(batches.map(({ stream, end }) => [stream, end]))) : null;
  for (const batch of batches) await append(transaction, batch, together);
  return streams;
}

/** A person is sealed here; whether tills can read it is seen where it is opened. */
function holdToContract(item: StreamItem): void {
  const wrong = unreadableIn(item.kind === 'person' ? { ...item, value: null } : item);
  if (wrong !== undefined) throw new RowNotUnderstood(`no till could read ${wrong} of this ${item.kind}`);
}

interface Batch {
  readonly stream: Stream;
  readonly head: RowOf<typeof STREAM_HEAD>;
  readonly items: readonly StreamItem[];
  /** The position of its last change. */
  readonly end: number;
}

async function append(transaction: HqTransaction, batch: Batch, together: string | null): Promise<void> {
  const { stream, head, items, end } = batch;
  const said = items.map(({ kind, key, value }) => ({
    kind,
    item_key: key,
    value: value === null ? null : JSON.stringify(value),
  }));
  const mark = markAfter(head.mark, said);
  const rows = said.map((item, index): RowOf<typeof STREAM_CHANGE> => {
    const position = head.position + index + 1;
    return { stream, position, batch: end, ...item, together: position === end ? together : null, mark };
  });
  for (let at = 0; at < rows.length; at += SLICE) {
    const slice = rows.slice(at, at + SLICE);
    await transaction.put(STREAM_CHANGE, slice);
    const there = slice.flatMap(({ kind, item_key, position, value }) =>
      value === null ? [] : [{ stream, kind, item_key, position, value }],
    );
    if (there.length > 0) await transaction.put(STREAM_ITEM, there);
    const gone = slice.filter(({ value }) => value === null).map(({ kind, item_key }) => [stream, kind, item_key]);
    if (gone.length > 0) await transaction.remove(STREAM_ITEM, gone);
  }
  await transaction.put(STREAM_HEAD, [{ stream, position: end, kept_from: head.kept_from, mark }]);
}

const MARK_BYTES = 12;

/** The mark of a batch that follows what has this mark. */
function markAfter(
  before: string | null,
  items: readonly { readonly kind: string; readonly item_key: string; readonly value: string | null }[],
): string {
  const hash = createHash('sha256').update(before ?? '');
  for (const { kind, item_key, value } of items) hash.update(`\n${kind} ${item_key} ${value ?? ''}`);
  return hash.digest().subarray(0, MARK_BYTES).toString('base64url');
}
