/**
 * One SQLite file, opened the way the till needs it. Settings are set and read back at every open: an existing WAL
 * file comes up with synchronous=NORMAL in this driver, and that loses acknowledged sales at a power cut.
 */
import Database from 'better-sqlite3';
import { closeSync, fsyncSync, openSync } from 'node:fs';

import { Fault } from '#base/fault.ts';

import { onDisk } from './sqlite-fault.ts';

export type Sqlite = Database.Database;

const BUSY_MS_MAX = 1000;

/** A sale touches some twenty-five pages and little of each: small ones write two thirds of the bytes (measured). */
const PAGE_BYTES = 2048;

/** `full`: a commit is on disk when it returns. `normal`: it survives the process, not always a power cut. */
export type Durability = 'full' | 'normal';

const SYNCHRONOUS: Readonly<Record<Durability, { readonly name: string; readonly value: number }>> = {
  full: { name: 'FULL', value: 2 },
  normal: { name: 'NORMAL', value: 1 },
};

/** Opens (and makes, unless it must exist) a database for writing. Throws a Fault. */
export function openDatabase(path: string, durability: Durability, options?: { readonly mustExist: boolean }): Sqlite {
  return onDisk(`opening ${path}`, () => {
    const sqlite = new Database(path, { timeout: BUSY_MS_MAX, fileMustExist: options?.mustExist ?? false });
    try {
      configure(sqlite, durability);
    } catch (error) {
      sqlite.close();
      throw error;
    }
    return sqlite;
  });
}

/** Opens a database that somebody else may be writing, for reading only. Throws a Fault. */
export function openDatabaseReadOnly(path: string): Sqlite {
  return onDisk(`opening ${path}`, () => {
    const sqlite = new Database(path, { timeout: BUSY_MS_MAX, readonly: true, fileMustExist: true });
    // Opening reads nothing; the first page says whether this is a database that can be read at all.
    try {
      sqlite.pragma('schema_version');
    } catch (error) {
      sqlite.close();
      throw error;
    }
    return sqlite;
  });
}

/** Switches what a commit waits for, and reads it back. Never inside a transaction. */
export function setDurability(sqlite: Sqlite, durability: Durability): void {
  set(sqlite, 'synchronous', SYNCHRONOUS[durability].name, SYNCHRONOUS[durability].value);
}

/**
 * Brings the whole log into the file and cuts it to nothing, so that nothing overwritten is in it any more. False where
 * somebody reads the file meanwhile; it does not wait for them. Never inside a transaction.
 */
export function emptyLog(sqlite: Sqlite): boolean {
  sqlite.pragma('busy_timeout = 0');
  try {
    const [done] = sqlite.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[];
    if (done?.busy !== 0) return false;
    // SQLite does not wait for the cut itself: after a power failure the old bytes could stand behind new ones.
    syncFile(`${sqlite.name}-wal`);
    return true;
  } finally {
    sqlite.pragma(`busy_timeout = ${BUSY_MS_MAX}`);
  }
}

/** The log has no lock of its own that closing it here could give up. */
function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function configure(sqlite: Sqlite, durability: Durability): void {
  // Counts for a new file only; an existing one keeps its own.
  sqlite.pragma(`page_size = ${PAGE_BYTES}`);
  set(sqlite, 'journal_mode', 'WAL', 'wal');
  setDurability(sqlite, durability);
  set(sqlite, 'foreign_keys', 'ON', 1);
  set(sqlite, 'recursive_triggers', 'ON', 1);
  set(sqlite, 'secure_delete', 'ON', 1);
  set(sqlite, 'wal_autocheckpoint', '0', 0);
  set(sqlite, 'trusted_schema', 'OFF', 0);
}

function set(sqlite: Sqlite, name: string, value: string, expected: unknown): void {
  sqlite.pragma(`${name} = ${value}`);
  const actual: unknown = sqlite.pragma(name, { simple: true });
  if (actual !== expected) throw new Fault('store.io', `${name} is ${String(actual)} after it was set to ${value}`);
}
