/** The session whose figures may be read now: that of the drawer, but not from counting until the count is confirmed. */
import type { SessionRecord } from '#main/store/port.ts';
import type { TillCore } from '../core.ts';

export function visibleSession(core: TillCore): SessionRecord | null {
  const session = core.ports.store.drawerSession();
  if (session === null) return null;
  return session.state === 'counting' && session.count === null ? null : session;
}
