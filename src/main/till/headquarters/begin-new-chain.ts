/**
 * Leads out of a fork: headquarters has another continuation of this chain, because this till, or the one it was copied from,
 * was put back to an earlier state. The chain ends where it stands, with nothing of it lost, and the till goes on in a new one
 * that names it: the next process makes it before anything else (store/continue-in-new-chain.ts).
 */
import { present } from '#base/assert.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { NEW_CHAIN_SETTING } from '#main/store/port.ts';
import { type Command, commit, type Handled, refused, type TillCore } from '../core.ts';
import { headquartersView } from './hq-view.ts';

/** Writes down who wants a new chain, and ends this process. */
export function beginNewChain(
  core: TillCore,
  command: Command,
  _input: CommandInput<'beginNewChain'>,
): Handled<Outcome<'beginNewChain'>> {
  if (!headquartersView(core).needsNewChain) return refused('chain_not_stopped');
  const { id: stationId, operator } = command.station;
  const wanted = { stationId, operatorId: present(operator, 'an operator').id };
  const outcome = commit(core, command, (transaction) => {
    transaction.setSetting(NEW_CHAIN_SETTING, JSON.stringify(wanted));
    return { kind: 'done' as const };
  });
  return { outcome, kept: true, effects: () => core.ports.startAgain?.() };
}
