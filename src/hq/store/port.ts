/**
 * What headquarters asks of its store: tables of typed columns, reached by key or by the beginning of a key, and nothing
 * else. Any engine that speaks PostgreSQL can do that on one machine or on many, and so can a map in memory: the
 * simulation runs the same use cases on both, and one suite holds the two to each other.
 *
 * A transaction reads what was committed when each statement began (READ COMMITTED) and its own writes. What must not
 * change under it is locked by its row (`lock`): the head of a chain, a stream, an account, a stock. Locks are taken in
 * the order of table name and key, so that two transactions never wait for each other.
 */

/** `int` is a whole number within ±(2^53 − 1); `json` is canonical text. */
export type ColumnType = 'text' | 'int' | 'bytes' | 'flag' | 'json';

export interface Column<T> {
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** For the compiler alone. */
  readonly of?: T;
}

export type Columns = Readonly<Record<string, Column<unknown>>>;

/** A row as use cases see it. */
export type RowOf<T extends Table> = {
  readonly [Name in keyof T['columns']]: T['columns'][Name] extends Column<infer V> ? V : never;
};

/**
 * A table. The first column of the key is the shard key: rows of one shard key lie together on every engine, and one
 * transaction stays within few of them.
 */
export interface Table<C extends Columns = Columns> {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: C;
  /** What the table is for, in a sentence: it becomes the table's comment. */
  readonly about: string;
}

export const text: Column<string> = { type: 'text', nullable: false };
export const int: Column<number> = { type: 'int', nullable: false };
export const bytes: Column<Uint8Array> = { type: 'bytes', nullable: false };
export const flag: Column<boolean> = { type: 'flag', nullable: false };
export const nullableText: Column<string | null> = { type: 'text', nullable: true };
export const nullableInt: Column<number | null> = { type: 'int', nullable: true };

/** Declares a table; the types of its rows follow. */
export function table<const C extends Columns>(
  declared: Omit<Table<C>, 'key'> & { readonly key: readonly (keyof C & string)[] },
): Table<C> {
  return declared;
}

/** The values of the key, in its order. */
export type Key = readonly (string | number)[];

export interface Scan {
  /** Values of the first columns of the key; at least the shard key, but in `scanAll`. */
  readonly prefix: Key;
  /** Rows whose key lies after this one (before it where `reverse`); the whole key. */
  readonly after?: Key;
  /** Bounds on the column of the key that follows the prefix, both included. */
  readonly from?: string | number;
  readonly until?: string | number;
  readonly reverse?: boolean;
  readonly limit: number;
}

export interface HqReads {
  get<T extends Table>(table: T, key: Key): Promise<RowOf<T> | undefined>;
  /** Those that are there, in no particular order. */
  getMany<T extends Table>(table: T, keys: readonly Key[]): Promise<readonly RowOf<T>[]>;
  /** In the order of the key; text by its UTF-8 bytes. */
  scan<T extends Table>(table: T, scan: Scan): Promise<readonly RowOf<T>[]>;
}

export interface HqTransaction extends HqReads {
  /** The row, which nobody else changes or locks until this transaction ends; undefined where there is none. */
  lock<T extends Table>(table: T, key: Key): Promise<RowOf<T> | undefined>;
  /** The same of many rows at once, taken in the order of their keys: those that are there, in that order. */
  lockMany<T extends Table>(table: T, keys: readonly Key[]): Promise<readonly RowOf<T>[]>;
  /** Inserts rows whose key is free; the keys that were. A row that is there already stays as it is. */
  insert<T extends Table>(table: T, rows: readonly RowOf<T>[]): Promise<readonly Key[]>;
  /** Inserts or replaces. No key twice in one call. */
  put<T extends Table>(table: T, rows: readonly RowOf<T>[]): Promise<void>;
  remove(table: Table, keys: readonly Key[]): Promise<void>;
}

export interface HqStore {
  /** Reads committed rows. */
  readonly read: HqReads;
  /**
   * Everything or nothing, durable when it resolves. Run again from its beginning where the engine asks for it (40001,
   * 40P01), so that `work` touches nothing but the transaction. Rejects with Fault `hq.database-away` where it cannot be
   * reached: whether it committed is then unknown, and every use case is such that repeating it is harmless.
   */
  transact<T>(work: (transaction: HqTransaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
