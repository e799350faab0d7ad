/**
 * Rows are checked on threads of their own: hashes and signatures are most of the work of taking sales in, and whoever
 * listens for prices must not wait for them.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { present } from '#base/assert.ts';
import type { Log } from '#base/log.ts';
import type { Verified, VerifyJob, VerifyRows } from '../ingest/verify-rows.ts';

export interface VerifyPool {
  readonly verify: VerifyRows;
  readonly threads: number;
  /** Rows found good so far. */
  rowsVerified(): number;
  close(): Promise<void>;
}

type Answer = { readonly number: number; readonly verified?: Verified; readonly failed?: string };

interface Waiting {
  readonly worker: Worker;
  readonly done: (verified: Verified) => void;
  readonly fail: (error: Error) => void;
}

/** Starts the threads, from the program `file`: one less than there are cores, but one at least. */
export function openVerifyPool(options: {
  readonly file: URL;
  readonly log: Log;
  readonly threads?: number;
}): VerifyPool {
  const threads = options.threads ?? Math.max(1, availableParallelism() - 1);
  const waiting = new Map<number, Waiting>();
  const busy = new Map<Worker, number>();
  let jobs = 0;
  let rows = 0;
  let isClosed = false;

  const start = (): void => {
    const worker = new Worker(options.file);
    busy.set(worker, 0);
    worker.on('message', ({ number, verified, failed }: Answer) => {
      const { done, fail } = present(waiting.get(number), 'a job that is waited for');
      waiting.delete(number);
      busy.set(worker, (busy.get(worker) ?? 1) - 1);
      rows += verified?.rows.length ?? 0;
      if (verified === undefined) fail(new Error(failed));
      else done(verified);
    });
    const lost = (how: string): void => {
      if (!busy.delete(worker) || isClosed) return;
      options.log.error('hq.verifier-lost', { how });
      for (const [number, job] of waiting) {
        if (job.worker !== worker) continue;
        waiting.delete(number);
        job.fail(new Error(`the thread that checks rows ended: ${how}`));
      }
      start();
    };
    worker.on('error', (error) => lost(String(error)));
    worker.on('exit', (code) => lost(`exit ${code}`));
  };
  for (let at = 0; at < threads; at++) start();

  return {
    threads,
    rowsVerified: () => rows,
    verify: (job: VerifyJob) =>
      new Promise((done, fail) => {
        const [[worker, count]] = [...busy].sort(([, a], [, b]) => a - b) as [[Worker, number]];
        const number = ++jobs;
        waiting.set(number, { worker, done, fail });
        busy.set(worker, count + 1);
        worker.postMessage({ number, job });
      }),
    async close() {
      isClosed = true;
      await Promise.all([...busy.keys()].map((worker) => worker.terminate()));
    },
  };
}
