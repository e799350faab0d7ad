/** `npm run till -- COMMAND …`: the till's command line (verify, restore, import, export), under the shipped Node. */
import path from 'node:path';
import { continueUnderNode24, requireNode24, ROOT, runToTheEnd } from './lib/node24.mjs';
import { installPackages } from './lib/setup.mjs';

installPackages();
await continueUnderNode24(import.meta.url);
const { buildIfStale } = await import('./build.mjs');
await buildIfStale();
await runToTheEnd(requireNode24(), [path.join(ROOT, 'dist/cli.mjs'), ...process.argv.slice(2)]);
