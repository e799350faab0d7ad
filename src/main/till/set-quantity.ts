/**
 * Another quantity for a line. Lowering one before validation is free, as the law lets it be; removing the line is not
 * (see void-line).
 */
import type { LineId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { present } from '#base/assert.ts';
import type { Refusal } from '#contract/screen/refusal.ts';
import { belowListBasisPoints, setQuantity as setInBasket } from '#domain/basket/basket.ts';
import { approvalNeeded } from './approval.ts';
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
  const beyond = beyondApproval(core, command, input);
  if (beyond !== null) return { outcome: beyond, kept: false };
  return saveBasket(core, command, { basket: changed.basket, outcome: { kind: 'done' as const } });
}

/**
 * A price that somebody let pass was for the pieces that were there. More of them at it are for whoever may give it; others
 * add the article again, at the price of the list.
 */
function beyondApproval(core: TillCore, { station }: Command, input: CommandInput<'setQuantity'>): Refusal | null {
  const line = station.basket.lines.find(({ lineId }) => lineId === input.lineId);
  if (line?.override?.approvalId === undefined || input.quantityMilli <= line.quantityMilli) return null;
  const askedBasisPoints = belowListBasisPoints(line.override.listUnitPriceMinor, line.unitPriceMinor);
  const limitBasisPoints = core.settings().roles[present(station.operator, 'an operator').role].overrideBasisPointsMax;
  if (askedBasisPoints <= limitBasisPoints) return null;
  return approvalNeeded('price-override', { askedBasisPoints, limitBasisPoints });
}
