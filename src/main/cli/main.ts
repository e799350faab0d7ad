/**
 * The till's command line: `npm run till -- COMMAND …`. Entry point; what each command does is in a file of its own.
 */
import path from 'node:path';
import { softwareOf } from '../software.ts';
import { EXPORT_USAGE, runExportProducts } from './export-products.ts';
import { IMPORT_USAGE, runImportProducts } from './import-products.ts';
import { RESTORE_USAGE, runRestore } from './restore.ts';
import { pinFromStandardInput, runSetPin, SET_PIN_USAGE } from './set-pin.ts';
import { runVerify, VERIFY_USAGE } from './verify.ts';

const migrationsDir = path.join(import.meta.dirname, 'migrations/till');

/** How each command is called, and what runs it with the words behind its name. Gives the exit code. */
const COMMANDS: Readonly<Record<string, { readonly usage: string; run(args: readonly string[]): number | Promise<number> }>> = {
  'import products': { usage: IMPORT_USAGE, run: (args) => runImportProducts(args, process) },
  verify: { usage: VERIFY_USAGE, run: (args) => runVerify(args, process, migrationsDir) },
  restore: {
    usage: RESTORE_USAGE,
    run: (args) => runRestore(args, process, { migrationsDir, software: softwareOf(import.meta.filename) }),
  },
  'set-pin': { usage: SET_PIN_USAGE, run: (args) => runSetPin(args, process, { migrationsDir, readPin: pinFromStandardInput }) },
  'export products': { usage: EXPORT_USAGE, run: (args) => runExportProducts(args, process) },
};

const words = process.argv.slice(2);
const name = Object.keys(COMMANDS).find((command) => command.split(' ').every((word, at) => words[at] === word));
const command = name === undefined ? undefined : COMMANDS[name];
if (name === undefined || command === undefined) {
  process.stderr.write(`npm run till -- …\n${Object.values(COMMANDS).map(({ usage }) => `  ${usage}\n`).join('')}`);
  process.exitCode = 2;
} else {
  process.exitCode = await command.run(words.slice(name.split(' ').length));
}
