/** Months of the calendar: the same day so many months earlier or later, or the last day of a month that has no such day. */
import { assert } from '#base/assert.ts';

const MONTHS_IN_YEAR = 12;
const DAY_MS = 86_400_000;
/** Days before each month of a year that is not a leap year. */
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/** The instant so many months before, at the same time of day (UTC). */
export function monthsBeforeMs(atMs: number, months: number): number {
  const dayNumber = Math.floor(atMs / DAY_MS);
  return numberOf(shifted(dayOf(dayNumber), -months)) * DAY_MS + (atMs - dayNumber * DAY_MS);
}

/** The last date on which something that lasts so many months from `date` can be used, `2026-11-22` to `2028-11-22`. */
export function lastDateOf(date: string, months: number): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  assert(match !== null, 'a date is written 2026-11-22');
  const { year, month, day } = shifted(
    { year: Number(match[1]), month: Number(match[2]) - 1, day: Number(match[3]) },
    months,
  );
  return [String(year).padStart(4, '0'), padded(month + 1), padded(day)].join('-');
}

/** A day of the proleptic Gregorian calendar. */
interface Day {
  readonly year: number;
  /** From 0. */
  readonly month: number;
  readonly day: number;
}

function shifted({ year, month, day }: Day, months: number): Day {
  const count = year * MONTHS_IN_YEAR + month + months;
  const toYear = Math.floor(count / MONTHS_IN_YEAR);
  const toMonth = count - toYear * MONTHS_IN_YEAR;
  return {
    year: toYear,
    month: toMonth,
    day: Math.min(day, daysBefore(toYear, toMonth + 1) - daysBefore(toYear, toMonth)),
  };
}

/** Days since 1 January 1970. */
function numberOf({ year, month, day }: Day): number {
  return daysBeforeYear(year) - daysBeforeYear(1970) + daysBefore(year, month) + day - 1;
}

function dayOf(dayNumber: number): Day {
  let year = 1970 + Math.floor(dayNumber / 366);
  while (numberOf({ year: year + 1, month: 0, day: 1 }) <= dayNumber) year += 1;
  let month = 0;
  while (month < MONTHS_IN_YEAR - 1 && numberOf({ year, month: month + 1, day: 1 }) <= dayNumber) month += 1;
  return { year, month, day: dayNumber - numberOf({ year, month, day: 1 }) + 1 };
}

function daysBeforeYear(year: number): number {
  const before = year - 1;
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
}

function daysBefore(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return (DAYS_BEFORE[month] ?? 0) + (isLeap && month > 1 ? 1 : 0);
}

function padded(part: number): string {
  return String(part).padStart(2, '0');
}
