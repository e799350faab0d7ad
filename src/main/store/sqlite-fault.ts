/**
 * What the disk says, classified once: every error of SQLite or of a file of the store becomes a Fault here, or stays
 * what it is where it is a bug of ours.
 */
import { SqliteError } from 'better-sqlite3';

import { Fault, type FaultCode } from '#base/fault.ts';

const BY_SQLITE_CODE: readonly (readonly [prefix: string, code: FaultCode])[] = [
  ['SQLITE_FULL', 'store.disk-full'],
  // The shared-memory file could not grow: on every file system tried, that was a full one.
  ['SQLITE_IOERR_SHMSIZE', 'store.disk-full'],
  ['SQLITE_READONLY', 'store.read-only'],
  ['SQLITE_CANTOPEN', 'store.read-only'],
  ['SQLITE_PERM', 'store.read-only'],
  ['SQLITE_CORRUPT', 'store.corrupt'],
  ['SQLITE_NOTADB', 'store.corrupt'],
  ['SQLITE_FORMAT', 'store.corrupt'],
  ['SQLITE_BUSY', 'store.locked'],
  ['SQLITE_LOCKED', 'store.locked'],
  ['SQLITE_PROTOCOL', 'store.locked'],
  ['SQLITE_IOERR', 'store.io'],
  ['SQLITE_NOMEM', 'store.io'],
];

const BY_SYSTEM_CODE: Readonly<Record<string, FaultCode>> = {
  ENOSPC: 'store.disk-full',
  EDQUOT: 'store.disk-full',
  EROFS: 'store.read-only',
  EACCES: 'store.read-only',
  EPERM: 'store.read-only',
  EIO: 'store.io',
};

/** The fault that `error` is, or `error` itself where it is none. */
export function storeFault(error: unknown, doing: string): unknown {
  if (error instanceof Fault) return error;
  const code = faultCode(error);
  return code === undefined ? error : new Fault(code, `${doing}: ${messageOf(error)}`, { cause: error });
}

/** Does `work`; what the disk throws comes out as a Fault. */
export function onDisk<T>(doing: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeFault(error, doing);
  }
}

function faultCode(error: unknown): FaultCode | undefined {
  if (error instanceof SqliteError) return BY_SQLITE_CODE.find(([prefix]) => error.code.startsWith(prefix))?.[1];
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? BY_SYSTEM_CODE[code] : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
