/**
 * A discount on a line, or none any more. Beyond the limit of the operator's role somebody else lets it pass; an amount is
 * held to the part of the line that it is, now and when the quantity goes down later.
 */
import type { LineId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { discountLine as discountInBasket } from '#domain/basket/basket.ts';
import type { Command, Handled, TillCore } from './core.ts';
import { missingTicket, refused } from './core.ts';
import { giveDiscount } from './give-discount.ts';

/** Gives a line of the ticket a discount. */
export function discountLine(
  core: TillCore,
  command: Command,
  input: CommandInput<'discountLine'>,
): Handled<Outcome<'discountLine'>> {
  const { station } = command;
  const stale = missingTicket(core, station, input);
  if (stale !== null) return { outcome: stale, kept: false };
  const lineId = branded<LineId>(input.lineId);
  const line = station.basket.lines.find((other) => other.lineId === lineId && other.kind === 'product');
  if (line === undefined) return refused('line_unknown');
  return giveDiscount(core, command, {
    ...input,
    baseMinor: line.grossMinor,
    about: { ticket_id: input.ticketId, line_id: lineId },
    change: (discount) => discountInBasket(station.basket, { lineId, discount }),
  });
}
