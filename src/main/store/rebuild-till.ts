/**
 * Making the projections of a shop's folder anew, when `verify` found one that disagrees with the journal. The journal
 * itself is only read. The till must not be running.
 */
import { join } from 'node:path';

import { lockFolder, TILL_FILE } from './data-folder.ts';
import { openDatabase } from './database.ts';
import { migrate, readMigrations } from './migrate.ts';
import { rebuildProjections } from './rebuild.ts';

/** Rebuilds them in one transaction. Throws a Fault where the folder is in use, damaged or cannot be written. */
export function rebuildTill(options: { readonly dataDir: string; readonly migrationsDir: string }): void {
  const unlock = lockFolder(options.dataDir);
  try {
    const sqlite = openDatabase(join(options.dataDir, TILL_FILE), 'full', { mustExist: true });
    try {
      migrate(sqlite, readMigrations(options.migrationsDir));
      rebuildProjections(sqlite);
    } finally {
      sqlite.close();
    }
  } finally {
    unlock();
  }
}
