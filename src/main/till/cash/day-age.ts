/** How the open business day stands against the calendar. */
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import { dayAgeOf } from '#domain/cash-session/cash-session.ts';
import type { TillCore } from '../core.ts';
import { localDate } from '../local-time.ts';

export type DayAge = ReturnType<typeof dayAgeOf>;

/** When each open day was opened, which never changes: looked up once a day and not at every scan. */
const openedAt = new WeakMap<TillCore, { readonly businessDay: string; readonly openedAtMs: number }>();

/** `today` also where no day is open. */
export function dayAge(core: TillCore): DayAge {
  const businessDay = core.ports.store.openDay();
  if (businessDay === null) return 'today';
  const openedAtMs = openedAtMsOf(core, businessDay);
  if (openedAtMs === null) return 'today';
  const nowMs = core.ports.clock.wallMs();
  return dayAgeOf({
    businessDay,
    openedAtMs,
    nowMs,
    today: localDate(nowMs, core.shop.timeZone),
    dayHoursMax: core.settings().cash.dayHoursMax,
  });
}

/** Why no ticket may begin in the day that is open, or null. What was begun is paid. */
export function dayTooLong(core: TillCore): Refusal | null {
  if (dayAge(core) !== 'too-long') return null;
  const businessDay = core.ports.store.openDay() ?? '';
  return refuse('day_too_long', { businessDay, hours: core.settings().cash.dayHoursMax });
}

function openedAtMsOf(core: TillCore, businessDay: string): number | null {
  const known = openedAt.get(core);
  if (known?.businessDay === businessDay) return known.openedAtMs;
  const [first] = core.ports.store
    .sessionsOfDay(businessDay)
    .map((session) => session.openedAtMs)
    .toSorted(ascending);
  if (first === undefined) return null;
  openedAt.set(core, { businessDay, openedAtMs: first });
  return first;
}

function ascending(left: number, right: number): number {
  return left - right;
}
