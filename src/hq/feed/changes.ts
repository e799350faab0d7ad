/**
 * Reads what changed in several streams after a position, in whole batches where they fit. How far it may read is asked in
 * one statement, so that where it ends is a state that was once committed, of all streams together.
 */
import { assert } from '#base/assert.ts';
import type { HqReads, RowOf } from '../store/port.ts';
import type { FeedPosition } from './cursor.ts';
import { STREAM_CHANGE, STREAM_HEAD } from './tables.ts';

export type StreamChange = RowOf<typeof STREAM_CHANGE>;

export type ChangesRead =
  | {
      readonly kind: 'changes';
      readonly changes: readonly StreamChange[];
      readonly position: FeedPosition;
      /** Whether what was read up to here belongs together. */
      readonly isCheckpoint: boolean;
    }
  /** What lies after the position is no longer kept. */
  | { readonly kind: 'too-old' }
  /** No stream stands there, or it says something else up to there: a cursor of a history that was lost, or none at all. */
  | { readonly kind: 'unreadable' };

interface Head {
  readonly position: number;
  readonly mark: string | null;
  readonly keptFrom: number;
}

/** Where streams stand, all at one moment; a stream that nobody wrote to stands at 0. */
export async function headsOf(reads: HqReads, streams: readonly string[]): Promise<ReadonlyMap<string, Head>> {
  const rows = await reads.getMany(
    STREAM_HEAD,
    streams.map((stream) => [stream]),
  );
  const known = new Map(
    rows.map(({ stream, position, kept_from, mark }) => [stream, { position, mark, keptFrom: kept_from }]),
  );
  return new Map(streams.map((stream) => [stream, known.get(stream) ?? { position: 0, mark: null, keptFrom: 0 }]));
}

/** The positions of heads. */
export function positionsOf(heads: ReadonlyMap<string, Head>): ReadonlyMap<string, number> {
  return new Map([...heads].map(([stream, { position }]) => [stream, position]));
}

/** The marks of heads, where there are any. */
export function marksOf(heads: ReadonlyMap<string, Head>): ReadonlyMap<string, string> {
  return new Map([...heads].flatMap(([stream, { mark }]) => (mark === null ? [] : [[stream, mark] as const])));
}

/** A stretch of one stream: after a position, up to another. */
export interface ChangeRange {
  readonly stream: string;
  readonly after: number;
  readonly until: number;
  readonly limit: number;
}

/** Reads a stretch of one stream. */
export function scanChanges(reads: HqReads, range: ChangeRange): Promise<readonly StreamChange[]> {
  const { stream, after, until, limit } = range;
  return reads.scan(STREAM_CHANGE, { prefix: [stream], from: after + 1, until, limit });
}

/** Changes after `from`, at most `limit`, none after `until` where that is given. */
export async function readChanges(
  reads: HqReads,
  {
    from,
    until,
    limit,
    along = (way) => readAlong((range) => scanChanges(reads, range), way),
  }: {
    readonly from: FeedPosition;
    readonly until?: ReadonlyMap<string, number>;
    readonly limit: number;
    /** How a way is gone; through the database unless given. */
    readonly along?: (way: Way) => Promise<ChangesAlong>;
  },
): Promise<ChangesRead> {
  const heads = await headsOf(reads, [...from.at.keys()]);
  for (const [stream, { position, keptFrom }] of heads) {
    const at = from.at.get(stream) ?? 0;
    if (at > position) return { kind: 'unreadable' };
    if (at < keptFrom) return { kind: 'too-old' };
  }
  if (!(await isOfThisHistory(reads, from, heads))) return { kind: 'unreadable' };
  return along({ from, until: until ?? positionsOf(heads), limit });
}

/** From a place towards another, at most so many changes. */
export interface Way {
  readonly from: FeedPosition;
  readonly until: ReadonlyMap<string, number>;
  readonly limit: number;
}

export type ChangesAlong = Extract<ChangesRead, { readonly kind: 'changes' }>;

/** The changes of a way: whoever goes the same way reads the same, but for what was dropped meanwhile. */
export async function readAlong(
  scan: (range: ChangeRange) => Promise<readonly StreamChange[]>,
  { from, until, limit }: Way,
): Promise<ChangesAlong> {
  const course = new Course(from, until);
  while (course.changes.length < limit) {
    const next = course.next();
    if (next === undefined) break;
    const rows = await scan({ ...next, limit: limit - course.changes.length });
    // Dropped since the heads were read: the next look at them says so. Or, on an engine of many machines, a head was seen
    // before its changes: they are there the next time.
    if (rows[0]?.position !== next.after + 1) break;
    for (const row of rows) course.take(row);
  }
  return course.answer();
}

/** Whether every stream still says, up to where the reader stands, what it said when that was given. No mark says nothing. */
async function isOfThisHistory(
  reads: HqReads,
  { at, marks }: FeedPosition,
  heads: ReadonlyMap<string, Head>,
): Promise<boolean> {
  const inside: (readonly [string, number])[] = [];
  for (const [stream, mark] of marks) {
    const position = at.get(stream) ?? 0;
    const head = heads.get(stream);
    // Of what is no longer kept nobody knows.
    if (head === undefined || position <= head.keptFrom) continue;
    if (position < head.position) inside.push([stream, position]);
    else if (head.mark !== null && head.mark !== mark) return false;
  }
  const rows = inside.length === 0 ? [] : await reads.getMany(STREAM_CHANGE, inside);
  return rows.every(({ stream, mark }) => mark === null || mark === marks.get(stream));
}

/** A way through several streams, from batch to batch. */
class Course {
  changes: StreamChange[] = [];
  readonly #at: Map<string, number>;
  readonly #owed: Map<string, number>;
  readonly #marks: Map<string, string>;
  readonly #until: ReadonlyMap<string, number>;
  #checkpoint: ({ readonly count: number } & Pick<FeedPosition, 'at' | 'marks'>) | undefined;

  constructor(from: FeedPosition, until: ReadonlyMap<string, number>) {
    this.#at = new Map(from.at);
    this.#owed = new Map(from.owed);
    this.#marks = new Map(from.marks);
    this.#until = until;
  }

  /** What to read next: first what is owed. Undefined at the end. */
  next(): { readonly stream: string; readonly after: number; readonly until: number } | undefined {
    for (const targets of [this.#owed, this.#until])
      for (const [stream, after] of this.#at) {
        const until = targets.get(stream) ?? 0;
        if (until > after) return { stream, after, until };
      }
    return undefined;
  }

  take(change: StreamChange): void {
    const { stream, position, batch } = change;
    assert(position === (this.#at.get(stream) ?? 0) + 1, 'positions of a stream have no gap');
    this.changes.push(change);
    this.#at.set(stream, position);
    if (change.mark === null) this.#marks.delete(stream);
    else this.#marks.set(stream, change.mark);
    this.#owe(stream, batch);
    if (change.together !== null)
      for (const [other, end] of Object.entries(JSON.parse(change.together) as Record<string, number>))
        this.#owe(other, end);
    if ((this.#owed.get(stream) ?? 0) <= position) this.#owed.delete(stream);
    if (this.#owed.size === 0) this.#markCheckpoint();
  }

  answer(): ChangesAlong {
    const isWhole = this.#owed.size === 0;
    if (!isWhole && this.#checkpoint !== undefined) {
      // What came after the last whole batch is read again, so that each answer ends at a checkpoint where it can.
      const { count, at, marks } = this.#checkpoint;
      const position = { at, marks, owed: new Map<string, number>() };
      return { kind: 'changes', changes: this.changes.slice(0, count), position, isCheckpoint: true };
    }
    const position = { at: this.#at, owed: this.#owed, marks: this.#marks };
    return { kind: 'changes', changes: this.changes, position, isCheckpoint: isWhole };
  }

  #markCheckpoint(): void {
    this.#checkpoint = { count: this.changes.length, at: new Map(this.#at), marks: new Map(this.#marks) };
  }

  #owe(stream: string, end: number): void {
    const at = this.#at.get(stream);
    // A stream of others (another store's) is none of this till's business.
    if (at !== undefined && end > at) this.#owed.set(stream, Math.max(end, this.#owed.get(stream) ?? 0));
  }
}
