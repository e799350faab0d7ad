/**
 * The printed code of a gift card that the till makes itself. It is worked out of the card's id with the organisation's secret,
 * so that it is kept nowhere: not in the ticket in progress, not in the journal, not with the print job. Who has a copy of
 * the files has no code to spend.
 */
import { codeName, printedCode } from '#domain/card/card.ts';
import type { CardRecord } from '#main/store/port.ts';
import type { TillCore } from '../core.ts';

const DIGITS = 16;

/** The code of a new card. */
export function newGiftCode(core: TillCore, cardId: string): string {
  return codeUnder(core.ports.secrets.keyed(purpose(cardId)));
}

/** The code of a card that this till made, whatever key it was made with; null for any other card. */
export function giftCodeOf(core: TillCore, card: Pick<CardRecord, 'cardId' | 'cardHash'>): string | null {
  const { secrets } = core.ports;
  return (
    secrets
      .keyedUnderAll(purpose(card.cardId))
      .map(codeUnder)
      .find((code) => secrets.keyedUnderAll(codeName(code)).includes(card.cardHash)) ?? null
  );
}

function purpose(cardId: string): string {
  return `gift-card-code\n${cardId}`;
}

function codeUnder(keyed: string): string {
  const hex = keyed.slice(keyed.indexOf(':') + 1);
  return printedCode(String(BigInt(`0x${hex}`) % 10n ** BigInt(DIGITS)).padStart(DIGITS, '0'));
}
