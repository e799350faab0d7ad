/**
 * Signing out. A ticket with lines keeps its operator: it is paid or cancelled first, because a ticket that nobody
 * answers for is how goods leave a shop. The last one out closes the session, uncounted until sessions have a count.
 */
import type { Outcome } from '#contract/screen/screen.ts';
import { type Command, type Handled, type TillCore, commit, refused, rowOf } from './core.ts';
import { rememberSignedIn } from './signed-in.ts';

/** Signs the operator of the station out. */
export function signOut(core: TillCore, command: Command): Handled<Outcome<'signOut'>> {
  const { station } = command;
  if (station.basket.lines.length > 0) return refused('unsent_or_open_ticket', { lines: station.basket.lines.length });
  const isLast = ![...core.stations.values()].some((other) => other !== station && other.operator !== null);
  const outcome = commit(core, command, (transaction) => {
    transaction.append(
      rowOf(core, transaction, {
        station,
        family: 'L',
        kind: 'operator-signed-out',
        payload: { station_id: station.id },
      }),
    );
    const sessionId = transaction.openSession();
    const businessDay = transaction.openDay();
    if (isLast && sessionId !== null && businessDay !== null) {
      const payload = {
        session_id: sessionId,
        business_day: businessDay,
        counted: false,
        reason: 'last-operator-signed-out',
      } as const;
      transaction.append(rowOf(core, transaction, { station, family: 'G', kind: 'session-closed', payload }));
    }
    rememberSignedIn(core, transaction, station.id, null);
    return { kind: 'done' as const };
  });
  if (outcome.kind === 'done') {
    core.desk.leave(core.hardware, station.id);
    // It was about a ticket of theirs; whoever comes next cannot know which drawer is meant.
    core.notices.clear('drawer-not-opened');
    station.operator = null;
    station.lastTicketId = null;
    station.nextQuantityMilli = null;
    core.changed('station', station.id);
    core.changed('basket', station.id);
    core.changed('devices', station.id);
    core.changed('status');
  }
  return { outcome, kept: true };
}
