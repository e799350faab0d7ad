/**
 * `npm run till -- set-pin OPERATOR --data DIR`: sets a PIN, read from standard input so that no list of running
 * programs shows it. The till must not be running. Exit code 0 when it is set, 1 when not, 2 for words it does not understand.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Fault } from '#base/fault.ts';
import { systemClock } from '#node/system-clock.ts';
import { setPin } from '#main/store/store.ts';
import { standardErrorLog } from '#node/system.ts';
import { foldersOf } from './folders.ts';
import type { CommandOutput } from './import-products.ts';
import { journalTexts } from './journal-texts.ts';
import { flawOf, refusedWords, withUsage } from './words.ts';

export const SET_PIN_USAGE = 'set-pin OPERATOR [--data DIR] [--keys DIR] [--lang fr|en|ar]   (PIN ← stdin)';

/** Runs the command; `readPin` gives the line that holds the PIN. */
export function runSetPin(
  args: readonly string[],
  { stdout, stderr }: CommandOutput,
  program: { readonly migrationsDir: string; readonly readPin: () => string },
): number {
  let parsed;
  try {
    const string = { type: 'string' } as const;
    const options = { data: string, keys: string, lang: { ...string, default: 'fr' } };
    parsed = parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    stderr.write(refusedWords(error, args, SET_PIN_USAGE));
    return 2;
  }
  const {
    values: { data, keys, lang },
    positionals: [operator, ...rest],
  } = parsed;
  if (operator === undefined || rest.length > 0 || (lang !== 'fr' && lang !== 'en' && lang !== 'ar')) {
    stderr.write(
      withUsage(flawOf(args, { positionals: parsed.positionals, lang, what: 'OPERATOR' }), args, SET_PIN_USAGE),
    );
    return 2;
  }
  const texts = journalTexts(lang);
  try {
    const folders = foldersOf({ data, keys });
    const { migrationsDir } = program;
    const log = standardErrorLog({ name: 'set-pin' });
    const outcome = setPin({
      ...folders,
      migrationsDir,
      clock: systemClock,
      log,
      operator,
      pin: program.readPin().trim(),
    });
    if (outcome.kind === 'refused') {
      stderr.write(`${texts.pinRefused[outcome.reason]} : ${outcome.operators.join(', ')}\n`);
      return 1;
    }
    stdout.write(`${texts.pinSet(outcome.name)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    stderr.write(`${texts.failed(error.message)}\n`);
    return 1;
  }
}

/** The first line of standard input. */
export function pinFromStandardInput(): string {
  return readFileSync(0, 'utf8').split('\n', 1)[0] ?? '';
}
