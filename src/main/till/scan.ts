/**
 * A scan: something was read, from whatever source, and becomes a line or a clear word why not. It is made once by its
 * id and is never stale: what was scanned for a ticket that has been paid meanwhile begins the next one.
 */
import type { LineId } from '#base/brand.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import { type CommandInput, type Outcome, SCAN_CHARACTERS_MAX } from '#contract/screen/screen.ts';
import { addProduct } from '#domain/basket/basket.ts';
import {
  type Command,
  type Handled,
  type TillCore,
  missingSession,
  newId,
  noRoomToBegin,
  saveBasket,
  shown,
} from './core.ts';
import { showOwnReceipt } from './own-receipt.ts';
import { mayBecomeCard, scannedCard } from './members/scanned-card.ts';
import { cardsOf, showKnown } from './members/show-card.ts';
import { noteCard, presentCard } from './present-card.ts';
import { noteResult } from './scan-notice.ts';
import { type ScannedArticle, scannedArticle } from './scanned-article.ts';
import { scanStock } from './stock/stock.ts';
import { typedCard } from './typed-card.ts';
import { wantedQuantity } from './wanted-quantity.ts';

const PIECE_MILLI = 1000;

/** Adds what was read to the station's ticket. */
export function scan(core: TillCore, command: Command, input: CommandInput<'scan'>): Handled<Outcome<'scan'>> {
  if (input.text.length > SCAN_CHARACTERS_MAX)
    return noteResult(core, command, unkept(refuse('unreadable_code', { code: shown(input.text), why: 'too-long' })));
  if (core.stock.isOpen(command.station.id)) return scanStock(core, command, input);
  const article = scannedArticle(core, input);
  if (article.kind === 'refused' && article.params?.['why'] === 'own-receipt')
    return unkept(showOwnReceipt(core, command, article));
  if (article.kind !== 'refused') return noteResult(core, command, add(core, command, article));
  return asCard(core, command, input) ?? notAProduct(core, command, input, article);
}

/** What is no product may be a card, printed or typed by a reader; it shows what became of it itself. */
function asCard(core: TillCore, command: Command, input: CommandInput<'scan'>): Handled<Outcome<'scan'>> | null {
  const printed = scannedCard(input.text);
  if (printed !== null && cardsOf(core, printed).length > 0) return showKnown(core, command, printed);
  const typed = typedCard(core, input);
  if (typed === null) return null;
  noteCard(core, typed);
  return presentCard(core, command, typed);
}

/**
 * A code that nobody sells may be a card that nobody has yet: it is kept at hand, to be given to a customer. The screen shows it
 * whole; the outcome, which is kept, has its end only.
 */
function notAProduct(
  core: TillCore,
  command: Command,
  input: CommandInput<'scan'>,
  refusal: Refusal,
): Handled<Outcome<'scan'>> {
  const printed = mayBecomeCard(refusal) ? scannedCard(input.text) : null;
  // Digits that no product code could be are a card first of all; of others the word is that nobody sells them.
  const isCard = printed !== null && refusal.reason === 'unreadable_code';
  const said = isCard ? refuse('card_unknown', { card: printed.masked, why: 'card-or-article' }) : refusal;
  noteResult<Outcome<'scan'>>(core, command, unkept(said));
  if (printed === null) return unkept(refusal);
  core.members.hold({ ...printed, station: command.station.id });
  const params = { ...refusal.params, code: printed.masked };
  return unkept({ ...refusal, params });
}

function add(core: TillCore, command: Command, article: ScannedArticle): Handled<Outcome<'scan'>> {
  const { station } = command;
  const unable = missingSession(core, 'session') ?? noRoomToBegin(core, station);
  if (unable !== null) return unkept(unable);
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
