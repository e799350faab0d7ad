/**
 * Signing in. The check of a PIN is slow on purpose and runs off the queue; its answer comes back as the second half
 * of the command. Checks run one after the other, so that many at once give a guesser no more tries than one at a time.
 *
 * It opens nothing: the business day and the session begin when somebody says what is in the drawer.
 */
import type { EntryId } from '#base/brand.ts';
import { refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { atText } from '#domain/journal/journal.ts';
import type { OperatorRecord, Transaction } from '#main/store/port.ts';
import { appendClockAccepted } from './clock-watch.ts';
import { type Command, type Handled, type TillCore, commit, newId, openPeriod, refused } from './core.ts';
import { FREE_FAILURES, afterFailure, secondsLocked } from './lockout.ts';
import { rememberSignedIn } from './signed-in.ts';

type SignIn = Handled<Outcome<'signIn'>>;

/** What can be said before the PIN is looked at, or null. */
export function signInAtOnce(core: TillCore, command: Command, input: CommandInput<'signIn'>): SignIn | null {
  if (command.station.operator !== null) return refused('already_signed_in');
  const operator = operatorOf(core, input.operatorId);
  const seconds =
    operator === undefined ? 0 : secondsLocked(core.ports.store.lockout(operator.id), core.ports.clock.wallMs());
  return seconds > 0 ? refused('locked_out', { seconds }) : null;
}

/** Whether the PIN is right. Takes the same time for somebody unknown. */
export function checkPin(
  core: TillCore,
  input: { readonly operatorId: string; readonly pin: string },
): Promise<boolean> {
  return core.ports.pins.matches(input.pin, operatorOf(core, input.operatorId)?.pinHash);
}

/** The second half: the PIN was right or wrong. */
export function finishSignIn(
  core: TillCore,
  command: Command,
  input: CommandInput<'signIn'>,
  isRight: boolean,
): SignIn {
  const operator = operatorOf(core, input.operatorId);
  if (operator === undefined) return refused('wrong_pin', { attemptsLeft: FREE_FAILURES - 1 });
  if (command.station.operator !== null) return refused('already_signed_in');
  if (!isRight) return wrongPin(core, command, operator);
  if (core.clockNeedsManager && operator.role !== 'manager') return refused('clock_needs_manager');
  const outcome = commit(core, command, (transaction) => {
    enter(core, command, operator, transaction);
    return { kind: 'done' as const };
  });
  if (outcome.kind === 'done') {
    command.station.operator = operator;
    command.station.notice = null;
    core.changed('basket', command.station.id);
    core.clockNeedsManager = false;
    core.notices.clear('clock.implausible');
    core.changed('station', command.station.id);
    core.changed('devices', command.station.id);
    core.changed('status');
  }
  return { outcome, kept: true };
}

/** One more wrong PIN of `operator`: kept, and from the fifth on a wait that is written down. */
export function wrongPin(core: TillCore, command: Command, operator: OperatorRecord): Handled<never> {
  const { store, clock } = core.ports;
  const nowMs = clock.wallMs();
  const lockout = afterFailure(store.lockout(operator.id), nowMs);
  const seconds = secondsLocked(lockout, nowMs);
  const outcome = commit(core, command, (transaction) => {
    transaction.setLockout(operator.id, lockout);
    if (seconds === 0) return refuse('wrong_pin', { attemptsLeft: FREE_FAILURES - lockout.failures });
    transaction.append({
      entryId: newId<EntryId>(core),
      family: 'L',
      kind: 'operator-locked-out',
      payload: {
        station_id: command.station.id,
        operator_id: operator.id,
        failures: lockout.failures,
        locked_until: atText(lockout.lockedUntilMs),
      },
    });
    return refuse('locked_out', { seconds });
  });
  return { outcome, kept: true };
}

/** Writes down who came. */
function enter(core: TillCore, command: Command, operator: OperatorRecord, transaction: Transaction): void {
  const { station } = command;
  transaction.setLockout(operator.id, { failures: 0, lockedUntilMs: 0 });
  if (core.clockNeedsManager) appendClockAccepted(core, transaction, operator.id);
  transaction.append({
    entryId: newId<EntryId>(core),
    family: 'L',
    kind: 'operator-signed-in',
    payload: { station_id: station.id },
    operator: operator.id,
    ...openPeriod(transaction),
  });
  rememberSignedIn(core, transaction, station.id, operator.id);
}

/** A PIN that was right ends the count of wrong ones. */
export function freeOfFailures(core: TillCore, operator: OperatorRecord): void {
  if (core.ports.store.lockout(operator.id).failures === 0) return;
  core.ports.store.transact((transaction) => transaction.setLockout(operator.id, { failures: 0, lockedUntilMs: 0 }));
}

/** The operator with this id. */
export function operatorOf(core: TillCore, operatorId: string): OperatorRecord | undefined {
  return core.ports.store.operators().find((operator) => operator.id === operatorId);
}
