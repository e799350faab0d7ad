/**
 * `npm run till -- in-store-codes [PATTERN:DECIMALS …] --data DIR`: sets how the shop's own barcodes are read, or shows it where
 * no pattern is given; `--none` takes all away. The till must not be running. Exit code 0 when done, 1 when not, 2 for words
 * it does not understand. docs/codes.md says what a pattern is.
 */
import { parseArgs } from 'node:util';
import { Fault } from '#base/fault.ts';
import type { PatternFlaw } from '#domain/barcode/barcode.ts';
import type { Language } from '#domain/money/money.ts';
import { systemClock } from '#node/system-clock.ts';
import { inStorePatterns } from '#main/store/store.ts';
import { standardErrorLog } from '#node/system.ts';
import { foldersOf } from './folders.ts';
import type { CommandOutput } from './import-products.ts';
import { refusedWords, withUsage, wordTexts } from './words.ts';

export const IN_STORE_USAGE =
  'in-store-codes [PATTERN:DECIMALS …] [--none] [--data DIR] [--keys DIR] [--lang fr|en|ar]   (21PPPPPWWWWWC:3 22PPPPPEEEEEC:2)';

interface InStoreTexts {
  readonly none: string;
  readonly some: string;
  readonly flaws: Readonly<Record<PatternFlaw, string>>;
  failed(detail: string): string;
}

const TEXTS: Readonly<Record<Language, InStoreTexts>> = {
  fr: {
    none: 'Aucun modèle : les codes du magasin (02, 20 à 29) ne sont lus que s’ils sont au catalogue.',
    some: 'Les codes du magasin se lisent ainsi :',
    flaws: {
      form: 'Un modèle a treize caractères : des chiffres, P (produit), W (poids) ou E (prix), au besoin V, et C à la fin',
      prefix: 'Un modèle commence par 02 ou par 20 à 29',
      decimals: 'Derrière le modèle viennent deux points et le nombre de décimales, de 0 à 3',
      verifier: 'V ne contrôle que quatre ou cinq chiffres',
      overlap: 'Un même code irait avec deux modèles',
    },
    failed: (detail) => `Impossible : ${detail}`,
  },
  en: {
    none: 'No pattern: in-store codes (02, 20 to 29) are read only where they are in the catalogue.',
    some: 'In-store codes are read so:',
    flaws: {
      form: 'A pattern has thirteen characters: digits, P (product), W (weight) or E (price), V where there is one, and C at the end',
      prefix: 'A pattern begins with 02 or with 20 to 29',
      decimals: 'Behind the pattern come a colon and its decimals, 0 to 3',
      verifier: 'V checks four or five digits only',
      overlap: 'One code would fit two patterns',
    },
    failed: (detail) => `Impossible: ${detail}`,
  },
  ar: {
    none: 'لا نموذج: لا تُقرأ رموز المتجر (02 ومن 20 إلى 29) إلا إذا كانت في قائمة السلع.',
    some: 'تُقرأ رموز المتجر هكذا:',
    flaws: {
      form: 'في النموذج ثلاثة عشر حرفًا: أرقام و P (السلعة) و W (الوزن) أو E (السعر) و V عند الحاجة و C في آخره',
      prefix: 'يبدأ النموذج بـ 02 أو من 20 إلى 29',
      decimals: 'بعد النموذج نقطتان وعدد الأرقام بعد الفاصلة، من 0 إلى 3',
      verifier: 'لا يراقب V إلا أربعة أرقام أو خمسة',
      overlap: 'يوافق رمز واحد نموذجين',
    },
    failed: (detail) => `تعذّر ذلك: ${detail}`,
  },
};

/** Runs the command. */
export function runInStoreCodes(
  args: readonly string[],
  { stdout, stderr }: CommandOutput,
  program: { readonly migrationsDir: string },
): number {
  let parsed;
  try {
    const string = { type: 'string' } as const;
    const options = {
      data: string,
      keys: string,
      lang: { ...string, default: 'fr' },
      none: { type: 'boolean' },
    } as const;
    parsed = parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    stderr.write(refusedWords(error, args, IN_STORE_USAGE));
    return 2;
  }
  const {
    values: { data, keys, lang, none = false },
    positionals,
  } = parsed;
  const [first] = positionals;
  if ((lang !== 'fr' && lang !== 'en' && lang !== 'ar') || (none && first !== undefined)) {
    const words = wordTexts(args);
    const flaw = none && first !== undefined ? words.wordTooMany(first) : words.notUnderstood(`--lang ${lang}`);
    stderr.write(withUsage(flaw, args, IN_STORE_USAGE));
    return 2;
  }
  const texts = TEXTS[lang];
  try {
    const outcome = inStorePatterns({
      ...foldersOf({ data, keys }),
      migrationsDir: program.migrationsDir,
      clock: systemClock,
      log: standardErrorLog({ name: 'in-store-codes' }),
      text: first === undefined && !none ? null : positionals.join(' '),
    });
    if (outcome.kind === 'refused') {
      stderr.write(`${texts.flaws[outcome.why]} : ${outcome.word}\n`);
      return 1;
    }
    const { patterns } = outcome;
    const lines = patterns.map((pattern) => `  ${pattern}\n`).join('');
    stdout.write(patterns.length === 0 ? `${texts.none}\n` : `${texts.some}\n${lines}`);
    return 0;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    stderr.write(`${texts.failed(error.message)}\n`);
    return 1;
  }
}
