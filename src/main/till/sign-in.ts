/**
 * Signing in. The check of a PIN is slow on purpose and runs off the queue; its answer comes back as the second half
 * of the command. Checks run one after the other, so that many at once give a guesser no more tries than one at a time.
 *
 * The first sign-in opens the business day and a session. A day left open from before stays open until a later version
 * closes it, but today's sales belong to today: with no session open, a new day begins. A session that a power cut left
 * open overnight is closed first, uncounted.
 */
import type { EntryId, SessionId } from '#base/brand.ts';
import { refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { atText } from '#domain/journal/journal.ts';
import type { OperatorRecord, Transaction } from '#main/store/port.ts';
import { appendClockAccepted } from './clock-watch.ts';
import { type Command, type Handled, type TillCore, asFault, commit, newId, refused } from './core.ts';
import { localDate, utcOffsetMinutes } from './local-time.ts';
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
export function checkPin(core: TillCore, input: CommandInput<'signIn'>): Promise<boolean> {
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
  const dayBefore = core.ports.store.openDay();
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
    if (core.ports.store.openDay() !== dayBefore) forgetOutcomes(core);
  }
  return { outcome, kept: true };
}

/** Outcomes beside the drafts are kept for the business day of their commands. */
function forgetOutcomes(core: TillCore): void {
  try {
    core.ports.drafts.forgetOutcomes();
  } catch (error) {
    core.notices.raise({ level: 'warning', code: asFault(error).code });
  }
}

function wrongPin(core: TillCore, command: Command, operator: OperatorRecord): SignIn {
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

/** Opens what is not open yet, and writes down who came. */
function enter(core: TillCore, command: Command, operator: OperatorRecord, transaction: Transaction): void {
  const { station } = command;
  const nowMs = core.ports.clock.wallMs();
  const { timeZone } = core.shop;
  const today = localDate(nowMs, timeZone);
  transaction.setLockout(operator.id, { failures: 0, lockedUntilMs: 0 });
  if (core.clockNeedsManager) appendClockAccepted(core, transaction, operator.id);
  let businessDay = transaction.openDay();
  let sessionId = transaction.openSession();
  const append = (family: 'L' | 'G', kind: string, payload: Parameters<Transaction['append']>[0]['payload']): void => {
    const opened = { ...(businessDay === null ? {} : { businessDay }), ...(sessionId === null ? {} : { sessionId }) };
    transaction.append({ entryId: newId<EntryId>(core), family, kind, payload, operator: operator.id, ...opened });
  };
  if (sessionId !== null && businessDay !== null && businessDay < today && nobodyIsSignedIn(core)) {
    append('G', 'session-closed', {
      session_id: sessionId,
      business_day: businessDay,
      counted: false,
      reason: 'left-open',
    });
    sessionId = null;
  }
  if (businessDay === null || (sessionId === null && businessDay < today)) {
    businessDay = today;
    append('L', 'day-opened', { business_day: today, utc_offset_minutes: utcOffsetMinutes(nowMs, timeZone) });
  }
  if (sessionId === null) {
    sessionId = newId<SessionId>(core);
    append('L', 'session-opened', { session_id: sessionId, business_day: businessDay, station_id: station.id });
  }
  append('L', 'operator-signed-in', { station_id: station.id });
  rememberSignedIn(core, transaction, station.id, operator.id);
}

function nobodyIsSignedIn(core: TillCore): boolean {
  return [...core.stations.values()].every((station) => station.operator === null);
}

function operatorOf(core: TillCore, operatorId: string): OperatorRecord | undefined {
  return core.ports.store.operators().find((operator) => operator.id === operatorId);
}
