/** Prepared statements whose errors come out classified. */
import { onDisk } from './sqlite-fault.ts';
import type { Sqlite } from './database.ts';

export type SqlValue = string | number | Uint8Array | null;

/** One prepared statement; `Result` is the shape of its rows. */
export interface Statement<Result = never> {
  run(...values: readonly SqlValue[]): void;
  get(...values: readonly SqlValue[]): Result | undefined;
  all(...values: readonly SqlValue[]): readonly Result[];
}

/** Prepares `sql` once for many uses. */
export function statement<Result = never>(sqlite: Sqlite, sql: string): Statement<Result> {
  const prepared = onDisk('preparing a statement', () => sqlite.prepare<SqlValue[], Result>(sql));
  return {
    run: (...values) => void onDisk('writing', () => prepared.run(...values)),
    get: (...values) => onDisk('reading', () => prepared.get(...values)),
    all: (...values) => onDisk('reading', () => prepared.all(...values)),
  };
}
