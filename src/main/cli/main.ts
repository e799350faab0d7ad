/**
 * The till's command line: `npm run till -- COMMAND …`. Entry point; what each command does is in a file of its own.
 */
import { EXPORT_USAGE, runExportProducts } from './export-products.ts';
import { IMPORT_USAGE, runImportProducts } from './import-products.ts';

/** How each command is called, and what runs it with the words behind its name. Gives the exit code. */
const COMMANDS: Readonly<Record<string, { readonly usage: string; run(args: readonly string[]): number | Promise<number> }>> = {
  'import products': { usage: IMPORT_USAGE, run: (args) => runImportProducts(args, process) },
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
