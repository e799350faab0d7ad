/** `npm run simulate -- --seeds N --from S`: tills and headquarters through all kinds of trouble, seed by seed. */
import path from 'node:path';
import { continueUnderNode24, requireNode24, ROOT, runToTheEnd } from './lib/node24.mjs';
import { installPackages } from './lib/setup.mjs';

installPackages();
await continueUnderNode24(import.meta.url);
await runToTheEnd(requireNode24(), [path.join(ROOT, 'test/simulate/main.ts'), ...process.argv.slice(2)]);
