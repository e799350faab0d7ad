/** Cards with a printed code: a barcode, a QR code, or a gift card that the till made. */
import { codeName } from '#domain/card/card.ts';
import type { Refusal } from '#contract/screen/refusal.ts';
import { cleanText } from '#base/text.ts';
import { masked } from './card-name.ts';
import type { CardRead } from './show-card.ts';

/** Fewer characters are a slip of the finger. */
const CHARACTERS_MIN = 4;
const CHARACTERS_MAX = 128;
/** A damaged product code is read again, and a receipt is a receipt. */
const NEVER_CARDS: ReadonlySet<unknown> = new Set([
  'too-long',
  'empty',
  'control-characters',
  'check-digit',
  'in-store-two',
  'own-receipt',
]);

/** A scanned text as a card, null where it is too short or too long for one. */
export function scannedCard(text: string): CardRead | null {
  const printed = cleanText(text);
  if (printed.length < CHARACTERS_MIN || printed.length > CHARACTERS_MAX) return null;
  return { names: [codeName(printed)], medium: 'code', masked: masked(printed), text: printed };
}

/** Whether what was refused as a product may be given to a customer as a card. */
export function mayBecomeCard({ reason, params }: Refusal): boolean {
  const why = String(params?.['why'] ?? '');
  if (NEVER_CARDS.has(why) || why.startsWith('gs1-')) return false;
  return reason === 'unknown_code' || reason === 'unreadable_code';
}
