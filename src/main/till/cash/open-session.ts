/**
 * Opening: the business day, if none is open, and the session with what lies in the drawer, against what the last close
 * left. Signing in opens nothing.
 */
import type { SessionId } from '#base/brand.ts';
import { cleanText } from '#base/text.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { checkCounts, dayForSession, openingNeeds } from '#domain/cash-session/cash-session.ts';
import type { DayChoice } from '#domain/cash-session/cash-session.ts';
import type { DenominationPayload } from '#domain/journal/journal.ts';
import type { Transaction } from '#main/store/port.ts';
import { approvalNeeded } from '../approval.ts';
import { type Command, commit, type Handled, newId, rowOf, type TillCore } from '../core.ts';
import { localDate, utcOffsetMinutes } from '../local-time.ts';
import { approvalInSession, rowInSession, type SessionPeriod } from './in-session.ts';
import { leftForNext } from './left.ts';
import { refusalOfState } from './wants.ts';

type Input = CommandInput<'openSession'>;

interface Opening {
  readonly floatMinor: number;
  readonly float: readonly DenominationPayload[];
  readonly leftMinor: number | null;
  readonly differenceMinor: number;
  readonly reason: string;
  readonly needsApproval: boolean;
  readonly day: DayChoice;
}

/** Opens a session of the drawer. */
export function openSession(core: TillCore, command: Command, input: Input): Handled<Outcome<'openSession'>> {
  const opening = openingOf(core, command, input);
  if ('kind' in opening) return { outcome: opening, kept: false };
  const session: SessionPeriod = { sessionId: newId<SessionId>(core), businessDay: opening.day.businessDay };
  const outcome = commit(core, command, (transaction) => {
    if (opening.day.isNew) appendDay(core, transaction, { command, businessDay: session.businessDay });
    appendSession(core, transaction, { command, session, opening });
    return { kind: 'done' as const, sessionId: session.sessionId };
  });
  if (outcome.kind === 'done') {
    for (const topic of ['cash', 'status', 'basket'] as const) core.changed(topic);
  }
  return { outcome, kept: true };
}

function openingOf(core: TillCore, command: Command, input: Input): Opening | Refusal {
  const { store, clock } = core.ports;
  const refusal = refusalOfState(store.drawerSession(), 'open');
  if (refusal !== null) return refusal;
  const day = dayForSession({
    today: localDate(clock.wallMs(), core.shop.timeZone),
    openDay: store.openDay(),
    lastClosedDay: store.lastClosedDay(),
  });
  const counted = checkCounts(input.float, core.currency);
  if (counted.kind === 'refused') return refuse(counted.reason, counted.params);
  const leftMinor = leftForNext(store);
  if (input.asLeft && input.float.length > 0) return refuse('counts_invalid', { why: 'as-left' });
  const floatMinor = input.asLeft ? (leftMinor ?? 0) : counted.totalMinor;
  const differenceMinor = leftMinor === null ? 0 : floatMinor - leftMinor;
  const needsApproval = openingNeeds(differenceMinor, core.settings().cash) === 'approval';
  const reason = cleanText(input.reason);
  if (needsApproval && reason === '') return refuse('reason_missing', { differenceMinor });
  if (command.approver === null) {
    const { clockBehindDays: days, businessDay } = day;
    // One approval lets both pass, and so both are named to whoever gives it.
    const also = needsApproval ? { actions: 'clock-set-back,opening-difference', differenceMinor } : {};
    if (days !== null) return refuse('clock_behind_day', { action: 'clock-set-back', businessDay, days, ...also });
    if (needsApproval) return approvalNeeded('opening-difference', { differenceMinor });
  }
  return { floatMinor, float: counted.denominations, leftMinor, differenceMinor, reason, needsApproval, day };
}

function appendDay(
  core: TillCore,
  transaction: Transaction,
  { command: { station }, businessDay }: { readonly command: Command; readonly businessDay: string },
): void {
  const offsetMinutes = utcOffsetMinutes(core.ports.clock.wallMs(), core.shop.timeZone);
  const payload = { business_day: businessDay, utc_offset_minutes: offsetMinutes };
  transaction.append({
    ...rowOf(core, transaction, { station, family: 'L', kind: 'day-opened', payload }),
    businessDay,
  });
}

function appendSession(
  core: TillCore,
  transaction: Transaction,
  {
    command,
    session,
    opening,
  }: { readonly command: Command; readonly session: SessionPeriod; readonly opening: Opening },
): void {
  const { station } = command;
  const { differenceMinor, reason, day } = opening;
  if (day.clockBehindDays !== null) {
    const about = { business_day: day.businessDay, days: day.clockBehindDays };
    approvalInSession(core, transaction, command, { session, action: 'clock-set-back', reason, about });
  }
  const approvalId = approvalInSession(
    core,
    transaction,
    command,
    opening.needsApproval
      ? { session, action: 'opening-difference', reason, about: { difference_minor: differenceMinor } }
      : null,
  );
  const payload = {
    session_id: session.sessionId,
    business_day: session.businessDay,
    station_id: station.id,
    currency: core.currency.code,
    float_minor: opening.floatMinor,
    float: opening.float,
    ...(opening.leftMinor === null ? {} : { left_minor: opening.leftMinor, difference_minor: differenceMinor }),
    ...(reason === '' ? {} : { reason }),
    ...(approvalId === undefined ? {} : { approval_id: approvalId }),
  };
  transaction.append(
    rowInSession(core, transaction, { session, station, family: 'L', kind: 'session-opened', payload }),
  );
}
