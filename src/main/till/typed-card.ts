/**
 * Card readers that type. What one writes may be a PLU, an EAN-8 or nothing of the kind: the product wins where there is one,
 * otherwise it is a card, where the set-up has such a reader and the text is a number as that reader writes them.
 */
import type { CommandInput } from '#contract/screen/screen.ts';
import { readCode } from '#domain/barcode/barcode.ts';
import { cardNumberOf } from '#domain/card/card.ts';
import { isTyped } from './read-source.ts';
import type { TillCore } from './core.ts';

/** The longest product code that could be a card's number: EAN-8. Longer ones with their check digit are products. */
const SHORT_GTIN_DIGITS = 8;
/** Digits of a damaged UPC-A or EAN-13: no card's number has as many. */
const PRODUCT_DIGITS = /^\s*\d{12,13}\s*$/;

/** The card that was typed, null where it is none. Asked only once no product was found. */
export function typedCard(core: TillCore, input: CommandInput<'scan'>): CommandInput<'presentCard'> | null {
  const { text, source, symbology } = input;
  if (symbology !== undefined || source === 'keyboard' || !isTyped(core, source)) return null;
  const reader = core.hardware.devices().find(({ kind, address }) => kind === 'card' && address === 'wedge:');
  if (reader === undefined || PRODUCT_DIGITS.test(text) || isSomethingElse(text)) return null;
  const card = cardNumberOf(text, reader.cardNotation);
  if (card === null) return null;
  const { uid, mayBe } = card;
  return { uid, medium: 'text', source: reader.id, ...(mayBe === undefined ? {} : { mayBe: [...mayBe] }) };
}

function isSomethingElse(text: string): boolean {
  const { kind } = readCode(text);
  if (kind === 'gtin') return text.replace(/\D/g, '').length > SHORT_GTIN_DIGITS;
  return kind === 'trade-item' || kind === 'receipt';
}
