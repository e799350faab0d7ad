/** `npm run powercut -- --images N [--seed S]`: cuts the power of a selling till, and opens what is left on disk. */
import path from 'node:path';
import { continueUnderNode24, requireNode24, ROOT, runToTheEnd } from './lib/node24.mjs';
import { installPackages, installSystemPackages } from './lib/setup.mjs';

installSystemPackages(['compiler']);
installPackages();
await continueUnderNode24(import.meta.url);
const { buildIfStale } = await import('./build.mjs');
await buildIfStale();
await runToTheEnd(requireNode24(), [path.join(ROOT, 'test/powercut/main.ts'), ...process.argv.slice(2)]);
