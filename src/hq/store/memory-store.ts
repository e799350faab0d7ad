/**
 * The store in memory, for the simulation and for tests: what PostgreSQL does at READ COMMITTED, as far as a use case can
 * tell, and one suite holds the two to each other (store-suite.ts). Between a question and its answer others go on:
 * `pause` says for how long, so that a seeded scheduler finds what only happens in one order of many.
 */
import { assert } from '#base/assert.ts';
import { Fault } from '#base/fault.ts';
import { checkDistinct, checkKey, checkRow, checkScan } from './checked.ts';
import { Deadlock, MemoryLocks, type Holder } from './memory-locks.ts';
import { isIn, kept, MemoryTable, type AnyRow, type Entry } from './memory-table.ts';
import { compareKeys, keyText } from './order.ts';
import type { HqReads, HqStore, HqTransaction, Key, RowOf, Scan, Table } from './port.ts';

export interface MemoryStoreOptions {
  /** Waits before each statement and around each commit; one turn of the microtasks unless given. */
  readonly pause?: () => Promise<void>;
}

export interface MemoryStore extends HqStore {
  /** A store of its own with the rows that are committed now: a backup, or headquarters restored to this moment. */
  copy(options?: MemoryStoreOptions): MemoryStore;
  /**
   * Away: open transactions end without a commit, and everything is answered with Fault `hq.database-away`. Back: as if
   * nothing had been. For headquarters that crash, away and back at once.
   */
  setAway(isAway: boolean): void;
  /** All committed rows of a table, in the order of its key: for checkers. */
  allRows<T extends Table>(table: T): readonly RowOf<T>[];
  /** How many transactions began anew because they would have waited for each other. */
  retries(): number;
}

type Change = { readonly key: Key; readonly row: AnyRow | null };

/** Far more than two transactions need that meet again and again. */
const ATTEMPTS_MAX = 50;

/** An empty store, of any tables: each begins empty when it is first named. */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  return new Memory(options, new Map());
}

class Memory implements MemoryStore {
  readonly read: HqReads;
  private readonly pause: () => Promise<void>;
  private readonly tables: Map<string, MemoryTable>;
  private readonly locks = new MemoryLocks();
  private epoch = 0;
  private isAway = false;
  private isClosed = false;
  private holders = 0;
  private retried = 0;

  constructor(options: MemoryStoreOptions, tables: Map<string, MemoryTable>) {
    this.pause = options.pause ?? (() => Promise.resolve());
    this.tables = tables;
    this.read = new Reads(this, undefined);
  }

  async transact<T>(work: (transaction: HqTransaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const running = new Transaction(this, { number: ++this.holders });
      try {
        const result = await work(running);
        await running.commit();
        return result;
      } catch (error) {
        if (!(running.failure instanceof Deadlock)) throw running.failure ?? error;
        assert(attempt < ATTEMPTS_MAX, 'a transaction begins anew without end');
        this.retried += 1;
      } finally {
        this.locks.release(running.holder);
      }
    }
  }

  copy(options: MemoryStoreOptions = { pause: this.pause }): MemoryStore {
    return new Memory(options, new Map([...this.tables].map(([name, table]) => [name, table.copy()])));
  }

  setAway(isAway: boolean): void {
    this.isAway = isAway;
    this.epoch += 1;
    this.locks.clear(away());
  }

  allRows<T extends Table>(table: T): readonly RowOf<T>[] {
    const entries = [...this.rows(table).scan({ prefix: [], limit: Number.MAX_SAFE_INTEGER })];
    return entries.map(({ row }) => row) as unknown as RowOf<T>[];
  }

  retries(): number {
    return this.retried;
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  /** One turn: others go on meanwhile. Throws where the store is away, or was since `epoch`. */
  async turn(epoch?: number): Promise<void> {
    await this.pause();
    assert(!this.isClosed, 'the store is open');
    if (this.isAway || (epoch !== undefined && epoch !== this.epoch)) throw away();
  }

  now(): number {
    return this.epoch;
  }

  take(holder: Holder, row: string): boolean | undefined {
    return this.locks.take(holder, row);
  }

  wait(holder: Holder, row: string): Promise<void> {
    return this.locks.wait(holder, row);
  }

  release(holder: Holder): void {
    this.locks.release(holder);
  }

  giveBack(holder: Holder, row: string): void {
    this.locks.giveBack(holder, row);
  }

  rows(table: Table): MemoryTable {
    const known = this.tables.get(table.name);
    if (known !== undefined) return known;
    const fresh = new MemoryTable(table);
    this.tables.set(table.name, fresh);
    return fresh;
  }
}

function away(): Fault {
  return new Fault('hq.database-away', 'the store in memory is away');
}

/** Reads of what is committed, and of one's own changes where there are some. */
class Reads implements HqReads {
  protected readonly store: Memory;
  private readonly own: ReadonlyMap<string, ReadonlyMap<string, Change>> | undefined;

  constructor(store: Memory, own: ReadonlyMap<string, ReadonlyMap<string, Change>> | undefined) {
    this.store = store;
    this.own = own;
  }

  get<T extends Table>(table: T, key: Key): Promise<RowOf<T> | undefined> {
    return this.statement(async () => {
      checkKey(table, key);
      await this.turn();
      return this.now(table, keyText(key)) as RowOf<T> | undefined;
    });
  }

  getMany<T extends Table>(table: T, keys: readonly Key[]): Promise<readonly RowOf<T>[]> {
    return this.statement(async () => {
      for (const key of keys) checkKey(table, key);
      await this.turn();
      const texts = new Set(keys.map(keyText));
      return [...texts].map((text) => this.now(table, text)).filter((row) => row !== undefined) as RowOf<T>[];
    });
  }

  scan<T extends Table>(table: T, scan: Scan): Promise<readonly RowOf<T>[]> {
    return this.statement(async () => {
      checkScan(table, scan);
      await this.turn();
      const own = this.own?.get(table.name);
      const rows: AnyRow[] = [];
      for (const { row } of merged(this.store.rows(table).scan(scan), own, scan)) {
        rows.push(row);
        if (rows.length === scan.limit) break;
      }
      return rows as RowOf<T>[];
    });
  }

  protected turn(): Promise<void> {
    return this.store.turn();
  }

  protected statement<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  /** The row as it stands for this reader at this moment. */
  protected now(table: Table, text: string): AnyRow | undefined {
    const own = this.own?.get(table.name)?.get(text);
    if (own !== undefined) return own.row ?? undefined;
    return this.store.rows(table).get(text)?.row;
  }
}

/** Committed rows with one's own changes laid over them, in the order of the scan. */
function* merged(
  committed: Iterable<Entry>,
  own: ReadonlyMap<string, Change> | undefined,
  scan: Scan,
): Generator<Entry> {
  if (own === undefined || own.size === 0) {
    yield* committed;
    return;
  }
  const way = scan.reverse === true ? -1 : 1;
  const fresh = [...own.values()]
    .filter((change): change is Entry => change.row !== null && isIn(scan, change.key))
    .sort((a, b) => way * compareKeys(a.key, b.key));
  let next = 0;
  for (const entry of committed) {
    for (; next < fresh.length; next++) {
      const candidate = fresh[next] as Entry;
      if (way * compareKeys(candidate.key, entry.key) >= 0) break;
      yield candidate;
    }
    if (!own.has(keyText(entry.key))) yield entry;
  }
  yield* fresh.slice(next);
}

class Transaction extends Reads implements HqTransaction {
  readonly holder: Holder;
  /** Set once the engine has given up on it: nothing it does counts any more, even where the work caught the error. */
  failure: Error | undefined;
  private readonly changes: Map<string, Map<string, Change>>;
  private readonly epoch: number;
  private readonly known = new Map<string, Table>();
  private isOver = false;
  private isBusy = false;

  constructor(store: Memory, holder: Holder) {
    const changes = new Map<string, Map<string, Change>>();
    super(store, changes);
    this.changes = changes;
    this.holder = holder;
    this.epoch = store.now();
  }

  lock<T extends Table>(table: T, key: Key): Promise<RowOf<T> | undefined> {
    return this.statement(async () => {
      checkKey(table, key);
      await this.turn();
      return (await this.taken(table, keyText(key))) as RowOf<T> | undefined;
    });
  }

  lockMany<T extends Table>(table: T, keys: readonly Key[]): Promise<readonly RowOf<T>[]> {
    return this.statement(async () => {
      for (const key of keys) checkKey(table, key);
      await this.turn();
      const rows: AnyRow[] = [];
      for (const text of new Set([...keys].sort(compareKeys).map(keyText))) {
        const row = await this.taken(table, text);
        if (row !== undefined) rows.push(row);
      }
      return rows as RowOf<T>[];
    });
  }

  insert<T extends Table>(table: T, rows: readonly RowOf<T>[]): Promise<readonly Key[]> {
    return this.statement(async () => {
      const entries = this.inOrder(table, rows);
      await this.turn();
      const inserted: Key[] = [];
      for (const { key, row } of entries) {
        const text = keyText(key);
        if (this.now(table, text) !== undefined) continue;
        // Somebody else may be inserting it: what becomes of that is waited for.
        const isFresh = this.took(lockName(table, text)) ?? (await this.waited(lockName(table, text)));
        if (this.now(table, text) === undefined) {
          this.change(table, text, { key, row });
          inserted.push(key);
        } else if (isFresh) this.store.giveBack(this.holder, lockName(table, text));
      }
      return inserted;
    });
  }

  put<T extends Table>(table: T, rows: readonly RowOf<T>[]): Promise<void> {
    return this.statement(async () => {
      const entries = this.inOrder(table, rows);
      await this.turn();
      for (const { key, row } of entries) {
        const text = keyText(key);
        if (this.took(lockName(table, text)) === undefined) await this.waited(lockName(table, text));
        this.change(table, text, { key, row });
      }
    });
  }

  remove(table: Table, keys: readonly Key[]): Promise<void> {
    return this.statement(async () => {
      for (const key of keys) checkKey(table, key);
      await this.turn();
      for (const key of [...keys].sort(compareKeys)) {
        const text = keyText(key);
        if ((await this.taken(table, text)) !== undefined) this.change(table, text, { key, row: null });
      }
    });
  }

  /** Makes what it did everybody's, at one blow. */
  async commit(): Promise<void> {
    await this.turn();
    this.isOver = true;
    for (const [name, changes] of this.changes) this.store.rows(this.tableOf(name)).apply(changes);
    this.store.release(this.holder);
    // From here on it is committed; whoever asked for it has yet to hear of it.
    await this.store.turn(this.epoch);
  }

  protected override async turn(): Promise<void> {
    assert(!this.isOver, 'a transaction is not used after its end');
    if (this.failure !== undefined) throw this.failure;
    await this.guarded(this.store.turn(this.epoch));
  }

  protected override async statement<T>(work: () => Promise<T>): Promise<T> {
    assert(!this.isBusy, 'a transaction asks one thing after the other');
    this.isBusy = true;
    try {
      return await work();
    } finally {
      this.isBusy = false;
    }
  }

  /** Waits for the row and has it for itself, where there is one. */
  private async taken(table: Table, text: string): Promise<AnyRow | undefined> {
    if (this.now(table, text) === undefined) return undefined;
    const name = lockName(table, text);
    const isFresh = this.took(name) ?? (await this.waited(name));
    const row = this.now(table, text);
    if (row === undefined && isFresh) this.store.giveBack(this.holder, name);
    return row;
  }

  private took(name: string): boolean | undefined {
    return this.store.take(this.holder, name);
  }

  /** The row was somebody else's, and is one's own now. */
  private async waited(name: string): Promise<true> {
    await this.guarded(this.store.wait(this.holder, name));
    return true;
  }

  private async guarded<T>(waiting: Promise<T>): Promise<T> {
    try {
      return await waiting;
    } catch (error) {
      this.failure ??= error as Error;
      throw error;
    }
  }

  private tableOf(name: string): Table {
    const table = this.known.get(name);
    assert(table !== undefined, `${name} was changed`);
    return table;
  }

  private change(table: Table, text: string, change: Change): void {
    this.known.set(table.name, table);
    const changes = this.changes.get(table.name);
    if (changes === undefined) this.changes.set(table.name, new Map([[text, change]]));
    else changes.set(text, change);
  }

  private inOrder(table: Table, rows: readonly AnyRow[]): readonly Entry[] {
    for (const row of rows) checkRow(table, row);
    const entries = rows.map((row) => kept(table, row)).sort((a, b) => compareKeys(a.key, b.key));
    const keys = entries.map(({ key }) => key);
    checkDistinct(table, keys);
    return entries;
  }
}

function lockName(table: Table, text: string): string {
  return `${table.name}\u0000${text}`;
}
