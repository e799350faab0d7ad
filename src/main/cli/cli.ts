/**
 * The commands of `npm run till --`: how each is called, what it is for, and what runs it with the words behind its name.
 */
import { EXPORT_USAGE, runExportProducts } from './export-products.ts';
import { IMPORT_USAGE, runImportProducts } from './import-products.ts';
import type { CommandOutput } from './import-products.ts';
import { IN_STORE_USAGE, runInStoreCodes } from './in-store-codes.ts';
import { NEW_SHOP_USAGE, runNewShop } from './new-shop.ts';
import { REBUILD_USAGE, runRebuild } from './rebuild.ts';
import { REBUILD_FROM_HQ_USAGE, runRebuildFromHq } from './rebuild-from-hq.ts';
import { REPLAY_USAGE, runReplay } from './replay.ts';
import { RESTORE_USAGE, runRestore } from './restore.ts';
import { pinFromStandardInput, runSetPin, SET_PIN_USAGE } from './set-pin.ts';
import { runUnsent, UNSENT_USAGE } from './unsent.ts';
import { runVerify, VERIFY_USAGE } from './verify.ts';
import { asksForHelp, withUsage, wordTexts } from './words.ts';
import type { Software } from '../software.ts';

export interface Program {
  readonly migrationsDir: string;
  /** Read only by the commands that write it down. */
  readonly software: () => Software;
}

interface CliCommand {
  readonly usage: string;
  readonly french: string;
  readonly english: string;
  /** Gives the exit code. */
  run(args: readonly string[], output: CommandOutput, program: Program): number | Promise<number>;
}

const COMMANDS: Readonly<Record<string, CliCommand>> = {
  verify: {
    usage: VERIFY_USAGE,
    french: 'vérifie tout le journal, ses signatures et ses témoins',
    english: 'checks the whole journal, its signatures and its witnesses',
    run: (args, output, { migrationsDir }) => runVerify(args, output, migrationsDir),
  },
  restore: {
    usage: RESTORE_USAGE,
    french: 'refait une caisse depuis la seconde copie, dans une nouvelle chaîne',
    english: 'makes a till again from the second copy, in a new chain',
    run: (args, output, program) => runRestore(args, output, { ...program, software: program.software() }),
  },
  rebuild: {
    usage: REBUILD_USAGE,
    french: 'refait du journal les tables qui en découlent',
    english: 'makes the tables that follow from the journal anew',
    run: (args, output, { migrationsDir }) => runRebuild(args, output, migrationsDir),
  },
  'rebuild-from-hq': {
    usage: REBUILD_FROM_HQ_USAGE,
    french: 'refait la caisse d’une machine perdue depuis le siège, dans une nouvelle chaîne',
    english: 'makes the till of a lost machine again from headquarters, in a new chain',
    run: (args, output, program) => runRebuildFromHq(args, output, { ...program, software: program.software() }),
  },
  unsent: {
    usage: UNSENT_USAGE,
    french: 'dit ce que le siège n’a pas encore, et l’écrit dans un fichier',
    english: 'says what headquarters does not have yet, and writes it to a file',
    run: (args, output, { migrationsDir }) => runUnsent(args, output, { migrationsDir }),
  },
  'import products': {
    usage: IMPORT_USAGE,
    french: 'prend un fichier d’articles (CSV ou TSV) dans le catalogue',
    english: 'takes a product file (CSV or TSV) into the catalogue',
    run: (args, output) => runImportProducts(args, output),
  },
  'export products': {
    usage: EXPORT_USAGE,
    french: 'écrit le catalogue dans un fichier',
    english: 'writes the catalogue to a file',
    run: (args, output) => runExportProducts(args, output),
  },
  'new-shop': {
    usage: NEW_SHOP_USAGE,
    french: 'crée un magasin dans un dossier vide (voir docs/new-shop.md)',
    english: 'makes a shop in an empty folder (see docs/new-shop.md)',
    run: (args, output, program) => runNewShop(args, output, { ...program, software: program.software() }),
  },
  'set-pin': {
    usage: SET_PIN_USAGE,
    french: 'change le code d’un opérateur',
    english: 'sets the PIN of an operator',
    run: (args, output, { migrationsDir }) => runSetPin(args, output, { migrationsDir, readPin: pinFromStandardInput }),
  },
  'in-store-codes': {
    usage: IN_STORE_USAGE,
    french: 'règle la lecture des codes du magasin, poids ou prix compris (voir docs/codes.md)',
    english: 'sets how in-store codes are read, weight or price included (see docs/codes.md)',
    run: (args, output, { migrationsDir }) => runInStoreCodes(args, output, { migrationsDir }),
  },
  replay: {
    usage: REPLAY_USAGE,
    french: 'relit l’enregistrement d’un appareil et dit ce que chaque octet voulait dire',
    english: 'reads the recording of a device and says what its bytes meant',
    run: (args, output) => runReplay(args, output),
  },
};

/** Runs one command line. 0 when it was done, 1 when not, 2 and the help for words that nobody understands. */
export function runCommandLine(
  words: readonly string[],
  output: CommandOutput,
  program: Program,
): number | Promise<number> {
  const name = Object.keys(COMMANDS).find((known) => known.split(' ').every((word, at) => words[at] === word));
  const command = name === undefined ? undefined : COMMANDS[name];
  if (name !== undefined && command !== undefined) {
    const args = words.slice(name.split(' ').length);
    if (!asksForHelp(args)) return command.run(args, output, program);
    output.stdout.write(
      withUsage(
        wordTexts(args) === wordTexts(['--lang', 'en']) ? command.english : command.french,
        args,
        command.usage,
      ),
    );
    return 0;
  }
  if (words.length === 0 || words[0] === 'help' || asksForHelp(words)) {
    output.stdout.write(help());
    return 0;
  }
  const texts = wordTexts(words);
  const names = Object.keys(COMMANDS).map((known) => `  ${known}\n`);
  output.stderr.write(`${texts.unknownCommand(spoken(words))}\n\n${names.join('')}\n${texts.more}\n`);
  return 2;
}

/** The words up to the first option. */
function spoken(words: readonly string[]): string {
  const end = words.findIndex((word) => word.startsWith('-'));
  return (end > 0 ? words.slice(0, end) : words).join(' ');
}

function help(): string {
  const commands = Object.values(COMMANDS).map(
    ({ usage, french, english }) => `  ${usage}\n      ${french}\n      ${english}\n`,
  );
  return `Comptoir — npm run till -- COMMANDE … / COMMAND …\n\n${commands.join('')}`;
}
