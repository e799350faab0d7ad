/** The simulators as programs: what ends them, and what they say of options that they do not know. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const cleanUp: (() => unknown)[] = [];
afterEach(() => {
  for (const undo of cleanUp.splice(0).reverse()) undo();
});

function start(name: string, args: readonly string[], stdin: 'ignore' | 'pipe') {
  const main = fileURLToPath(new URL(`./${name}/main.ts`, import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [main, ...args], { stdio: [stdin, 'pipe', 'pipe'] });
  cleanUp.push(() => child.kill('SIGKILL'));
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]?.on('data', (bytes: Buffer) => (said[stream] += bytes.toString()));
  const ended = once(child, 'close');
  return {
    child,
    said,
    ended,
    async until(stream: 'stdout' | 'stderr', text: string): Promise<void> {
      while (!said[stream].includes(text)) {
        assert.equal(child.exitCode, null, 'it ended');
        await Promise.race([once(child[stream] ?? child, 'data'), ended]);
      }
    },
  };
}

test('a simulator that is started in the background stays until a signal', async () => {
  const { child, said, ended, until } = start('printer', ['--port', '0'], 'ignore');
  await until('stderr', 'no orders on stdin');
  await until('stdout', '\n');
  const { printer } = JSON.parse(said.stdout) as { readonly printer: string };
  const socket = connect(Number(new URL(printer.replace('tcp:', 'http:')).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
  child.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
});

test('a simulator whose orders come over a pipe ends with the pipe', async () => {
  for (const name of ['printer', 'display', 'scanner', 'card']) {
    const { child, ended, until } = start(name, name === 'card' ? ['--text-reader'] : [], 'pipe');
    await until('stdout', '\n');
    child.stdin?.end();
    assert.deepEqual(await ended, [0, null], name);
  }
});

test('every simulator says how it is used, when asked and when an option is wrong', async () => {
  for (const name of ['printer', 'display', 'scanner', 'card', 'counter']) {
    const asked = start(name, ['--help'], 'ignore');
    assert.deepEqual(await asked.ended, [0, null], name);
    assert.ok(asked.said.stdout.startsWith(`Usage: npm run sim -- ${name} `), asked.said.stdout);
    const wrong = start(name, ['--no-such-option'], 'ignore');
    assert.deepEqual(await wrong.ended, [2, null], name);
    assert.match(wrong.said.stderr, /--no-such-option[^]*Usage: npm run sim -- /);
    assert.doesNotMatch(wrong.said.stderr, /^\s+at /m);
    const noNumber = start(name, [name === 'counter' ? '--page-port' : '--port', 'many'], 'ignore');
    assert.deepEqual(await noNumber.ended, [2, null], name);
  }
});
