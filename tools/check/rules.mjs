/**
 * The dependency rule, by dependency-cruiser, and the proof that it looked: as many modules cruised as there are source
 * files (a reader that does not understand TypeScript finds none and reports none), and every rule catches the violation
 * that `tools/planted/rules` plants for it.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';
import { ROOT } from '../lib/node24.mjs';
import { filesBelow } from './files.mjs';

const PLANTED = 'tools/planted/rules';
const TYPESCRIPT = /\.tsx?$/;

const { forbidden, options } = createRequire(import.meta.url)('../../dependency-rules.cjs');
const problems = [...(await checkSources()), ...(await checkPlanted())];

process.stdout.write(problems.map((problem) => `${problem}\n`).join(''));
process.exitCode = problems.length === 0 ? 0 : 1;

async function checkSources() {
  const wanted = filesBelow('src', TYPESCRIPT);
  const { modules, summary } = await read(ROOT);
  const seen = new Set(modules.map((module) => module.source));
  const unread = wanted.filter((file) => !seen.has(file));
  return [
    ...unread.map((file) => `the dependency check did not read ${file}`),
    ...summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`),
  ];
}

async function checkPlanted() {
  const { summary } = await read(path.join(ROOT, PLANTED));
  const caught = new Set(summary.violations.map((violation) => violation.rule.name));
  return forbidden
    .filter((rule) => !caught.has(rule.name))
    .map((rule) => `the rule ${rule.name} does not catch what ${PLANTED} plants for it`);
}

async function read(baseDir) {
  const result = await cruise(['src'], { ...options, baseDir, validate: true, ruleSet: { forbidden } });
  return typeof result.output === 'string' ? JSON.parse(result.output) : result.output;
}
