/**
 * Another quantity for a line. Lowering one before validation is free, as the law lets it be; removing the line is not
 * (see void-line).
 */
import type { LineId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { setQuantity as setInBasket } from '#domain/basket/basket.ts';
import { type Command, type Handled, type TillCore, missingTicket, refused, saveBasket } from './core.ts';

/** Gives a line of the ticket another quantity. */
export function setQuantity(
  core: TillCore,
  command: Command,
  input: CommandInput<'setQuantity'>,
): Handled<Outcome<'setQuantity'>> {
  const stale = missingTicket(core, command.station, input);
  if (stale !== null) return { outcome: stale, kept: false };
  const changed = setInBasket(command.station.basket, {
    lineId: branded<LineId>(input.lineId),
    quantityMilli: input.quantityMilli,
  });
  if (changed.kind === 'refused') return refused(changed.reason, changed.params);
  return saveBasket(core, command, { basket: changed.basket, outcome: { kind: 'done' as const } });
}
