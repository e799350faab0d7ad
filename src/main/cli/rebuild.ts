/**
 * `npm run till -- rebuild --data DIR`: makes the tables that follow from the journal anew. Exit code 0 when done, 1 when
 * not, 2 for words it does not understand.
 */
import { parseArgs } from 'node:util';
import { Fault } from '#base/fault.ts';
import { rebuildTill } from '#main/store/store.ts';
import { foldersOf } from './folders.ts';
import type { CommandOutput } from './import-products.ts';
import { shopTexts } from './shop-texts.ts';
import { refusedWords, withUsage, wordTexts } from './words.ts';

export const REBUILD_USAGE = 'rebuild [--data DIR] [--lang fr|en|ar]';

/** Runs the command. */
export function runRebuild(args: readonly string[], { stdout, stderr }: CommandOutput, migrationsDir: string): number {
  let values;
  try {
    const string = { type: 'string' } as const;
    ({ values } = parseArgs({ args: [...args], options: { data: string, lang: { ...string, default: 'fr' } } }));
  } catch (error) {
    stderr.write(refusedWords(error, args, REBUILD_USAGE));
    return 2;
  }
  const texts = shopTexts(values.lang);
  if (texts === undefined) {
    stderr.write(withUsage(wordTexts(args).notUnderstood(`--lang ${values.lang}`), args, REBUILD_USAGE));
    return 2;
  }
  try {
    rebuildTill({ dataDir: foldersOf({ data: values.data, keys: undefined }).dataDir, migrationsDir });
    stdout.write(`${texts.rebuilt}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    stderr.write(`${texts.failed(error.message)}\n`);
    return 1;
  }
}
