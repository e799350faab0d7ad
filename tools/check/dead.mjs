/** Dead code, by knip, and the proof that it looked: the unused file and export of `tools/planted/dead` must be found. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../lib/node24.mjs';

const KNIP = path.join(ROOT, 'node_modules/knip/bin/knip.js');

const here = knip(ROOT, ['--reporter', 'compact']);
const planted = knip(path.join(ROOT, 'tools/planted/dead'), []);
const missed = ['src/forgotten.ts', 'nobodyCallsThis'].filter((name) => !planted.output.includes(name));
const problems = [
  ...(here.status === 0 ? [] : [here.output.trimEnd()]),
  ...missed.map((name) => `knip does not find the planted ${name}`),
];

process.stdout.write(problems.map((problem) => `${problem}\n`).join(''));
process.exitCode = problems.length === 0 ? 0 : 1;

function knip(directory, more) {
  const args = [KNIP, '--no-progress', '--directory', directory, ...more];
  const done = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  return { status: done.status, output: `${done.stdout}${done.stderr}` };
}
