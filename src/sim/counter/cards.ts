/** The cards that lie on the counter: two that people carry, and a phone, which has another number each time. */
import { randomNumber } from '../card/text-reader.ts';

const NUMBERS = {
  /** Seven bytes, as an NTAG or a DESFire card has them. */
  lina: () => '04a1b2c3d4e580',
  /** Four bytes, as a MIFARE Classic card has them. */
  karim: () => '2196e651',
  phone: () => randomNumber(),
} as const;

export type CardId = keyof typeof NUMBERS;
export const CARD_IDS = Object.keys(NUMBERS) as readonly CardId[];

/** What the chip says this time; null for a card that does not lie here. */
export function numberOf(card: string): string | null {
  const id = CARD_IDS.find((known) => known === card);
  return id === undefined ? null : NUMBERS[id]();
}
