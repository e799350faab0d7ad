/** The file of live changes on the disk: made whole, opened for its one writer, brought to rest without a wait. */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { syncFolder } from '../../sync-folder.ts';
import { LIVE_APPLICATION_ID, LIVE_FORMAT_VERSION, LIVE_SCHEMA, livePath } from './live-format.ts';
import { assertLive } from './live-reader.ts';

/** From this size on the log of changes is folded into the file: little enough for one turn of the till. */
const LOG_BYTES_MAX = 1_024 * 1_024;

/** Brings files to rest on the disk, off the till's turns. */
export type SyncFile = (path: string) => Promise<void>;

/** By the system, while the till goes on. */
export const syncFileAside: SyncFile = async (path) => {
  const file = await open(path, 'r+');
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
};

/**
 * Opens the file for its writer; one that is missing or damaged is made anew under `newId`. The caller sees by the id that
 * changes were lost.
 */
export function openLiveFile(folder: string, newId: () => string): Database {
  const path = livePath(folder);
  if (existsSync(path)) {
    try {
      return writable(path);
    } catch {
      // Whatever it was: a snapshot says everything again.
    }
  }
  mkdirSync(folder, { recursive: true });
  removeWithLog(path);
  makeEmpty(path, newId());
  syncFolder(folder);
  return writable(path);
}

function writable(path: string): Database {
  const database = new Sqlite(path, { fileMustExist: true });
  try {
    assertLive(path, database);
    // A commit waits for no disk: `restOnDisk` does, off the turn, before anybody is told.
    database.pragma('synchronous = NORMAL');
    database.pragma('wal_autocheckpoint = 0');
    // Once folded the log is cut when the next commit begins it anew: its length then says what is not folded yet.
    database.pragma('journal_size_limit = 0');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function makeEmpty(path: string, liveId: string): void {
  const aside = `${path}.new`;
  removeWithLog(aside);
  const database = new Sqlite(aside);
  database.pragma(`application_id = ${LIVE_APPLICATION_ID}`);
  database.pragma(`user_version = ${LIVE_FORMAT_VERSION}`);
  database.pragma('synchronous = FULL');
  database.exec(LIVE_SCHEMA);
  database.prepare(`INSERT INTO meta (name, value) VALUES ('live_id', ?), ('applied', '0')`).run(liveId);
  database.pragma('journal_mode = WAL');
  database.close();
  renameSync(aside, path);
}

function removeWithLog(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${suffix}`, { force: true });
}

/**
 * Resolves once everything committed so far survives a power cut, and keeps the log short. Nothing may be written meanwhile.
 *
 * Folding writes pages without waiting for them (`synchronous = OFF`), and they are at rest before the next commit begins the
 * log anew: the order that SQLite keeps by waiting inside the call, which would be inside a turn of the till.
 */
export async function restOnDisk(database: Database, sync: SyncFile): Promise<void> {
  const log = `${database.name}-wal`;
  if (!existsSync(log)) return;
  await sync(log);
  if (statSync(log).size < LOG_BYTES_MAX) return;
  database.pragma('synchronous = OFF');
  try {
    database.pragma('wal_checkpoint(PASSIVE)');
  } finally {
    database.pragma('synchronous = NORMAL');
  }
  await sync(database.name);
}

/** Whether the log has grown so far that it should be brought to rest before more is written. */
export function isLogLong(database: Database): boolean {
  const log = `${database.name}-wal`;
  return existsSync(log) && statSync(log).size >= LOG_BYTES_MAX;
}
