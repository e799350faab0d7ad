/**
 * A product picked on the screen, by search or PLU, with the quantity that was typed.
 */
import type { LineId, ProductId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { addProduct as addToBasket } from '#domain/basket/basket.ts';
import {
  type Command,
  type Handled,
  type TillCore,
  missingTicket,
  newId,
  noRoomToBegin,
  refused,
  saveBasket,
} from './core.ts';
import { noteResult } from './scan-notice.ts';
import { wantedQuantity } from './wanted-quantity.ts';

/** Adds a product to the ticket. */
export function addProduct(
  core: TillCore,
  command: Command,
  input: CommandInput<'addProduct'>,
): Handled<Outcome<'addProduct'>> {
  const stale = missingTicket(core, command.station, input);
  return stale === null ? noteResult(core, command, decide(core, command, input)) : { outcome: stale, kept: false };
}

function decide(core: TillCore, command: Command, input: CommandInput<'addProduct'>): Handled<Outcome<'addProduct'>> {
  const product = core.ports.catalogue.byId(branded<ProductId>(input.productId));
  if (product === undefined) return refused('unknown_product');
  const noRoom = noRoomToBegin(core, command.station);
  if (noRoom !== null) return { outcome: noRoom, kept: false };
  const quantityMilli = wantedQuantity(command.station, product, input.quantityMilli);
  if (typeof quantityMilli !== 'number') return { outcome: quantityMilli, kept: false };
  const changed = addToBasket(command.station.basket, {
    product,
    quantityMilli,
    lineId: newId<LineId>(core),
  });
  if (changed.kind === 'refused') return refused(changed.reason, changed.params);
  return saveBasket(core, command, {
    basket: changed.basket,
    outcome: { kind: 'done' as const, lineId: changed.lineId },
  });
}
