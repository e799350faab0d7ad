/**
 * The shop's calendar: which day it is there, and how far its clocks are from UTC.
 */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The local date (`2026-11-22`) at `wallMs` in an IANA time zone. */
export function localDate(wallMs: number, timeZone: string): string {
  const { year, month, day } = localParts(wallMs, timeZone);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Local time minus UTC in minutes at `wallMs`. */
export function utcOffsetMinutes(wallMs: number, timeZone: string): number {
  const { year, month, day, hour, minute } = localParts(wallMs, timeZone);
  const localMinutes = Date.UTC(year, month - 1, day, hour, minute) / 60_000;
  return localMinutes - Math.floor(wallMs / 60_000);
}

interface LocalParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

function localParts(wallMs: number, timeZone: string): LocalParts {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(wallMs)
      .map((part) => [part.type, Number(part.value)]),
  );
  const part = (type: keyof LocalParts): number => parts.get(type) ?? 0;
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(timeZone, made);
  return made;
}
