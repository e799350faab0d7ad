/** Accounts blocked, freed and closed, and persons erased. */
import { type AccountId, branded } from '#base/brand.ts';
import { cleanText } from '#base/text.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { approvalNeeded, appendApproval } from '../approval.ts';
import { type Command, type Handled, type TillCore, commit, mayDo, refused, rowOf } from '../core.ts';
import { detachEverywhere } from './attach.ts';
import { memberById } from './member-reads.ts';

/** Blocks an account, frees it, or closes it for good. What is on it stays owed. */
export function setAccountState(
  core: TillCore,
  command: Command,
  input: CommandInput<'setAccountState'>,
): Handled<Outcome<'setAccountState'>> {
  const { store } = core.ports;
  const account = store.account(branded<AccountId>(input.accountId));
  if (account === undefined) return refused('account_unknown');
  if (account.state === input.state) return { outcome: { kind: 'done' }, kept: false };
  if (account.state === 'closed') return refused('account_closed');
  const reason = cleanText(input.reason);
  if (reason === '' && input.state !== 'active') return refused('reason_missing');
  const outcome = commit(core, command, (transaction) => {
    const { station } = command;
    const payload = { account_id: account.accountId, station_id: station.id, state: input.state, reason };
    transaction.append(rowOf(core, transaction, { station, family: 'M', kind: 'account-changed', payload }));
    return { kind: 'done' as const };
  });
  core.changed('basket');
  return { outcome, kept: true };
}

/**
 * Erases a person from this till (Regulation (EU) 2016/679, art. 17): the key of their fields is destroyed, their accounts are
 * closed, their cards open nothing. What they bought stays, as tax law asks, and names nobody. Who has not the right
 * themselves needs somebody who approves.
 */
export function erasePerson(
  core: TillCore,
  command: Command,
  input: CommandInput<'erasePerson'>,
): Handled<Outcome<'erasePerson'>> {
  const { store } = core.ports;
  const { station } = command;
  const member = memberById(store, input.personId);
  if ('kind' in member) return { outcome: member, kept: false };
  const reason = cleanText(input.reason);
  if (reason === '') return refused('reason_missing');
  const { personId } = member.person;
  const mayErase = station.operator !== null && mayDo(core, station.operator, 'erase-customer');
  if (!mayErase && command.approver === null) return { outcome: approvalNeeded('erase-person'), kept: false };
  const outcome = commit(core, command, (transaction) => {
    const approvalId =
      command.approver === null
        ? undefined
        : appendApproval(core, transaction, command, {
            action: 'erase-person',
            reason,
            about: { person_id: personId },
          });
    for (const { accountId, state } of transaction.accountsOfPerson(personId)) {
      if (state === 'closed') continue;
      const payload = {
        account_id: accountId,
        station_id: station.id,
        state: 'closed' as const,
        reason: 'person-erased',
      };
      transaction.append(rowOf(core, transaction, { station, family: 'M', kind: 'account-changed', payload }));
    }
    const payload = {
      person_id: personId,
      station_id: station.id,
      reason,
      ...(approvalId === undefined ? {} : { approval_id: approvalId }),
    };
    transaction.append(rowOf(core, transaction, { station, family: 'L', kind: 'person-erased', payload }));
    transaction.erasePerson(personId);
    return { kind: 'done' as const };
  });
  if (outcome.kind !== 'done') return { outcome, kept: true };
  core.members.index().remove(personId);
  detachEverywhere(core, personId);
  core.changed('basket');
  return { outcome, kept: true };
}
