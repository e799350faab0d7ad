/** A thread that checks rows: one job after the other, each answered with its number. */
import { parentPort } from 'node:worker_threads';
import { present } from '#base/assert.ts';
import { verified, type VerifyJob } from '../ingest/verify-rows.ts';

const port = present(parentPort, 'the thread that asks');
port.on('message', ({ number, job }: { readonly number: number; readonly job: VerifyJob }) => {
  try {
    port.postMessage({ number, verified: verified(job) });
  } catch (error) {
    port.postMessage({ number, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
