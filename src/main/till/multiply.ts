/**
 * `3 ×` before an article: the station keeps it until the next article takes it, whichever scanner or field that comes
 * from. It is not part of the ticket, so that it ends with the ticket and with the process.
 */
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { QUANTITY_MILLI_MAX } from '#domain/basket/basket.ts';
import { type Command, type Handled, type TillCore, refused } from './core.ts';

/** Sets, replaces or (with null) takes back the quantity of the next article. */
export function multiply(
  core: TillCore,
  command: Command,
  input: CommandInput<'multiply'>,
): Handled<Outcome<'multiply'>> {
  const { quantityMilli } = input;
  if (quantityMilli !== null && (quantityMilli <= 0 || quantityMilli > QUANTITY_MILLI_MAX))
    return refused('quantity_invalid', { quantityMilliMax: QUANTITY_MILLI_MAX });
  command.station.nextQuantityMilli = quantityMilli;
  core.changed('basket', command.station.id);
  return { outcome: { kind: 'done' }, kept: false };
}
