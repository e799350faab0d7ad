/**
 * `npm run till -- export products FILE --data DIR`: writes a shop's catalogue as a file that the import takes back.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Fault } from '#base/fault.ts';
import { currencyOf } from '#domain/money/money.ts';
import { exportProducts } from '#main/store/catalogue/catalogue.ts';
import { readShop } from '#main/store/read-shop.ts';
import type { CommandOutput } from './import-products.ts';
import { productTexts } from './product-texts.ts';

export const EXPORT_USAGE = 'export products FILE --data DIR [--currency EUR] [--lang fr|en|ar]';

/** Runs the command. 0 when the file was written, 1 when not, 2 for words it does not understand. */
export function runExportProducts(args: readonly string[], { stdout, stderr }: CommandOutput): number {
  let parsed;
  try {
    const string = { type: 'string' } as const;
    parsed = parseArgs({ args: [...args], allowPositionals: true,
      options: { data: string, currency: string, lang: { ...string, default: 'fr' } } });
  } catch (error) {
    stderr.write(`${(error as Error).message}\n${EXPORT_USAGE}\n`);
    return 2;
  }
  const { values: { data, lang, currency: named }, positionals: [path, ...rest] } = parsed;
  if (path === undefined || rest.length > 0 || data === undefined || (lang !== 'fr' && lang !== 'en' && lang !== 'ar')) {
    stderr.write(`${EXPORT_USAGE}\n`);
    return 2;
  }
  const texts = productTexts(lang);
  try {
    const currency = currencyOf(readShop(data)?.currencyCode ?? named ?? 'EUR');
    if (currency === undefined) {
      stderr.write(`${EXPORT_USAGE}\n`);
      return 2;
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
