/**
 * Putting a ticket aside for later: the customer forgot something, or the cash is going to be counted. Nothing of it is lost:
 * lines, customer, discounts and cards shown wait with it.
 */
import { cleanText } from '#base/text.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { isEmptyBasket } from '#domain/basket/basket.ts';
import { type Command, type Handled, type TillCore, asFault, missingTicket, refusalOf, refused } from './core.ts';
import { putAside } from './held-tickets.ts';

/** Puts the station's ticket aside and begins an empty one. */
export function holdTicket(
  core: TillCore,
  command: Command,
  input: CommandInput<'holdTicket'>,
): Handled<Outcome<'holdTicket'>> {
  const { station } = command;
  const stale = missingTicket(core, station, input);
  if (stale !== null) return { outcome: stale, kept: false };
  if (isEmptyBasket(station.basket)) return refused('basket_empty');
  const outcome = { kind: 'done' as const };
  try {
    putAside(
      core,
      station,
      { label: cleanText(input.label) },
      { id: command.id, stored: { bodyHash: command.bodyHash, outcome } },
    );
  } catch (error) {
    const fault = asFault(error);
    core.notices.raise({ level: 'alarm', code: fault.code });
    return { outcome: refusalOf(fault), kept: false };
  }
  return { outcome, kept: true };
}
