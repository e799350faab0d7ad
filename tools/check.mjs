/**
 * `npm run check`: types, lint, the dependency rule, dead code and the house rules, in seconds.
 *
 * A check that reads nothing finds nothing, so each step proves that it looked: it measures its reach against the files
 * that exist, and must catch the violations planted in `tools/planted`.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { continueUnderNode24, ROOT } from './lib/node24.mjs';
import { installPackages } from './lib/setup.mjs';

/** The slowest first; two run at once. */
const STEPS = ['types', 'lint', 'rules', 'dead', 'tidy'];

/** Runs every step, two at a time, and gives what each said. */
export async function runCheck() {
  const waiting = [...STEPS];
  const results = [];
  async function work() {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await runStep(step);
      results.push(result);
      process.stdout.write(`${result.passed ? '✔' : '✖'} ${step} (${(result.ms / 1000).toFixed(1)} s)\n`);
      if (!result.passed) process.stdout.write(`${result.output.trimEnd()}\n`);
    }
  }
  await Promise.all([work(), work()]);
  return results;
}

async function runStep(step) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [path.join(ROOT, 'tools/check', `${step}.mjs`)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (output += bytes));
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { passed: status === 0, output, ms: performance.now() - startedAt };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  installPackages();
  await continueUnderNode24(import.meta.url);
  const results = await runCheck();
  process.exitCode = results.length === STEPS.length && results.every((result) => result.passed) ? 0 : 1;
}
