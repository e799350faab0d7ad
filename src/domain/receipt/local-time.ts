/**
 * Date and hour as a receipt prints them: local to the shop at that moment, to the second, without locale data.
 */
import { assert } from '#base/assert.ts';
import { atText, wallMsOf } from '#domain/journal/journal.ts';
import type { Language } from '#domain/money/money.ts';

const MINUTE_MS = 60_000;

/** `at` (a row's UTC time) in the local time of its offset: `22/11/2026 14:05:09`, in English `2026-11-22 14:05:09`. */
export function localTime(at: string, utcOffsetMinutes: number, language: Language): string {
  const wallMs = wallMsOf(at);
  assert(wallMs !== undefined, 'a row has a time');
  const local = atText(wallMs + utcOffsetMinutes * MINUTE_MS);
  const [date = '', time = ''] = [local.slice(0, 10), local.slice(11, 19)];
  return `${localDateText(date, language)} ${time}`;
}

/** A local date (`2026-11-22`) as it stands on paper: `22/11/2026`, in English as it is. */
export function localDateText(date: string, language: Language): string {
  return language === 'en' ? date : date.split('-').reverse().join('/');
}
