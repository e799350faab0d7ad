/**
 * The `at` of a row: RFC 3339 in UTC with milliseconds, from and to milliseconds since 1970. Worked out here, because
 * pure code has no Date; the calendar is the proleptic Gregorian one.
 */
import { assert } from '#base/assert.ts';

const DAY_MS = 86_400_000;
const AT_TEXT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z$/;
/** 9999-12-31T23:59:59.999Z. */
const WALL_MS_MAX = 253_402_300_799_999;

/** `wallMs` (milliseconds since 1970-01-01 UTC) as a row writes it. */
export function atText(wallMs: number): string {
  assert(Number.isSafeInteger(wallMs) && wallMs >= 0 && wallMs <= WALL_MS_MAX, `no journal time: ${wallMs}`);
  const days = Math.floor(wallMs / DAY_MS);
  const ms = wallMs - days * DAY_MS;
  const time = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1000) % 60];
  return `${dateText(days)}T${time.map((part) => digits(part, 2)).join(':')}.${digits(ms % 1000, 3)}Z`;
}

/** Milliseconds since 1970 of a row's `at`; undefined for what no row may say. */
export function wallMsOf(at: string): number | undefined {
  const parts = AT_TEXT.exec(at)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0] = parts;
  if (month < 1 || day < 1 || year < 1970) return undefined;
  const wallMs = daysOf(year, month, day) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
  return wallMs <= WALL_MS_MAX && atText(wallMs) === at ? wallMs : undefined;
}

function dateText(days: number): string {
  let year = 1970 + Math.floor(days / 366);
  while (daysOf(year + 1, 1, 1) <= days) year++;
  let month = 1;
  while (month < 12 && daysOf(year, month + 1, 1) <= days) month++;
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(days - daysOf(year, month, 1) + 1, 2)}`;
}

/** Days from 1970-01-01, counting years from March so that a leap day is the last of its year. */
function daysOf(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = (month + 9) % 12;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return 365 * marchYear + leapDays + Math.floor((153 * marchMonth + 2) / 5) + day - 719_469;
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0');
}
