/** Lint, by ESLint, and the proof that it looked: every source file was read, and every planted violation is caught. */
import { ESLint } from 'eslint';
import path from 'node:path';
import { ROOT } from '../lib/node24.mjs';
import { CLEAN, PLANTED } from '../planted/lint.mjs';
import { filesBelow } from './files.mjs';

const FOLDERS = ['src', 'test', 'tools'];
const CACHE = path.join(ROOT, '.cache', 'eslint');

const eslint = new ESLint({
  cwd: ROOT,
  cache: true,
  cacheLocation: CACHE,
  cacheStrategy: 'content',
  errorOnUnmatchedPattern: false,
});
const problems = [...(await lintSources()), ...(await lintPlanted())];

process.stdout.write(problems.map((problem) => `${problem}\n`).join(''));
process.exitCode = problems.length === 0 ? 0 : 1;

async function lintSources() {
  const wanted = FOLDERS.flatMap((folder) => filesBelow(folder, /\.(ts|tsx|mjs)$/));
  const results = await eslint.lintFiles(FOLDERS);
  const read = new Set(results.map((result) => path.relative(ROOT, result.filePath)));
  const unread = wanted.filter((file) => !file.startsWith('tools/planted/') && !read.has(file));
  return [
    ...unread.map((file) => `lint did not read ${file}`),
    ...results.flatMap((result) =>
      result.messages.map((message) => place(path.relative(ROOT, result.filePath), message)),
    ),
  ];
}

async function lintPlanted() {
  const problems = [];
  for (const [file, text, word] of PLANTED) {
    const said = await lintText(file, text);
    if (!said.some((line) => line.includes(word))) problems.push(`lint does not catch (${word}) in ${file}: ${text}`);
  }
  for (const [file, text] of CLEAN) {
    const said = await lintText(file, text);
    if (said.length > 0) problems.push(`lint flags what is right in ${file}: ${text} (${said.join('; ')})`);
  }
  return problems;
}

async function lintText(file, text) {
  const [result] = await eslint.lintText(text, { filePath: path.join(ROOT, file) });
  return result.messages.map((message) => `${message.message} ${message.ruleId}`);
}

function place(file, message) {
  return `${file}:${message.line}:${message.column} ${message.message} (${message.ruleId ?? 'parse'})`;
}
