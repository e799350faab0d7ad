/**
 * A real CUPS of this test's own, without any service manager: on loopback, in a folder of its own, with raw queues whose
 * printer is a TCP port.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { realPart } from './real-part.ts';

const START_LOOKS_MAX = 100;

export interface Cupsd {
  /** Host and port, as an address of ours names it: `cups://SERVER/QUEUE`. */
  readonly server: string;
  /** A raw queue that prints on a port of this machine. A job that broke is sent anew. */
  addQueue(name: string, port: number): void;
  /** What the spooler says of the jobs of the queue. */
  jobs(queue: string, which: 'completed' | 'not-completed'): readonly string[];
  /** Takes no more jobs for the queue. */
  reject(queue: string): void;
  stop(): Promise<void>;
}

/** Starts a spooler; stop it at the end of the test. */
export async function startCupsd(): Promise<Cupsd> {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-cups-'));
  const port = await freePort();
  const server = `127.0.0.1:${port}`;
  for (const name of ['state', 'spool', 'cache', 'tmp']) mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, 'cups-files.conf'), filesConf(folder));
  writeFileSync(path.join(folder, 'cupsd.conf'), cupsdConf(server));
  const words = ['-f', '-c', path.join(folder, 'cupsd.conf'), '-s', path.join(folder, 'cups-files.conf')];
  const cupsd = spawn('/usr/sbin/cupsd', words, { stdio: 'ignore' });
  const ended = new Promise((resolve) => cupsd.once('close', resolve));
  const run = (program: string, ...more: readonly string[]): string =>
    execFileSync(program, ['-h', server, ...more], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });

  async function stop(): Promise<void> {
    cupsd.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }

  for (let look = 1; !run('lpstat', '-r').includes('scheduler is running'); look++) {
    if (look === START_LOOKS_MAX || cupsd.exitCode !== null) {
      const log = readFileSync(path.join(folder, 'error.log'), 'utf8');
      await stop();
      assert.fail(`the spooler does not start: ${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  realPart('cups', (await fetch(`http://${server}/`)).headers.get('server') ?? 'of an unnamed version');
  return {
    server,
    addQueue(name, printerPort) {
      const uri = `socket://127.0.0.1:${printerPort}`;
      run('lpadmin', '-p', name, '-E', '-v', uri, '-m', 'raw', '-o', 'printer-error-policy=retry-job');
    },
    jobs: (queue, which) => run('lpstat', '-W', which, '-o', queue).split('\n').filter(Boolean),
    reject: (queue) => void run('cupsreject', queue),
    stop,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  await new Promise((resolve) => server.close(resolve));
  return address.port;
}

function filesConf(folder: string): string {
  const at = (name: string): string => path.join(folder, name);
  return [
    `ServerRoot ${folder}`,
    `StateDir ${at('state')}`,
    `RequestRoot ${at('spool')}`,
    `CacheDir ${at('cache')}`,
    `TempDir ${at('tmp')}`,
    `AccessLog ${at('access.log')}`,
    `ErrorLog ${at('error.log')}`,
    `PageLog ${at('page.log')}`,
    'SystemGroup root',
    '',
  ].join('\n');
}

function cupsdConf(server: string): string {
  const open = (what: string): string => `<Location ${what}>\n  Order allow,deny\n  Allow all\n</Location>`;
  return [
    'LogLevel warn',
    'ServerName localhost',
    `Listen ${server}`,
    'Browsing No',
    'DefaultAuthType None',
    'WebInterface No',
    'JobRetryInterval 1',
    open('/'),
    open('/admin'),
    '<Policy default>',
    'JobPrivateAccess default',
    'JobPrivateValues none',
    '<Limit All>\n  Order deny,allow\n  Allow all\n</Limit>',
    '</Policy>',
    '',
  ].join('\n');
}
