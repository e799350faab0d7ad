/**
 * How long a person has to wait after wrong PINs. Kept in the store by operator, so that neither a restart nor another
 * screen gives a guesser fresh attempts: ten thousand PINs take months.
 */
import type { Lockout } from '#main/store/port.ts';

/** Wrong PINs in a row before the first wait. */
export const FREE_FAILURES = 5;
const LOCK_MS_MIN = 30_000;
const LOCK_MS_MAX = 30 * 60_000;

/** The lockout after one more wrong PIN at `nowMs`. */
export function afterFailure(before: Lockout, nowMs: number): Lockout {
  const failures = before.failures + 1;
  if (failures < FREE_FAILURES) return { failures, lockedUntilMs: 0 };
  const lockMs = Math.min(LOCK_MS_MIN * 2 ** Math.min(failures - FREE_FAILURES, 16), LOCK_MS_MAX);
  return { failures, lockedUntilMs: nowMs + lockMs };
}

/** Whole seconds left, 0 when free. A clock that was set back makes nobody wait longer than the longest lock. */
export function secondsLocked(lockout: Lockout, nowMs: number): number {
  return Math.ceil(Math.min(Math.max(lockout.lockedUntilMs - nowMs, 0), LOCK_MS_MAX) / 1000);
}
