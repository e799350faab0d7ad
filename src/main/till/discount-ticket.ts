/** A discount on the whole ticket, or none any more; its goods share it, deposits and vouchers do not. */
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { discountTicket as discountInBasket, ticketDiscountBaseMinor } from '#domain/basket/basket.ts';
import { type Command, type Handled, type TillCore, missingTicket } from './core.ts';
import { giveDiscount } from './give-discount.ts';

/** Gives the ticket a discount. */
export function discountTicket(
  core: TillCore,
  command: Command,
  input: CommandInput<'discountTicket'>,
): Handled<Outcome<'discountTicket'>> {
  const { station } = command;
  const stale = missingTicket(core, station, input);
  if (stale !== null) return { outcome: stale, kept: false };
  return giveDiscount(core, command, {
    ...input,
    baseMinor: ticketDiscountBaseMinor(station.basket),
    about: { ticket_id: input.ticketId },
    change: (discount) => discountInBasket(station.basket, discount),
  });
}
