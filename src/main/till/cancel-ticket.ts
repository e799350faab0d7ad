/**
 * Abandoning a ticket before payment. What was on it stays in the journal, and its id is used up.
 */
import type { TicketId } from '#base/brand.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { emptyBasket } from '#domain/basket/basket.ts';
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
  if (basket.lines.length === 0) return refused('basket_empty');
  const payload = {
    ticket_id: basket.ticketId,
    station_id: station.id,
    currency: core.currency.code,
    ...goneLines(basket.lines),
    line_count: basket.lines.length,
  };
  const outcome = commit(core, command, (transaction) => {
    transaction.append(rowOf(core, transaction, { station, family: 'L', kind: 'ticket-cancelled', payload }));
    return { kind: 'done' as const };
  });
  if (outcome.kind === 'done') {
    station.notice = null;
    station.nextQuantityMilli = null;
    followJournal(core, station, { basket: emptyBasket(newId<TicketId>(core)), lastTicketId: station.lastTicketId });
  }
  return { outcome, kept: true };
}
