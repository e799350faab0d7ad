/** The name of a card in the journal: the keyed hash of its number, so that whoever has the rows has no card. */
import type { CardRecord, StoreReads } from '#main/store/port.ts';
import type { TillCore } from '../core.ts';

const DIGITS_SHOWN = 4;
/** Four bytes of a chip in hex are as many. */
const MASKED_CHARACTERS_MIN = 8;
const UNKNOWN_BYTE = '??';

/** The hash under which a card that is nobody's yet is assigned. */
export function cardHashOf(core: TillCore, name: string): string {
  return core.ports.secrets.keyed(name);
}

/** The cards of these names that the till knows, under every key that it knows, each once. */
export function knownCards(core: TillCore, reads: StoreReads, names: readonly string[]): readonly CardRecord[] {
  const found = new Map<string, CardRecord>();
  for (const name of names.flatMap(spelledOut)) {
    for (const hash of core.ports.secrets.keyedUnderAll(name)) {
      const card = reads.cardByHash(hash);
      if (card !== undefined) found.set(card.cardId, card);
    }
  }
  return [...found.values()];
}

/**
 * The end of a number: enough to tell two cards apart at the counter, too little to make one of it. Of a number so short that its
 * end is most of it, nothing.
 */
export function masked(number: string): string {
  return number.length < MASKED_CHARACTERS_MIN ? '…' : `…${number.slice(-DIGITS_SHOWN)}`;
}

/** A reader that leaves a byte open means one of 256 cards. */
function spelledOut(name: string): readonly string[] {
  if (!name.includes(UNKNOWN_BYTE)) return [name];
  return Array.from({ length: 256 }, (_, byte) => name.replace(UNKNOWN_BYTE, byte.toString(16).padStart(2, '0')));
}
