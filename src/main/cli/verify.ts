/**
 * `npm run till -- verify --data DIR`: is everything still as it was written? Exit code 0 when it is, 1 when it is not
 * or there is no till, 2 for words it does not understand or a till that cannot be read.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Fault } from '#base/fault.ts';
import type { Language } from '#domain/money/money.ts';
import { readSetting } from '#main/store/read-shop.ts';
import { shopExists, verifyTill, type VerifyReport } from '#main/store/store.ts';
import { foldersOf } from './folders.ts';
import type { CommandOutput } from './import-products.ts';
import { journalTexts, type JournalTexts } from './journal-texts.ts';
import { refusedWords, withUsage, wordTexts } from './words.ts';

export const VERIFY_USAGE =
  'verify [--data DIR] [--keys DIR] [--copy DIR] [--receipt "NUMBER CODE"]… [--json] [--lang fr|en|ar]';

/** Runs the command; `migrationsDir` is where the program keeps its migrations. */
export function runVerify(args: readonly string[], { stdout, stderr }: CommandOutput, migrationsDir: string): number {
  const words = readWords(args);
  if (typeof words === 'string') {
    stderr.write(words);
    return 2;
  }
  const texts = journalTexts(words.language);
  const folders = foldersOf(words);
  if (!shopExists(folders.dataDir)) {
    stderr.write(`${texts.noTill(folders.dataDir)}\n`);
    return 1;
  }
  const keysMissing = !existsSync(folders.keysDir);
  if (keysMissing) stderr.write(`${texts.keysMissing(folders.keysDir)}\n`);
  try {
    const report = verifyTill({
      ...folders,
      migrationsDir,
      copyPlace: words.copy ?? readSetting(folders.dataDir, 'copy-place') ?? null,
      receipts: words.receipts,
      onProgress: (rows) => {
        if (rows % 10_000 === 0) stderr.write(`${texts.progress(rows)}\n`);
      },
    });
    stdout.write(
      words.json
        ? `${JSON.stringify(report)}\n`
        : said(report, keysMissing ? { ...texts, good: texts.goodAlone } : texts),
    );
    return report.ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    stderr.write(`${texts.failed(error.message)}\n`);
    return 2;
  }
}

function said({ chains, findings, witnesses, unbuilt, ok }: VerifyReport, texts: JournalTexts): string {
  const lines = chains.map((chain) => texts.chain(chain));
  for (const { witness, seq, chainId, detail } of findings) {
    lines.push(`${texts.found[witness]} — ${seq === null ? chainId : `${texts.row(seq)}, ${chainId}`} : ${detail}`);
  }
  if (unbuilt.length > 0) lines.push(texts.unbuilt(unbuilt));
  lines.push(witnesses.length === 0 ? texts.noWitness : texts.asked(witnesses), ok ? texts.good : texts.bad);
  return `${lines.join('\n')}\n`;
}

interface Words {
  readonly data: string | undefined;
  readonly keys: string | undefined;
  readonly copy: string | undefined;
  readonly receipts: readonly { readonly number: string; readonly code: string }[];
  readonly json: boolean;
  readonly language: Language;
}

function readWords(args: readonly string[]): Words | string {
  try {
    const string = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: string,
        keys: string,
        copy: string,
        receipt: { ...string, multiple: true },
        json: { type: 'boolean', default: false },
        lang: { ...string, default: 'fr' },
      },
    });
    const { data, keys, copy, json, lang } = values;
    if (lang !== 'fr' && lang !== 'en' && lang !== 'ar')
      return withUsage(wordTexts(args).notUnderstood(`--lang ${lang}`), args, VERIFY_USAGE);
    const receipts = (values.receipt ?? []).map((words) => {
      const [number = '', ...code] = words.trim().split(/\s+/);
      return { number, code: code.join(' ') };
    });
    return { data, keys, copy, receipts, json, language: lang };
  } catch (error) {
    return refusedWords(error, args, VERIFY_USAGE);
  }
}
