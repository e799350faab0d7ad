/**
 * `npm run till -- restore PLACE --data DIR`: brings a till back from its second copy into an empty folder. Exit code 0
 * when it stands, 1 when nothing was done, 2 for words it does not understand.
 */
import { parseArgs } from 'node:util';
import { Fault } from '#base/fault.ts';
import { systemClock } from '#node/system-clock.ts';
import { restoreTill } from '#main/store/store.ts';
import type { Software } from '../software.ts';
import { systemRandom } from '#node/system.ts';
import { foldersOf } from './folders.ts';
import type { CommandOutput } from './import-products.ts';
import { journalTexts } from './journal-texts.ts';
import { flawOf, refusedWords, withUsage } from './words.ts';

export const RESTORE_USAGE = 'restore PLACE [--till ID] [--data DIR] [--keys DIR] [--lang fr|en|ar]';

/** Runs the command as this program. */
export function runRestore(
  args: readonly string[],
  { stdout, stderr }: CommandOutput,
  program: { readonly migrationsDir: string; readonly software: Software },
): number {
  let parsed;
  try {
    const string = { type: 'string' } as const;
    const options = { data: string, keys: string, till: string, lang: { ...string, default: 'fr' } };
    parsed = parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    stderr.write(refusedWords(error, args, RESTORE_USAGE));
    return 2;
  }
  const {
    values: { data, keys, till, lang },
    positionals: [place, ...rest],
  } = parsed;
  if (place === undefined || rest.length > 0 || (lang !== 'fr' && lang !== 'en' && lang !== 'ar')) {
    stderr.write(
      withUsage(flawOf(args, { positionals: parsed.positionals, lang, what: 'PLACE' }), args, RESTORE_USAGE),
    );
    return 2;
  }
  const texts = journalTexts(lang);
  try {
    const { version, hash } = program.software;
    const outcome = restoreTill({
      place,
      ...(till === undefined ? {} : { tillId: till }),
      ...foldersOf({ data, keys }),
      migrationsDir: program.migrationsDir,
      software: { version, hash, fiscalModuleHash: hash },
      clock: systemClock,
      random: systemRandom,
      onProgress: (rows) => {
        if (rows % 10_000 === 0) stderr.write(`${texts.progress(rows)}\n`);
      },
    });
    if (outcome.kind === 'refused') {
      stderr.write(`${texts.restoreRefused[outcome.reason]} (${outcome.detail}).\n`);
      return 1;
    }
    const said = [texts.restored(outcome), texts.customers(outcome), texts.lost(outcome), texts.pinsNext];
    stdout.write(said.flatMap((line) => (line === null ? [] : [`${line}\n`])).join(''));
    return 0;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    stderr.write(`${texts.failed(error.message)}\n`);
    return 1;
  }
}
