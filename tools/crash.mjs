/** `npm run crash -- --rounds N [--seed S]`: kills a selling till at random instants, and counts what it lost. */
import path from 'node:path';
import { continueUnderNode24, requireNode24, ROOT, runToTheEnd } from './lib/node24.mjs';
import { installPackages } from './lib/setup.mjs';

installPackages();
await continueUnderNode24(import.meta.url);
const { buildIfStale } = await import('./build.mjs');
await buildIfStale();
await runToTheEnd(requireNode24(), [path.join(ROOT, 'test/crash/main.ts'), ...process.argv.slice(2)]);
