/**
 * `npm test`: installs what is missing, builds, checks, and runs every test.
 *
 *   npm test                   everything
 *   npm test -- unit screen    only these groups
 *
 * It fails when a test fails, and also when a group has no test at all: silence is not success.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { continueUnderNode24, ROOT } from './lib/node24.mjs';
import { ensureCardBinding } from './lib/card-binding.mjs';
import { REQUIRED_PARTS } from './lib/real-parts.mjs';
import { installPackages, installSystemPackages } from './lib/setup.mjs';

/**
 * The groups in the order they run: quick and likely to fail first. `concurrency` is how many test files run at once;
 * those that start browsers or whole tills run one by one, so that a slow machine does not make them slower still.
 */
const GROUPS = [
  { name: 'unit', folders: ['src', 'tools', 'test'], concurrency: 2 },
  { name: 'scenario', folders: ['test/scenario'], concurrency: 2 },
  { name: 'conformance', folders: ['test/conformance'], concurrency: 2 },
  { name: 'devices', folders: ['test/devices'], concurrency: 3 },
  { name: 'screen', folders: ['test/screen'], concurrency: 1 },
  { name: 'electron', folders: ['test/electron'], concurrency: 1 },
  { name: 'soak', folders: ['test/soak'], concurrency: 1 },
  { name: 'crash', folders: ['test/crash'], concurrency: 1 },
  { name: 'powercut', folders: ['test/powercut'], concurrency: 1 },
  { name: 'simulate', folders: ['test/simulate'], concurrency: 1 },
  { name: 'bench', folders: ['test/bench'], concurrency: 1 },
];

const FILE_TIMEOUT_MS = 10 * 60 * 1000;
/** A test that timed out may leave something that keeps its file from ending: the groups after it are to run all the same. */
const GROUP_TIMEOUT_MS = 40 * 60 * 1000;

const asked = process.argv.slice(2);
const known = ['check', ...GROUPS.map((group) => group.name)];
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`npm test: no group is called ${unknown.join(', ')}. There are: ${known.join(', ')}.\n`);
  process.exit(2);
}
const wanted = (name) => asked.length === 0 || asked.includes(name);

const WINDOWS = ['chromium', 'fonts', 'xvfb', 'xauth', 'unzip', 'electron', 'films', 'keyboard', 'secondScreen'];
const DEVICES = ['cards', 'lines', 'spooler'];
installSystemPackages([
  ...['compiler', 'setpriv', 'cardBinding', 'lines'],
  ...(wanted('unit') ? ['pdf', 'postgresql'] : []),
  ...(['screen', 'electron', 'bench', 'devices'].some(wanted) ? WINDOWS : []),
  ...(wanted('devices') || wanted('soak') || wanted('bench') ? DEVICES : []),
]);
installPackages();
if (!(await ensureCardBinding())) process.exit(1);
await continueUnderNode24(import.meta.url);

const startedAt = performance.now();
const partsFile = path.join(ROOT, '.cache', `real-parts-${process.pid}`);
process.env.COMPTOIR_REAL_PARTS = partsFile;
const { buildIfStale } = await import('./build.mjs');
await buildIfStale();

const total = { tests: 0, suites: 0, passed: 0, failed: 0, cancelled: 0, skipped: 0, todo: 0 };
const troubles = [];

if (wanted('check')) {
  heading('check');
  const { runCheck } = await import('./check.mjs');
  for (const step of await runCheck()) add({ tests: 1, passed: step.passed ? 1 : 0, failed: step.passed ? 0 : 1 });
}
for (const group of GROUPS.filter((candidate) => wanted(candidate.name))) {
  heading(group.name);
  runGroup(group);
}
nameRealParts();
report();

function runGroup(group) {
  const files = filesOf(group);
  if (files.length === 0) {
    troubles.push(`group ${group.name} has no test files`);
    return;
  }
  const countFile = path.join(ROOT, '.cache', `count-${process.pid}-${group.name}.json`);
  mkdirSync(path.dirname(countFile), { recursive: true });
  const args = [
    '--disable-warning=ExperimentalWarning',
    '--test',
    `--test-concurrency=${group.concurrency}`,
    `--test-timeout=${FILE_TIMEOUT_MS}`,
    '--test-reporter=dot',
    '--test-reporter-destination=stdout',
    `--test-reporter=${path.join(ROOT, 'tools/lib/count-reporter.mjs')}`,
    `--test-reporter-destination=${countFile}`,
    ...files,
  ];
  const done = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: GROUP_TIMEOUT_MS,
  });
  const counts = existsSync(countFile) ? JSON.parse(readFileSync(countFile, 'utf8') || '{}').counts : undefined;
  rmSync(countFile, { force: true });
  if (counts === undefined) {
    troubles.push(`group ${group.name} ended without a result`);
    return;
  }
  add(counts);
  if (counts.tests === 0) troubles.push(`group ${group.name} ran no test`);
  if (counts.skipped + counts.todo > 0) troubles.push(`group ${group.name} skips tests`);
  if (done.status !== 0 && counts.failed === 0) {
    troubles.push(`group ${group.name} ended with ${done.status ?? done.signal}`);
  }
}

/** A folder of its own belongs to its group alone; what lies elsewhere below `test` is run with the unit tests. */
function filesOf(group) {
  const others = GROUPS.filter((other) => other !== group).flatMap((other) => other.folders);
  const claimed = others.filter((folder) => folder.includes('/')).map((folder) => path.join(ROOT, folder) + path.sep);
  const files = group.folders.flatMap((folder) => testFilesIn(path.join(ROOT, folder)));
  return files.filter((file) => !claimed.some((folder) => file.startsWith(folder)));
}

function testFilesIn(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true });
  return names
    .filter((name) => /\.test\.(ts|mjs)$/.test(name))
    .map((name) => path.join(folder, name))
    .sort();
}

function add(counts) {
  for (const key of Object.keys(total)) total[key] += counts[key] ?? 0;
}

/** Prints which real parts ran, and misses those that had to. */
function nameRealParts() {
  const lines = existsSync(partsFile) ? readFileSync(partsFile, 'utf8').trim().split('\n') : [];
  rmSync(partsFile, { force: true });
  const ran = new Map(lines.map((line) => JSON.parse(line)).map(({ name, detail }) => [name, detail]));
  const required = Object.entries(REQUIRED_PARTS).flatMap(([group, names]) => (wanted(group) ? names : []));
  for (const name of required.filter((wantedName) => !ran.has(wantedName))) troubles.push(`no test ran with ${name}`);
  if (ran.size === 0) return;
  process.stdout.write('\nReal parts that ran:\n');
  for (const [name, detail] of [...ran].sort())
    process.stdout.write(`  ${name}${detail === '' ? '' : ` (${detail})`}\n`);
}

function heading(name) {
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  process.stdout.write(`\n── ${name} (${seconds} s)\n`);
}

function report() {
  const failed = total.failed + total.cancelled + troubles.length;
  const ok = failed === 0 && total.passed > 0;
  for (const trouble of troubles) process.stdout.write(`✖ ${trouble}\n`);
  process.stdout.write(
    `\nℹ tests ${total.tests}\nℹ suites ${total.suites}\nℹ pass ${total.passed}\nℹ fail ${total.failed}\n` +
      `ℹ cancelled ${total.cancelled}\nℹ skipped ${total.skipped}\nℹ todo ${total.todo}\n` +
      `ℹ duration_ms ${Math.round(performance.now() - startedAt)}\n\n` +
      `${total.passed} passed, ${failed} failed\n`,
  );
  process.exitCode = ok ? 0 : 1;
}
