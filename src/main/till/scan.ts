/**
 * A scan: something was read, from whatever source, and becomes a line or a clear word why not. It is made once by its
 * id and is never stale: what was scanned for a ticket that has been paid meanwhile begins the next one.
 */
import type { LineId } from '#base/brand.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import { type CommandInput, type Outcome, SCAN_CHARACTERS_MAX } from '#contract/screen/screen.ts';
import { type CodeReading, readCode } from '#domain/barcode/barcode.ts';
import { addProduct } from '#domain/basket/basket.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import { type Command, type Handled, type TillCore, newId, noRoomToBegin, saveBasket, shown } from './core.ts';
import { noteResult } from './scan-notice.ts';
import { wantedQuantity } from './wanted-quantity.ts';

/** Adds what was read to the station's ticket. */
export function scan(core: TillCore, command: Command, input: CommandInput<'scan'>): Handled<Outcome<'scan'>> {
  return noteResult(core, command, decide(core, command, input));
}

function decide(core: TillCore, command: Command, input: CommandInput<'scan'>): Handled<Outcome<'scan'>> {
  if (input.text.length > SCAN_CHARACTERS_MAX)
    return unkept(refuse('unreadable_code', { code: shown(input.text), why: 'too-long' }));
  const reading = readCode(input.text, input.symbology);
  const product = find(core, reading);
  if (product === undefined) return unkept(notFound(reading, input.text));
  const noRoom = noRoomToBegin(core, command.station);
  if (noRoom !== null) return unkept(noRoom);
  const quantityMilli = wantedQuantity(command.station, product);
  if (typeof quantityMilli !== 'number') return unkept(quantityMilli);
  const changed = addProduct(command.station.basket, {
    product,
    quantityMilli,
    lineId: newId<LineId>(core),
    ...(reading.kind === 'gtin' ? { gtin: reading.gtin14 } : {}),
  });
  if (changed.kind === 'refused') return unkept(refuse(changed.reason, changed.params));
  return saveBasket(core, command, { basket: changed.basket, outcome: { kind: 'done', lineId: changed.lineId } });
}

function find(core: TillCore, reading: CodeReading): Product | undefined {
  if (reading.kind === 'gtin') return core.ports.catalogue.byGtin(reading.gtin14);
  if (reading.kind === 'plu') return core.ports.catalogue.byPlu(reading.plu);
  return undefined;
}

function notFound(reading: CodeReading, text: string): Refusal {
  if (reading.kind === 'unreadable') return refuse('unreadable_code', { code: shown(text), why: reading.why });
  return refuse('unknown_code', { code: shown(text), kind: reading.kind });
}

function unkept<Outcome>(outcome: Refusal): Handled<Outcome> {
  return { outcome, kept: false };
}
