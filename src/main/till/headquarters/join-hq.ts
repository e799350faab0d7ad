/**
 * Asks headquarters to take this till in, or in again where it does not know it any more. The answer is another turn; nothing
 * is sold or kept up by it.
 */
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { type Command, type Handled, refused, type TillCore } from '../core.ts';
import { invitationOf, mayJoin } from './joining.ts';

/** Begins an enrolment. */
export function joinHq(core: TillCore, command: Command, input: CommandInput<'joinHq'>): Handled<Outcome<'joinHq'>> {
  if (!mayJoin(core.hq.status())) return refused('hq_joined_already');
  const invitation = invitationOf(input);
  if (invitation.url === '') return refused('hq_address_invalid');
  if (invitation.code === '') return refused('hq_code_missing');
  const operator = command.station.operator?.id;
  core.join({ ...invitation, ...(operator === undefined ? {} : { operator }) });
  return { outcome: { kind: 'done' }, kept: false };
}
