/**
 * Taking a held ticket up again, at any station. It keeps its id, so that whoever held it and whoever pays it speak of one
 * ticket; two stations that ask for it get it once.
 */
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { isEmptyBasket } from '#domain/basket/basket.ts';
import { type Command, type Handled, type TillCore, asFault, refusalOf, refused } from './core.ts';
import { heldBaskets, takeBack } from './held-tickets.ts';

/** Gives the station a held ticket. */
export function recallTicket(
  core: TillCore,
  command: Command,
  input: CommandInput<'recallTicket'>,
): Handled<Outcome<'recallTicket'>> {
  const { station } = command;
  const held = heldBaskets(core).find(({ draft }) => draft.ticketId === input.heldTicketId);
  if (held === undefined) return refused('held_unknown');
  if (!isEmptyBasket(station.basket)) return refused('unsent_or_open_ticket');
  const outcome = { kind: 'done' as const };
  try {
    takeBack(core, station, held, { id: command.id, stored: { bodyHash: command.bodyHash, outcome } });
  } catch (error) {
    const fault = asFault(error);
    core.notices.raise({ level: 'alarm', code: fault.code });
    return { outcome: refusalOf(fault), kept: false };
  }
  return { outcome, kept: true };
}
