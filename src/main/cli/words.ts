/** The words of a command line: what to say of those that nobody understands, in the language that they ask for. */
import type { Language } from '#domain/money/money.ts';

interface WordTexts {
  unknownCommand(words: string): string;
  unknownOption(name: string): string;
  valueMissing(name: string): string;
  wordTooMany(word: string): string;
  needed(what: string): string;
  notUnderstood(what: string): string;
  readonly usage: string;
  readonly more: string;
}

const TEXTS: Readonly<Record<Language, WordTexts>> = {
  fr: {
    unknownCommand: (words) => `commande inconnue : ${words}`,
    unknownOption: (name) => `option inconnue : ${name}`,
    valueMissing: (name) => `il manque une valeur après ${name}`,
    wordTooMany: (word) => `mot de trop : ${word}`,
    needed: (what) => `il manque ${what}`,
    notUnderstood: (what) => `incompris : ${what}`,
    usage: 'Usage',
    more: 'Chaque commande s’explique avec --help.',
  },
  en: {
    unknownCommand: (words) => `unknown command: ${words}`,
    unknownOption: (name) => `unknown option: ${name}`,
    valueMissing: (name) => `a value is missing after ${name}`,
    wordTooMany: (word) => `one word too many: ${word}`,
    needed: (what) => `${what} is missing`,
    notUnderstood: (what) => `not understood: ${what}`,
    usage: 'Usage',
    more: 'Every command explains itself with --help.',
  },
  ar: {
    unknownCommand: (words) => `أمر غير معروف: ${words}`,
    unknownOption: (name) => `خيار غير معروف: ${name}`,
    valueMissing: (name) => `تنقص قيمة بعد ${name}`,
    wordTooMany: (word) => `كلمة زائدة: ${word}`,
    needed: (what) => `ينقص ${what}`,
    notUnderstood: (what) => `غير مفهوم: ${what}`,
    usage: 'الاستعمال',
    more: 'كل أمر يشرح نفسه بالخيار --help.',
  },
};

/** The texts in the language that `--lang` names among `words`, else in French. */
export function wordTexts(words: readonly string[]): WordTexts {
  const at = words.indexOf('--lang');
  const named = at < 0 ? words.find((word) => word.startsWith('--lang='))?.slice('--lang='.length) : words[at + 1];
  return TEXTS[named === 'en' || named === 'ar' ? named : 'fr'];
}

/** Whether somebody asks what a command wants. */
export function asksForHelp(words: readonly string[]): boolean {
  return words.includes('--help') || words.includes('-h');
}

/** What `parseArgs` of Node refused, as a sentence and the usage. Any other error is thrown again. */
export function refusedWords(error: unknown, args: readonly string[], usage: string): string {
  if (!(error instanceof TypeError) || !('code' in error)) throw error;
  const texts = wordTexts(args);
  const [, quoted = ''] = /'([^']*)'/.exec(error.message) ?? [];
  const [name = ''] = quoted.split(' ').filter((part) => !/^-\w,$/.test(part));
  return withUsage(sentenceOf(error.code, name, texts), args, usage);
}

/** What the words lack or what of them makes no sense, as a sentence and the usage. */
export function withUsage(sentence: string, args: readonly string[], usage: string): string {
  return `${sentence}\n${wordTexts(args).usage}: npm run till -- ${usage}\n`;
}

/** What is wrong with the words of a command that takes one name, and knows three languages. */
export function flawOf(
  args: readonly string[],
  {
    positionals: [first, second],
    lang,
    what,
  }: {
    readonly positionals: readonly string[];
    readonly lang: string;
    readonly what: string;
  },
): string {
  const texts = wordTexts(args);
  if (lang !== 'fr' && lang !== 'en' && lang !== 'ar') return texts.notUnderstood(`--lang ${lang}`);
  return first === undefined ? texts.needed(what) : texts.wordTooMany(second ?? first);
}

function sentenceOf(code: unknown, name: string, texts: WordTexts): string {
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return texts.unknownOption(name);
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return texts.valueMissing(name);
  return texts.wordTooMany(name);
}
