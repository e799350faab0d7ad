/** Projections made anew from the journal alone: to repair them, and to check them against a second making. */
import Database from 'better-sqlite3';

import { entryOf } from '#domain/journal/journal.ts';

import type { Sqlite } from './database.ts';
import { journalTable } from './journal-table.ts';
import { migrate, type Migration } from './migrate.ts';
import { rememberVersions, staleProjections } from './projection-builder.ts';
import { describeTables, isPassing, tableText } from './projection-tables.ts';
import { projector } from './projector.ts';
import { onDisk } from './sqlite-fault.ts';
import { PROJECTION_TABLES } from './tables.ts';

const SLICE_ROWS = 500;

/** Drops every projection and makes it again from the rows of the journal, in one transaction. */
export function rebuildProjections(sqlite: Sqlite): void {
  onDisk('rebuilding the projections', () => {
    sqlite.exec('BEGIN IMMEDIATE');
    try {
      dropAndMake(sqlite);
      const { project, sumStock } = projector(sqlite);
      const journal = journalTable(sqlite);
      let position = 0;
      for (let row = journal.at(1); row !== undefined; row = journal.at(position + 1))
        project(++position, entryOf(row));
      sumStock();
      rememberVersions(sqlite);
      sqlite.exec('COMMIT');
    } catch (error) {
      if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
      throw error;
    }
  });
}

/** How one projection differs from what the journal says. */
export interface ProjectionDifference {
  readonly table: string;
  readonly stored: string | null;
  readonly projected: string | null;
}

/**
 * The first difference of each projection of `sqlite` from a making of its own, in a file that goes when closed. One that
 * is still of another version is not looked at: it is about to be built anew.
 */
export function compareProjections(sqlite: Sqlite, migrations: readonly Migration[]): readonly ProjectionDifference[] {
  const scratch = new Database('');
  try {
    return onDisk('projecting the journal a second time', () => {
      migrate(scratch, migrations);
      projectInto(scratch, sqlite);
      const stale = new Set(staleProjections(sqlite).flatMap(({ tables }) => tables));
      return PROJECTION_TABLES.filter((table) => !stale.has(table)).flatMap((table) =>
        firstDifference(table, sqlite, scratch),
      );
    });
  } finally {
    scratch.close();
  }
}

/** Tables and triggers of `sqlite` that are missing, added or other than the migrations make them. */
export function changedSchema(sqlite: Sqlite, migrations: readonly Migration[]): readonly string[] {
  const fresh = new Database(':memory:');
  try {
    migrate(fresh, migrations);
    const [actual, expected] = [schemaOf(sqlite), schemaOf(fresh)];
    return [...new Set([...actual.keys(), ...expected.keys()])].filter(
      (name) => actual.get(name) !== expected.get(name),
    );
  } finally {
    fresh.close();
  }
}

function schemaOf(sqlite: Sqlite): ReadonlyMap<string, string> {
  // SQLite's own tables (statistics, say) come and go with its versions and say nothing.
  const sql = `SELECT type, name, sql FROM sqlite_schema WHERE type IN ('table', 'trigger') AND name NOT LIKE 'sqlite%'`;
  const found = sqlite.prepare<[], { type: string; name: string; sql: string }>(sql).all();
  return new Map(
    found
      .filter(({ name }) => !isPassing(name))
      .map(({ type, name, sql: said }) => [name, type === 'table' ? tableText(sqlite, name) : said]),
  );
}

function projectInto(scratch: Sqlite, sqlite: Sqlite): void {
  const journal = journalTable(sqlite);
  const { project, sumStock } = projector(scratch);
  const through = sqlite.prepare<[], { through: number }>('SELECT through FROM stock_through').get()?.through ?? 0;
  let position = 0;
  let row = journal.at(1);
  while (row !== undefined) {
    scratch.exec('BEGIN');
    for (let count = 0; count < SLICE_ROWS && row !== undefined; count++) {
      project(++position, entryOf(row));
      row = journal.at(position + 1);
      // Sums are as old as the last quiet moment of the till; the second making stops at the same row.
      if (position === through) sumStock();
    }
    scratch.exec('COMMIT');
  }
}

function firstDifference(table: string, stored: Sqlite, projected: Sqlite): readonly ProjectionDifference[] {
  // Every projection begins with its key, so that the order of its columns is an order of its rows.
  const sql = `SELECT * FROM ${table} ORDER BY 1, 2`;
  const left = stored.prepare<[], unknown[]>(sql).raw().iterate();
  const right = projected.prepare<[], unknown[]>(sql).raw().iterate();
  try {
    for (;;) {
      const [ours, theirs] = [text(left.next()), text(right.next())];
      if (ours !== theirs) return [{ table, stored: ours, projected: theirs }];
      if (ours === null) return [];
    }
  } finally {
    left.return?.();
    right.return?.();
  }
}

function text(step: IteratorResult<unknown[]>): string | null {
  return step.done === true ? null : JSON.stringify(step.value);
}

/** Drops the projections and makes them empty, as the schema itself describes them. */
function dropAndMake(sqlite: Sqlite): void {
  const passing = sqlite.prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
  for (const { name } of passing) if (isPassing(name)) sqlite.exec(`DROP TABLE ${name}`);
  for (const table of PROJECTION_TABLES) {
    const making = describeTables(sqlite, table, '');
    sqlite.exec(`DROP TABLE ${table}`);
    for (const sql of making) sqlite.exec(sql);
  }
}
