/** What the state table says of a command, as the refusal that the page has words for. */
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import { type SessionEvent, sessionStep } from '#domain/cash-session/cash-session.ts';
import type { SessionRecord } from '#main/store/port.ts';
import type { TillCore } from '../core.ts';

/** The session of the drawer where `event` may happen to it now, or why not. */
export function drawerSessionFor(core: TillCore, event: SessionEvent): SessionRecord | Refusal {
  const session = core.ports.store.drawerSession();
  const refusal = refusalOfState(session, event);
  if (refusal !== null) return refusal;
  return session ?? refuse('session_needed');
}

/** Why `event` may not happen to a session as it stands, or null. */
export function refusalOfState(session: Pick<SessionRecord, 'state'> | null, event: SessionEvent): Refusal | null {
  const state = session?.state ?? 'none';
  const step = sessionStep(state, event);
  return step.kind === 'refused' ? refuse(step.reason, { state }) : null;
}

export function isRefusal(value: SessionRecord | Refusal): value is Refusal {
  return 'kind' in value;
}
