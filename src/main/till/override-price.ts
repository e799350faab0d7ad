/**
 * Another price for a line than that of the list or label, with its reason. A price further below than the operator's role may
 * go needs somebody else; the price of the list itself takes the override back and needs nobody.
 */
import { present } from '#base/assert.ts';
import type { LineId } from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import { cleanText } from '#base/text.ts';
import { refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { belowListBasisPoints, listPriceMinor, overridePrice as overrideInBasket } from '#domain/basket/basket.ts';
import { approvalNeeded } from './approval.ts';
import { changeApproved } from './approved-change.ts';
import { type Command, type Handled, type TillCore, missingTicket, refused, saveBasket } from './core.ts';

/** Sets the unit price of a line. */
export function overridePrice(
  core: TillCore,
  command: Command,
  input: CommandInput<'overridePrice'>,
): Handled<Outcome<'overridePrice'>> {
  const { station } = command;
  const stale = missingTicket(core, station, input);
  if (stale !== null) return { outcome: stale, kept: false };
  const lineId = branded<LineId>(input.lineId);
  const { unitPriceMinor } = input;
  const line = station.basket.lines.find((other) => other.lineId === lineId && other.kind === 'product');
  if (line === undefined) return refused('line_unknown');
  const listMinor = listPriceMinor(line);
  const reason = cleanText(input.reason);
  if (reason === '' && unitPriceMinor !== listMinor) return refused('reason_missing');
  const priced = overrideInBasket(station.basket, { lineId, unitPriceMinor, reason });
  if (priced.kind === 'refused') return refused(priced.reason, priced.params);
  const below = belowListBasisPoints(listMinor, unitPriceMinor);
  const limit = core.settings().roles[present(station.operator, 'an operator').role].overrideBasisPointsMax;
  if (below <= limit) return saveBasket(core, command, { basket: priced.basket, outcome: { kind: 'done' as const } });
  if (command.approver === null)
    return {
      outcome: approvalNeeded('price-override', { askedBasisPoints: below, limitBasisPoints: limit }),
      kept: false,
    };
  const about = {
    ticket_id: input.ticketId,
    line_id: lineId,
    list_unit_price_minor: listMinor,
    unit_price_minor: unitPriceMinor,
    currency: core.currency.code,
  };
  return changeApproved(core, command, { action: 'price-override', reason, about }, (approvalId) => {
    const approved = overrideInBasket(station.basket, { lineId, unitPriceMinor, reason, approvalId });
    return approved.kind === 'refused' ? refuse(approved.reason, approved.params) : approved.basket;
  });
}
