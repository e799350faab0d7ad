/**
 * `npm run hq`: installs what is missing, builds, and runs headquarters. Options come after `--`; `npm run hq -- --help`
 * lists them. The first line on standard output that begins with `{` is `{"url": …}`.
 */
import path from 'node:path';
import { readHqOptions } from './lib/hq-options.mjs';
import { continueUnderNode24, requireNode24, ROOT, runToTheEnd } from './lib/node24.mjs';
import { unprivilegedUser } from './lib/plain-user.mjs';
import { installPackages } from './lib/setup.mjs';

const words = readHqOptions(process.argv.slice(2));
installPackages();
await continueUnderNode24(import.meta.url);
const { buildIfStale } = await import('./build.mjs');
await buildIfStale();
// Who runs PostgreSQL, which does not run as root.
if (process.platform === 'linux' && process.env.DATABASE_URL === undefined) unprivilegedUser();
await runToTheEnd(requireNode24(), [path.join(ROOT, 'dist/hq.mjs'), ...words]);
