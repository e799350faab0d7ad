/**
 * Lint: what the compiler lets through and this shop does not. Every ban names what to use instead.
 * `tools/planted/lint.mjs` plants one violation of each and `npm run check` fails when one is not caught.
 */
import tseslint from 'typescript-eslint';

const PURE = ['src/base/**/*.ts', 'src/domain/**/*.ts', 'src/contract/**/*.ts'];
const TESTS = ['**/*.test.ts', 'test/**', 'tools/**/*.test.mjs'];

/** Entry points and command-line programs talk to a person; everything else logs. */
const PROGRAMS = ['src/**/main.ts', 'src/main/cli/**', 'tools/**'];

const EVERYWHERE = [
  { selector: 'ExportDefaultDeclaration', message: 'Export it by name.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'Use a module.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that has it.' },
  { selector: 'CallExpression[callee.property.name="toFixed"]', message: 'Use the money formatters.' },
  { selector: 'CallExpression[callee.name="parseFloat"]', message: 'Parse money and quantities as integers.' },
];

const PURE_ONLY = [
  { selector: ':function[async=true]', message: 'Deciding is synchronous: let the edge wait.' },
  { selector: 'AwaitExpression', message: 'Deciding is synchronous: let the edge wait.' },
  { selector: 'NewExpression[callee.name="Promise"]', message: 'Deciding is synchronous: let the edge wait.' },
];

/** A quotient that goes straight into floor, ceil or trunc is an integer again; any other is a fraction at large. */
const WHOLE = 'CallExpression[callee.object.name="Math"][callee.property.name=/^(floor|ceil|trunc)$/]';
const DOMAIN_ONLY = [
  {
    selector: `BinaryExpression[operator="/"]:not(${WHOLE} > *)`,
    message: 'Money does not divide by itself: use divideRoundHalfAway, or allocate for parts that must sum.',
  },
  { selector: 'AssignmentExpression[operator="/="]', message: 'Use divideRoundHalfAway.' },
];

const syntax = (...lists) => ['error', ...lists.flat()];

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.cache/', '.screens/', 'tools/planted/'] },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mjs', '**/*.js'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: { parser: tseslint.parser },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-control-regex': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-unused-expressions': 'error',
      'no-fallthrough': 'error',
      'no-unreachable': 'error',
      'no-self-compare': 'error',
      'no-unsafe-finally': 'error',
      'no-loss-of-precision': 'error',
      'no-throw-literal': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-warning-comments': ['error', { terms: ['fixme', 'todo', 'hack', 'xxx'], location: 'anywhere' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    ignores: [...TESTS],
    rules: { 'no-restricted-syntax': syntax(EVERYWHERE), 'no-console': 'error', complexity: ['error', 30] },
  },
  { files: PROGRAMS, rules: { 'no-console': 'off' } },
  {
    files: PURE,
    ignores: TESTS,
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: 'Take the time from the caller (base/clock).' },
        { name: 'Intl', message: 'Formats are our own: the same on every machine.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Take randomness from the caller (base/random).' },
      ],
      'no-restricted-syntax': syntax(EVERYWHERE, PURE_ONLY),
    },
  },
  {
    files: ['src/domain/**/*.ts'],
    ignores: TESTS,
    rules: { 'no-restricted-syntax': syntax(EVERYWHERE, PURE_ONLY, DOMAIN_ONLY) },
  },
  {
    // The one place that divides, by the rule of the design's section 4.
    files: ['src/domain/money/divide.ts'],
    rules: { 'no-restricted-syntax': syntax(EVERYWHERE, PURE_ONLY) },
  },
);
