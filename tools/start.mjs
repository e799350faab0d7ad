/**
 * `npm start`: installs what is missing, builds, and opens the till; in a demonstration shop the virtual counter too.
 * Options come after `--`; `npm start -- --help` lists them.
 *
 * Standard output carries one line for programs, the JSON object with the address to open; people are told on standard
 * error. Whatever is started here ends with this process.
 */
import { ensureCardBinding } from './lib/card-binding.mjs';
import { installIfRootOnDebian, installPackages, installSystemPackages } from './lib/setup.mjs';
import { continueUnderNode24 } from './lib/node24.mjs';
import { readStartOptions } from './lib/start-options.mjs';

const options = readStartOptions(process.argv.slice(2));
const onScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

if (process.env.COMPTOIR_NODE24 === undefined && onScreen && options.shell !== 'none') {
  const asAnother = process.platform === 'linux' && process.getuid() === 0;
  installSystemPackages([
    'chromium',
    'fonts',
    ...(asAnother ? ['setpriv', 'xauth'] : []),
    ...(options.shell === 'electron' ? ['electron'] : []),
  ]);
}
if (process.env.COMPTOIR_NODE24 === undefined) installIfRootOnDebian(['cardBinding']);
installPackages();
await ensureCardBinding();
await continueUnderNode24(import.meta.url);

const { buildIfStale } = await import('./build.mjs');
await buildIfStale();
const { runShop } = await import('./lib/run-shop.mjs');
process.exitCode = await runShop({ options, onScreen });
