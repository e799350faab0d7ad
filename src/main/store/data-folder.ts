/**
 * The shop's folder: one till process at a time, and enough room to finish what was begun. The lock is one of the
 * operating system on an open file, so that a killed process leaves none behind.
 */
import Database from 'better-sqlite3';
import { closeSync, existsSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { Fault } from '#base/fault.ts';

import { onDisk, storeFault } from './sqlite-fault.ts';

export const TILL_FILE = 'till.db';
const LOCK_FILE = 'till.lock';
const BALLAST_FILE = 'ballast';
const LOCK_WAIT_MS = 500;
const SLICE_BYTES = 1024 * 1024;

/** How much room the till keeps for itself on its disk. */
export interface Room {
  /** Size of the ballast file, given up when the disk is full. */
  readonly ballastBytes: number;
  /** Below this much free space no new sale begins. */
  readonly floorBytes: number;
}

export const ROOM: Room = { ballastBytes: 8 * 1024 * 1024, floorBytes: 16 * 1024 * 1024 };

/** Keeps other tills out of a folder until released. Throws Fault `store.locked` where one is in it already. */
export function lockFolder(dataDir: string): () => void {
  const path = join(dataDir, LOCK_FILE);
  return onDisk(`locking ${dataDir}`, () => {
    const lock = new Database(path, { timeout: LOCK_WAIT_MS });
    try {
      lock.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      lock.close();
      const fault = storeFault(error, 'locking');
      if (!(fault instanceof Fault) || fault.code !== 'store.locked') throw error;
      throw new Fault('store.locked', `another till is running on ${dataDir}`, { cause: error });
    }
    return () => lock.close();
  });
}

/** Room on the disk of one folder, and the ballast that can make some. */
export class DiskRoom {
  readonly #dataDir: string;
  readonly #room: Room;

  constructor(dataDir: string, room: Room) {
    this.#dataDir = dataDir;
    this.#room = room;
  }

  /** Fault `store.disk-full` where a new sale should not begin; null where there is room. */
  fault(): Fault | null {
    const free = this.freeBytes();
    if (free >= this.#room.floorBytes) return null;
    return new Fault('store.disk-full', `${free} bytes are free, ${this.#room.floorBytes} are needed`);
  }

  /** Gives the ballast up, so that what was begun can be finished. True when there was some. */
  release(): boolean {
    const path = join(this.#dataDir, BALLAST_FILE);
    if (!existsSync(path)) return false;
    rmSync(path, { force: true });
    return true;
  }

  /** Takes the ballast in again where there is ample room; trouble with that is no trouble of the till. */
  restore(): void {
    const path = join(this.#dataDir, BALLAST_FILE);
    const { ballastBytes, floorBytes } = this.#room;
    try {
      if (existsSync(path) && statSync(path).size === ballastBytes) return;
      if (this.freeBytes() < 2 * floorBytes + ballastBytes) return;
      // Written out and not merely reserved: a hole in a file takes no room.
      const file = openSync(path, 'w', 0o600);
      const slice = Buffer.alloc(Math.min(SLICE_BYTES, ballastBytes), 0xa5);
      for (let at = 0; at < ballastBytes; at += slice.length)
        writeSync(file, slice, 0, Math.min(slice.length, ballastBytes - at));
      closeSync(file);
    } catch {
      rmSync(path, { force: true });
    }
  }

  freeBytes(): number {
    try {
      const { bavail, bsize } = statfsSync(this.#dataDir);
      return bavail * bsize;
    } catch {
      return Number.MAX_SAFE_INTEGER;
    }
  }
}
