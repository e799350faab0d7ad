/**
 * `npm run till -- import products FILE --data DIR`: takes a product file into a shop's catalogue. A till that is selling
 * there goes on with the old catalogue and finds the new one by itself.
 */
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Fault } from '#base/fault.ts';
import type { ImportDefaults, LineProblem } from '#domain/catalogue/catalogue.ts';
import { readAmount, readUnit, readVatRate } from '#domain/catalogue/catalogue.ts';
import type { Currency, Language } from '#domain/money/money.ts';
import { currencyOf } from '#domain/money/money.ts';
import { importProducts } from '#main/store/catalogue/catalogue.ts';
import type { ImportSummary } from '#main/store/catalogue/catalogue.ts';
import { readHqStore, readShop } from '#main/store/read-shop.ts';
import type { ProductTexts } from './product-texts.ts';
import { productTexts } from './product-texts.ts';
import { flawOf, refusedWords, withUsage, wordTexts } from './words.ts';

export const IMPORT_USAGE =
  'import products FILE --data DIR [--default-price 1.00] [--default-vat 5.5] [--default-unit piece|kg|l] ' +
  '[--errors FILE] [--lang fr|en|ar]';

const LINES_SHOWN_MAX = 20;
const BAR_CELLS = 30;
/** Without a terminal to draw on, a line for each tenth is enough. */
const PLAIN_STEP_PERCENT = 10;

/** Where a command of the command line writes. */
export interface CommandOutput {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
}

/** Runs the command. 0 when something was imported, 1 when nothing was, 2 for words it does not understand. */
export async function runImportProducts(args: readonly string[], output: CommandOutput): Promise<number> {
  const words = readWords(args);
  if (typeof words === 'string') {
    output.stderr.write(words);
    return 2;
  }
  const texts = productTexts(words.language);
  try {
    // Prices are in the currency of the shop; a mistyped folder must not become a catalogue that no till reads.
    const currency = currencyOf(readShop(words.dataDir)?.currencyCode ?? '');
    if (currency === undefined) {
      output.stderr.write(`${texts.noTill(resolve(words.dataDir))}\n`);
      return 1;
    }
    const store = readHqStore(words.dataDir);
    if (store !== undefined) {
      output.stderr.write(`${texts.fromHq(store)}\n`);
      return 1;
    }
    const defaults = readDefaults(words, currency);
    if (typeof defaults === 'string') {
      output.stderr.write(withUsage(wordTexts(args).notUnderstood(defaults), args, IMPORT_USAGE));
      return 2;
    }
    return await importFile({ words, currency, defaults, texts, output });
  } catch (error) {
    if (!(error instanceof Fault) && (error as NodeJS.ErrnoException | null)?.code === undefined) throw error;
    output.stderr.write(`${texts.failed(error as Error)}\n`);
    return 1;
  }
}

async function importFile({
  words,
  currency,
  defaults,
  texts,
  output: { stdout, stderr },
}: {
  readonly words: Words;
  readonly currency: Currency;
  readonly defaults: ImportDefaults;
  readonly texts: ProductTexts;
  readonly output: CommandOutput;
}): Promise<number> {
  const progress = progressOn(stderr, texts);
  const refused = refusedLines({ stderr, texts, errorsPath: words.errorsPath, clear: progress.clear });
  let summary: ImportSummary;
  try {
    summary = await importProducts({
      folder: join(words.dataDir, 'catalogue'),
      path: words.path,
      exponent: currency.exponent,
      defaults,
      onRefused: ({ lineNumber, problems }) => refused.add(lineNumber, problems),
      onProgress: progress.show,
    });
  } finally {
    progress.clear();
    refused.end();
  }
  if (summary.unknownColumns.length > 0) stderr.write(`${texts.unknownColumns(summary.unknownColumns)}\n`);
  stdout.write(`${texts.imported(summary)}\n`);
  return summary.added + summary.updated > 0 ? 0 : 1;
}

/** The words of the command, before anything is looked up. */
interface Words {
  readonly path: string;
  readonly dataDir: string;
  readonly errorsPath: string | undefined;
  readonly language: Language;
  readonly price: string | undefined;
  readonly vat: string | undefined;
  readonly unit: string | undefined;
}

/** The words, or what is wrong with them. */
function readWords(args: readonly string[]): Words | string {
  const string = { type: 'string' } as const;
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: string,
        errors: string,
        lang: { ...string, default: 'fr' },
        'default-price': string,
        'default-vat': string,
        'default-unit': string,
      },
    });
  } catch (error) {
    return refusedWords(error, args, IMPORT_USAGE);
  }
  const {
    values,
    positionals: [path, ...rest],
  } = parsed;
  const { lang } = values;
  if (path === undefined || rest.length > 0 || (lang !== 'fr' && lang !== 'en' && lang !== 'ar'))
    return withUsage(flawOf(args, { positionals: parsed.positionals, lang, what: 'FILE' }), args, IMPORT_USAGE);
  if (values.data === undefined) return withUsage(wordTexts(args).needed('--data DIR'), args, IMPORT_USAGE);
  return {
    path,
    dataDir: values.data,
    errorsPath: values.errors,
    language: lang,
    price: values['default-price'],
    vat: values['default-vat'],
    unit: values['default-unit'],
  };
}

/** The defaults that the words give, or what is wrong with them. */
function readDefaults({ price, vat, unit }: Words, { exponent }: Currency): ImportDefaults | string {
  const priceMinor = given(price, (text) => readAmount(text, exponent));
  const vatRateBasisPoints = given(vat, readVatRate);
  const unitRead = given(unit, readUnit);
  if (priceMinor === null) return `--default-price ${String(price)}`;
  if (vatRateBasisPoints === null) return `--default-vat ${String(vat)}`;
  if (unitRead === null) return `--default-unit ${String(unit)}`;
  return {
    ...(priceMinor === undefined ? {} : { priceMinor }),
    ...(vatRateBasisPoints === undefined ? {} : { vatRateBasisPoints }),
    ...(unitRead === undefined ? {} : { unit: unitRead }),
  };
}

/** What an option says: undefined where it is not there, null where it is not understood. */
function given<T>(text: string | undefined, read: (text: string) => T | undefined): T | null | undefined {
  return text === undefined ? undefined : (read(text) ?? null);
}

interface RefusedLines {
  add(lineNumber: number, problems: readonly LineProblem[]): void;
  end(): void;
}

/** Shows the first refused lines, and writes all of them to the file if one is named. */
function refusedLines({
  stderr,
  texts,
  errorsPath,
  clear,
}: {
  readonly stderr: CommandOutput['stderr'];
  readonly texts: ProductTexts;
  readonly errorsPath: string | undefined;
  readonly clear: () => void;
}): RefusedLines {
  const file = errorsPath === undefined ? undefined : openSync(errorsPath, 'w');
  let count = 0;
  return {
    add(lineNumber, problems) {
      count += 1;
      const text = `${texts.line(lineNumber, problems)}\n`;
      if (file !== undefined) writeFileSync(file, text);
      if (count > LINES_SHOWN_MAX) return;
      clear();
      stderr.write(text);
    },
    end() {
      if (file !== undefined) closeSync(file);
      if (count > LINES_SHOWN_MAX && errorsPath === undefined)
        stderr.write(`${texts.moreLines(count - LINES_SHOWN_MAX)}\n`);
      if (count > 0 && errorsPath !== undefined) stderr.write(`${texts.allErrorsIn(errorsPath)}\n`);
    },
  };
}

/** A bar where there is a terminal, lines where there is none. */
function progressOn(
  stderr: CommandOutput['stderr'],
  texts: ProductTexts,
): {
  readonly show: (progress: { readonly fraction: number; readonly lines: number }) => void;
  readonly clear: () => void;
} {
  let plainShown = 0;
  return {
    show({ fraction, lines }) {
      const percent = Math.floor(fraction * 100);
      if (stderr.isTTY === true) {
        const cells = Math.round(fraction * BAR_CELLS);
        stderr.write(
          `\r\u001b[2K${'█'.repeat(cells)}${'░'.repeat(BAR_CELLS - cells)} ${texts.progress(percent, lines)}`,
        );
      } else if (percent >= plainShown + PLAIN_STEP_PERCENT) {
        plainShown = percent - (percent % PLAIN_STEP_PERCENT);
        stderr.write(`${texts.progress(percent, lines)}\n`);
      }
    },
    clear() {
      if (stderr.isTTY === true) stderr.write('\r\u001b[2K');
    },
  };
}
