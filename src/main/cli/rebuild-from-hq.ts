/**
 * `npm run till -- rebuild-from-hq --hq URL --code CODE --data DIR`: makes the till of a lost machine anew, in an empty folder, of
 * what headquarters holds. Exit code 0 when it stands, 1 when nothing was done, 2 for words it does not understand.
 */
import { parseArgs } from 'node:util';
import { Fault } from '#base/fault.ts';
import { systemClock } from '#node/system-clock.ts';
import { standardErrorLog, systemRandom } from '#node/system.ts';
import { hqAddress, httpTransport } from '#main/sync/http-transport.ts';
import { rebuildFromHq, type ShopHabits } from '#main/sync/rebuild-from-hq.ts';
import type { Software } from '../software.ts';
import { foldersOf } from './folders.ts';
import { hqTexts } from './hq-texts.ts';
import type { CommandOutput } from './import-products.ts';
import { flawOf, refusedWords, withUsage } from './words.ts';

export const REBUILD_FROM_HQ_USAGE =
  'rebuild-from-hq --hq URL --code CODE [--data DIR] [--keys DIR] [--time-zone ZONE] [--receipt-language fr|en|ar] [--lang fr|en|ar]';

const PROGRESS_ROWS = 10_000;

/** Runs the command as this program. */
export async function runRebuildFromHq(
  args: readonly string[],
  { stdout, stderr }: CommandOutput,
  program: { readonly migrationsDir: string; readonly software: Software },
): Promise<number> {
  let parsed;
  try {
    const string = { type: 'string' } as const;
    const options = {
      hq: string,
      code: string,
      data: string,
      keys: string,
      'time-zone': { ...string, default: 'Europe/Paris' },
      'receipt-language': { ...string, default: 'fr' },
      lang: { ...string, default: 'fr' },
    };
    parsed = parseArgs({ args: [...args], options });
  } catch (error) {
    stderr.write(refusedWords(error, args, REBUILD_FROM_HQ_USAGE));
    return 2;
  }
  const { hq, code, data, keys, lang, 'time-zone': timeZone, 'receipt-language': receiptLanguage } = parsed.values;
  const texts = hqTexts(lang);
  const habits = habitsOf(timeZone, receiptLanguage);
  const url = hq === undefined ? null : hqAddress(hq);
  if (texts === undefined || url === null || code === undefined || habits === null) {
    const what = url === null ? '--hq URL' : code === undefined ? '--code CODE' : '--time-zone, --receipt-language';
    stderr.write(withUsage(flawOf(args, { positionals: [], lang, what }), args, REBUILD_FROM_HQ_USAGE));
    return 2;
  }
  const { version, hash } = program.software;
  let told = 0;
  try {
    const outcome = await rebuildFromHq({
      url,
      code,
      fingerprint: null,
      ...foldersOf({ data, keys }),
      migrationsDir: program.migrationsDir,
      habits,
      transport: httpTransport(url, systemClock),
      software: { version, hash, fiscalModuleHash: hash },
      clock: systemClock,
      random: systemRandom,
      log: standardErrorLog({ name: 'rebuild-from-hq' }),
      onProgress(rows) {
        if (rows - told < PROGRESS_ROWS) return;
        told = rows;
        stderr.write(`${texts.progress(rows)}\n`);
      },
    });
    if (outcome.kind === 'refused') {
      stderr.write(`${texts.refused[outcome.reason]}${outcome.detail === '' ? '' : ` (${outcome.detail})`}.\n`);
      return 1;
    }
    stdout.write(`${texts.rebuilt(outcome)}\n${texts.habits(habits)}\n${texts.pinsNext}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    stderr.write(`${texts.failed(error.message)}\n`);
    return 1;
  }
}

function habitsOf(timeZone: string, receiptLanguage: string): ShopHabits | null {
  if (receiptLanguage !== 'fr' && receiptLanguage !== 'en' && receiptLanguage !== 'ar') return null;
  return isTimeZone(timeZone) ? { timeZone, receiptLanguage } : null;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
