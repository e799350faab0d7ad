/**
 * What was given to the devices process and has not come back: jobs, trials, searches, drawings. Each is answered exactly once, by
 * the process, by its end, or by the time that it may take.
 */
import { assert } from '#base/assert.ts';
import type { Clock } from '#base/clock.ts';
import type { HardwareEvents } from './port.ts';

/** A test page on a slow line with a long queue before it. */
const TRIAL_MS_MAX = 60_000;
const SEARCH_MS_MAX = 60_000;
/** The canvas is loaded with the first sheet, and a machine may be slow. */
const DRAWING_MS_MAX = 30_000;

type JobReport = Parameters<HardwareEvents['onJob']>[0];
type TrialReport = Parameters<HardwareEvents['onTried']>[0];
type SearchReport = Parameters<HardwareEvents['onFound']>[0];
type DrawingReport = Parameters<HardwareEvents['onDrawn']>[0];

export class Errands {
  readonly #events: Pick<HardwareEvents, 'onJob' | 'onTried' | 'onFound' | 'onDrawn'>;
  readonly #clock: Clock;
  /** Device by job. */
  readonly #jobs = new Map<string, string>();
  /** What stops the waiting, by trial and by search. */
  readonly #trials = new Map<string, () => void>();
  readonly #searches = new Map<string, () => void>();
  readonly #drawings = new Map<string, () => void>();

  constructor(events: Pick<HardwareEvents, 'onJob' | 'onTried' | 'onFound' | 'onDrawn'>, clock: Clock) {
    this.#events = events;
    this.#clock = clock;
  }

  /** Throws where the job is on its way already. */
  assertNew(jobId: string): void {
    assert(!this.#jobs.has(jobId), `job ${jobId} is on its way already`);
  }

  jobGiven(jobId: string, deviceId: string): void {
    this.#jobs.set(jobId, deviceId);
  }

  deviceOf(jobId: string): string | undefined {
    return this.#jobs.get(jobId);
  }

  /** A late word about a job that was answered already is dropped. */
  jobEnded(report: JobReport): void {
    if (this.#jobs.delete(report.jobId)) this.#events.onJob(report);
  }

  /** The line to this device was closed under its jobs: nobody will hear what becomes of them. */
  deviceClosed(deviceId: string, fault: string): void {
    for (const [jobId, owner] of [...this.#jobs]) {
      if (owner === deviceId) this.jobEnded({ jobId, state: 'unknown', fault });
    }
  }

  trialGiven(trialId: string): void {
    this.#trials.get(trialId)?.();
    const late = (): void => this.trialEnded({ trialId, state: 'unknown', fault: 'device.no-answer' });
    this.#trials.set(trialId, this.#clock.after(TRIAL_MS_MAX, late));
  }

  trialEnded(report: TrialReport): void {
    const stopWaiting = this.#trials.get(report.trialId);
    if (stopWaiting === undefined) return;
    stopWaiting();
    this.#trials.delete(report.trialId);
    this.#events.onTried(report);
  }

  searchGiven(searchId: string): void {
    this.#searches.get(searchId)?.();
    const late = (): void => this.searchHeard({ searchId, found: [], done: true });
    this.#searches.set(searchId, this.#clock.after(SEARCH_MS_MAX, late));
  }

  searchHeard(report: SearchReport): void {
    const stopWaiting = this.#searches.get(report.searchId);
    if (stopWaiting === undefined) return;
    if (report.done) {
      stopWaiting();
      this.#searches.delete(report.searchId);
    }
    this.#events.onFound(report);
  }

  drawingGiven(drawingId: string): void {
    this.#drawings.get(drawingId)?.();
    const late = (): void => this.drawingEnded({ drawingId, base64: null, fault: 'file.not-drawn' });
    this.#drawings.set(drawingId, this.#clock.after(DRAWING_MS_MAX, late));
  }

  drawingEnded(report: DrawingReport): void {
    const stopWaiting = this.#drawings.get(report.drawingId);
    if (stopWaiting === undefined) return;
    stopWaiting();
    this.#drawings.delete(report.drawingId);
    this.#events.onDrawn(report);
  }

  /** The process is gone: bytes of each may have left, and nobody knows. */
  processEnded(): void {
    const fault = 'devices.process-lost';
    for (const jobId of [...this.#jobs.keys()]) this.jobEnded({ jobId, state: 'unknown', fault });
    for (const trialId of [...this.#trials.keys()]) this.trialEnded({ trialId, state: 'unknown', fault });
    for (const drawingId of [...this.#drawings.keys()]) this.drawingEnded({ drawingId, base64: null, fault });
    for (const searchId of [...this.#searches.keys()]) this.searchHeard({ searchId, found: [], done: true });
  }

  /** Nothing is waited for any more. */
  forget(): void {
    const waits = [this.#trials, this.#searches, this.#drawings].flatMap((errands) => [...errands.values()]);
    for (const stopWaiting of waits) stopWaiting();
    this.#trials.clear();
    this.#searches.clear();
    this.#drawings.clear();
  }
}
