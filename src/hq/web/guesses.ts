/**
 * Wrong passwords cost time, and only whoever may be a guesser. A browser in which this user signed in before is counted by
 * itself: whatever strangers do, the right password works there. Strangers are counted by user and address together, by
 * address, by user and all together; the last three forget slowly, so that ordinary slips of the hand lock nobody out. A guess
 * is counted before it is looked at: many at once are many.
 */
import type { HqCore } from '../core.ts';
import type { RowOf } from '../store/port.ts';
import { PAGE_GUESS } from './tables.ts';

const MINUTE_MS = 60_000;
const FREE_OF_ONE = 5;
const FREE_OF_ADDRESS = 30;
const FREE_OF_LOGIN = 100;
const FREE_OF_STRANGERS = 1_000;
const FIRST_LOCK_MS = 30_000;
const LOCK_MS_MAX = 15 * MINUTE_MS;
/** Wrong passwords this long ago are forgotten. */
const FORGOTTEN_MS = 24 * 60 * MINUTE_MS;

/** Who tries a password, and from where. */
export interface Guess {
  readonly login: string;
  readonly address: string;
  /** The name of a browser in which this login signed in before; null for a stranger. */
  readonly device: string | null;
}

interface Subject {
  readonly key: string;
  readonly freeCount: number;
  /** After how long one of its wrong passwords is forgotten. Null: those in a row, which the right one ends. */
  readonly forgetsOneMs: number | null;
}

/** Counts a guess, or says for how long none is listened to. */
export async function beginGuess(core: HqCore, guess: Guess): Promise<{ readonly lockedMs: number }> {
  const nowMs = core.clock.wallMs();
  return core.store.transact(async (transaction) => {
    const subjects = subjectsOf(guess);
    // Whoever is locked out leaves nothing behind, whatever names they come up with.
    const known = await transaction.getMany(
      PAGE_GUESS,
      subjects.map(({ key }) => [key]),
    );
    let lockedMs = Math.max(0, ...known.map((row) => lockedMsOf(row, nowMs)));
    if (lockedMs > 0) return { lockedMs };
    const rows: RowOf<typeof PAGE_GUESS>[] = [];
    for (const subject of subjects) {
      const { key, freeCount } = subject;
      await transaction.insert(PAGE_GUESS, [fresh(key, nowMs)]);
      const row = (await transaction.lock(PAGE_GUESS, [key])) ?? fresh(key, nowMs);
      lockedMs = Math.max(lockedMs, lockedMsOf(row, nowMs));
      const left = remembered(row, subject, nowMs);
      const wrongCount = left.wrongCount + 1;
      const beyond = wrongCount - freeCount;
      const lockMs = beyond < 0 ? 0 : Math.min(FIRST_LOCK_MS * 2 ** Math.min(beyond, 20), LOCK_MS_MAX);
      // Who is not locked is so by no clock: another guess of this moment may have been begun a little earlier.
      const lockedUntilMs = lockMs === 0 ? 0 : nowMs + lockMs;
      rows.push({ subject: key, wrong_count: wrongCount, last_ms: left.sinceMs, locked_until_ms: lockedUntilMs });
    }
    if (lockedMs > 0) return { lockedMs };
    await transaction.put(PAGE_GUESS, rows);
    return { lockedMs: 0 };
  });
}

/** The guess was right: it counts for nobody, and this user at this address, or in this browser, begins anew. */
export async function endGuess(core: HqCore, guess: Guess): Promise<void> {
  await core.store.transact(async (transaction) => {
    for (const { key, freeCount, forgetsOneMs } of subjectsOf(guess)) {
      const row = await transaction.lock(PAGE_GUESS, [key]);
      const wrongCount = forgetsOneMs === null ? 0 : (row?.wrong_count ?? 1) - 1;
      if (row === undefined || wrongCount <= 0) await transaction.remove(PAGE_GUESS, [[key]]);
      else {
        const lockedUntilMs = wrongCount < freeCount ? 0 : row.locked_until_ms;
        await transaction.put(PAGE_GUESS, [{ ...row, wrong_count: wrongCount, locked_until_ms: lockedUntilMs }]);
      }
    }
  });
}

/** Whether the last wrong password is so long ago that it counts no more. */
export function isForgotten(row: RowOf<typeof PAGE_GUESS>, nowMs: number): boolean {
  return nowMs - row.last_ms > FORGOTTEN_MS;
}

/** What still counts of a subject's wrong passwords, and since when one of them is on its way to be forgotten. */
function remembered(
  row: RowOf<typeof PAGE_GUESS>,
  { forgetsOneMs }: Subject,
  nowMs: number,
): { readonly wrongCount: number; readonly sinceMs: number } {
  if (isForgotten(row, nowMs)) return { wrongCount: 0, sinceMs: nowMs };
  if (forgetsOneMs === null) return { wrongCount: row.wrong_count, sinceMs: nowMs };
  const forgotten = Math.max(0, Math.floor((nowMs - row.last_ms) / forgetsOneMs));
  const wrongCount = Math.max(0, row.wrong_count - forgotten);
  return { wrongCount, sinceMs: wrongCount === 0 ? nowMs : row.last_ms + forgotten * forgetsOneMs };
}

/** A clock that was set back locks nobody for longer than the longest lock. */
function lockedMsOf(row: RowOf<typeof PAGE_GUESS>, nowMs: number): number {
  return Math.min(row.locked_until_ms - nowMs, LOCK_MS_MAX);
}

/** In the order of their keys, in which they are locked. */
function subjectsOf({ login, address, device }: Guess): readonly Subject[] {
  if (device !== null) return [{ key: `device:${device}`, freeCount: FREE_OF_ONE, forgetsOneMs: null }];
  return [
    { key: `address:${address}`, freeCount: FREE_OF_ADDRESS, forgetsOneMs: 5 * MINUTE_MS },
    { key: `login:${login}`, freeCount: FREE_OF_LOGIN, forgetsOneMs: 10 * MINUTE_MS },
    { key: `pair:${address}:${login}`, freeCount: FREE_OF_ONE, forgetsOneMs: null },
    { key: 'strangers', freeCount: FREE_OF_STRANGERS, forgetsOneMs: MINUTE_MS / 2 },
  ];
}

function fresh(key: string, nowMs: number): RowOf<typeof PAGE_GUESS> {
  return { subject: key, wrong_count: 0, last_ms: nowMs, locked_until_ms: 0 };
}
