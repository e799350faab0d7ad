/**
 * The house rules that no bought tool knows, as pure functions from a file's path and text to what is wrong with it.
 * Every ban names what to use instead. `tidy.test.mjs` shows each rule a file that breaks it.
 */
const LINE_MAX = 140;
const LINES_MAX = 500;
const TEST_LINES_MAX = 900;

const CODE = /\.(ts|tsx|mjs|cjs|js)$/;
const TEST = /\.test\.(ts|mjs)$/;
const HAS_TEST = /\b(test|it|\w*[cC]onformance\w*)\(/;
const ASSERTS = /assert|[cC]onformance|fc\./;
const IN_SOURCES = /^src\//;
/** Long lines are the nature of these. */
const LINES_UNLIMITED = /(^|\/)(package-lock\.json|.*\.(tsv|csv|svg|json|md|hex))$|^tools\/demo-shop\//;

const BANS = [
  // A comparison of whole rows wants every column, and takes its table's name from a list.
  {
    word: /\bSELECT \*(?! FROM \$\{)/,
    where: /^(src|migrations)\/(?!.*\.test\.).*\.(ts|sql)$/,
    instead: 'name the columns',
  },
  {
    word: /\b(UPDATE|DELETE FROM) journal\b/,
    where: /^src\/(?!.*\.test\.)/,
    instead: 'append a correcting entry',
    // What `verify` has to find is forged with the forger's own means.
    but: /testing-forgery\.ts$/,
  },
  {
    word: /\bset(Timeout|Interval)\(/,
    where: /^src\/(main|devices)\/(?!.*\.test\.)/,
    instead: 'use the clock',
    but: /(clock|testing)\.ts$/,
  },
  { word: /\bipcMain\b/, where: IN_SOURCES, instead: 'use the shell’s wrapper', but: /^src\/main\/shell\/electron\// },
  {
    word: /\beslint-disable(?!-next-line \S+ -- \S)/,
    where: /^(src|test)\//,
    instead: 'say which rule and, after --, why',
  },
  { word: /\b(describe|it|test)\.(skip|only|todo)\b/, where: TEST, instead: 'run it' },
  {
    word: /\b(TODO|FIXME)\b/,
    where: /\.(ts|tsx|mjs|cjs|sql|css|html|md)$/,
    instead: 'do it, or write it in the docs as a known gap',
  },
  { word: /<<<<<<<|>>>>>>>/, where: /./, instead: 'finish the merge' },
  { word: /registry\.npmjs|npmmirror|artifactory/i, where: /./, instead: 'leave registries to npm’s own settings' },
  { word: /dangerouslySetInnerHTML|\.innerHTML\b/, where: /^src\/renderer\//, instead: 'let React escape it' },
];

/** These files speak about the bans themselves. */
const SPEAKS_OF_BANS = /^(tools\/check\/|tools\/planted\/|eslint\.config\.mjs)/;

/** Everything that is wrong with one file; `layers` are the folders of src that the dependency rule knows. */
export function problemsOf({ file, text, layers }) {
  const lines = text.split('\n');
  const problems = [];
  const tell = (line, message) => problems.push(`${file}${line === undefined ? '' : `:${line}`} ${message}`);

  if (!LINES_UNLIMITED.test(file)) {
    lines.forEach((line, at) => {
      if (line.length > LINE_MAX) tell(at + 1, `is ${line.length} characters long; ${LINE_MAX} is the most`);
    });
  }
  if (CODE.test(file)) {
    const most = TEST.test(file) ? TEST_LINES_MAX : LINES_MAX;
    if (lines.length > most) tell(undefined, `has ${lines.length} lines; ${most} is the most: split it by concept`);
  }
  if (!SPEAKS_OF_BANS.test(file)) {
    for (const { word, where, instead, but } of BANS) {
      if (!where.test(file) || but?.test(file)) continue;
      lines.forEach((line, at) => {
        if (word.test(line)) tell(at + 1, `has ${word.exec(line)[0].trim()}: ${instead}`);
      });
    }
  }
  if (TEST.test(file) && !HAS_TEST.test(text)) tell(undefined, 'has no test in it');
  if (TEST.test(file) && !ASSERTS.test(text)) tell(undefined, 'asserts nothing');
  if (IN_SOURCES.test(file) && !layers.includes(file.split('/')[1])) {
    tell(undefined, 'lies in a folder that no rule covers');
  }
  return problems;
}
