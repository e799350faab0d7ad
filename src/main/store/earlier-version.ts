/**
 * A till as the first version left it: the same rows in the tables of that time, nothing else known. For tests and
 * benchmarks of what an update does; the program itself never goes back.
 */
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { TILL_FILE } from './data-folder.ts';
import { openDatabase, type Sqlite } from './database.ts';
import { migrate, readMigrations } from './migrate.ts';

/** The first version knew the migrations before this one. */
const FIRST_LATER_MIGRATION = 40;

/** Rewrites the till of a folder, which nobody has open, in the tables of the first version. Its rows must be of that version. */
export function asOfFirstVersion(options: { readonly dataDir: string; readonly migrationsDir: string }): void {
  const path = join(options.dataDir, TILL_FILE);
  const earlier = `${path}-earlier`;
  const sqlite = openDatabase(earlier, 'normal');
  try {
    migrate(
      sqlite,
      readMigrations(options.migrationsDir).filter(({ number }) => number < FIRST_LATER_MIGRATION),
    );
    sqlite.prepare('ATTACH ? AS later').run(path);
    sqlite.exec('BEGIN');
    for (const table of tablesOf(sqlite)) {
      // Its outcomes are in another table by now, and of no use: nobody repeats a command across a rewriting.
      if (table === 'outcomes') continue;
      const columns = columnsOf(sqlite, table);
      sqlite.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM later.${table} ORDER BY 1, 2`);
    }
    sqlite.exec('COMMIT');
    sqlite.exec('DETACH later');
    sqlite.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    sqlite.close();
  }
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
  renameSync(earlier, path);
}

function tablesOf(sqlite: Sqlite): readonly string[] {
  return sqlite
    .prepare<[], { name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('migrations') AND name NOT LIKE 'sqlite%'`,
    )
    .all()
    .map(({ name }) => name);
}

function columnsOf(sqlite: Sqlite, table: string): string {
  return sqlite
    .prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
    .all()
    .map(({ name }) => name)
    .join(', ');
}
