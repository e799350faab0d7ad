/**
 * Planted bug: the drawer's pulse leaves when its job is put into the transaction, before the commit. Preloaded into a
 * till by powercut.test.ts; nothing in the product can switch it on.
 */
import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import type { Duplex } from 'node:stream';
import { encodeFrame } from '#base/frame.ts';
import { PIPE_DESCRIPTOR } from '#main/pipe/pipe.ts';

let devices: Duplex | undefined;
const spawn = childProcess.spawn as (...args: readonly unknown[]) => childProcess.ChildProcess;
childProcess.spawn = ((...args: readonly unknown[]) => {
  const child = spawn(...args);
  devices = child.stdio[PIPE_DESCRIPTOR] as Duplex;
  return child;
}) as typeof childProcess.spawn;
syncBuiltinESMExports();

const { OpenTransaction } = await import('#main/store/transaction.ts');
const addJob = OpenTransaction.prototype.addJob;
OpenTransaction.prototype.addJob = function (this: InstanceType<typeof OpenTransaction>, job) {
  const added = addJob.call(this, job);
  if (job.kind === 'pulse') devices?.write(encodeFrame({ kind: 'pulse', deviceId: job.deviceId, jobId: job.jobId }));
  return added;
};
