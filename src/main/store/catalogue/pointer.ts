/**
 * The catalogue's folder: one file per version, and a pointer that names the one in force.
 *
 *   catalogue/41.db         the version before, until nobody reads it
 *   catalogue/42.db         in force: never written again
 *   catalogue/current       "42"
 *   catalogue/building.db   being built; worth nothing before it has a number
 *
 * A version is whole and on the disk before the pointer names it, and the pointer changes by one rename. So a crash
 * leaves the old catalogue or the new one, and at most a file that nobody reads.
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Fault } from '#base/fault.ts';
import { syncFolder } from '../../sync-folder.ts';

const POINTER = 'current';
const VERSION_FILE = /^(\d{1,12})\.db$/;

/** Where versions are built; the folder is made if it is not there. */
export function buildingPath(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return join(folder, 'building.db');
}

export function versionPath(folder: string, version: number): string {
  return join(folder, `${version}.db`);
}

/** The version in force, 0 where nothing was ever imported. Throws catalogue.unreadable on a pointer that says nothing. */
export function currentVersion(folder: string): number {
  const text = readPointer(folder);
  if (text === undefined) return 0;
  const version = /^\d{1,12}\n?$/.test(text) ? Number(text) : 0;
  if (version < 1) throw new Fault('catalogue.unreadable', `the pointer in ${folder} names no version`);
  return version;
}

/** Puts the file just built into force. When this returns, it survives a power cut. */
export function publish(folder: string, version: number): void {
  syncFile(buildingPath(folder));
  renameSync(buildingPath(folder), versionPath(folder, version));
  const next = join(folder, `${POINTER}.next`);
  const file = openSync(next, 'w');
  try {
    writeSync(file, `${version}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  // The version's name must be durable before a pointer to it can be.
  syncFolder(folder);
  renameSync(next, join(folder, POINTER));
  syncFolder(folder);
}

/** Removes versions below `version`. One that is still read elsewhere (Windows) stays for another time. */
export function removeVersionsBelow(folder: string, version: number): void {
  for (const name of readdirSync(folder)) {
    const match = VERSION_FILE.exec(name);
    if (match === null || Number(match[1]) >= version) continue;
    try {
      rmSync(join(folder, name), { force: true });
    } catch {
      // In use: the next refresh tries again.
    }
  }
}

/** The first version number that no file has: after a crash between rename and pointer there is one above the pointer. */
export function nextVersion(folder: string): number {
  const taken = readdirSync(folder).map((name) => Number(VERSION_FILE.exec(name)?.[1] ?? 0));
  return Math.max(0, currentVersion(folder), ...taken) + 1;
}

function readPointer(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, POINTER), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Fault('catalogue.unreadable', `the pointer in ${folder} cannot be read`, { cause: error });
  }
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
