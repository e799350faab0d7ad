/** What a projection is: tables that say what rows say, and the function that fills them, row by row. */
import type { Entry, Family } from '#domain/journal/journal.ts';

import type { Sqlite } from '../database.ts';

/** What a projection reads of a row. */
export type ProjectedRow = Pick<
  Entry,
  'family' | 'kind' | 'payload' | 'at' | 'operator' | 'business_day' | 'session_id'
>;

/** One projection at work on one connection. */
export interface Projecting {
  /** Takes the row at `position` of the journal into account. Rows come once, in order. */
  project(position: number, row: ProjectedRow): void;
  /** What can wait for a quiet moment. */
  settle?(): void;
}

/** The name of a table of a projection: its own, or of the one that is built beside it. */
export type Naming = (table: string) => string;

export interface Projection {
  readonly name: string;
  /** Grows when the projection says something else of the same rows. */
  readonly version: number;
  /** Each begins with its key. No other projection reads or writes them while projecting. */
  readonly tables: readonly string[];
  /** Families whose payloads it reads; of other rows it may use everything but the payload. */
  readonly families: readonly Family[];
  on(sqlite: Sqlite, naming: Naming): Projecting;
}
