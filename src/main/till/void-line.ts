/**
 * Removing a line before validation. The journal says so first: after a crash in between, the draft still holds the
 * line, and the journal takes it out.
 */
import type { LineId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { voidLine as voidInBasket } from '#domain/basket/basket.ts';
import { goneLines } from '#domain/journal/journal.ts';
import {
  type Command,
  type Handled,
  type TillCore,
  commit,
  followJournal,
  missingTicket,
  refused,
  rowOf,
} from './core.ts';

/** Removes a product line and its deposit, or stored value that was to be sold. */
export function voidLine(
  core: TillCore,
  command: Command,
  input: CommandInput<'voidLine'>,
): Handled<Outcome<'voidLine'>> {
  const { station } = command;
  const stale = missingTicket(core, station, input);
  if (stale !== null) return { outcome: stale, kept: false };
  const changed = voidInBasket(station.basket, branded<LineId>(input.lineId));
  if (changed.kind === 'refused') return refused(changed.reason, changed.params);
  const payload = {
    ticket_id: station.basket.ticketId,
    station_id: station.id,
    currency: core.currency.code,
    ...goneLines(station.basket, {
      lineIds: [...changed.voided, ...changed.voidedVouchers].map((line) => line.lineId),
      loyalty: core.settings().loyalty,
    }),
  };
  const outcome = commit(core, command, (transaction) => {
    transaction.append(rowOf(core, transaction, { station, family: 'L', kind: 'line-voided', payload }));
    return { kind: 'done' as const };
  });
  if (outcome.kind === 'done')
    followJournal(core, station, { basket: changed.basket, lastTicketId: station.lastTicketId });
  return { outcome, kept: true };
}
