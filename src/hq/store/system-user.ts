/** Who runs PostgreSQL, which refuses to run as root. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { Fault } from '#base/fault.ts';

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Made by `npm run hq` and by the tests where they run as root; `nobody` is on every system. */
const NAMES = ['comptoir', 'nobody'];

/**
 * Undefined where this process is not root: then it is PostgreSQL's user itself. As root the user of a database that is
 * there already, else the first of our names that the system knows.
 */
export function databaseUser(databaseFolder: string): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(databaseFolder)) {
    const { uid, gid } = statSync(databaseFolder);
    if (uid !== 0) return { uid, gid };
  }
  const known = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of NAMES) {
    const [, , uid, gid] = known.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Fault('hq.data-unusable', `PostgreSQL does not run as root, and there is no user ${NAMES.join(' or ')}`);
}
