/** Handing over: a session is frozen with its drawer, and taken up again by the same person or with leave by another. */
import { refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { approvalNeeded } from '../approval.ts';
import { type Command, commit, type Handled, mayDo, type TillCore } from '../core.ts';
import { approvalInSession, rowInSession, stepPayload } from './in-session.ts';
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
  const isOwn = session.openedBy === station.operator.id || mayDo(core, station.operator, 'resume-session-of-another');
  if (!isOwn && command.approver === null)
    return { outcome: approvalNeeded('session-of-another', { openedBy: session.openedBy }), kept: false };
  const outcome = commit(core, command, (transaction) => {
    const about = { session_id: session.sessionId, opened_by: session.openedBy };
    const approval = isOwn ? null : ({ session, action: 'session-of-another', reason: TAKEN_UP, about } as const);
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

/** Every screen says how the session stands; the ticket says whether it can be paid. */
export function sessionChanged(core: TillCore): void {
  for (const topic of ['cash', 'status', 'basket', 'customer'] as const) core.changed(topic);
}
