/**
 * `npm run till -- new-shop FILE --data DIR`: makes a shop of one's own in an empty folder, from a JSON file as docs/new-shop.md
 * shows it. Exit code 0 when it is made, 1 when not, 2 for words it does not understand.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { Fault } from '#base/fault.ts';
import { cleanText } from '#base/text.ts';
import { systemClock } from '#node/system-clock.ts';
import { currencyOf } from '#domain/money/money.ts';
import type { Shop } from '#main/store/port.ts';
import { createShop, type CreateShopOptions, PIN, shopExists } from '#main/store/store.ts';
import type { Software } from '../software.ts';
import { systemRandom } from '#node/system.ts';
import { foldersOf } from './folders.ts';
import type { CommandOutput } from './import-products.ts';
import { shopTexts } from './shop-texts.ts';
import { flawOf, refusedWords, withUsage } from './words.ts';

export const NEW_SHOP_USAGE = 'new-shop FILE [--data DIR] [--keys DIR] [--lang fr|en|ar]';

const text = (max: number) => z.string().max(max).transform(cleanText);
const words = (max: number) => text(max).refine((given) => given !== '', 'is empty');

const fileSchema = z.strictObject({
  shop: z.strictObject({
    name: words(80),
    addressLines: z.array(words(80)).max(5),
    countryCode: z.string().regex(/^[A-Z]{2}$/, 'two capital letters'),
    registrationId: words(40),
    vatId: text(40),
    activityCode: words(20).optional(),
    phone: words(40).optional(),
    currencyCode: z.string().refine((code) => currencyOf(code) !== undefined, 'an unknown currency'),
    receiptLanguage: z.enum(['fr', 'en', 'ar']),
    receiptFooterLines: z.array(words(120)).max(8).default([]),
    printByDefault: z.boolean().default(false),
    timeZone: z.string().refine(isTimeZone, 'no time zone'),
    closureDaysMax: z.int().min(1).max(366).default(5),
    cashLimitMinor: z.int().min(1).optional(),
  }),
  operators: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]{1,32}$/, 'small letters, digits and hyphens'),
        name: words(40),
        role: z.enum(['cashier', 'clerk', 'manager']),
        pin: z.string().regex(PIN, 'four to twelve digits').optional(),
      }),
    )
    .min(1)
    .refine(
      (operators) => new Set(operators.map(({ id }) => id)).size === operators.length,
      'two operators have one id',
    )
    .refine(
      (operators) => operators.some(({ role, pin }) => role === 'manager' && pin !== undefined),
      'no manager with a PIN',
    ),
});

/** Runs the command. */
export function runNewShop(
  args: readonly string[],
  { stdout, stderr }: CommandOutput,
  program: { readonly migrationsDir: string; readonly software: Software },
): number {
  let parsed;
  try {
    const string = { type: 'string' } as const;
    const options = { data: string, keys: string, lang: { ...string, default: 'fr' } };
    parsed = parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    stderr.write(refusedWords(error, args, NEW_SHOP_USAGE));
    return 2;
  }
  const { values, positionals } = parsed;
  const [file, ...rest] = positionals;
  const texts = shopTexts(values.lang);
  if (file === undefined || rest.length > 0 || texts === undefined) {
    stderr.write(withUsage(flawOf(args, { positionals, lang: values.lang, what: 'FILE' }), args, NEW_SHOP_USAGE));
    return 2;
  }
  const { dataDir, keysDir } = foldersOf({ data: values.data, keys: values.keys });
  try {
    const read = readShopFile(file, values.lang);
    if (read.kind === 'invalid') {
      stderr.write(texts.fileInvalid(read.problems));
      return 1;
    }
    if (shopExists(dataDir)) {
      stderr.write(`${texts.exists(dataDir)}\n`);
      return 1;
    }
    const { migrationsDir, software } = program;
    createShop({
      dataDir,
      keysDir,
      migrationsDir,
      tillId: `till-${randomUUID().slice(0, 8)}`,
      shop: read.shop,
      operators: read.operators,
      software: { version: software.version, hash: software.hash, fiscalModuleHash: software.hash },
      clock: systemClock,
      random: systemRandom,
    });
    stdout.write(`${texts.made(read.shop.name, dataDir)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    stderr.write(`${texts.failed(error.message)}\n`);
    return 1;
  }
}

/** Our own demands on a field, in French. */
const FRENCH: Readonly<Record<string, string>> = {
  'is empty': 'est vide',
  'two capital letters': 'deux lettres majuscules',
  'an unknown currency': 'monnaie inconnue',
  'no time zone': 'fuseau horaire inconnu',
  'small letters, digits and hyphens': 'petites lettres, chiffres et tirets',
  'four to twelve digits': 'de quatre à douze chiffres',
  'two operators have one id': 'deux opérateurs ont le même id',
  'no manager with a PIN': 'aucun responsable n’a de code secret',
};

type ShopFile =
  | { readonly kind: 'read'; readonly shop: Shop; readonly operators: CreateShopOptions['operators'] }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

function readShopFile(file: string, language: string): ShopFile {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return { kind: 'invalid', problems: [(error as Error).message] };
  }
  const parsed = fileSchema.safeParse(json, language === 'fr' ? { error: z.locales.fr().localeError } : {});
  if (!parsed.success) {
    return {
      kind: 'invalid',
      problems: parsed.error.issues.map(
        ({ path, message }) => `${path.join('.')}: ${language === 'fr' ? (FRENCH[message] ?? message) : message}`,
      ),
    };
  }
  const { activityCode, phone, cashLimitMinor, ...shop } = parsed.data.shop;
  return {
    kind: 'read',
    shop: {
      ...shop,
      ...(activityCode === undefined ? {} : { activityCode }),
      ...(phone === undefined ? {} : { phone }),
      ...(cashLimitMinor === undefined ? {} : { cashLimitMinor }),
    },
    operators: parsed.data.operators.map(({ pin, ...operator }) => ({
      ...operator,
      ...(pin === undefined ? {} : { pin }),
    })),
  };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
