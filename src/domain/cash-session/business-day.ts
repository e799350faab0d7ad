/**
 * Which day sales count for. It is set when it is opened and never taken from the clock again; nothing is ever written
 * into a closed one, so that a new day is always later than the last closed.
 */
import { assert } from '#base/assert.ts';
import { atText, wallMsOf } from '#domain/journal/journal.ts';
import { divideFloor } from '#domain/money/money.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The day that a session opens into. */
export interface DayChoice {
  readonly businessDay: string;
  /** Nobody has opened it yet. */
  readonly isNew: boolean;
  /** Days by which the clock is behind the last closed day, where it is more than one: somebody vouches for it. */
  readonly clockBehindDays: number | null;
}

/**
 * The day of a new session. A day that is open goes on, unless the calendar has gone on: then today's sales are today's,
 * and the day before waits for its closing. Without one it is today, but always the day after the last closed one at
 * least (the same date again after its Z, a clock that was set back).
 */
export function dayForSession(calendar: {
  readonly today: string;
  readonly openDay: string | null;
  readonly lastClosedDay: string | null;
}): DayChoice {
  const { today, openDay, lastClosedDay } = calendar;
  if (openDay !== null && openDay >= today) return { businessDay: openDay, isNew: false, clockBehindDays: null };
  if (lastClosedDay === null || lastClosedDay < today)
    return { businessDay: today, isNew: true, clockBehindDays: null };
  const behind = daysBetween(today, lastClosedDay);
  // A till that still has an older day open beside a later closed one cannot be: days are closed in their order.
  return { businessDay: dayAfter(lastClosedDay), isNew: true, clockBehindDays: behind > 1 ? behind : null };
}

/**
 * How an open day stands against the calendar and the shop's longest day (24 hours in a new shop). `ahead`: today is closed by its
 * Z already, and nothing is written into it any more.
 */
export function dayAgeOf(day: {
  readonly businessDay: string;
  readonly openedAtMs: number;
  readonly nowMs: number;
  readonly today: string;
  readonly dayHoursMax: number;
}): 'today' | 'ahead' | 'past-midnight' | 'too-long' {
  if (day.nowMs - day.openedAtMs > day.dayHoursMax * HOUR_MS) return 'too-long';
  if (day.today === day.businessDay) return 'today';
  return day.today > day.businessDay ? 'past-midnight' : 'ahead';
}

/** The calendar day after `date` (`2026-11-22`). */
function dayAfter(date: string): string {
  return dateOf(midnightMs(date) + DAY_MS);
}

/** The calendar day so many days before `date`. */
export function daysBefore(date: string, days: number): string {
  return dateOf(midnightMs(date) - days * DAY_MS);
}

function daysBetween(from: string, to: string): number {
  return divideFloor(BigInt(midnightMs(to) - midnightMs(from)), BigInt(DAY_MS)).quotient;
}

function midnightMs(date: string): number {
  const wallMs = wallMsOf(`${date}T00:00:00.000Z`);
  assert(wallMs !== undefined, 'a business day is a date');
  return wallMs;
}

function dateOf(wallMs: number): string {
  return atText(wallMs).slice(0, 10);
}
