/**
 * Migrations are locked once they are written: a shop may already have run them. `lock.json` beside them holds each file's
 * hash; a changed file is refused, and a new one is added by `node tools/lock-migrations.mjs`.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../check/files.mjs';
import { ROOT } from './node24.mjs';

const FOLDERS = ['migrations/till', 'migrations/hq'];

/** What of the migrations and their lock does not agree. */
export function lockProblems() {
  const locked = readLock();
  const present = hashes();
  const changed = Object.keys(locked).filter((file) => present[file] !== locked[file]);
  const fresh = Object.keys(present).filter((file) => locked[file] === undefined);
  return [
    ...changed.map((file) => `${file} was changed after it was locked: write a new migration`),
    ...fresh.map((file) => `${file} is not locked yet: node tools/lock-migrations.mjs`),
  ];
}

/** Adds the new migrations to the lock; refuses when a locked one was changed. */
export function lockNew() {
  const locked = readLock();
  const present = hashes();
  const changed = Object.keys(locked).filter((file) => present[file] !== locked[file]);
  if (changed.length > 0) throw new Error(`changed after they were locked: ${changed.join(', ')}`);
  writeLock(present);
  return Object.keys(present).length - Object.keys(locked).length;
}

function hashes() {
  const digest = (file) =>
    createHash('sha256')
      .update(readFileSync(path.join(ROOT, file)))
      .digest('hex');
  return Object.fromEntries(filesBelow('migrations', /\.sql$/).map((file) => [file, digest(file)]));
}

/** The hashes of all locks, each file by its path from the root. */
function readLock() {
  const locks = FOLDERS.filter((folder) => existsSync(lockPath(folder))).map((folder) => {
    const lock = JSON.parse(readFileSync(lockPath(folder), 'utf8'));
    return Object.entries(lock).map(([name, hash]) => [`${folder}/${name}`, hash]);
  });
  return Object.fromEntries(locks.flat());
}

function writeLock(locked) {
  for (const folder of FOLDERS) {
    const own = Object.entries(locked).filter(([file]) => path.dirname(file) === folder);
    const lock = Object.fromEntries(own.map(([file, hash]) => [path.basename(file), hash]));
    writeFileSync(lockPath(folder), `${JSON.stringify(lock, undefined, 2)}\n`);
  }
}

function lockPath(folder) {
  return path.join(ROOT, folder, 'lock.json');
}
