/** The files of the repository, by folder: what every check measures its own reach against. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../lib/node24.mjs';

/** Paths from the root, sorted, of all files below a folder whose name fits. */
export function filesBelow(folder, fits) {
  const full = path.join(ROOT, folder);
  if (!existsSync(full)) return [];
  const names = readdirSync(full, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return names
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => fits.test(name))
    .sort();
}
