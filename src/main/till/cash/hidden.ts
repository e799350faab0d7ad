/**
 * What nobody may see while cash is counted (docs/spec/cash-session.md, CS-B1 and the following). From `count-begun` until
 * the count is confirmed no ticket at all is shown, whoever asks: from tickets and their payments the expected cash can be
 * worked out. A blind-closed session that waits for its count hides its own tickets, and no others.
 */
import type { SessionId } from '#base/brand.ts';
import type { Entry } from '#domain/journal/journal.ts';
import type { StoreReads } from '#main/store/port.ts';

/** What is hidden now: everything, or the tickets of some sessions. */
export type Hidden = 'all' | ReadonlySet<SessionId>;

/** Asked for each view, and never remembered: a count begins and ends between two of them. */
export function hiddenNow(reads: Pick<StoreReads, 'drawerSession' | 'uncountedSessions'>): Hidden {
  const drawer = reads.drawerSession();
  if (drawer?.state === 'counting' && drawer.count === null) return 'all';
  return new Set(
    reads
      .uncountedSessions()
      .filter((session) => session.count === null)
      .map((session) => session.sessionId),
  );
}

/** Whether a ticket, or any other row of a session, may not be shown now. */
export function isHidden(hidden: Hidden, entry: Pick<Entry, 'session_id'>): boolean {
  if (hidden === 'all') return true;
  return hidden.size > 0 && hidden.has((entry.session_id ?? '') as SessionId);
}

/** Whether something waits for its count: what cannot be told ticket by ticket is then not shown at all. */
export function isAnythingHidden(reads: Pick<StoreReads, 'drawerSession' | 'uncountedSessions'>): boolean {
  const hidden = hiddenNow(reads);
  return hidden === 'all' || hidden.size > 0;
}
