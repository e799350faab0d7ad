/**
 * Planted bug: the page is told the outcome as soon as it is put into the transaction, before the commit. Preloaded
 * into a till by powercut.test.ts; nothing in the product can switch it on.
 */
import { writeSync } from 'node:fs';
import { encodeFrame } from '#base/frame.ts';
import { PIPE_DESCRIPTOR } from '#main/pipe/pipe.ts';
import { OpenTransaction } from '#main/store/transaction.ts';

const FIRST_CONNECTION = 1;

const putOutcome = OpenTransaction.prototype.putOutcome;
OpenTransaction.prototype.putOutcome = function (this: OpenTransaction, commandId, stored) {
  putOutcome.call(this, commandId, stored);
  const message = { kind: 'outcome', id: commandId, outcome: stored.outcome };
  writeSync(PIPE_DESCRIPTOR, encodeFrame({ kind: 'down', connection: FIRST_CONNECTION, message }));
};
