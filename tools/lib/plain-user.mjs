/**
 * An unprivileged user for what must not run as root: a sandboxed page, a folder that may only be read.
 *
 * Chromium and Electron refuse to sandbox their pages as root, and a test without the sandbox would prove little. So as
 * root we make a user of our own and run them as that one; anybody else is unprivileged already.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { ROOT } from './node24.mjs';
import { runTimePackages } from './run-time-packages.mjs';

/** The user that `npm start` and the tests make on a machine where they run as root. */
const NAME = 'comptoir';

/** The user that is not root: the one we make, or the one we are. */
export function unprivilegedUser() {
  if (process.getuid() !== 0)
    return { name: userInfo().username, uid: process.getuid(), gid: process.getgid(), made: false };
  const known = lookUp(NAME);
  if (known !== undefined) return known;
  const made = spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    NAME,
  ]);
  const user = lookUp(NAME);
  if (user === undefined) throw new Error(`the user ${NAME} could not be made: ${made.stderr}`);
  return user;
}

function lookUp(name) {
  const found = spawnSync('getent', ['passwd', name], { encoding: 'utf8' }).stdout.trim();
  if (found === '') return undefined;
  const [, , uid, gid] = found.split(':');
  return { name, uid: Number(uid), gid: Number(gid), made: true };
}

/** The words that run a program as the user: itself where we are that user, else through setpriv. */
export function commandAs(user, program, args = []) {
  if (!user.made) return [program, ...args];
  const drop = ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups', '--inh-caps=-all'];
  return ['setpriv', ...drop, '--', program, ...args];
}

/** A new folder in the system's temporary one that only the user can enter. */
export function folderOf(user, prefix) {
  const folder = mkdtempSync(path.join(tmpdir(), prefix));
  chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
  return folder;
}

/** What a user may need besides itself to run a program. */
export function environmentOf(home, more = {}) {
  return {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    XDG_RUNTIME_DIR: home,
    ...more,
  };
}

/**
 * Lays out the built app where the user can read it: a clone may lie in a folder that only root can enter.
 * Files are linked rather than copied where the file system allows. Remove the folder when done.
 */
export function stageApp(folder) {
  mkdirSync(path.join(folder, 'node_modules'), { recursive: true, mode: 0o755 });
  layOut(path.join(ROOT, 'dist'), path.join(folder, 'dist'));
  cpSync(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'));
  for (const name of [...runTimePackages(), `node-${process.platform}-${process.arch}`]) {
    const from = path.join(ROOT, 'node_modules', name);
    if (existsSync(from)) layOut(from, path.join(folder, 'node_modules', name));
  }
}

/** Puts a folder where everybody may read it, by links where that serves. */
export function layOut(from, to) {
  mkdirSync(path.dirname(to), { recursive: true, mode: 0o755 });
  // A link shares its permissions with the original, which serves only where everybody may read that.
  const shared = (process.umask() & 0o055) === 0 && run('cp', ['-al', from, to]);
  if (shared) return;
  rmSync(to, { recursive: true, force: true });
  if (!run('cp', ['-a', from, to]) || !run('chmod', ['-R', 'a+rX', to])) throw new Error(`${from} could not be copied`);
}

function run(program, args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
