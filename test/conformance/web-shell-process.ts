/** The web shell as it ships, started by a test. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const START_MS_MAX = 60_000;

export interface WebShellProcess {
  readonly child: ChildProcess;
  /** An address that works once; each call asks the shell for another. */
  address(): Promise<string>;
  /** Process id of the till that runs now. */
  tillPid(): number;
  /** What it said on its standard error so far. */
  said(): string;
  stop(): Promise<void>;
}

/** Starts the shell and waits for its address. */
export async function startWebShellProcess(options: {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A program and its words that run the shell in surroundings of its own. */
  readonly within?: readonly string[];
}): Promise<WebShellProcess> {
  const [program = '', ...words] = [
    ...(options.within ?? []),
    process.execPath,
    path.join(DIST, 'shell-web.mjs'),
    ...options.args,
  ];
  const child = spawn(program, words, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said += String(bytes)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const late = setTimeout(() => child.kill('SIGKILL'), START_MS_MAX);
  const nextAddress = async (): Promise<string> => {
    const line = await lines.next();
    assert.ok(line.done !== true, `the shell ended: ${said}`);
    return (JSON.parse(line.value) as { readonly address: string }).address;
  };
  let first: string | undefined = await nextAddress();
  clearTimeout(late);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    child,
    address() {
      const ready = first;
      first = undefined;
      if (ready !== undefined) return Promise.resolve(ready);
      child.stdin.write('\n');
      return nextAddress();
    },
    tillPid: () => childOf(child.pid ?? 0, 'till.mjs'),
    said: () => said,
    async stop() {
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(hard);
    },
  };
}

/** The child of a process that runs `program`, by the process table. */
export function childOf(parent: number, program: string): number {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      if (!status.includes(`PPid:\t${parent}\n`)) continue;
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(program)) return Number(name);
    } catch {
      // Gone meanwhile.
    }
  }
  return assert.fail(`${program} does not run below ${parent}`);
}
