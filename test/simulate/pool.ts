/**
 * Seeds handed out to processes of their own, one at a time: a process that dies or hangs costs its seed alone, which is told as
 * a flaw, and another takes its place.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { watch } from './watchdog.ts';

/** What a worker is asked for. */
export interface SeedJob {
  readonly seed: number;
  readonly steps: number;
  readonly isLogged: boolean;
  readonly planted: string | null;
  /** Where headquarters keeps its rows: `sampled` is in memory, and on PostgreSQL too for some and for all with flaws. */
  readonly store: 'sampled' | 'memory' | 'postgres';
}

/** What it says of it. */
export interface SeedMessage {
  readonly seed: number;
  readonly flaws: readonly string[];
  readonly counts: readonly (readonly [string, number])[];
}

/** A run of the seed has begun: on PostgreSQL it is one more. */
export interface BeginMessage {
  readonly began: number;
}

export interface PoolOptions {
  readonly workers: number;
  /** The next seed to run, null once there is none. */
  readonly next: () => SeedJob | null;
  readonly onReport: (message: SeedMessage) => void;
  /** Ends all workers at once. */
  readonly signal: AbortSignal;
}

/** Whoever was killed in a run still waits for an answer that never comes: a fresh process now and then frees what it holds. */
const SEEDS_PER_PROCESS = 250;
/** Folders of tills live for seconds: memory is quicker than a disk, and a simulated kill is no power cut. */
const MEMORY_FOLDER = '/dev/shm';
const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** Runs all seeds; resolves when every worker has ended. */
export async function runPool(options: PoolOptions): Promise<void> {
  await Promise.all(Array.from({ length: options.workers }, () => runWorkers(options)));
}

/** One worker after another, until nothing is left to hand out. */
async function runWorkers(options: PoolOptions): Promise<void> {
  for (let job = options.next(); job !== null && !options.signal.aborted; job = options.next())
    await oneProcess(options, job);
}

/** One process from its first seed on. It never rejects: however it ends, the seed it was at is told. */
function oneProcess({ next, onReport, signal }: PoolOptions, first: SeedJob): Promise<void> {
  const folder = runFolder();
  const child: ChildProcess = fork(WORKER, [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, TMPDIR: folder },
  });
  let seeds = 0;
  let at: SeedJob | null = null;
  let why: string | null = null;
  let callOff = (): void => undefined;
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill);

  function hand(job: SeedJob | null): void {
    callOff();
    at = job;
    if (job === null) return void child.disconnect();
    seeds += 1;
    child.send(job);
    watchIt();
  }

  function watchIt(): void {
    callOff();
    callOff = watch(child.pid ?? 0, () => {
      why = 'does not end';
      kill();
    });
  }

  child.on('message', (message: SeedMessage | BeginMessage) => {
    if ('began' in message) return watchIt();
    at = null;
    onReport(message);
    if (!signal.aborted) hand(seeds < SEEDS_PER_PROCESS ? next() : null);
  });
  hand(first);
  return new Promise((resolve) => {
    child.on('exit', (code, killedBy) => {
      callOff();
      signal.removeEventListener('abort', kill);
      rmSync(folder, { recursive: true, force: true });
      if (at !== null && !signal.aborted)
        onReport({ seed: at.seed, flaws: [why ?? `its process ended with ${code ?? killedBy}`], counts: [] });
      resolve();
    });
  });
}

/** A folder of one process, that goes with it however it ends; PostgreSQL's user can go through it. */
function runFolder(): string {
  const folder = mkdtempSync(join(existsSync(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir(), 'simulate-'));
  chmodSync(folder, 0o711);
  return folder;
}
