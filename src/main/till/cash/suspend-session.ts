/** Handing over: a session is frozen with its drawer, and taken up again by the same person or with leave by another. */
import { refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import type { SessionRecord } from '#main/store/port.ts';
import { approvalNeeded } from '../approval.ts';
import { type Command, commit, type Handled, mayDo, type TillCore } from '../core.ts';
import { approvalInSession, rowInSession, type SessionApproval, stepPayload } from './in-session.ts';
import { drawerSessionFor, isRefusal } from './wants.ts';

/** What the row of the approval says where nobody is asked for a reason: the action is one. */
const TAKEN_UP = 'taken-up';

/** Freezes the session of the drawer: nothing is sold from it until it is resumed. */
export function suspendSession(core: TillCore, command: Command): Handled<Outcome<'suspendSession'>> {
  const session = drawerSessionFor(core, 'suspend');
  if (isRefusal(session)) return { outcome: session, kept: false };
  const { station } = command;
  const outcome = commit(core, command, (transaction) => {
    const payload = stepPayload(session, station);
    transaction.append(
      rowInSession(core, transaction, { session, station, family: 'L', kind: 'session-suspended', payload }),
    );
    return { kind: 'done' as const };
  });
  if (outcome.kind === 'done') sessionChanged(core);
  return { outcome, kept: true };
}

/** Takes a suspended session up. That of somebody else is theirs to answer for: it needs the right, or an approval. */
export function resumeSession(
  core: TillCore,
  command: Command,
  _input: CommandInput<'resumeSession'>,
): Handled<Outcome<'resumeSession'>> {
  const session = drawerSessionFor(core, 'resume');
  if (isRefusal(session)) return { outcome: session, kept: false };
  const { station } = command;
  if (station.operator === null) return { outcome: refuse('not_signed_in'), kept: false };
  const approval = takingUp(core, command, session);
  if (approval !== null && command.approver === null)
    return { outcome: approvalNeeded(approval.action, { openedBy: session.openedBy }), kept: false };
  const outcome = commit(core, command, (transaction) => {
    approvalInSession(core, transaction, command, approval);
    const payload = stepPayload(session, station);
    transaction.append(
      rowInSession(core, transaction, { session, station, family: 'L', kind: 'session-resumed', payload }),
    );
    return { kind: 'done' as const };
  });
  if (outcome.kind === 'done') sessionChanged(core);
  return { outcome, kept: true };
}

/**
 * The approval that whoever takes up this session needs: that of somebody else is theirs to answer for. Null where it is their
 * own, or their role may.
 */
export function takingUp(
  core: TillCore,
  { station }: Pick<Command, 'station'>,
  session: Pick<SessionRecord, 'sessionId' | 'businessDay' | 'openedBy'>,
): SessionApproval | null {
  const { operator } = station;
  if (operator === null) return null;
  if (session.openedBy === operator.id || mayDo(core, operator, 'resume-session-of-another')) return null;
  const about = { session_id: session.sessionId, opened_by: session.openedBy };
  return { session, action: 'session-of-another', reason: TAKEN_UP, about };
}

/** Every screen says how the session stands; the ticket says whether it can be paid. */
export function sessionChanged(core: TillCore): void {
  for (const topic of ['cash', 'status', 'basket', 'customer'] as const) core.changed(topic);
}
