/**
 * The PIN of somebody who approves. It is checked and locked out as at sign-in, so that an approval gives a guesser no more
 * tries; whoever has no right to approve is told so only after their PIN was right.
 */
import { refuse } from '#contract/screen/refusal.ts';
import type { CommandInput } from '#contract/screen/screen.ts';
import type { OperatorRecord } from '#main/store/port.ts';
import { type Command, type Handled, type TillCore, mayDo, refused } from './core.ts';
import { secondsLocked } from './lockout.ts';
import { checkPin, freeOfFailures, operatorOf, wrongPin } from './sign-in.ts';

type Approval = NonNullable<CommandInput<'refund'>['approval']>;

/** What can be said before the PIN is looked at, or null. */
export function approverOf(core: TillCore, { operatorId }: Approval): Handled<never> | null {
  const operator = operatorOf(core, operatorId);
  const seconds =
    operator === undefined ? 0 : secondsLocked(core.ports.store.lockout(operator.id), core.ports.clock.wallMs());
  return seconds > 0 ? refused('locked_out', { seconds }) : null;
}

/** Whether the PIN is right. Takes the same time for somebody unknown. */
export function checkApproval(core: TillCore, approval: Approval): Promise<boolean> {
  return checkPin(core, approval);
}

/** Who approves, or the refusal that is the answer to the command. */
export function finishApproval(
  core: TillCore,
  command: Command,
  approval: Approval,
  isRight: boolean,
): OperatorRecord | Handled<unknown> {
  const operator = operatorOf(core, approval.operatorId);
  if (operator === undefined) return { outcome: refuse('wrong_pin'), kept: false };
  if (!isRight) return wrongPin(core, command, operator);
  freeOfFailures(core, operator);
  return mayDo(core, operator, 'approve') ? operator : { outcome: refuse('approver_no_right'), kept: false };
}
