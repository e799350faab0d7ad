/** Whoever hangs is found, whether they work on for ever or wait for ever; whoever works now and then is left alone. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { watch } from './watchdog.ts';

const LIMITS = { busyMs: 1_000, idleMs: 1_000, lookEveryMs: 100 };

for (const [what, program] of [
  ['works on for ever', 'for (;;);'],
  ['waits for ever', 'process.stdin.resume();'],
] as const) {
  test(`a process that ${what} is found`, async () => {
    const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'ignore', 'ignore'] });
    try {
      await new Promise<void>((resolve) => watch(child.pid ?? 0, resolve, LIMITS));
    } finally {
      child.kill('SIGKILL');
    }
  });
}

test('nobody is told of a process that ended its work in time', async () => {
  let isTold = false;
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  const callOff = watch(child.pid ?? 0, () => (isTold = true), { ...LIMITS, busyMs: 60_000, idleMs: 60_000 });
  await new Promise((resolve) => child.on('exit', resolve));
  callOff();
  assert.equal(isTold, false);
});
