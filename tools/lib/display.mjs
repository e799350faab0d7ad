/** An X display of one's own, by Xvfb, for tests with windows on a machine without a screen. */
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, closeSync, openSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';

const START_MS_MAX = 20_000;

/**
 * Starts an X server on a number of its own choosing; only who can read its key file (the user) may open windows there.
 * `environment` is what a program needs to find it; `close` ends it.
 */
export async function openDisplay({ folder, user, width = 1366, height = 900 }) {
  const keys = path.join(folder, 'xauthority');
  closeSync(openSync(keys, 'w', 0o600));
  const key = randomBytes(16).toString('hex');
  addKey(keys, ':0', key);
  const args = [
    '-displayfd',
    '3',
    '-auth',
    keys,
    '-nolisten',
    'tcp',
    '-noreset',
    '-screen',
    '0',
    `${width}x${height}x24`,
  ];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const endWithUs = () => server.kill('SIGTERM');
  process.once('exit', endWithUs);
  server.once('exit', () => process.removeListener('exit', endWithUs));
  try {
    const number = await displayNumber(server);
    addKey(keys, `:${number}`, key);
    chownSync(keys, user.uid, user.gid);
    return {
      environment: { DISPLAY: `:${number}`, XAUTHORITY: keys },
      close: () => end(server),
    };
  } catch (error) {
    await end(server);
    throw error;
  }
}

function addKey(keys, display, key) {
  const done = spawnSync('xauth', ['-q', '-f', keys, 'add', display, '.', key], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`xauth: ${done.stderr}`);
}

/** The server writes its number on descriptor 3 once it listens. */
function displayNumber(server) {
  return new Promise((resolve, reject) => {
    let text = '';
    const late = setTimeout(() => reject(new Error('Xvfb did not start in time')), START_MS_MAX);
    const ended = (code) => reject(new Error(`Xvfb ended with ${code}`));
    server.once('error', reject);
    server.once('exit', ended);
    server.stdio[3].on('data', (bytes) => {
      text += bytes;
      if (!text.includes('\n')) return;
      clearTimeout(late);
      server.removeListener('exit', ended);
      resolve(Number(text.trim()));
    });
  });
}

async function end(server) {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await gone;
}
