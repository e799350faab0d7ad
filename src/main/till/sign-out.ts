/**
 * Signing out. A ticket with lines keeps its operator: it is paid or cancelled first, because a ticket that nobody
 * answers for is how goods leave a shop. The session goes on: it ends when somebody counts the drawer.
 */
import type { Outcome } from '#contract/screen/screen.ts';
import { emptyBasket, isEmptyBasket } from '#domain/basket/basket.ts';
import type { TicketId } from '#base/brand.ts';
import { type Command, type Handled, type TillCore, commit, followJournal, newId, refused, rowOf } from './core.ts';
import { rememberSignedIn } from './signed-in.ts';

/** Signs the operator of the station out. */
export function signOut(core: TillCore, command: Command): Handled<Outcome<'signOut'>> {
  const { station } = command;
  if (!isEmptyBasket(station.basket)) return refused('unsent_or_open_ticket', { lines: station.basket.lines.length });
  const outcome = commit(core, command, (transaction) => {
    transaction.append(
      rowOf(core, transaction, {
        station,
        family: 'L',
        kind: 'operator-signed-out',
        payload: { station_id: station.id },
      }),
    );
    rememberSignedIn(core, transaction, station.id, null);
    return { kind: 'done' as const };
  });
  if (outcome.kind === 'done') {
    core.desk.leave(core.hardware, station.id);
    core.stock.leave(station.id);
    core.authority.leaveRefund(station.id);
    // It was about a ticket of theirs; whoever comes next cannot know which drawer is meant.
    core.notices.clear('drawer-not-opened');
    core.notices.clear('till-restarted');
    station.operator = null;
    // A customer or a gift card that was shown is nobody else's to spend.
    core.members.forget(station.id);
    followJournal(core, station, { basket: emptyBasket(newId<TicketId>(core)), lastTicketId: null });
    station.notice = null;
    station.nextQuantityMilli = null;
    core.changed('station', station.id);
    core.changed('basket', station.id);
    core.changed('devices', station.id);
    core.changed('status');
  }
  return { outcome, kept: true };
}
