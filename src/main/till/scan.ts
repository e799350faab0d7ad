/**
 * A scan: something was read, from whatever source, and becomes a line or a clear word why not. It is made once by its
 * id and is never stale: what was scanned for a ticket that has been paid meanwhile begins the next one.
 */
import { assert } from '#base/assert.ts';
import type { LineId } from '#base/brand.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import { type CommandInput, type Outcome, SCAN_CHARACTERS_MAX } from '#contract/screen/screen.ts';
import { addProduct } from '#domain/basket/basket.ts';
import { type Command, type Handled, type TillCore, newId, noRoomToBegin, saveBasket, shown } from './core.ts';
import { noteCard, presentCard } from './present-card.ts';
import { noteResult } from './scan-notice.ts';
import { type ScannedArticle, scannedArticle } from './scanned-article.ts';
import { typedCard } from './typed-card.ts';
import { wantedQuantity } from './wanted-quantity.ts';

const PIECE_MILLI = 1000;

/** Adds what was read to the station's ticket. */
export function scan(core: TillCore, command: Command, input: CommandInput<'scan'>): Handled<Outcome<'scan'>> {
  if (input.text.length > SCAN_CHARACTERS_MAX)
    return noteResult(core, command, unkept(refuse('unreadable_code', { code: shown(input.text), why: 'too-long' })));
  const article = scannedArticle(core, input);
  const card = article.kind === 'refused' ? typedCard(core, input) : null;
  if (card !== null) return present(core, command, card);
  return noteResult(core, command, article.kind === 'refused' ? unkept(article) : add(core, command, article));
}

/** A card as from any other reader; it shows what became of it itself. */
function present(core: TillCore, command: Command, card: CommandInput<'presentCard'>): Handled<Outcome<'scan'>> {
  noteCard(core, card);
  const { outcome } = presentCard(core, command, card);
  assert(outcome.kind === 'refused', 'no card belongs to anybody in this version');
  return unkept(outcome);
}

function add(core: TillCore, command: Command, article: ScannedArticle): Handled<Outcome<'scan'>> {
  const { station } = command;
  const noRoom = noRoomToBegin(core, station);
  if (noRoom !== null) return unkept(noRoom);
  const { product, gtin, coded, single } = article;
  if (single && station.nextQuantityMilli !== null && station.nextQuantityMilli !== PIECE_MILLI)
    return unkept(refuse('quantity_invalid', { why: 'code-single', label: shown(product.name) }));
  const quantityMilli = article.quantityMilli ?? wantedQuantity(station, product);
  if (typeof quantityMilli !== 'number') return unkept(quantityMilli);
  const changed = addProduct(station.basket, {
    product,
    quantityMilli,
    lineId: newId<LineId>(core),
    ...(gtin === undefined ? {} : { gtin }),
    ...(coded === undefined ? {} : { coded }),
  });
  if (changed.kind === 'refused') return unkept(refuse(changed.reason, changed.params));
  return saveBasket(core, command, { basket: changed.basket, outcome: { kind: 'done', lineId: changed.lineId } });
}

function unkept<Outcome>(outcome: Refusal): Handled<Outcome> {
  return { outcome, kept: false };
}
