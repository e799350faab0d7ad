/**
 * What the operator says of a job whose outcome nobody knows, or that waits behind a fault. Printing it once more is a
 * numbered duplicate, because the first may lie on somebody's counter; a slip or a report has no number and bears the word
 * alone. A pulse is never sent again: the drawer is opened as a recorded action of its own.
 */
import { type JobId, branded } from '#base/brand.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { printedAgain } from '#domain/receipt/receipt.ts';
import type { Job, JobState } from '#main/store/port.ts';
import { hiddenNow, isHidden } from './cash/hidden.ts';
import { type Command, type Handled, type TillCore, commit, newId, refused, rowOf } from './core.ts';
import { addDuplicate } from './duplicate.ts';

type Choice = CommandInput<'resolveJob'>['choice'];

/** Settles a job by what the operator saw. */
export function resolveJob(
  core: TillCore,
  command: Command,
  input: CommandInput<'resolveJob'>,
): Handled<Outcome<'resolveJob'>> {
  const { station } = command;
  const { store } = core.ports;
  const job = store.job(branded<JobId>(input.jobId));
  if (job === undefined) return refused('job_unknown');
  if (!isOpenTo(job, input.choice)) return refused('job_settled', { state: job.state });
  const ticket = job.ticketId === undefined ? undefined : store.ticket(job.ticketId);
  const again = input.choice === 'print-again';
  if (again && ticket !== undefined && isHidden(hiddenNow(store), ticket.entry)) return refused('session_counting');
  if (again && job.kind === 'report' && hiddenNow(store) === 'all') return refused('session_counting');
  if (again && job.state === 'queued') {
    core.wakePrinting();
    return { outcome: { kind: 'done' }, kept: false };
  }
  const printer = core.hardware.receiptPrinter();
  const paper = ticket === undefined ? paperOf(job) : undefined;
  if (again && ticket === undefined && paper === undefined) return refused('ticket_unknown');
  if (again && printer === null) return refused('no_printer');
  const outcome = commit(core, command, (transaction) => {
    const payload = {
      job_id: job.jobId,
      job_kind: job.kind,
      ...(job.ticketId === undefined ? {} : { ticket_id: job.ticketId }),
      ...(job.ticketNumber === undefined ? {} : { ticket_number: job.ticketNumber }),
      state_before: job.state,
      choice: input.choice,
    };
    transaction.append(rowOf(core, transaction, { station, family: 'L', kind: 'print-resolved', payload }));
    transaction.setJobState(job.jobId, STATE_AFTER[input.choice]);
    if (again && ticket !== undefined && printer !== null) {
      addDuplicate(core, transaction, { station, ticket, deviceId: printer.deviceId, reason: 'print-doubtful' });
    } else if (again && paper !== undefined && printer !== null) {
      transaction.addJob({ ...paper, jobId: newId<JobId>(core), state: 'queued', deviceId: printer.deviceId });
    }
    return { kind: 'done' as const };
  });
  if (outcome.kind === 'done') {
    core.changed('basket');
    core.wakePrinting();
  }
  return { outcome, kept: true };
}

/** A slip or a report once more, marked as such; undefined for what is printed from a ticket. */
function paperOf({ kind, document }: Job): Pick<Job, 'kind' | 'document'> | undefined {
  if ((kind !== 'slip' && kind !== 'report') || document === undefined) return undefined;
  return { kind, document: printedAgain(document) };
}

const STATE_AFTER: Readonly<Record<Choice, JobState>> = {
  'it-printed': 'printed',
  'print-again': 'discarded',
  discard: 'discarded',
};

/** Where nobody knows, everything but a second pulse; where not one byte has left, waiting on or giving up. */
function isOpenTo(job: Job, choice: Choice): boolean {
  if (job.state === 'unknown') return choice !== 'print-again' || job.kind !== 'pulse';
  return job.state === 'queued' && choice !== 'it-printed';
}
