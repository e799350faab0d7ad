/**
 * From the print queue in the store to the devices, receipts in order, each at most once.
 *
 *   queued ──(durably)──► sending ──► printed | handed-over
 *      ▲                     ├─ failed: not one byte left ──► queued, with its fault
 *      └─────────────────────┘  unknown: some did ──► the operator's choice
 *
 * A pulse is born in `sending` and never returns to `queued`: failed, it is given up, and the drawer is opened as a
 * recorded action.
 */
import type { JobId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import { Fault } from '#base/fault.ts';
import type { HardwareEvents } from '#main/hardware/port.ts';
import type { Job, JobState } from '#main/store/port.ts';
import { hiddenNow } from './cash/hidden.ts';
import { type TillCore, asFault, sendNow } from './core.ts';
import { withGiftCodes } from './gift-card-slips.ts';

const RETRY_MS = 1_000;

type Report = Parameters<HardwareEvents['onJob']>[0];

export interface Printing {
  /** Sends what can be sent now. */
  pump(): void;
  /** A device reported what became of a job. */
  onJob(report: Report): void;
}

/** The dispatcher of one till process. */
export function createPrinting(core: TillCore): Printing {
  const { clock, store, log } = core.ports;
  /** Device by job that this process has given away and heard nothing of yet. */
  const inFlight = new Map<JobId, string>();
  const resting = new Set<string>();
  /** Reports that could not be noted because the disk refused: noted at the next chance. */
  const unnoted = new Map<JobId, Report>();

  function pump(): void {
    for (const report of [...unnoted.values()]) note(report);
    if (store.readOnly !== null) return;
    const busy = new Set([...inFlight.values(), ...resting]);
    for (const job of store.openJobs().map(addressed)) {
      if (job.state !== 'queued' || busy.has(job.deviceId)) continue;
      // No report comes out while somebody counts; an X that waited for paper was given up when the count began (count.ts).
      if (job.kind === 'report' && hiddenNow(store) === 'all') continue;
      // The first one that cannot go holds up those behind it: receipts come out in order.
      busy.add(job.deviceId);
      if (core.hardware.readyFor(job)) send(job);
    }
  }

  /** A receipt for a printer that the shop has no more goes to the one it has now. */
  function addressed(job: Job): Job {
    const printer = core.hardware.receiptPrinter();
    if (printer === null || core.hardware.health().some((device) => device.deviceId === job.deviceId)) return job;
    return { ...job, deviceId: printer.deviceId };
  }

  function send(job: Job): void {
    try {
      store.transact((transaction) => transaction.setJobState(job.jobId, 'sending'));
    } catch (error) {
      core.notices.raise({ level: 'alarm', code: asFault(error).code });
      rest(job.deviceId);
      return;
    }
    inFlight.set(job.jobId, job.deviceId);
    core.changed('basket');
    sendNow(core, withGiftCodes(core, { ...job, state: 'sending' }));
  }

  function rest(deviceId: string): void {
    resting.add(deviceId);
    clock.after(RETRY_MS, () => {
      resting.delete(deviceId);
      core.wakePrinting();
    });
  }

  function onJob(report: Report): void {
    const jobId = branded<JobId>(report.jobId);
    const deviceId = inFlight.get(jobId);
    inFlight.delete(jobId);
    if (report.state === 'failed' && deviceId !== undefined) rest(deviceId);
    note(report);
    core.wakePrinting();
  }

  function note(report: Report): void {
    const jobId = branded<JobId>(report.jobId);
    try {
      store.note((transaction) => {
        const job = transaction.job(jobId);
        // Only what is on its way can arrive: a late word about a settled job changes nothing.
        if (job?.state !== 'sending') return;
        transaction.setJobState(jobId, stateAfter(job, report), report.fault);
        if (job.kind === 'pulse') noticeDrawer(job, report);
      });
      unnoted.delete(jobId);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      log.warn('job-not-noted', { jobId, code: error.code });
      unnoted.set(jobId, report);
      core.notices.raise({ level: 'warning', code: error.code });
    }
    core.changed('basket');
    core.changed('status');
  }

  /** A drawer that opened after all takes back the word about the one that did not. */
  function noticeDrawer(pulse: Job, { state, fault = 'printer.error' }: Report): void {
    const params = { fault, ticket: pulse.ticketNumber ?? '' };
    if (state === 'failed') core.notices.raise({ level: 'warning', code: 'drawer-not-opened', params });
    else if (state !== 'unknown') core.notices.clear('drawer-not-opened');
  }

  return { pump, onJob };
}

function stateAfter(job: Job, report: Report): JobState {
  if (report.state !== 'failed') return report.state;
  return job.kind === 'pulse' ? 'discarded' : 'queued';
}

/** Jobs that an earlier process had given away: nobody knows what became of them. Inside the transaction of the start. */
export function jobsLeftSending(jobs: readonly Job[]): readonly JobId[] {
  return jobs.filter((job) => job.state === 'sending').map((job) => job.jobId);
}
