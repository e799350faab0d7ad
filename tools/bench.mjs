/** `npm run bench [-- PART] [--json] [--quick]`: measures till and headquarters against their budgets; PART is one of `bench.ts`. */
import path from 'node:path';
import { continueUnderNode24, requireNode24, ROOT, runToTheEnd } from './lib/node24.mjs';
import { ensureCardBinding } from './lib/card-binding.mjs';
import { installPackages, installSystemPackages } from './lib/setup.mjs';

installSystemPackages([
  ...['compiler', 'cardBinding', 'setpriv'],
  ...['chromium', 'fonts', 'xvfb', 'xauth', 'films', 'keyboard'],
  ...['cards', 'lines'],
]);
installPackages();
if (!(await ensureCardBinding())) process.exit(1);
await continueUnderNode24(import.meta.url);
const { buildIfStale } = await import('./build.mjs');
await buildIfStale();
await runToTheEnd(requireNode24(), [path.join(ROOT, 'test/bench/main.ts'), ...process.argv.slice(2)]);
