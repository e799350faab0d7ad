/**
 * The whole state of a till's streams, page by page, without anybody holding it: the things as they are, by their keys, and
 * at the end what changed while they were read. All pages together are the state at the last one's cursor.
 */
import type { HqReads } from '../store/port.ts';
import { headsOf, marksOf, positionsOf, readChanges } from './changes.ts';
import { cursorText, readSnapshotNext, snapshotText, type FeedPosition, type SnapshotNext } from './cursor.ts';
import { STREAM_ITEM } from './tables.ts';

export type SnapshotPage =
  | {
      readonly kind: 'page';
      readonly items: readonly { readonly kind: string; readonly item_key: string; readonly value: string | null }[];
      readonly next: string | null;
      readonly cursor: string;
    }
  | { readonly kind: 'start-over'; readonly reason: 'incarnation' | 'too-old' | 'unreadable' };

export interface SnapshotRequest {
  readonly streams: readonly string[];
  readonly incarnation: string;
  readonly next: string | null;
  readonly limit: number;
  /** Signs cursors, and where a snapshot goes on. */
  readonly key: Uint8Array;
}

/** One page; `next` null begins. */
export async function snapshotPage(reads: HqReads, request: SnapshotRequest): Promise<SnapshotPage> {
  const { streams, incarnation, limit, key } = request;
  const next =
    request.next === null ? await begun(reads, streams, incarnation) : readSnapshotNext(request.next, streams, key);
  if (next === undefined) return { kind: 'start-over', reason: 'unreadable' };
  if (next.incarnation !== incarnation) return { kind: 'start-over', reason: 'incarnation' };
  return next.kind === 'items'
    ? pageOfItems(reads, { streams, limit, next, key })
    : pageOfChanges(reads, { incarnation, limit, key, position: next.position, until: next.until });
}

async function begun(reads: HqReads, streams: readonly string[], incarnation: string): Promise<SnapshotNext> {
  const heads = await headsOf(reads, streams);
  return {
    kind: 'items',
    incarnation,
    begun: positionsOf(heads),
    marks: marksOf(heads),
    stream: streams[0] ?? '',
    after: null,
  };
}

async function pageOfItems(
  reads: HqReads,
  {
    streams,
    limit,
    next,
    key,
  }: {
    readonly streams: readonly string[];
    readonly limit: number;
    readonly key: Uint8Array;
    readonly next: SnapshotNext & { readonly kind: 'items' };
  },
): Promise<SnapshotPage> {
  const { incarnation, begun: since, marks } = next;
  const items: { readonly kind: string; readonly item_key: string; readonly value: string }[] = [];
  let after = next.after;
  for (const stream of streams.slice(streams.indexOf(next.stream))) {
    const left = limit - items.length;
    const rows = await reads.scan(STREAM_ITEM, {
      prefix: [stream],
      limit: left,
      ...(after === null ? {} : { after: [stream, ...after] }),
    });
    items.push(...rows);
    const last = rows.at(-1);
    if (rows.length === left && last !== undefined) {
      const goOn = snapshotText({ ...next, stream, after: [last.kind, last.item_key] }, key);
      return {
        kind: 'page',
        items,
        next: goOn,
        cursor: cursorText({ incarnation, at: since, owed: new Map(), marks }, key),
      };
    }
    after = null;
  }
  // Everything that was read was committed by now: with the changes up to here it is one state.
  const until = positionsOf(await headsOf(reads, streams));
  const rest = await pageOfChanges(reads, {
    incarnation,
    key,
    limit: Math.max(1, limit - items.length),
    position: { at: since, owed: new Map(), marks },
    until,
  });
  return rest.kind === 'page' ? { ...rest, items: [...items, ...rest.items] } : rest;
}

async function pageOfChanges(
  reads: HqReads,
  {
    incarnation,
    limit,
    key,
    position,
    until,
  }: {
    readonly incarnation: string;
    readonly key: Uint8Array;
    readonly limit: number;
    readonly position: FeedPosition;
    readonly until: ReadonlyMap<string, number>;
  },
): Promise<SnapshotPage> {
  const read = await readChanges(reads, { from: position, until, limit });
  if (read.kind !== 'changes') return { kind: 'start-over', reason: read.kind };
  const isEnd = [...until].every(([stream, end]) => (read.position.at.get(stream) ?? 0) >= end);
  const next = isEnd ? null : snapshotText({ kind: 'changes', incarnation, position: read.position, until }, key);
  return { kind: 'page', items: read.changes, next, cursor: cursorText({ incarnation, ...read.position }, key) };
}
