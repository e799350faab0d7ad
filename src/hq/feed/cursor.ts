/**
 * Where a till stands in its streams, or in a snapshot, as an opaque text: headquarters keeps nothing of it, and signs it. What a
 * till altered says nothing: otherwise one that claims what was never written would make headquarters believe that it lost it.
 * Which streams a till reads is never taken from there.
 */
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { isStorableText } from '#base/text.ts';

/**
 * Positions in streams, and the mark of what each stream says up to there: the same position of a history that was lost has
 * another one. `owed`: how far streams must be read until what was read belongs together; empty at a checkpoint.
 */
export interface FeedPosition {
  readonly at: ReadonlyMap<string, number>;
  readonly owed: ReadonlyMap<string, number>;
  readonly marks: ReadonlyMap<string, string>;
}

export interface FeedCursor extends FeedPosition {
  readonly incarnation: string;
}

/** Where a snapshot goes on: through things, then through what changed since it was begun. */
export type SnapshotNext = { readonly incarnation: string } & (
  | {
      readonly kind: 'items';
      /** Where the streams stood when it was begun. */
      readonly begun: ReadonlyMap<string, number>;
      readonly marks: ReadonlyMap<string, string>;
      readonly stream: string;
      /** The last thing of that stream that was given: kind and key. */
      readonly after: readonly [string, string] | null;
    }
  | { readonly kind: 'changes'; readonly position: FeedPosition; readonly until: ReadonlyMap<string, number> }
);

const positions = z.record(z.string().max(80), z.int().min(0));
const marks = z.record(z.string().max(80), z.string().max(32));
const cursorSchema = z.strictObject({
  v: z.literal(1),
  i: z.string(),
  p: positions,
  o: positions,
  m: marks,
});
const nextSchema = z.discriminatedUnion('k', [
  z.strictObject({
    v: z.literal(1),
    k: z.literal('items'),
    i: z.string(),
    b: positions,
    m: marks,
    t: z.string(),
    a: z.tuple([z.string(), z.string()]).nullable(),
  }),
  z.strictObject({
    v: z.literal(1),
    k: z.literal('changes'),
    i: z.string(),
    p: positions,
    o: positions,
    m: marks,
    u: positions,
  }),
]);

/** The cursor as a till gets it, signed with a key of headquarters' own. */
export function cursorText(cursor: FeedCursor, key: Uint8Array): string {
  return signed(CURSOR, { v: 1, ...fieldsOf(cursor) }, key);
}

/** The cursor, or undefined where headquarters did not give it, or gave it for other streams than these. */
export function readCursor(text: string, streams: readonly string[], key: Uint8Array): FeedCursor | undefined {
  const read = cursorSchema.safeParse(unsigned(CURSOR, text, key)).data;
  if (read === undefined || !isOf(streams, read.p) || !areAmong(streams, read.o)) return undefined;
  return { incarnation: read.i, at: mapOf(read.p), owed: mapOf(read.o), marks: mapOf(read.m) };
}

function fieldsOf({ incarnation, at, owed, marks }: FeedCursor) {
  return { i: incarnation, p: Object.fromEntries(at), o: Object.fromEntries(owed), m: Object.fromEntries(marks) };
}

/** Where a snapshot goes on, as a till gets it, signed like a cursor: positions and marks of cursors are taken from there. */
export function snapshotText(next: SnapshotNext, key: Uint8Array): string {
  const { kind, incarnation } = next;
  if (kind === 'changes') {
    const fields = fieldsOf({ incarnation, ...next.position });
    return signed(NEXT, { v: 1, k: kind, ...fields, u: Object.fromEntries(next.until) }, key);
  }
  const [b, m] = [Object.fromEntries(next.begun), Object.fromEntries(next.marks)];
  return signed(NEXT, { v: 1, k: kind, i: incarnation, b, m, t: next.stream, a: next.after }, key);
}

/** Where a snapshot goes on, or undefined where headquarters did not give it, or gave it for other streams than these. */
export function readSnapshotNext(text: string, streams: readonly string[], key: Uint8Array): SnapshotNext | undefined {
  const read = nextSchema.safeParse(unsigned(NEXT, text, key)).data;
  if (read === undefined) return undefined;
  if (read.k === 'items') {
    if (!isOf(streams, read.b) || !streams.includes(read.t) || read.a?.every(isStorableText) === false)
      return undefined;
    return {
      kind: 'items',
      incarnation: read.i,
      begun: mapOf(read.b),
      marks: mapOf(read.m),
      stream: read.t,
      after: read.a,
    };
  }
  if (!isOf(streams, read.p) || !areAmong(streams, read.o) || !isOf(streams, read.u)) return undefined;
  const position = { at: mapOf(read.p), owed: mapOf(read.o), marks: mapOf(read.m) };
  return { kind: 'changes', incarnation: read.i, position, until: mapOf(read.u) };
}

/** Of what a text is signed as: one of them never passes for the other. */
const CURSOR = 'comptoir-cursor';
const NEXT = 'comptoir-snapshot';
const SIGNATURE_CHARACTERS = 22;

function signed(purpose: string, value: object, key: Uint8Array): string {
  const said = { ...value, s: signatureOf(purpose, value, key) };
  return Buffer.from(JSON.stringify(said), 'utf8').toString('base64url');
}

/** What was signed, or undefined where it was not, or as something else. */
function unsigned(purpose: string, text: string, key: Uint8Array): object | undefined {
  const read = decoded(text);
  if (typeof read !== 'object' || read === null) return undefined;
  const { s, ...value } = read as { readonly s?: unknown };
  return s === signatureOf(purpose, value, key) ? value : undefined;
}

function signatureOf(purpose: string, value: object, key: Uint8Array): string {
  const mac = createHmac('sha256', key).update(JSON.stringify([purpose, value]));
  return mac.digest('base64url').slice(0, SIGNATURE_CHARACTERS);
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function mapOf<Value>(record: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(record));
}

function isOf(streams: readonly string[], record: Readonly<Record<string, number>>): boolean {
  return Object.keys(record).length === streams.length && areAmong(streams, record);
}

function areAmong(streams: readonly string[], record: Readonly<Record<string, number>>): boolean {
  return Object.keys(record).every((stream) => streams.includes(stream));
}
