/** Entry of the till's command line: `npm run till -- COMMAND …`. */
import path from 'node:path';
import { softwareOf } from '../software.ts';
import { runCommandLine } from './cli.ts';

// Whoever has read enough closes the pipe (`… | head`): the command goes on to its end and says the rest to nobody.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), process, {
  migrationsDir: path.join(import.meta.dirname, 'migrations/till'),
  software: () => softwareOf(import.meta.filename),
});
