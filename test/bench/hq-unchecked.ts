/** The verifier of headquarters with only the checks left out: rows are read and handed on, none is hashed or its signature looked at. */
import { parentPort } from 'node:worker_threads';
import { present } from '#base/assert.ts';
import { headAfter, parseRow, type ChainHead, type Row } from '#domain/journal/journal.ts';
import { verified, type Verified, type VerifyJob } from '#hq/ingest/verify-rows.ts';

const port = present(parentPort, 'the thread that asks');
port.on('message', ({ number, job }: { readonly number: number; readonly job: VerifyJob }) => {
  // A chain begins checked, because what it is comes out of its genesis.
  port.postMessage({ number, verified: job.from === null ? verified(job) : unchecked(job, job.from) });
});

function unchecked(job: VerifyJob, from: NonNullable<VerifyJob['from']>): Verified {
  const rows = job.lines.map(parseRow).filter((row): row is Row => !('reason' in row));
  const head = rows.reduce<ChainHead>((before, row) => headAfter(before, row), from.head);
  return { rows, head, origin: from.origin, flaw: null };
}
