/**
 * Migrations are locked once they are written: a shop may already have run them. `migrations/lock.json` holds each file's
 * hash; a changed file is refused, and a new one is added by `node tools/lock-migrations.mjs`.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from '../check/files.mjs';
import { ROOT } from './node24.mjs';

const LOCK = path.join(ROOT, 'migrations', 'lock.json');

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
  writeFileSync(LOCK, `${JSON.stringify(present, undefined, 2)}\n`);
  return Object.keys(present).length - Object.keys(locked).length;
}

function hashes() {
  const files = filesBelow('migrations', /\.sql$/);
  const digest = (file) =>
    createHash('sha256')
      .update(readFileSync(path.join(ROOT, file)))
      .digest('hex');
  return Object.fromEntries(files.map((file) => [file, digest(file)]));
}

function readLock() {
  return existsSync(LOCK) ? JSON.parse(readFileSync(LOCK, 'utf8')) : {};
}
