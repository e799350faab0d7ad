/**
 * `npm run till -- unsent [FILE] --data DIR`: what headquarters does not have yet, and the rows themselves in a file, before anybody
 * removes a till or gives its machine away. Exit code 0 when headquarters has everything or the rest is in the file, 1 when
 * something exists nowhere else, 2 for words it does not understand.
 */
import { closeSync, existsSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Fault } from '#base/fault.ts';
import { rowText } from '#domain/journal/journal.ts';
import { systemClock } from '#node/system-clock.ts';
import { standardErrorLog } from '#node/system.ts';
import { openStore, type TillStore } from '#main/store/store.ts';
import { foldersOf } from './folders.ts';
import { hqTexts } from './hq-texts.ts';
import type { CommandOutput } from './import-products.ts';
import { flawOf, refusedWords, withUsage } from './words.ts';

export const UNSENT_USAGE = 'unsent [FILE] [--data DIR] [--keys DIR] [--lang fr|en|ar]';

const SLICE_ROWS = 500;

/** Runs the command. */
export function runUnsent(
  args: readonly string[],
  { stdout, stderr }: CommandOutput,
  program: { readonly migrationsDir: string },
): number {
  let parsed;
  try {
    const string = { type: 'string' } as const;
    const options = { data: string, keys: string, lang: { ...string, default: 'fr' } };
    parsed = parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    stderr.write(refusedWords(error, args, UNSENT_USAGE));
    return 2;
  }
  const { values, positionals } = parsed;
  const [file, ...rest] = positionals;
  const texts = hqTexts(values.lang);
  if (texts === undefined || rest.length > 0) {
    stderr.write(withUsage(flawOf(args, { positionals, lang: values.lang, what: 'FILE' }), args, UNSENT_USAGE));
    return 2;
  }
  try {
    if (file !== undefined && existsSync(file)) {
      stderr.write(`${texts.fileExists(file)}\n`);
      return 1;
    }
    const store = openStore({
      ...foldersOf({ data: values.data, keys: values.keys }),
      migrationsDir: program.migrationsDir,
      clock: systemClock,
      log: standardErrorLog({ name: 'unsent' }),
    });
    try {
      const isAlone = store.hq.link() === null;
      const count = countUnsent(store);
      if (file === undefined) {
        stdout.write(`${count === 0 ? texts.nothingUnsent : isAlone ? texts.alone : texts.unsent(count)}\n`);
        return count === 0 ? 0 : 1;
      }
      writeUnsent(store, file);
      stdout.write(`${texts.exported(count, file)}\n`);
      return 0;
    } finally {
      store.close();
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    stderr.write(`${texts.failed(error.message)}\n`);
    return 1;
  }
}

function countUnsent(store: TillStore): number {
  return store
    .chainIds()
    .reduce((sum, chainId) => sum + (store.headOf(chainId)?.seq ?? 0) - (store.hq.ack(chainId)?.seq ?? 0), 0);
}

/** One row a line, as the journal exports them, on disk when this returns. */
function writeUnsent(store: TillStore, path: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    for (const chainId of store.chainIds()) {
      let after = store.hq.ack(chainId)?.seq ?? 0;
      for (;;) {
        const rows = store.rowsAfter(chainId, after, SLICE_ROWS);
        if (rows.length > 0) writeSync(file, rows.map((row) => `${rowText(row)}\n`).join(''));
        after = rows.at(-1)?.seq ?? after;
        if (rows.length < SLICE_ROWS) break;
      }
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
