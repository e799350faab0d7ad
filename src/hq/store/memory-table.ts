/** The committed rows of one table in memory: by key, and in order inside each shard. Rows are frozen. */
import type { Key, Scan, Table } from './port.ts';
import { compareKeys, compareValues, keyOf } from './order.ts';

export type AnyRow = Readonly<Record<string, unknown>>;

export interface Entry {
  readonly key: Key;
  readonly row: AnyRow;
}

/** From how many new rows of a shard on they are sorted in together instead of one by one. */
const BULK = 48;

export class MemoryTable {
  readonly table: Table;
  private readonly byKey = new Map<string, Entry>();
  private readonly shards = new Map<string | number, Entry[]>();

  constructor(table: Table) {
    this.table = table;
  }

  get(key: string): Entry | undefined {
    return this.byKey.get(key);
  }

  /** A table of its own with the same rows: they are frozen, so that only the lists are copied. */
  copy(): MemoryTable {
    const copied = new MemoryTable(this.table);
    for (const [key, entry] of this.byKey) copied.byKey.set(key, entry);
    for (const [shard, entries] of this.shards) copied.shards.set(shard, [...entries]);
    return copied;
  }

  /** Carries out what a transaction did: a row, or null where it is gone. */
  apply(changes: ReadonlyMap<string, { readonly key: Key; readonly row: AnyRow | null }>): void {
    const added = new Map<string | number, Entry[]>();
    for (const [text, { key, row }] of changes) {
      const shard = key[0] ?? '';
      const known = this.byKey.get(text);
      if (row === null) {
        if (known !== undefined) this.drop(shard, text, known);
        continue;
      }
      const entry = { key, row };
      this.byKey.set(text, entry);
      if (known !== undefined) this.entriesOf(shard)[this.place(shard, key)] = entry;
      else (added.get(shard) ?? added.set(shard, []).get(shard))?.push(entry);
    }
    for (const [shard, entries] of added) this.add(shard, entries);
  }

  /** Rows in the order of the scan, one after the other. */
  *scan(scan: Scan): Generator<Entry> {
    const shard = scan.prefix[0];
    if (shard !== undefined) {
      yield* this.scanShard(shard, scan);
      return;
    }
    const shards = [...this.shards.keys()].sort(compareValues);
    for (const one of scan.reverse === true ? shards.reverse() : shards) yield* this.scanShard(one, scan);
  }

  private *scanShard(shard: string | number, scan: Scan): Generator<Entry> {
    const entries = this.shards.get(shard);
    if (entries === undefined) return;
    const low = firstNot(entries, (key) => positionOf(scan, key) < 0);
    const high = firstNot(entries, (key) => positionOf(scan, key) <= 0);
    if (scan.reverse === true) for (let at = high - 1; at >= low; at--) yield entries[at] as Entry;
    else for (let at = low; at < high; at++) yield entries[at] as Entry;
  }

  private add(shard: string | number, fresh: readonly Entry[]): void {
    const entries = this.entriesOf(shard);
    if (fresh.length >= BULK) {
      for (const entry of fresh) entries.push(entry);
      entries.sort((a, b) => compareKeys(a.key, b.key));
      return;
    }
    for (const entry of fresh) entries.splice(this.place(shard, entry.key), 0, entry);
  }

  private drop(shard: string | number, text: string, entry: Entry): void {
    this.byKey.delete(text);
    const entries = this.entriesOf(shard);
    entries.splice(this.place(shard, entry.key), 1);
    if (entries.length === 0) this.shards.delete(shard);
  }

  private entriesOf(shard: string | number): Entry[] {
    const known = this.shards.get(shard);
    if (known !== undefined) return known;
    const fresh: Entry[] = [];
    this.shards.set(shard, fresh);
    return fresh;
  }

  /** Where the key lies in its shard, or would. */
  private place(shard: string | number, key: Key): number {
    const entries = this.entriesOf(shard);
    const last = entries.at(-1);
    // Journals and streams grow at their end.
    if (last !== undefined && compareKeys(last.key, key) < 0) return entries.length;
    return firstNot(entries, (other) => compareKeys(other, key) < 0);
  }
}

/** Where a key lies to what a scan asks for: before it (−1), in it (0), after it (1). */
function positionOf(scan: Scan, key: Key): number {
  const beginning = compareKeys(key, scan.prefix);
  if (beginning !== 0) return beginning;
  const next = key[scan.prefix.length];
  if (next !== undefined) {
    if (scan.from !== undefined && compareValues(next, scan.from) < 0) return -1;
    if (scan.until !== undefined && compareValues(next, scan.until) > 0) return 1;
  }
  if (scan.after === undefined) return 0;
  const order = compareKeys(key, scan.after);
  if (scan.reverse === true) return order < 0 ? 0 : 1;
  return order > 0 ? 0 : -1;
}

/** Whether a scan asks for this key. */
export function isIn(scan: Scan, key: Key): boolean {
  return positionOf(scan, key) === 0;
}

/** The first place whose key is not `before`, by halving. */
function firstNot(entries: readonly Entry[], before: (key: Key) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before((entries[middle] as Entry).key)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A row as it is kept: exactly the columns, frozen, its bytes its own. */
export function kept(table: Table, row: AnyRow): Entry {
  const own: Record<string, unknown> = {};
  for (const name of Object.keys(table.columns)) {
    const value = row[name];
    own[name] = value instanceof Uint8Array ? Uint8Array.from(value) : value === 0 ? 0 : value;
  }
  return { key: keyOf(table, own), row: Object.freeze(own) };
}
