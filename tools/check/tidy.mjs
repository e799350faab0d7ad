/**
 * The repository checks itself: house rules over every file that git knows or would take, and the lock of the migrations.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { lockProblems } from '../lib/migration-lock.mjs';
import { ROOT } from '../lib/node24.mjs';
import { filesBelow } from './files.mjs';
import { problemsOf } from './house-rules.mjs';

const TEXT = /\.(ts|tsx|mjs|cjs|js|sql|css|html|md|json|yml|yaml|txt)$|^\.ci\/|^\.git[a-z]+$/;
const UNREAD = /^(package-lock\.json|tools\/planted\/)/;

const { forbidden } = createRequire(import.meta.url)('../../dependency-rules.cjs');
const layers = forbidden
  .map((rule) => /^(\w+)-imports-only-/.exec(rule.name)?.[1])
  .filter((name) => name !== undefined);

const files = repositoryFiles().filter((file) => TEXT.test(file) && !UNREAD.test(file));
const problems = files.flatMap((file) =>
  problemsOf({ file, layers, text: readFileSync(path.join(ROOT, file), 'utf8') }),
);
const unseen = filesBelow('src', /\.tsx?$/).filter(
  (file) => !files.includes(file) && existsSync(path.join(ROOT, file)),
);
problems.push(...unseen.map((file) => `${file} is kept out of git`), ...lockProblems());

process.stdout.write(problems.map((problem) => `${problem}\n`).join(''));
process.exitCode = problems.length === 0 ? 0 : 1;

/** What git has or would take; a folder without git (an unpacked archive) is walked instead. */
function repositoryFiles() {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (listed.status !== 0) {
    return ['src', 'test', 'tools', 'docs', 'migrations'].flatMap((folder) => filesBelow(folder, TEXT));
  }
  const names = [...new Set(listed.stdout.split('\0'))];
  return names.filter((name) => name !== '' && existsSync(path.join(ROOT, name)));
}
