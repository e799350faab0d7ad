/**
 * The wall clock against the monotonic one. Order in the journal is never by the clock, but days and receipts are: a
 * clock that moves is written down, and one that cannot be right is vouched for by a manager.
 *
 *   step of more than two minutes, either way     a row with both values
 *   step of more than twelve hours forward        a manager is asked at the next sign-in
 *   at start, a gap since the last row above the
 *   shop's longest closure, or a time before it    the same
 *   the time of headquarters, where it says one    as a step from it
 */
import type { EntryId, OperatorId } from '#base/brand.ts';
import { atText, wallMsOf } from '#domain/journal/journal.ts';
import type { Transaction } from '#main/store/port.ts';
import { type TillCore, asFault, newId, openPeriod } from './core.ts';

const STEP_MS = 2 * 60_000;
const STEP_ASKS_MS = 12 * 60 * 60_000;
/** Outlives a restart: a till that is started again does not forget that a manager was asked. */
const ASKS_SETTING = 'clock-needs-manager';
const DAY_MS = 24 * 60 * 60_000;

export type ClockFinding =
  | { readonly kind: 'steady' }
  | { readonly kind: 'stepped'; readonly expectedMs: number; readonly readMs: number; readonly asksManager: boolean };

/** What a reading says against what was expected. Pure. */
export function judgeStep(expectedMs: number, readMs: number): ClockFinding {
  const stepMs = readMs - expectedMs;
  if (Math.abs(stepMs) <= STEP_MS) return { kind: 'steady' };
  return { kind: 'stepped', expectedMs, readMs, asksManager: stepMs > STEP_ASKS_MS };
}

/** What the first reading of a process says against the last row; with no other witness, only the gap can be judged. Pure. */
export function judgeStart(lastRowMs: number, readMs: number, closureDaysMax: number): ClockFinding {
  const gapMs = readMs - lastRowMs;
  if (gapMs < -STEP_MS) return { kind: 'stepped', expectedMs: lastRowMs, readMs, asksManager: false };
  if (gapMs > closureDaysMax * DAY_MS) return { kind: 'stepped', expectedMs: lastRowMs, readMs, asksManager: true };
  return { kind: 'steady' };
}

export interface ClockWatch {
  /** Compares once; called at start and then every few seconds. */
  check(): void;
  /** Headquarters said what time it is there. */
  heard(hqTimeMs: number): void;
}

/** Watches the clock for one process. The first check is against the last row of the journal. */
export function watchClock(core: TillCore): ClockWatch {
  const { clock, store } = core.ports;
  if (store.setting(ASKS_SETTING) === 'yes') {
    core.clockNeedsManager = true;
    core.notices.raise({ level: 'alarm', code: 'clock.implausible' });
  }
  let base: { readonly wallMs: number; readonly monotonicMs: number } | null = null;
  /** How far the wall clock was ahead of headquarters when that was last written down. */
  let aheadMs = 0;
  return {
    check() {
      const now = { wallMs: Math.floor(clock.wallMs()), monotonicMs: clock.monotonicMs() };
      const finding =
        base === null
          ? judgeStart(wallMsOf(store.head().at) ?? now.wallMs, now.wallMs, core.shop.closureDaysMax)
          : judgeStep(Math.round(base.wallMs + now.monotonicMs - base.monotonicMs), now.wallMs);
      // The base moves with each step only, so that a slow drift adds up and is seen.
      if (base === null || finding.kind === 'stepped') base = now;
      if (finding.kind === 'stepped') record(core, finding);
    },
    heard(hqTimeMs) {
      const readMs = Math.floor(clock.wallMs());
      const finding = judgeStep(hqTimeMs, readMs);
      const isKnown = Math.abs(readMs - hqTimeMs - aheadMs) <= STEP_MS;
      aheadMs = isKnown ? aheadMs : readMs - hqTimeMs;
      if (!isKnown && finding.kind === 'stepped') record(core, finding);
    },
  };
}

function record(core: TillCore, finding: Extract<ClockFinding, { readonly kind: 'stepped' }>): void {
  const { expectedMs, readMs, asksManager } = finding;
  if (asksManager) core.clockNeedsManager = true;
  core.notices.raise({
    level: 'alarm',
    code: asksManager ? 'clock.implausible' : 'clock.stepped',
    params: { expectedMs, readMs },
  });
  const payload = { expected_at: atText(expectedMs), read_at: atText(readMs), step_ms: readMs - expectedMs };
  try {
    core.ports.store.transact((transaction) => {
      if (asksManager) transaction.setSetting(ASKS_SETTING, 'yes');
      transaction.append({
        entryId: newId<EntryId>(core),
        family: 'L',
        kind: 'clock-stepped',
        payload,
        ...openPeriod(transaction),
      });
    });
  } catch (error) {
    core.notices.raise({ level: 'alarm', code: asFault(error).code });
  }
}

/** The row by which a manager who signs in vouches for the clock. */
export function appendClockAccepted(core: TillCore, transaction: Transaction, operator: OperatorId): void {
  const lastMs = wallMsOf(transaction.head().at) ?? 0;
  const readMs = Math.floor(core.ports.clock.wallMs());
  transaction.setSetting(ASKS_SETTING, 'no');
  const payload = { last_at: atText(lastMs), read_at: atText(readMs), gap_ms: readMs - lastMs };
  transaction.append({
    entryId: newId<EntryId>(core),
    family: 'L',
    kind: 'clock-accepted',
    payload,
    operator,
    ...openPeriod(transaction),
  });
}
