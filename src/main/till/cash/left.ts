/** What the last close left in the drawer for the next session. */
import type { StoreReads } from '#main/store/port.ts';

/** Null where there was none, and while anything is uncounted: that drawer is not empty, and nobody knows what is in it. */
export function leftForNext(
  reads: Pick<StoreReads, 'leftMinor' | 'drawerSession' | 'uncountedSessions'>,
): number | null {
  if (reads.drawerSession() !== null || reads.uncountedSessions().length > 0) return null;
  return reads.leftMinor();
}
