/** Entry of the till's command line: `npm run till -- COMMAND …`. */
import path from 'node:path';
import { softwareOf } from '../software.ts';
import { runCommandLine } from './cli.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), process, {
  migrationsDir: path.join(import.meta.dirname, 'migrations/till'),
  software: () => softwareOf(import.meta.filename),
});
