/**
 * Completes package-lock.json with the packages of other platforms.
 *
 *   node tools/complete-lock.mjs        after every `npm install` that changed the lock
 *
 * A registry that mirrors only some platforms leaves the others out of the lock, and `npm ci` then refuses it everywhere.
 * Each one is named exactly by the package that wants it, so its version is known; its platform is in its name.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './lib/node24.mjs';

const LOCK = path.join(ROOT, 'package-lock.json');
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const SYSTEMS = ['android', 'darwin', 'freebsd', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32', 'linux'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32'];

const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
const added = {};
for (const [where, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isInLock(where, name)) continue;
    const platform = platformOf(name);
    if (!EXACT.test(version) || platform === undefined) {
      process.stderr.write(`${where || 'package.json'} wants ${name}@${version}, which cannot be completed here\n`);
      process.exitCode = 1;
      continue;
    }
    added[`node_modules/${name}`] = { version, optional: true, ...platform };
  }
}
const sorted = Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries(sorted);
writeFileSync(LOCK, `${JSON.stringify(lock, undefined, 2)}\n`);
process.stdout.write(`${Object.keys(added).length} packages of other platforms added\n`);

/** Whether the lock has the package in any folder where the one that wants it would look. */
function isInLock(where, name) {
  for (let folder = where; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : ['glibc'];
  if (cpu === 'wasm32') return { cpu: [cpu] };
  if (os === undefined || cpu === undefined) return undefined;
  return { os: [os], cpu: [cpu], ...(os === 'linux' && { libc }) };
}
