/** `npm run sim -- NAME …`: one of the simulators (printer, scanner, counter…), under the shipped Node. */
import path from 'node:path';
import { simulatorEntries } from './lib/entries.mjs';
import { continueUnderNode24, requireNode24, ROOT, runToTheEnd } from './lib/node24.mjs';
import { installPackages } from './lib/setup.mjs';

const [name, ...rest] = process.argv.slice(2);
const program = `sim-${name}.mjs`;
const known = simulatorEntries();
if (known[program] === undefined) {
  const names = Object.keys(known).map((file) => file.slice('sim-'.length, -'.mjs'.length));
  process.stderr.write(`npm run sim -- NAME …, where NAME is one of: ${names.join(', ')}\n`);
  process.exit(2);
}
installPackages();
await continueUnderNode24(import.meta.url);
const { buildIfStale } = await import('./build.mjs');
await buildIfStale();
await runToTheEnd(requireNode24(), [path.join(ROOT, 'dist', program), ...rest]);
