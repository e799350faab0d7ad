/**
 * `npm run check`: types, lint, the dependency rule, dead code, and the house rules, in seconds.
 *
 * Each step proves that it looked: see lint-planted.mjs and rules-planted.mjs, which plant one violation a rule.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { continueUnderNode24, ROOT } from './lib/node24.mjs';
import { installPackages } from './lib/setup.mjs';

const STEPS = [
  { name: 'types', script: 'node_modules/typescript/bin/tsc', args: ['-b'] },
];

/** Runs every step, two at a time, and gives what each said. */
export async function runCheck() {
  const waiting = [...STEPS];
  const results = [];
  async function work() {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await runStep(step);
      results.push(result);
      process.stdout.write(`${result.passed ? '✔' : '✖'} ${step.name} (${(result.ms / 1000).toFixed(1)} s)\n`);
      if (!result.passed) process.stdout.write(`${result.output.trimEnd()}\n`);
    }
  }
  await Promise.all([work(), work()]);
  return results;
}

async function runStep(step) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [path.join(ROOT, step.script), ...step.args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (output += bytes));
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { name: step.name, passed: status === 0, output, ms: performance.now() - startedAt };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  installPackages();
  await continueUnderNode24(import.meta.url);
  const results = await runCheck();
  process.exitCode = results.length === STEPS.length && results.every((result) => result.passed) ? 0 : 1;
}
