/**
 * Start and stop of a till process, as the journal tells them: with which software, and whether the one before came to
 * a clean end.
 */
import type { EntryId } from '#base/brand.ts';
import type { TillStartedPayload } from '#domain/journal/journal.ts';
import { type TillCore, asFault, newId } from './core.ts';
import { jobsLeftSending } from './printing.ts';

const SETTING = 'last-run';
const RUNNING = 'running';
const STOPPED = 'stopped';

/** Writes the start down, and takes what an earlier process had given to devices for unknown. */
export function recordStart(core: TillCore): void {
  const { store, software } = core.ports;
  const before = store.setting(SETTING);
  const after: TillStartedPayload['after'] =
    before === undefined ? 'first-start' : before === STOPPED ? 'clean-stop' : 'crash';
  const businessDay = store.openDay();
  const sessionId = store.openSession();
  try {
    store.transact((transaction) => {
      for (const jobId of jobsLeftSending(transaction.openJobs()))
        transaction.setJobState(jobId, 'unknown', 'printer.outcome-unknown');
      transaction.append({
        entryId: newId<EntryId>(core),
        family: 'L',
        kind: 'till-started',
        payload: { software: { ...software }, after },
        ...(businessDay === null ? {} : { businessDay }),
        ...(sessionId === null ? {} : { sessionId }),
      });
      transaction.setSetting(SETTING, RUNNING);
    });
  } catch (error) {
    core.notices.raise({ level: 'alarm', code: asFault(error).code });
  }
}

/** Notes that this process ends because it was asked to. */
export function recordStop(core: TillCore): void {
  try {
    core.ports.store.transact((transaction) => transaction.setSetting(SETTING, STOPPED));
  } catch (error) {
    core.ports.log.warn('stop-not-noted', { code: asFault(error).code });
  }
}
