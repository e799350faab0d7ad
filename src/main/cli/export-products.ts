/**
 * `npm run till -- export products FILE --data DIR`: writes a shop's catalogue as a file that the import takes back.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Fault } from '#base/fault.ts';
import { currencyOf } from '#domain/money/money.ts';
import { exportProducts } from '#main/store/catalogue/catalogue.ts';
import { readShop } from '#main/store/read-shop.ts';
import type { CommandOutput } from './import-products.ts';
import { productTexts } from './product-texts.ts';
import { flawOf, refusedWords, withUsage, wordTexts } from './words.ts';

export const EXPORT_USAGE = 'export products FILE --data DIR [--lang fr|en|ar]';

/** Runs the command. 0 when the file was written, 1 when not, 2 for words it does not understand. */
export function runExportProducts(args: readonly string[], { stdout, stderr }: CommandOutput): number {
  let parsed;
  try {
    const string = { type: 'string' } as const;
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { data: string, lang: { ...string, default: 'fr' } },
    });
  } catch (error) {
    stderr.write(refusedWords(error, args, EXPORT_USAGE));
    return 2;
  }
  const {
    values: { data, lang },
    positionals: [path, ...rest],
  } = parsed;
  if (
    path === undefined ||
    rest.length > 0 ||
    data === undefined ||
    (lang !== 'fr' && lang !== 'en' && lang !== 'ar')
  ) {
    const isData = path !== undefined && rest.length === 0 && data === undefined;
    const flaw = isData
      ? wordTexts(args).needed('--data DIR')
      : flawOf(args, { positionals: parsed.positionals, lang, what: 'FILE' });
    stderr.write(withUsage(flaw, args, EXPORT_USAGE));
    return 2;
  }
  const texts = productTexts(lang);
  try {
    const currency = currencyOf(readShop(data)?.currencyCode ?? '');
    if (currency === undefined) {
      stderr.write(`${texts.noTill(resolve(data))}\n`);
      return 1;
    }
    const { count } = exportProducts({ folder: join(data, 'catalogue'), path, exponent: currency.exponent });
    stdout.write(`${texts.exported(count, path)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Fault) && (error as NodeJS.ErrnoException | null)?.code === undefined) throw error;
    stderr.write(`${texts.failed(error as Error)}\n`);
    return 1;
  }
}
