/** The program of the simulation, as a test runs it: in processes of its own. */
import { spawn } from 'node:child_process';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** Runs it until it ends, or the test does; what it printed, and how it ended. */
export async function simulate(
  { signal }: Pick<TestContext, 'signal'>,
  ...args: readonly string[]
): Promise<{ readonly text: string; readonly status: number | null }> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', kill);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  signal.removeEventListener('abort', kill);
  return { text, status };
}
