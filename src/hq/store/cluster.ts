/**
 * A PostgreSQL in a folder: made once, started, kept running, stopped. It listens on the loopback address alone, with a
 * password that lies beside the database for its owner only. Everything that keeps a commit is on, as PostgreSQL has it.
 *
 * A PostgreSQL that outlived its headquarters (killed, with nobody to stop it) is stopped and started again. One whose
 * headquarters lives is left alone: that one holds an advisory lock in it, which no dead process can.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { Fault } from '#base/fault.ts';
import type { Log } from '#base/log.ts';
import pg from 'pg';
import type { SystemUser } from './system-user.ts';

export interface ClusterOptions {
  /** Where `postgres` and `initdb` lie. */
  readonly programs: string;
  readonly dataDir: string;
  /** Who runs it; this process's own user where undefined. */
  readonly user?: SystemUser | undefined;
  readonly log: Log;
}

export interface Cluster {
  /** The database of headquarters. The same as long as the cluster is open. */
  readonly url: string;
  /** PostgreSQL's own process, for those who want to see it die. */
  readonly processId: () => number | undefined;
  /** Lets what runs end, and stops it. */
  stop(): Promise<void>;
}

const OWNER = 'comptoir';
const START_MS_MAX = 60_000;
const LOOK_MS = 50;
const STOP_MS_MAX = 20_000;
const RESTART_MS = 1_000;
/** Says that a headquarters is at work in this cluster. */
const IN_USE_LOCK = 'SELECT pg_try_advisory_lock(4202, 1) AS taken';
const STARTS_MAX = 3;

/** Opens the cluster of a folder, makes it where there is none. Faults `hq.data-in-use`, `hq.data-unusable`. */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const { dataDir } = options;
  mkdirSync(dataDir, { recursive: true, mode: options.user === undefined ? 0o700 : 0o711 });
  const password = passwordOf(dataDir);
  const running = new RunningCluster(options, password);
  if (!existsSync(path.join(databaseFolder(dataDir), 'PG_VERSION'))) makeCluster(options, password);
  await running.endOrphan();
  await running.start();
  return running;
}

/** Where PostgreSQL's files lie below a data folder. */
export function databaseFolder(dataDir: string): string {
  return path.join(dataDir, 'postgres');
}

function passwordOf(dataDir: string): string {
  const file = path.join(dataDir, 'postgres-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** Made aside and put in place whole: what was begun and not finished is begun again. */
function makeCluster({ programs, dataDir, user }: ClusterOptions, password: string): void {
  const folder = databaseFolder(dataDir);
  const secret = path.join(dataDir, `password-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(secret, password, { mode: 0o600 });
  if (user !== undefined) for (const each of [folder, secret]) chownSync(each, user.uid, user.gid);
  try {
    const words = ['--pgdata', folder, '--username', OWNER, '--pwfile', secret, '--auth', 'scram-sha-256'];
    const more = ['--encoding', 'UTF8', '--locale', 'C', '--data-checksums'];
    const done = spawnSync(path.join(programs, 'initdb'), [...words, ...more], {
      ...user,
      cwd: dataDir,
      encoding: 'utf8',
    });
    if (done.status === 0) return;
    rmSync(folder, { recursive: true, force: true });
    throw new Fault('hq.data-unusable', `no database can be made in ${dataDir}: ${done.error?.message ?? done.stderr}`);
  } finally {
    rmSync(secret, { force: true });
  }
}

class RunningCluster implements Cluster {
  private readonly options: ClusterOptions;
  private readonly folder: string;
  private readonly password: string;
  private child: ChildProcess | undefined;
  private guard: pg.Client | undefined;
  private port = 0;
  private isStopping = false;

  constructor(options: ClusterOptions, password: string) {
    this.options = options;
    this.folder = databaseFolder(options.dataDir);
    this.password = password;
  }

  get url(): string {
    return this.urlAt(this.port);
  }

  readonly processId = (): number | undefined => this.child?.pid;

  /** Stops a PostgreSQL that nobody uses, and removes the trace of one that is not there any more. */
  async endOrphan(): Promise<void> {
    const trace = path.join(this.folder, 'postmaster.pid');
    if (!existsSync(trace)) return;
    const [processId, , , port] = readFileSync(trace, 'utf8').split('\n').map(Number);
    if (processId === undefined || !isPostgres(processId, this.folder)) {
      rmSync(trace, { force: true });
      return;
    }
    const isFree = await this.isNobodysAt(port ?? 0);
    if (!isFree) throw new Fault('hq.data-in-use', `another headquarters is running on ${this.options.dataDir}`);
    this.options.log.warn('hq.database-orphan-stopped', { processId });
    process.kill(processId, 'SIGINT');
    for (let waited = 0; waited < STOP_MS_MAX && isPostgres(processId, this.folder); waited += LOOK_MS)
      await sleep(LOOK_MS);
  }

  async start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      this.port ||= await freePort();
      try {
        await this.startOnce();
        return;
      } catch (error) {
        const isTaken = error instanceof Fault && /Address already in use|could not bind/i.test(error.detail);
        if (!isTaken || attempt === STARTS_MAX) throw error;
        this.port = 0;
      }
    }
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.guard?.end().catch(() => undefined);
    const { child } = this;
    if (child === undefined || !isAlive(child)) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    // Fast: sessions are ended, everything is written, nothing is left to recover.
    child.kill('SIGINT');
    const late = setTimeout(() => child.kill('SIGQUIT'), STOP_MS_MAX);
    await gone;
    clearTimeout(late);
  }

  private urlAt(port: number): string {
    return `postgres://${OWNER}:${this.password}@127.0.0.1:${port}/postgres`;
  }

  private async startOnce(): Promise<void> {
    const settings = { listen_addresses: '127.0.0.1', port: String(this.port), unix_socket_directories: '' };
    const words = Object.entries({ ...settings, ...LASTING }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(path.join(this.options.programs, 'postgres'), ['-D', this.folder, ...words], {
      ...this.options.user,
      cwd: this.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      // A key pressed in the terminal is for headquarters, which stops it in good order.
      detached: process.platform !== 'win32',
    });
    this.child = child;
    const said: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (words_: string) => {
      said.push(words_);
      if (said.length > 40) said.shift();
      if (/\b(FATAL|PANIC|ERROR):/.test(words_))
        this.options.log.warn('hq.postgres', { detail: words_.trim().slice(0, 500) });
    });
    child.once('error', (error) => said.push(error.message));
    await this.untilReady(child, said);
    child.once('exit', (code, signal) => this.ended(`${code ?? signal}`));
    if (!isAlive(child)) this.ended('at once');
  }

  private async untilReady(child: ChildProcess, said: readonly string[]): Promise<void> {
    for (let waited = 0; waited < START_MS_MAX; waited += LOOK_MS) {
      if (!isAlive(child)) throw this.notStarted(said.join(''));
      const guard = new pg.Client({ connectionString: this.url, application_name: 'comptoir-hq-guard' });
      // It goes when PostgreSQL goes, which is noticed elsewhere.
      guard.on('error', () => undefined);
      try {
        await guard.connect();
        await guard.query(IN_USE_LOCK);
        this.guard = guard;
        return;
      } catch {
        await guard.end().catch(() => undefined); // not ready yet
        await sleep(LOOK_MS);
      }
    }
    child.kill('SIGQUIT');
    throw this.notStarted(said.join(''));
  }

  private notStarted(said: string): Fault {
    const isTaken = /lock file "postmaster.pid" already exists/.test(said);
    const { dataDir } = this.options;
    if (isTaken) return new Fault('hq.data-in-use', `another headquarters is running on ${dataDir}`);
    return new Fault('hq.data-unusable', `PostgreSQL does not start in ${dataDir}: ${said.trim().slice(-1_000)}`);
  }

  /** It ended though nobody asked it to: it is started again until it runs; meanwhile calls find no database. */
  private ended(how: string): void {
    if (this.isStopping) return;
    this.options.log.error('hq.postgres-ended', { how });
    const again = async (): Promise<void> => {
      if (this.isStopping) return;
      try {
        await this.endOrphan();
        await this.startOnce();
        this.options.log.info('hq.postgres-restarted');
      } catch (error) {
        this.options.log.error('hq.postgres-not-restarted', { detail: String(error) });
        setTimeout(() => void again(), RESTART_MS);
      }
    };
    setTimeout(() => void again(), RESTART_MS);
  }

  /** Whether no headquarters is at work in the PostgreSQL that listens there. */
  private async isNobodysAt(port: number): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.urlAt(port), connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ taken: boolean }>(IN_USE_LOCK);
      return rows[0]?.taken === true;
    } catch {
      return true; // it is starting, stopping or stuck: nobody is at work in it
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** What keeps commits, said so that no file of the folder can unsay it; and room for several nodes. */
const LASTING = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', max_connections: '120' };

function isAlive(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** Whether this process is a PostgreSQL on this folder: after a restart of the machine its number is somebody else's. */
function isPostgres(processId: number, folder: string): boolean {
  try {
    process.kill(processId, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'utf8').split('\0').includes(folder);
  } catch {
    return false; // it is gone
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
