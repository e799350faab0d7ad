/**
 * Abandoning a ticket before payment. What was on it stays in the journal, and its id is used up.
 */
import type { TicketId } from '#base/brand.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { emptyBasket, isEmptyBasket } from '#domain/basket/basket.ts';
import { goneLines } from '#domain/journal/journal.ts';
import {
  type Command,
  type Handled,
  type TillCore,
  commit,
  followJournal,
  missingTicket,
  newId,
  refused,
  rowOf,
} from './core.ts';
import { receivedForNothing } from './giving-back.ts';

/** Cancels the ticket and begins an empty one. */
export function cancelTicket(
  core: TillCore,
  command: Command,
  input: CommandInput<'cancelTicket'>,
): Handled<Outcome<'cancelTicket'>> {
  const { station } = command;
  const stale = missingTicket(core, station, input);
  if (stale !== null) return { outcome: stale, kept: false };
  const { basket } = station;
  if (isEmptyBasket(basket)) return refused('basket_empty');
  const payload = {
    ticket_id: basket.ticketId,
    station_id: station.id,
    currency: core.currency.code,
    ...goneLines(basket, {
      lineIds: [...basket.lines, ...basket.vouchers].map((line) => line.lineId),
      loyalty: core.settings().loyalty,
    }),
    line_count: basket.lines.length,
  };
  const outcome = commit(core, command, (transaction) => {
    transaction.append(rowOf(core, transaction, { station, family: 'L', kind: 'ticket-cancelled', payload }));
    return { kind: 'done' as const };
  });
  if (outcome.kind === 'done') {
    station.notice = null;
    core.notices.clear('till-restarted');
    station.nextQuantityMilli = null;
    followJournal(core, station, { basket: emptyBasket(newId<TicketId>(core)), lastTicketId: station.lastTicketId });
    const back = receivedForNothing(basket);
    station.abandoned = back.length === 0 ? null : { ticketId: basket.ticketId, back };
  }
  return { outcome, kept: true };
}
