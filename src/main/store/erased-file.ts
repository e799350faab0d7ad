/**
 * The ids of persons who were erased, in the keys folder: a witness outside the data folder and the second copy, so
 * that no restore from a copy that could not be reached in time brings somebody back. An id is random and says nothing.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { branded, type PersonId } from '#base/brand.ts';

import { syncFolder } from '../sync-folder.ts';
import { makeFolder } from './keys.ts';

const FILE_NAME = 'erased-persons';

/** Whom the keys folder knows to be erased. A torn last line is none. */
export function readErased(keysDir: string): ReadonlySet<PersonId> {
  const path = join(keysDir, FILE_NAME);
  if (!existsSync(path)) return new Set();
  const lines = readFileSync(path, 'latin1').split('\n').slice(0, -1);
  return new Set(lines.filter((line) => line !== '').map((line) => branded<PersonId>(line)));
}

/** Adds those that are missing, durable when it returns. Throws what the file system throws. */
export function addErased(keysDir: string, personIds: readonly PersonId[]): void {
  const known = readErased(keysDir);
  const missing = personIds.filter((personId) => !known.has(personId));
  if (missing.length === 0) return;
  makeFolder(keysDir);
  const path = join(keysDir, FILE_NAME);
  const isNew = !existsSync(path);
  const file = openSync(path, 'a', 0o600);
  try {
    // The line feed first ends a line that was torn.
    writeSync(file, `\n${missing.join('\n')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (isNew) syncFolder(keysDir);
}
